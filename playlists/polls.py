"""Polls on touch screens: one question, a few answers, each by one button. Nobody is asked who they are."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the answers that can be given."""

    id: str
    text: dict[str, str]


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """A question; it can be answered at `opens` <= t < `closes`.

    With `results`, whoever has answered sees what was answered on this device so far.
    """

    id: str
    question: dict[str, str]
    answers: tuple[Answer, ...]
    opens: datetime | None = None
    closes: datetime | None = None
    results: bool = False

    def is_open(self, at: datetime) -> bool:
        """Whether it can be answered at an instant."""
        return (self.opens is None or self.opens <= at) and (self.closes is None or at < self.closes)
