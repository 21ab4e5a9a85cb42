"""Tickers: which texts are on the line around an instant, and when each of them came on."""

from __future__ import annotations

from collections.abc import Sequence

from device_profiles.profile import Screen
from layouts.layout import Rect
from layouts.theme import Palette
from layouts.ticker import ticker_size, ticker_speed
from player.stage.airing import Airing
from player.stage.props import Line, Run
from playlists.program import TickerText


def line_of(screen: Screen, rect: Rect, palette: Palette, airings: Sequence[Airing], at_ms: int) -> Line:
    """The line at `at_ms`: every text of which something is still to be seen, oldest first.

    A text comes on at the right end when its play begins and leaves at the left end, after its play. Where
    texts stand still, the one on the air and the one it replaces.
    """
    size = ticker_size(screen, rect)
    begun = [a for a in airings if a.start_ms <= at_ms and isinstance(a.content, TickerText)]
    speed = ticker_speed(size) if begun and _scrolls(begun[-1]) else 0.0
    if speed > 0:
        runs = tuple(
            run for run in map(_run, filter(_scrolls, begun)) if not _gone(run, rect.width, speed, at_ms)
        )
    else:
        runs = tuple(map(_run, begun[-2:]))
        if len(runs) > 1 and runs[0].text == runs[1].text:
            runs = runs[1:]
    return Line(
        runs=runs,
        size=size,
        speed=speed,
        ground=palette.ticker,
        ink=palette.on_ticker,
        accent=palette.accent,
    )


def _scrolls(airing: Airing) -> bool:
    return isinstance(airing.content, TickerText) and airing.content.scrolls


def _run(airing: Airing) -> Run:
    content = airing.content
    if not isinstance(content, TickerText):
        raise TypeError(f"{airing.item} is no ticker text")
    return Run(content.text, content.width, airing.began_ms)


def _gone(run: Run, width: float, speed: float, at_ms: int) -> bool:
    return (at_ms - run.start_ms) * speed / 1000 >= width + run.width
