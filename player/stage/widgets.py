"""Clocks, dates, place names and logos: what they say at an instant, and in which type."""

# ruff: noqa: PLC0415 - a screen without widgets is spared the shaping of text when it starts

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from device_profiles.profile import Screen
from layouts.dates import date_forms
from layouts.layout import Layout, Widget, WidgetKind, place
from layouts.page import Face
from layouts.palettes import ink_on, quiet_on
from layouts.theme import Palette
from player.stage.props import WidgetProps
from playlists.program import Program

if TYPE_CHECKING:
    from layouts.signs import Sign

_MINUTE_MS = 60_000


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
    sign = _sign(program, screen, widget, here)
    return WidgetProps(
        kind=widget.kind,
        rect=place(widget, screen.width, screen.height),
        texts=sign.lines,
        strong=sign.strong,
        align=widget.align,
        size=sign.em,
        ink=ink_on(palette, widget.surface),
        quiet=quiet_on(palette, widget.surface),
        accent=palette.accent,
        on_accent=palette.on_accent,
    )


def _sign(program: Program, screen: Screen, widget: Widget, here: datetime) -> Sign:
    from layouts.signs import box_of, set_cue, set_line, set_name

    box = box_of(widget, screen)
    match widget.kind:
        case WidgetKind.CLOCK:
            return set_line((f"{here:%H:%M}",), Face.BOLD, box)
        case WidgetKind.DATE:
            return set_line(date_forms(here.date(), program.languages[0]), Face.REGULAR, box)
        case WidgetKind.PLACE:
            return set_name(program.place, (), box)
        case WidgetKind.HERE:
            return set_name(program.place, date_forms(here.date(), program.languages[0]), box)
        case WidgetKind.LOGO:
            return set_name(program.logo, (), box)
        case WidgetKind.CUE:
            return set_cue(tuple(widget.text[code] for code in program.languages if code in widget.text), box)
