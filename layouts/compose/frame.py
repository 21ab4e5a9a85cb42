"""A frame: everything a composition must know of the zone it fills, and the sizes of type that follow."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from device_profiles.profile import Screen
from layouts.layout import Rect
from layouts.legibility import unit_px
from layouts.theme import Palette

MARGIN = 0.05
"""Of the short side of the screen."""

_CLASS = 48
"""Body type is at least this part of the zone's mean side, so that a near screen still makes a poster."""

_CLOSEST = 0.6
"""The least step of gaps, in u."""

_ASIDE: Final = (1.4, 2.8)
"""The largest headline of a zone beside the main one, in u and in parts of its mean side over `_CLASS`."""

_ASIDE_LEAD = 0.75
"""The largest lead there, of its headline."""

SCAN = 10
"""A code is at least the reading distance divided by this wide (ISO/IEC 18004 practice)."""


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """The room that a composition has, in pixels.

    `unit` is u, below which no capital letter may fall; `drivers` says that they are the ones who read;
    `aside` that the zone stands beside the main one, which speaks first.
    """

    width: int
    height: int
    unit: float
    margin: float
    drivers: bool = False
    aside: bool = False

    @property
    def base(self) -> float:
        """The cap height of body type: u, or more where the zone has room for it."""
        return max(self.unit, self._room)

    @property
    def most(self) -> float:
        """The largest cap height of a headline: beside the main zone nothing speaks as loudly as that."""
        in_units, in_room = _ASIDE
        return max(in_units * self.unit, in_room * self._room) if self.aside else math.inf

    @property
    def _room(self) -> float:
        return math.sqrt(self.width * self.height) / _CLASS


class Frame(Space, frozen=True, kw_only=True):
    """A zone as a composition sees it.

    `ground` is the colour that lies under the zone. `languages` are those shown, in order; empty shows
    all that a card has. `code` is the least side of a code to scan, 0 where nobody can stand to scan one.
    """

    ground: str
    palette: Palette
    languages: tuple[str, ...] = ()
    code: float = 0.0

    @property
    def space(self) -> Space:
        """The room alone, which can be a key."""
        return Space(
            width=self.width,
            height=self.height,
            unit=self.unit,
            margin=self.margin,
            drivers=self.drivers,
            aside=self.aside,
        )


class Type(msgspec.Struct, frozen=True):
    """The cap heights of one composition, and the step of its gaps, in pixels.

    `step` goes on shrinking where `body` may not: what is crowded comes closer before it is left out.
    """

    headline: float
    lead: float
    body: float
    step: float


def frame_for(
    screen: Screen,
    rect: Rect,
    palette: Palette,
    *,
    languages: tuple[str, ...] = (),
    surface: str = "background",
) -> Frame:
    """The frame of the zone `rect` of `screen`, on the ground that `surface` names in the palette."""
    width, height = round(rect.width), round(rect.height)
    short = min(width, height)
    grounds = {"background": palette.background, "surface": palette.surface}
    return Frame(
        width=width,
        height=height,
        unit=unit_px(screen),
        margin=min(max(MARGIN * min(screen.width, screen.height), 0.05 * short), 0.1 * short),
        ground=grounds.get(surface, palette.background),
        palette=palette,
        languages=languages,
        drivers=screen.for_drivers,
        aside=surface != "background",
        code=screen.distance_m * 1000 / SCAN / screen.pitch_mm if screen.scannable else 0.0,
    )


def sizes(space: Space, scale: float) -> Type:
    """The type of `space` at `scale`, 1 being its natural size; nothing falls below u."""
    natural = (3.4, 1.9, 1.2) if space.drivers else (2.6, 1.25, 1.0)
    headline, lead, body = (max(space.unit, step * space.base * scale) for step in natural)
    headline = min(headline, space.most)
    if space.aside:
        lead = min(lead, max(space.unit, _ASIDE_LEAD * headline))
    body = min(body, lead)
    step = min(body, max(_CLOSEST * space.unit, natural[2] * space.base * scale))
    return Type(max(headline, 1.2 * space.unit), min(lead, headline), body, step)
