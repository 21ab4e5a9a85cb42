"""Layouts: named zones and fixed widgets on a screen, and where they lie in pixels."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ZoneKind(StrEnum):
    """What a zone is for: pages of content, a line of running text, or an LED matrix."""

    CONTENT = "content"
    TICKER = "ticker"
    MATRIX = "matrix"


class WidgetKind(StrEnum):
    """The fixed things a layout may carry; `here` is the place with the date under it, as one block."""

    CLOCK = "clock"
    DATE = "date"
    LOGO = "logo"
    PLACE = "place"
    HERE = "here"
    CUE = "cue"


class Greeting(StrEnum):
    """What an empty zone shows: a greeting with the city's name, the greeting alone, or a quiet sign."""

    NAMED = "named"
    WORDS = "words"
    QUIET = "quiet"


class Rect(msgspec.Struct, frozen=True):
    """A rectangle in pixels, origin at the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The first coordinate to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The first coordinate below it."""
        return self.y + self.height


class Zone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rectangle that plays one playlist; `x`, `y`, `width`, `height` are fractions of the screen.

    `surface` names the colour role that lies under it: "background", or "surface" beside the main zone,
    where headlines stay below those of the main card.
    `language` picks one language for the zone (an index into the workspace's languages); None shows all
    of them as equals.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    kind: ZoneKind = ZoneKind.CONTENT
    surface: str = "background"
    language: int | None = None


class Widget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fixed widget, in fractions of the screen; `size` names a step of the type scale.

    `align` is "left", "centre" or "right". `text` is what a cue says, one line a language.
    """

    kind: WidgetKind
    x: float
    y: float
    width: float
    height: float
    align: str = "left"
    size: str = "body"
    surface: str = "background"
    text: dict[str, str] = {}


class Ground(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plain rectangle under zones and widgets, in fractions; `surface` names its colour role.

    Roles are "background", "surface", "ticker" and "accent"; what is not covered by a ground is background.
    """

    surface: str
    x: float
    y: float
    width: float
    height: float


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A complete division of a screen: grounds, on them zones and widgets, none of which overlap."""

    name: str
    title: dict[str, str]
    zones: tuple[Zone, ...]
    widgets: tuple[Widget, ...] = ()
    grounds: tuple[Ground, ...] = ()

    def zone(self, name: str) -> Zone | None:
        """The zone of that name, or None."""
        return next((zone for zone in self.zones if zone.name == name), None)


def greeting(layout: Layout, zone: Zone) -> Greeting:
    """What `zone` shows where nothing plays in it: the largest greets; the city is named once a screen."""
    content = [each for each in layout.zones if each.kind is not ZoneKind.TICKER]
    largest = max(content, key=lambda each: each.width * each.height, default=zone)
    if zone.name != largest.name:
        return Greeting.QUIET
    named = any(widget.kind is WidgetKind.LOGO for widget in layout.widgets)
    return Greeting.WORDS if named else Greeting.NAMED


def place(part: Zone | Widget | Ground, width: int, height: int) -> Rect:
    """Where a zone, widget or ground lies on a screen of `width` x `height` pixels, on whole pixels.

    Edges are rounded, not sizes, so that neighbours in fractions stay neighbours in pixels.
    """
    left, right = _edge(part.x, width), _edge(part.x + part.width, width)
    top, bottom = _edge(part.y, height), _edge(part.y + part.height, height)
    return Rect(left, top, right - left, bottom - top)


def _edge(fraction: float, pixels: int) -> int:
    """A whole pixel; a sum of fractions falls where the same number written by hand falls."""
    return round(round(fraction, 6) * pixels)
