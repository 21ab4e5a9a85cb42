"""Runs: the stretches in which the items of a zone repeat in one fixed cycle, and what of them is visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from playlists.cycle import Cycle, Slot, cycle
from playlists.program import Item
from playlists.spans import Span, Spans, covers

MIN_SHOW_MS = 3_000
"""What would show for less than this before it is cut is not begun; its predecessor stays."""

Part = tuple[Item | None, int, int]
"""An item (None: the built-in slide) with the beginning and the end of a play, in ms since 1970."""


class Run(msgspec.Struct, frozen=True, eq=False):
    """A stretch in which the same items may play. Without any (and cycle) the built-in slide shows.

    `last` is when the last play begins that is begun at all; it stays until `end`.
    """

    start: int
    end: int
    items: tuple[Item, ...]
    cycle: Cycle | None
    last: int

    @classmethod
    def of(cls, start: int, end: int, items: tuple[Item, ...], slots: tuple[Slot, ...]) -> Run:
        """The run of these items, each with its slot."""
        if not items:
            return cls(start, end, items, None, start)
        endless = cls(start, end, items, cycle(slots), end)
        _, last, _ = endless.play(max(start, end - MIN_SHOW_MS))
        return cls(start, end, items, endless.cycle, last)

    def play(self, at: int) -> Part:
        """What is on at `at`, start <= at < end, were this run never interrupted; the last one stays on."""
        if self.cycle is None:
            return None, self.start, self.end
        rounds, position = divmod(min(at, self.last) - self.start, self.cycle.length_ms)
        play = self.cycle.play_at(position)
        base, edges = self.start + rounds * self.cycle.length_ms, self.cycle.edges
        return self.items[self.cycle.slots[play]], base + edges[play], base + edges[play + 1]


class Piece(msgspec.Struct, frozen=True, eq=False):
    """The part of a run that is visible from `start` to `end`, between interruptions by other events.

    From `last` on, `final` is on, until `end`. A play that began before `start` is taken up where it
    would have been without the interruption, so that it agrees with the neighbours again.
    """

    start: int
    end: int
    run: Run
    last: int
    final: Part

    @classmethod
    def of(cls, run: Run, start: int, end: int) -> Piece:
        """The piece of `run` from `start` to `end`."""
        item, last, _ = run.play(max(start, end - MIN_SHOW_MS))
        return cls(start, end, run, last, (item, last, end))

    def play(self, at: int) -> Part:
        """What is on at `at`; its beginning may lie before the piece's."""
        return self.final if at >= self.last else self.run.play(at)

    def plays(self, start: int, end: int) -> Iterator[Part]:
        """All that is on within [start, end), one after the other; the first may have begun before."""
        at, stop = max(start, self.start), min(end, self.end)
        while at < stop:
            part = self.play(at)
            yield part
            at = part[2]


def runs(items: Sequence[Item], spans: Sequence[Spans], within: Span) -> tuple[Run, ...]:
    """The runs that fill `within`; a new one begins wherever the set of items that may play changes.

    `spans` tells for each item when it may play, within `within`.
    """
    slots = [Slot(item.duration_ms, item.share, item.weight) for item in items]
    edges = {*within}.union(*(edge for when in spans for edge in when))
    found: list[Run] = []
    for start, end in pairwise(sorted(edges)):
        eligible = [index for index, when in enumerate(spans) if covers(when, start)]
        playing = tuple(items[index] for index in eligible)
        found.append(Run.of(start, end, playing, tuple(slots[index] for index in eligible)))
    return tuple(found)
