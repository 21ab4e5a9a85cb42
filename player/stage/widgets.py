"""Clocks, dates, place names and logos: what they say at an instant, and in which type."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from device_profiles.profile import Screen
from layouts.dates import say_date
from layouts.family import CAP_HEIGHT
from layouts.layout import Layout, Widget, WidgetKind, place
from layouts.legibility import unit_px
from layouts.theme import Palette
from player.stage.palettes import ink_on
from player.stage.props import WidgetProps
from playlists.program import Program

_MINUTE_MS = 60_000
_CAPITALS = {"body": 1.0, "lead": 1.6, "headline": 2.6, "display": 4.2}
"""Height of a widget's capitals, in units of the smallest legible one (look.md, "On every screen")."""
_LINE = 1.2
"""The least height of a line, in ems."""


def next_minute(at_ms: int) -> int:
    """When the next minute begins."""
    return (at_ms // _MINUTE_MS + 1) * _MINUTE_MS


def widget_props(
    program: Program, screen: Screen, layout: Layout, palette: Palette, at_ms: int
) -> tuple[WidgetProps, ...]:
    """The widgets of `layout` at `at_ms`, in the civil time of the program."""
    here = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(program.time_zone))
    return tuple(_widget(program, screen, widget, palette, here) for widget in layout.widgets)


def _widget(
    program: Program, screen: Screen, widget: Widget, palette: Palette, here: datetime
) -> WidgetProps:
    rect = place(widget, screen.width, screen.height)
    return WidgetProps(
        kind=widget.kind,
        rect=rect,
        texts=_texts(program, widget, here),
        align=widget.align,
        size=min(unit_px(screen) * _CAPITALS[widget.size] / CAP_HEIGHT, rect.height / _LINE),
        ink=ink_on(palette, widget.surface),
        accent=palette.accent,
        on_accent=palette.on_accent,
    )


def _texts(program: Program, widget: Widget, here: datetime) -> tuple[str, ...]:
    match widget.kind:
        case WidgetKind.CLOCK:
            return (f"{here:%H:%M}",)
        case WidgetKind.DATE:
            date = say_date(here.date(), program.languages[0])
            return date, date.partition(" ")[2]
        case WidgetKind.PLACE:
            return (program.place,)
        case WidgetKind.LOGO:
            return (program.logo,)
        case WidgetKind.CUE:
            return tuple(widget.text[language] for language in program.languages if language in widget.text)
