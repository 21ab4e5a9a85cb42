"""Whether films of each codec are decoded in real time: a short clip is made and played elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import msgspec

from device_profiles.acceptance import Check
from device_profiles.decoding import from_json
from device_profiles.profile import DeviceProfile
from provisioning.acceptance import judge
from provisioning.acceptance.limits import Limits

CODECS = {"h264": "libx264", "vp9": "libvpx-vp9", "hevc": "libx265", "mjpeg": "mjpeg"}
"""What films may come in, and who makes a clip of it here."""
_LARGEST = (1920, 1080)
"""Films are prepared no larger for a machine that is to play them in time."""


class FilmOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What the other process does. Its address space is bounded to `bytes`."""

    codec: str
    encoder: str
    width: int
    height: int
    fps: int
    seconds: float
    bytes: int


class FilmFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What it found: `late` frames came after their time. `missing` is why no clip could be made."""

    frames: int = 0
    seconds: float = 0.0
    late: int = 0
    missing: str = ""
    broken: str = ""


def try_film(order: FilmOrder, limits: Limits) -> FilmFacts:
    """Make and decode a clip in a process that may die, hang or take too much, and is only judged for it."""
    said = msgspec.json.encode(order).decode()
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "provisioning.acceptance.film_child", said],
            capture_output=True,
            timeout=limits.film_child_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return FilmFacts(broken=f"> {limits.film_child_s:.0f} s")
    try:
        return from_json(done.stdout, FilmFacts)
    except msgspec.DecodeError:
        return FilmFacts(broken=f"exit {done.returncode}")


def measure_films(
    profile: DeviceProfile, limits: Limits, codecs: Sequence[str] = tuple(CODECS)
) -> tuple[Check, ...]:
    """All codecs, at the profile's rate and the size of its largest screen; none for stills only."""
    moving = [screen for screen in profile.screens if not screen.stills_only]
    if not moving:
        return ()
    large = max(moving, key=lambda screen: screen.width * screen.height)
    most, least = sorted(_LARGEST, reverse=True)
    wide = large.width >= large.height
    width, height = (
        min(large.width, most if wide else least) & ~1,
        min(large.height, least if wide else most) & ~1,
    )
    checks: list[Check] = []
    for codec in codecs:
        order = FilmOrder(
            codec=codec,
            encoder=CODECS[codec],
            width=width,
            height=height,
            fps=profile.limits.film_frames_per_second,
            seconds=limits.film_s,
            bytes=limits.film_child_bytes,
        )
        checks += _checks(order, try_film(order, limits))
    return tuple(checks)


def _checks(order: FilmOrder, facts: FilmFacts) -> tuple[Check, ...]:
    if facts.missing or facts.broken or not facts.frames:
        why = facts.missing or facts.broken or "0"
        return (judge.no_film(order.codec, why, is_missing=bool(facts.missing)),)
    return judge.film(
        order.codec,
        f"{order.width} x {order.height}",
        frames=facts.frames,
        seconds=facts.seconds,
        needed=order.fps,
        late=facts.late,
    )
