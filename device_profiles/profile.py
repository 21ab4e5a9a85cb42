"""A device profile: the screens of a family of devices, how far away they are read, what they may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta


class Legibility(StrEnum):
    """The rule that turns a reading distance into the smallest letter; sources in layouts/legibility.py."""

    EN_301_549 = "en-301-549"
    D155 = "d155"
    D120 = "d120"
    CA_VMS = "ca-vms"


class Transition(StrEnum):
    """How one item gives way to the next."""

    CUT = "cut"
    CROSSFADE = "crossfade"
    PUSH = "push"


class Colour(StrEnum):
    """What a dot of the screen can show. Everything but `full` is an LED matrix: one pixel is one LED."""

    FULL = "full"
    MONO = "mono"
    TRICOLOUR = "tricolour"


class Screen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One output of a device, in the orientation in which people see it.

    `width` and `height` are pixels, `width_mm` and `height_mm` the lit area, `bottom_mm` the height of
    its lower edge above the ground. `rotation` is how far the panel is turned clockwise from its native
    raster (0, 90, 180, 270 degrees): the output, or else the scene, turns the picture back.
    `transitions` are those allowed, the first is the one used. One that is `flat` lies like a table: people
    stand at all its sides.
    """

    name: str = "main"
    width: int
    height: int
    width_mm: float
    height_mm: float
    bottom_mm: float
    distance_m: float
    legibility: Legibility
    layout: str
    rotation: int = 0
    touch_points: int = 0
    colour: Colour = Colour.FULL
    transitions: tuple[Transition, ...] = (Transition.CROSSFADE, Transition.CUT)
    stills_only: bool = False
    for_drivers: bool = False
    scannable: bool = True
    outdoors: bool = False
    sound: bool = False
    speech: bool = False
    flat: bool = False

    @property
    def is_matrix(self) -> bool:
        """Whether this is an LED matrix, set in bitmap type."""
        return self.colour is not Colour.FULL

    @property
    def pitch_mm(self) -> float:
        """Distance between the centres of two neighbouring pixels, in millimetres."""
        return self.height_mm / self.height


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The most that a device of this family is given, with units in the names."""

    cache_bytes: int = 8 * 2**30
    decoded_bytes: int = 256 * 2**20
    film_frames_per_second: int = 30
    headline_words: int = 12
    words: int = 60


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a device of this family uses its line: a report to central every `report_s` seconds.

    Objects take `rate_kb_s` kilobytes a second at most (None: all it gives). Those of more than `large_mb`
    megabytes that are not needed yet wait for the daypart `large_when` (None: they come at once).
    """

    rate_kb_s: Annotated[int, Meta(gt=0)] | None = None
    large_mb: Annotated[int, Meta(ge=0)] = 50
    large_when: str | None = None
    report_s: Annotated[int, Meta(ge=1, le=3600)] = 30


class BuiltInSlide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is shown when a device has nothing else to show: one quiet line per language."""

    headline: dict[str, str]
    body: dict[str, str] = {}


class DeviceProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a family of devices is. `display_hours` is a daypart; outside it the glass is dark.

    `family` is the profile of the catalog that a site's own one goes back to.
    """

    id: str
    family: str
    title: dict[str, str]
    screens: tuple[Screen, ...]
    built_in: BuiltInSlide
    display_hours: str | None = None
    limits: Limits = Limits()
    line: Line = Line()

    def screen(self, name: str) -> Screen | None:
        """The screen of that name, or None."""
        return next((screen for screen in self.screens if screen.name == name), None)
