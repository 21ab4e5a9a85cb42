"""Tables on sheets: columns that line up, a head on each page, a hairline under each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from layouts.sheet import HAIR, INK, LEFT, QUIET, Sheets

_ROW = 6.4
_HEAD = 7.0
_GAP = 3.0
_STEP = 4.0
"""From one line of a name to its next."""
_MOST = 4
"""Lines of one name."""
_SEAMS = "-_./#"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: what heads it, its width in millimetres, whether its figures line up at the right."""

    title: str
    wide: float
    figures: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row; `inks` are colours of cells that are not like the others, by column."""

    cells: Sequence[str]
    strong: bool = False
    inks: dict[int, str] = {}


class Row(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A row, and what else is drawn in it."""

    entry: Entry
    draw: Callable[[Sheets], None] | None = None

    @classmethod
    def plain(cls, entry: Entry) -> Row:
        """A row of texts alone."""
        return cls(entry=entry)


def names(
    sheets: Sheets, titles: Sequence[str], cells: Sequence[Sequence[str]], wide: float, size: float = 9.5
) -> list[Column]:
    """Columns of names that share a width: each as wide as its longest, or its part of what there is."""
    longest = [
        max(sheets.width(text, size) for text in (title, *column)) + _GAP + 1.0
        for title, column in zip(titles, zip(*cells, strict=True), strict=True)
    ]
    spare = wide - sum(longest)
    if spare >= 0:
        return [
            Column(title=title, wide=own + spare / len(titles))
            for title, own in zip(titles, longest, strict=True)
        ]
    narrow = [min(own, wide / len(titles)) for own in longest]
    left = wide - sum(narrow)
    wanting = sum(own - least for own, least in zip(longest, narrow, strict=True))
    return [
        Column(title=title, wide=least + left * (own - least) / wanting)
        for title, own, least in zip(titles, longest, narrow, strict=True)
    ]


def table(sheets: Sheets, columns: Sequence[Column], rows: Iterable[Row], size: float = 9.5) -> None:
    """A table from `y` on, over as many pages as it takes. Names that are too long have several lines."""
    _head(sheets, columns, size)
    for row in rows:
        lines = list(_lines(sheets, columns, row.entry, size))
        more = _STEP * (max(map(len, lines)) - 1)
        if not sheets.room(_ROW + more):
            sheets.page()
            _head(sheets, columns, size)
        sheets.y += _ROW
        _cells(sheets, columns, lines, row.entry, size=size, ink=INK)
        sheets.y += more
        sheets.rule(sheets.y, colour=INK if row.entry.strong else HAIR)
        if row.draw is not None:
            row.draw(sheets)


def _head(sheets: Sheets, columns: Sequence[Column], size: float) -> None:
    sheets.y += _HEAD
    titles = Entry(cells=[column.title for column in columns])
    _cells(sheets, columns, [[title] for title in titles.cells], titles, size=size - 1.5, ink=QUIET)
    sheets.rule(sheets.y + 0.2, colour=INK, thick=0.3)
    sheets.y += 0.8


def _lines(sheets: Sheets, columns: Sequence[Column], row: Entry, size: float) -> Iterator[Sequence[str]]:
    """Each cell in lines: figures are never broken, and what is longer than anything ends in an ellipsis."""
    for column, cell in zip(columns, row.cells, strict=True):
        wide = column.wide - _GAP
        if column.figures or sheets.width(cell, size, bold=row.strong) <= wide:
            yield [cell]
            continue
        words = sheets.lines(cell, size, wide, bold=row.strong)
        found = [part for word in words for part in _parts(sheets, word, size, wide, bold=row.strong)]
        yield [*found[: _MOST - 1], "".join(found[_MOST - 1 :])] if len(found) > _MOST else found


def _parts(sheets: Sheets, text: str, size: float, wide: float, *, bold: bool) -> Iterator[str]:
    """A text without a blank that is too wide, broken after a hyphen and the like, or else anywhere."""
    while text and sheets.width(text, size, bold=bold) > wide:
        most = 1
        while sheets.width(text[: most + 1], size, bold=bold) <= wide:
            most += 1
        seam = max(text.rfind(mark, 0, most) for mark in _SEAMS) + 1
        yield text[: seam or most]
        text = text[seam or most :]
    yield text


def _cells(
    sheets: Sheets,
    columns: Sequence[Column],
    lines: Sequence[Sequence[str]],
    row: Entry,
    *,
    size: float,
    ink: str,
) -> None:
    """Each cell in its lines, one cell after the other: so it is read aloud, and copied."""
    x = LEFT
    for number, (column, cell) in enumerate(zip(columns, lines, strict=True)):
        at = x + column.wide if column.figures else x
        for below, line in enumerate(cell):
            sheets.text(
                at,
                sheets.y - 1.9 + _STEP * below,
                line,
                size,
                bold=row.strong,
                colour=row.inks.get(number, ink),
                align="right" if column.figures else "left",
                most=column.wide - (0 if column.figures else _GAP),
            )
        x += column.wide
