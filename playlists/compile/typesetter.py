"""What the composition of cards says of them, kept: an edited playlist costs only the cards that changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from layouts.card import Card
from layouts.compose import picture_size, reading_times
from layouts.compose.frame import Frame

_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class Typesetter:
    """Measures cards. Hand one to every compiler of a session; at most `most` answers of a kind are kept."""

    most: int = 8_192
    _sizes: dict[bytes, tuple[int, int] | None] = field(default_factory=dict)
    _times: dict[bytes, tuple[int, ...]] = field(default_factory=dict)

    def picture_size(self, card: Card, frame: Frame) -> tuple[int, int] | None:
        """The pixels of the card's picture; None where none shows."""
        return self._kept(self._sizes, picture_size, card, frame)

    def reading_times(self, card: Card, frame: Frame) -> tuple[int, ...]:
        """How long each page must stay to be read, in milliseconds."""
        return self._kept(self._times, reading_times, card, frame)

    def _kept(
        self,
        answers: dict[bytes, _Answer],
        measure: Callable[[Card, Frame], _Answer],
        card: Card,
        frame: Frame,
    ) -> _Answer:
        key = msgspec.msgpack.encode((card, frame))
        if key not in answers:
            if len(answers) >= self.most:
                answers.clear()
            answers[key] = measure(card, frame)
        return answers[key]
