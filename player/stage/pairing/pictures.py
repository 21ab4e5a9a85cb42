"""The pairing page as pictures: for each screen those that it shows in turn, each with its time."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from layouts.compose.pairing import pairing_page
from layouts.led import LedPage, led_pages, offset_px
from layouts.theme import derive
from player.pairing import PairingStatus
from player.stage.paint import paint
from player.stage.paint_led import true_matrix
from player.stage.pairing.telling import LANGUAGES, Say, led_texts, told

_TURN_MS = 12_000
"""How long a language stays: long enough for all of it to be read, and the code typed."""


class Turn(msgspec.Struct, frozen=True):
    """One picture and how long it is shown, in milliseconds; `led` where it is a page of a matrix."""

    picture: QImage
    lasts_ms: int
    led: LedPage | None = None

    def shift(self, elapsed_ms: int) -> int:
        """How many pixels the picture has run to the left."""
        return offset_px(self.led, elapsed_ms) if self.led else 0


def turns(status: PairingStatus | None, screen: Screen, say: Say) -> tuple[Turn, ...]:
    """What a screen shows of a status, one after the other and again."""
    if screen.is_matrix:
        pages = (page for text in led_texts(status, say) for page in led_pages(text, screen))
        return tuple(Turn(true_matrix(page), page.dwell_ms, page) for page in pages)
    palette = derive(background=None, accent=None, categories=None).day
    return tuple(
        Turn(
            paint(
                pairing_page(told(status, language, say, scannable=screen.scannable), screen, palette), None
            ),
            _TURN_MS,
        )
        for language in LANGUAGES
    )
