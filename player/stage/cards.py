"""Cards as pictures: composed by `layouts`, painted for one zone of one screen."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from layouts.compose import Frame, built_in_page, compose, frame_for
from layouts.layout import Rect, ZoneKind
from player.stage.errors import PageError
from player.stage.matrix import matrix_pages, signed_pages
from player.stage.paint import paint
from player.stage.paint_led import true_matrix
from player.stage.props import PageKey
from playlists.program import CardContent, Program
from playlists.timeline import BUILT_IN

_Sheet = TypeVar("_Sheet")


def paint_card(
    content: CardContent, picture: QImage | None, key: PageKey, program: Program, screen: Screen
) -> QImage:
    """The page `key` of a card, with its prepared picture; of a matrix, one pixel a lamp.

    Raises:
        PageError: the card has no such page here.
    """
    if key.zone.kind is ZoneKind.MATRIX:
        said = signed_pages if key.item == BUILT_IN and program.note else matrix_pages
        return true_matrix(_page(said(content.card, screen), key))
    frame = _frame(key, program, screen)
    if key.item == BUILT_IN:
        frame = msgspec.structs.replace(frame, languages=frame.languages or program.languages)
        page = built_in_page(program.built_in, frame, program.logo, key.greeting, program.note)
        return paint(page, None)
    return paint(_page(compose(content.card, frame), key), picture)


def _frame(key: PageKey, program: Program, screen: Screen) -> Frame:
    chosen = key.zone.language
    return frame_for(
        screen,
        Rect(0, 0, key.width, key.height),
        program.theme.night if key.night else program.theme.day,
        languages=() if chosen is None else program.languages[chosen : chosen + 1],
        surface=key.zone.surface,
    )


def _page(pages: tuple[_Sheet, ...], key: PageKey) -> _Sheet:
    if key.page >= len(pages):
        raise PageError(f"it has {len(pages)} pages here, but page {key.page + 1} is due: publish again")
    return pages[key.page]
