"""Samples made ready to be drawn: few enough for the width, each in its lane, all in one line with gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from central.answers import Band, Series
from central.telling.signs import BAD, Sign, sign_of_verdict

Floats = NDArray[np.float64]


class Lane(NamedTuple):
    """One quantity: its name in the series, how it is told, its least range, how samples become one."""

    name: str
    divisor: float
    digits: int
    floor: tuple[float, float]
    together: str


LANES: Final = (
    Lane("fps", 1, 1, (0, 30), "least"),
    Lane("late", 1, 0, (0, 4), "most"),
    Lane("memory", 1e6, 0, (0, 1), "mean"),
    Lane("temperature", 1, 0, (20, 70), "most"),
    Lane("rtt_ms", 1, 0, (0, 50), "most"),
    Lane("offset_ms", 1, 0, (-20, 20), "mean"),
)
_FILL: Final = 0.74
"""How much of its lane a curve takes at most."""
_POINTS: Final = 480


class Curves(NamedTuple):
    """All lanes as one line with gaps, the first on top, and the parts of it that bear a sign's colour."""

    x: Floats
    y: Floats
    parts: tuple[tuple[Sign, Floats, Floats], ...]
    at: Floats
    values: tuple[Floats, ...]


def curves(series: Series | None, bands: Sequence[Band]) -> Curves | None:
    """What is drawn of a series; None where it holds nothing."""
    if series is None or not series.at:
        return None
    at = np.asarray(series.at, dtype=np.float64)
    rows = [_column(series, lane, len(at)) for lane in LANES]
    step = max(1, -(-len(at) // _POINTS))
    at, rows = (
        _thinned(at, step, "first"),
        [_thinned(row, step, lane.together) for row, lane in zip(rows, LANES, strict=True)],
    )
    if all(np.isnan(row).all() for row in rows):
        return None
    lanes = [_laned(row, number, lane) for number, (row, lane) in enumerate(zip(rows, LANES, strict=True))]
    signs = _signs(at, bands)
    x = np.concatenate([np.append(at, np.nan) for _ in lanes])
    y = np.concatenate([np.append(lane, np.nan) for lane in lanes])
    parts = []
    for sign in BAD:
        here = signs == BAD.index(sign)
        if here.any():
            kept = np.concatenate([np.append(np.where(here, lane, np.nan), np.nan) for lane in lanes])
            parts.append((sign, x, kept))
    return Curves(x, y, tuple(parts), at, tuple(rows))


def told_at(found: Curves, second: float | None) -> tuple[float | None, ...]:
    """The value of each lane at an instant, or the last that is known."""
    told: list[float | None] = []
    for row in found.values:
        known = np.flatnonzero(~np.isnan(row))
        if second is not None:
            number = int(np.clip(np.searchsorted(found.at, second, side="right") - 1, 0, len(row) - 1))
            told.append(None if np.isnan(row[number]) else float(row[number]))
        else:
            told.append(float(row[known[-1]]) if len(known) else None)
    return tuple(told)


def _column(series: Series, lane: Lane, rows: int) -> Floats:
    values = series.values.get(lane.name, (None,) * rows)
    return np.asarray([np.nan if value is None else value for value in values], dtype=np.float64)


def _thinned(row: Floats, step: int, together: str) -> Floats:
    """Every `step` samples as one."""
    if step == 1:
        return row
    padded = np.append(row, np.full(-len(row) % step, np.nan)).reshape(-1, step)
    if together == "first":
        return np.ascontiguousarray(padded[:, 0])
    empty = np.isnan(padded).all(axis=1)
    filled = np.where(empty[:, None], 0.0, padded)
    match together:
        case "least":
            made = np.nanmin(filled, axis=1)
        case "most":
            made = np.nanmax(filled, axis=1)
        case _:
            made = np.nanmean(filled, axis=1)
    return np.where(empty, np.nan, made)


def _laned(row: Floats, number: int, lane: Lane) -> Floats:
    """A row in its lane: between 0 and 1 of it, the lanes from the top down."""
    known = row[~np.isnan(row)] / lane.divisor
    least, most = (float(known.min()), float(known.max())) if len(known) else lane.floor
    if lane.name == "memory":
        middle = (least + most) / 2
        least, most = min(least, middle * 0.8), max(most, middle * 1.2)
    else:
        least, most = min(least, lane.floor[0]), max(most, lane.floor[1])
    part = (row / lane.divisor - least) / ((most - least) or 1.0)
    return len(LANES) - 1 - number + (1 - _FILL) / 2 + _FILL * part


def _signs(at: Floats, bands: Sequence[Band]) -> NDArray[np.int64]:
    """At each sample the number in `BAD` of what was wrong, -1 where nothing was."""
    signs = np.full(len(at), -1, dtype=np.int64)
    for band in bands:
        sign = sign_of_verdict(band.verdict)
        if sign in BAD:
            within = (at >= band.start.timestamp()) & (at < band.end.timestamp())
            signs[within] = BAD.index(sign)
    return signs
