"""What the composition of cards says of them, kept: an edited playlist costs only the cards that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from device_profiles.profile import Screen
from layouts.card import Card
from layouts.compose import is_cut, picture_size, reading_times, shows_code
from layouts.compose.frame import Frame
from layouts.led import led_pages

_Answer = TypeVar("_Answer")
_Ground = TypeVar("_Ground", Frame, Screen)


class Measures(msgspec.Struct, kw_only=True):
    """Answers by the hash of their question: sizes of pictures, times of pages, codes, times of LED pages."""

    sizes: dict[bytes, tuple[int, int] | None] = {}
    times: dict[bytes, tuple[int, ...]] = {}
    codes: dict[bytes, bool] = {}
    cuts: dict[bytes, bool] = {}
    led_times: dict[bytes, tuple[int, ...]] = {}


@dataclass(slots=True)
class Typesetter:
    """Measures cards. Hand one to every compiler of a session; at most `most` answers of a kind are kept."""

    most: int = 8_192
    known: Measures = field(default_factory=Measures)

    def picture_size(self, card: Card, frame: Frame) -> tuple[int, int] | None:
        """The pixels of the card's picture; None where none shows."""
        return self._kept(self.known.sizes, picture_size, card, frame)

    def reading_times(self, card: Card, frame: Frame) -> tuple[int, ...]:
        """How long each page must stay to be read, in milliseconds."""
        return self._kept(self.known.times, reading_times, card, frame)

    def shows_code(self, card: Card, frame: Frame) -> bool:
        """Whether the card's code has room."""
        return self._kept(self.known.codes, shows_code, card, frame)

    def is_cut(self, card: Card, frame: Frame) -> bool:
        """Whether words of the card lie beyond the frame, or are broken where no word breaks."""
        return self._kept(self.known.cuts, is_cut, card, frame)

    def led_times(self, card: Card, screen: Screen) -> tuple[int, ...]:
        """How long each LED page must stay, in milliseconds; none where there is nothing to say."""
        return self._kept(self.known.led_times, _dwell_times, card, screen)

    def _kept(
        self,
        answers: dict[bytes, _Answer],
        measure: Callable[[Card, _Ground], _Answer],
        card: Card,
        ground: _Ground,
    ) -> _Answer:
        key = hashlib.sha256(msgspec.msgpack.encode((card, ground))).digest()
        if key not in answers:
            if len(answers) >= self.most:
                answers.clear()
            answers[key] = measure(card, ground)
        return answers[key]


def _dwell_times(card: Card, screen: Screen) -> tuple[int, ...]:
    return tuple(page.dwell_ms for page in led_pages(card, screen))
