"""A play as the stage needs it: which pages it has and when each of them is due."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from playlists.program import Content


class Airing(msgspec.Struct, frozen=True):
    """One play of one item in a zone, on the glass for `start_ms` <= t < `end_ms`.

    It began by its cycle at `began_ms`, before `start_ms` where an interruption hid its beginning. Past its
    last page it rests on that (its successor was too short to begin), unless it `loops`.
    """

    item: str
    content: Content
    pages_ms: tuple[int, ...]
    began_ms: int
    start_ms: int
    end_ms: int
    loops: bool = False

    def pages_until(self, at_ms: int) -> Iterator[tuple[int, int]]:
        """The pages seen up to `at_ms`, newest first: when each came on, and its number from 0."""
        last = min(at_ms, self.end_ms - 1)
        for turn in range(self._turn(last), -1, -1):
            began = self.began_ms + (turn + 1) * sum(self.pages_ms)
            for page in reversed(range(len(self.pages_ms))):
                began -= self.pages_ms[page]
                if began <= last:
                    yield max(began, self.start_ms), page
                if began <= self.start_ms:
                    return

    def next_page(self, after_ms: int) -> int | None:
        """When the next page of this play begins after `after_ms`, if one does."""
        first = self.began_ms + self._turn(after_ms) * sum(self.pages_ms)
        starts = [first + sum(self.pages_ms[:page]) for page in range(len(self.pages_ms))]
        if self.loops and len(self.pages_ms) > 1:
            starts.append(first + sum(self.pages_ms))
        return next((start for start in starts if after_ms < start < self.end_ms), None)

    def _turn(self, at_ms: int) -> int:
        """How many times all pages have been shown before `at_ms`."""
        if not self.loops or len(self.pages_ms) == 1:
            return 0
        return max(0, at_ms - self.began_ms) // sum(self.pages_ms)
