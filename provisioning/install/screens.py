"""What shows the stage's windows: Weston's kiosk shell or an X server, with mode and rotation per output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from device_profiles.profile import Screen
from provisioning.install.action import Action, File

_FOLDER = Path(__file__).with_name("screens")
_UNIT = "/etc/systemd/system/parvis-screen.service"
_ON_ITS_SIDE = (90, 270)
_TURNS = {0: "normal", 90: "left", 180: "inverted", 270: "right"}
"""How X turns the picture back on a panel that is turned clockwise so far."""
_GROUNDS = {12: "0xffffff00", 13: "0xff000000"}
"""What is seen where no window is: black. Weston 10 reads it a byte too far, its red is always full: white is
the calmest that it can show (seen when it was booted)."""
_ENVIRONMENTS = {
    "wayland": (
        "SCREEN_SOCKET=/run/parvis-screen/wayland-parvis",
        "WAYLAND_DISPLAY=/run/parvis-screen/wayland-parvis",
        "QT_QPA_PLATFORM=wayland",
        "QT_WAYLAND_DISABLE_WINDOWDECORATION=1",
    ),
    "x11": ("SCREEN_SOCKET=/tmp/.X11-unix/X0", "DISPLAY=:0", "QT_QPA_PLATFORM=xcb"),
}


def actions(session: str, release: int, screens: Iterable[tuple[str, Screen]]) -> Iterator[Action]:
    """The files of a session on a release of Debian, for screens by the connector that each is at."""
    unit = _FOLDER / f"parvis-screen-{session}.service"
    yield File(_UNIT, unit.read_bytes())
    yield File(
        "/etc/parvis/session.env", _text(["# Parvis: where the stage shows.", *_ENVIRONMENTS[session]])
    )
    if session == "wayland":
        seat = _FOLDER / f"seat-{release}.conf"
        yield File(f"{_UNIT}.d/seat.conf", seat.read_bytes())
        yield File("/etc/parvis/weston.ini", _text(_weston(release, screens)))
    else:
        yield File("/etc/X11/xorg.conf.d/20-parvis.conf", _text(_xorg(screens)))
        yield File("/etc/X0.hosts", _text(["si:localuser:parvis"]))


def mode(screen: Screen) -> str | None:
    """The mode of a screen's panel, in its native raster; None for an LED board, whose sender decides."""
    if screen.is_matrix:
        return None
    lying = screen.rotation in _ON_ITS_SIDE
    width, height = (screen.height, screen.width) if lying else (screen.width, screen.height)
    return f"{width}x{height}"


def _weston(release: int, screens: Iterable[tuple[str, Screen]]) -> Iterator[str]:
    yield "# Parvis: one window fills each output; nothing blanks, no key leaves it, no output need be there."
    yield from (
        "[core]",
        "shell=kiosk-shell.so",
        "idle-time=0",
        "require-input=false",
        "require-outputs=none",
    )
    yield from (
        "",
        "[shell]",
        f"background-color={_GROUNDS[release]}",
        "",
        "[keyboard]",
        "vt-switching=false",
    )
    for connector, screen in screens:
        yield from ("", "[output]", f"name={connector}", f"mode={mode(screen) or 'preferred'}")
        yield f"transform={f'rotate-{screen.rotation}' if screen.rotation else 'normal'}"


def _xorg(screens: Iterable[tuple[str, Screen]]) -> Iterator[str]:
    yield "# Parvis: nothing blanks, no key switches or ends anything."
    yield from ('Section "ServerFlags"', '    Option "DontVTSwitch" "on"', '    Option "DontZap" "on"')
    for name in ("BlankTime", "StandbyTime", "SuspendTime", "OffTime"):
        yield f'    Option "{name}" "0"'
    yield "EndSection"
    left = ""
    for connector, screen in screens:
        name = connector.replace("HDMI-A-", "HDMI-")
        yield from ("", 'Section "Monitor"', f'    Identifier "{name}"')
        if wanted := mode(screen):
            yield f'    Option "PreferredMode" "{wanted}"'
        yield f'    Option "Rotate" "{_TURNS[screen.rotation]}"'
        if left:
            yield f'    Option "RightOf" "{left}"'
        yield "EndSection"
        left = name


def _text(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
