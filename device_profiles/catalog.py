"""The families of devices that Parvis knows, and the profiles that a site derives from them."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from math import hypot
from pathlib import Path
from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device_profiles.errors import ProfileError
from device_profiles.profile import Colour, DeviceProfile, Legibility, Screen, Transition

_FOLDER = Path(__file__).with_name("catalog")
_SMALLEST_MATRIX = 12
"""LEDs: the smallest type that has every accented capital is 12 rows high."""

_SMALLEST_SCREEN = 64
_UNEVEN = 0.1

Pixels = Annotated[int, Field(gt=0, le=16384, strict=True)]
Millimetres = Annotated[float, Field(gt=0, le=100_000, strict=True)]
Count = Annotated[int, Field(gt=0, strict=True)]
Flag = Annotated[bool, Field(strict=True)]


class ScreenSource(BaseModel):
    """The keys of a screen that a site may change; None leaves what the extended profile says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: Pixels | None = None
    height: Pixels | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    bottom_mm: Annotated[float, Field(ge=0, le=100_000, strict=True)] | None = None
    distance_m: Annotated[float, Field(gt=0, le=500, strict=True)] | None = None
    legibility: Legibility | None = None
    layout: str | None = None
    rotation: Annotated[int, Field(strict=True)] | None = None
    touch_points: Annotated[int, Field(ge=0, le=256, strict=True)] | None = None
    colour: Colour | None = None
    transitions: Annotated[tuple[Transition, ...], Field(min_length=1)] | None = None
    stills_only: Flag | None = None
    for_drivers: Flag | None = None
    scannable: Flag | None = None
    outdoors: Flag | None = None
    sound: Flag | None = None
    speech: Flag | None = None


class LimitsSource(BaseModel):
    """The limits that a site may change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cache_bytes: Count | None = None
    decoded_bytes: Count | None = None
    film_frames_per_second: Count | None = None
    headline_words: Count | None = None
    words: Count | None = None


class LineSource(BaseModel):
    """What a site may change of how its devices use their line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate_kb_s: Count | None = None
    large_mb: Count | None = None
    large_when: str | None = None
    report_s: Annotated[int, Field(ge=5, le=3600, strict=True)] | None = None


class BuiltInSource(BaseModel):
    """The built-in slide that a site may change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headline: dict[str, str] | None = None
    body: dict[str, str] | None = None


class ProfileSource(ScreenSource):
    """A site's own profile as people write it: what it extends, and what is different.

    The keys of a screen stand at the top where the device has one screen, under `[screens.NAME]` where it
    has several.
    """

    extends: str
    title: dict[str, str] | None = None
    display_hours: str | None = None
    limits: LimitsSource = LimitsSource()
    line: LineSource = LineSource()
    built_in: BuiltInSource = BuiltInSource()
    screens: dict[str, ScreenSource] = {}


_TABLES: dict[str, type[BaseModel]] = {
    "limits": LimitsSource,
    "line": LineSource,
    "built_in": BuiltInSource,
    "screens": ScreenSource,
}


@cache
def catalog() -> dict[str, DeviceProfile]:
    """The seven families, by id."""
    profiles = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        profile = msgspec.convert({"id": file.stem, "family": file.stem, **document}, DeviceProfile)
        faults = tuple(fault for screen in profile.screens for fault in _faults_of(screen, "screens."))
        if faults:
            raise ProfileError(file.stem, faults)
        profiles[file.stem] = profile
    return profiles


def read(profile: str, document: dict[str, object]) -> ProfileSource:
    """Read a site's profile from its TOML document.

    Raises:
        ProfileError: with every unknown key (and the nearest known one) and every impossible value.
    """
    try:
        return ProfileSource.model_validate(document)
    except ValidationError as error:
        raise ProfileError(profile, tuple(_faults(error))) from error


def derive(base: DeviceProfile, id: str, source: ProfileSource) -> DeviceProfile:  # noqa: A002
    """The profile `id`: `base` with what `source` says differently.

    Raises:
        ProfileError: with every screen that `base` does not have and every screen that is impossible.
    """
    faults = []
    own = _written(source, set(ScreenSource.model_fields))
    if own and len(base.screens) > 1:
        names = ", ".join(f"[screens.{screen.name}]" for screen in base.screens)
        faults += [(key, f"{base.id!r} has several screens; write this key under {names}") for key in own]
    for name in source.screens.keys() - {screen.name for screen in base.screens}:
        known = ", ".join(screen.name for screen in base.screens)
        faults.append((f"screens.{name}", f"{base.id!r} has no such screen; it has {known}"))
    screens = tuple(
        _changed(
            screen,
            own | (_written(source.screens[screen.name]) if screen.name in source.screens else {}),
        )
        for screen in base.screens
    )
    prefix = "" if len(base.screens) == 1 else "screens."
    faults += [fault for screen in screens for fault in _faults_of(screen, prefix)]
    if faults:
        raise ProfileError(id, tuple(faults))
    return msgspec.structs.replace(
        base,
        id=id,
        screens=screens,
        title=source.title or base.title,
        display_hours=source.display_hours or base.display_hours,
        limits=msgspec.structs.replace(base.limits, **_written(source.limits)),
        line=msgspec.structs.replace(base.line, **_written(source.line)),
        built_in=msgspec.structs.replace(base.built_in, **_written(source.built_in)),
    )


def _changed(screen: Screen, written: dict[str, object]) -> Screen:
    """The screen with what is written differently, its millimetres consistent with its pixels.

    Where pixels are written without millimetres, a matrix is built of the same modules (same pitch) and
    any other screen keeps its diagonal; where one side is written in millimetres, the other follows.
    """
    new = msgspec.structs.replace(screen, **written)
    sizes = written.keys() & {"width", "height", "width_mm", "height_mm"}
    if not sizes or sizes >= {"width_mm", "height_mm"}:
        return new
    if "width_mm" in written:
        pitch = new.width_mm / new.width
    elif "height_mm" in written:
        pitch = new.height_mm / new.height
    elif new.is_matrix:
        pitch = screen.pitch_mm
    else:
        pitch = hypot(screen.width_mm, screen.height_mm) / hypot(new.width, new.height)
    return msgspec.structs.replace(new, width_mm=new.width * pitch, height_mm=new.height * pitch)


def _written(source: BaseModel, keys: set[str] | None = None) -> dict[str, object]:
    """What somebody wrote, without what was left out."""
    return source.model_dump(exclude_none=True, include=keys)


def _faults(error: ValidationError) -> list[tuple[str, str]]:
    """Every mistake that pydantic found, as key and sentence."""
    faults = []
    for fault in error.errors(include_url=False):
        where = ".".join(str(step + 1) if isinstance(step, int) else step for step in fault["loc"])
        if fault["type"] == "extra_forbidden":
            table = _TABLES[str(fault["loc"][0])] if len(fault["loc"]) > 1 else ProfileSource
            near = get_close_matches(str(fault["loc"][-1]), table.model_fields, n=1, cutoff=0.5)
            sentence = f"unknown key; did you mean {near[0]!r}?" if near else "unknown key"
            faults.append((where, sentence))
        elif fault["type"] == "missing":
            faults.append((where, "is missing"))
        else:
            message = fault["msg"].replace("Input should", "should")
            faults.append((where, f"{message}, found {fault['input']!r}"))
    return faults


def _faults_of(screen: Screen, prefix: str) -> list[tuple[str, str]]:
    """What is impossible about a screen."""
    at = f"{prefix}{screen.name}." if prefix else ""
    faults = []
    if screen.rotation not in {0, 90, 180, 270}:
        faults.append((f"{at}rotation", f"should be 0, 90, 180 or 270 degrees, found {screen.rotation}"))
    across = screen.width_mm / screen.width
    if abs(across / screen.pitch_mm - 1) > _UNEVEN:
        sentence = (
            f"{screen.width} x {screen.height} pixels on {screen.width_mm:g} x {screen.height_mm:g} mm are "
            f"{across:.3g} mm apart across and {screen.pitch_mm:.3g} mm apart down; pixels are square"
        )
        faults.append((f"{at}width_mm", sentence))
    smallest = _SMALLEST_MATRIX if screen.is_matrix else _SMALLEST_SCREEN
    faults += [
        (
            f"{at}{key}",
            f"should be {smallest} {'LEDs' if screen.is_matrix else 'pixels'} or more, found {size}",
        )
        for key, size in (("width", screen.width), ("height", screen.height))
        if size < smallest
    ]
    return faults
