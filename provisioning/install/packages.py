"""Which packages of Debian an appliance needs, and for what. The long test finds each in both releases."""

from __future__ import annotations

_ALWAYS = (
    "ca-certificates",
    "chrony",
    # disks are checked after a power cut; Debian 13 may come without it (seen by booting it)
    "e2fsprogs",
    "nftables",
    "python3",
    "python3-venv",
    "tzdata",
    # Qt
    "libbrotli1",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libgl1-mesa-dri",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libpulse0",
    "libxkbcommon0",
    # what Qt shows films with, whatever shows the windows
    "libxrandr2",
    # pages read aloud on touch screens, and what opens the card's mixer for them
    "libasound2",
    "libspeechd2",
    "speech-dispatcher",
    "speech-dispatcher-espeak-ng",
)
_SESSIONS = {
    "wayland": ("libwayland-cursor0", "libwayland-egl1", "weston"),
    "x11": (
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-keysyms1",
        "libxcb-shape0",
        "libxkbcommon-x11-0",
        "xserver-xorg-core",
        "xserver-xorg-input-libinput",
    ),
}
SESSIONS = tuple(_SESSIONS)
_SEATS = {("wayland", 13): "seatd"}
"""Who lets the compositor have the screens, where it does not take them itself."""
_READ_ONLY = ("busybox", "overlayroot")
"""Without busybox a boot's first steps have no grep, and overlayroot gives up (seen by booting it)."""
_RENAMED = {13: {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}}
"""What a release calls otherwise: with Debian 13 time has 64 bits everywhere."""


def packages(release: int, session: str, *, read_only_root: bool) -> tuple[str, ...]:
    """The packages for a release of Debian and a session, in the order of the alphabet."""
    root = _READ_ONLY if read_only_root else ()
    seat = _SEATS.get((session, release), "")
    wanted = {*_ALWAYS, *_SESSIONS[session], *root, "unattended-upgrades", seat} - {""}
    renamed = _RENAMED.get(release, {})
    return tuple(sorted(renamed.get(name, name) for name in wanted))
