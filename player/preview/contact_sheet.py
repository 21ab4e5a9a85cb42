"""A contact sheet: one picture of every family of screens, side by side, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from layouts.page import Face
from player.stage.paint_led import lit_picture
from playlists.program import Program, ScreenProgram

_WIDTH = 2400
_MARGIN = 80
_GAP = 56
_CAPTION = 108
_HEADING = 190
_WALL = "#e7e3da"
_INK, _QUIET = "#10222b", "#5b6a70"
_FRAME = "#0b1418"
_BEZEL = 7
_DOT_PX = 8
_FLAT = 2.6
"""From this ratio of width to height a screen is a board; boards share one column."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A screen on the sheet: its picture, what it is, where, and of how many pixels."""

    picture: QImage
    title: str
    place: str
    size: str

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.picture.width() / self.picture.height()


def exhibit(picture: QImage, program: Program, part: ScreenProgram, title: str) -> Exhibit:
    """A screen for the sheet: a matrix as its lamps look."""
    look = lit_picture(picture, _DOT_PX) if part.screen.is_matrix else picture
    return Exhibit(look, title, program.place, f"{part.screen.width} × {part.screen.height}")


@dataclass(frozen=True, slots=True)
class _Hung:
    exhibit: Exhibit
    rect: QRectF


def contact_sheet(exhibits: Sequence[Exhibit], title: str, subtitle: str) -> QImage:
    """Hang the exhibits: landscapes in a row, portraits in a row that ends in a column of boards.

    Needs the application, for its fonts. Without exhibits the sheet holds its heading alone.
    """
    boards = [exhibit for exhibit in exhibits if exhibit.ratio >= _FLAT]
    wide = [exhibit for exhibit in exhibits if 1 <= exhibit.ratio < _FLAT]
    tall = [exhibit for exhibit in exhibits if exhibit.ratio < 1]
    hung: list[_Hung] = []
    top = float(_HEADING)
    for row, column in ((wide, boards if not tall else []), (tall, boards if tall else [])):
        if row or column:
            hung += _hang(row, column, top)
            top = max(piece.rect.bottom() for piece in hung) + _CAPTION + _GAP
    sheet = QImage(_WIDTH, round(top + _MARGIN - _GAP), QImage.Format.Format_RGB32)
    sheet.fill(QColor(_WALL))
    painter = QPainter(sheet)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    _write(painter, QPointF(_MARGIN - _BEZEL, 104), title, Face.BOLD, 54, colour=_INK)
    _write(painter, QPointF(_MARGIN - _BEZEL, 152), subtitle, Face.REGULAR, 30, colour=_QUIET)
    for piece in hung:
        _draw(painter, piece)
    painter.end()
    return sheet


def _hang(row: Sequence[Exhibit], column: Sequence[Exhibit], top: float) -> list[_Hung]:
    """Place a row of one height, then a column of boards as high as that row, over the whole width."""
    width = _WIDTH - 2 * _MARGIN
    captions = _CAPTION * max(0, len(column) - 1)
    gaps = _GAP * max(0, len(column) - 1)
    slope = 1 / sum(1 / exhibit.ratio for exhibit in column) if column else 0.0
    room = width - _GAP * (len(row) - (0 if column else 1))
    height = (room + slope * (captions + gaps)) / (sum(exhibit.ratio for exhibit in row) + slope)
    height = min(height, 900.0)
    hung, x = [], float(_MARGIN)
    for exhibit in row:
        hung.append(_Hung(exhibit, QRectF(x, top, exhibit.ratio * height, height)))
        x += exhibit.ratio * height + _GAP
    board_width, y = min(slope * (height - captions - gaps), _WIDTH - _MARGIN - x), top
    for exhibit in column:
        hung.append(_Hung(exhibit, QRectF(x, y, board_width, board_width / exhibit.ratio)))
        y += board_width / exhibit.ratio + _CAPTION + _GAP
    return hung


def _draw(painter: QPainter, piece: _Hung) -> None:
    frame = piece.rect.adjusted(-_BEZEL, -_BEZEL, _BEZEL, _BEZEL)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_FRAME))
    painter.drawRoundedRect(frame, 6, 6)
    size = piece.rect.size().toSize()
    fitted = piece.exhibit.picture.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter.drawImage(piece.rect.topLeft(), fitted)
    below = QPointF(piece.rect.left() - _BEZEL, piece.rect.bottom() + _BEZEL)
    exhibit, width = piece.exhibit, frame.width()
    _write(painter, below + QPointF(0, 36), exhibit.title, Face.BOLD, 26, colour=_INK, width=width)
    _write(painter, below + QPointF(0, 66), exhibit.place, Face.REGULAR, 23, colour=_QUIET, width=width)
    _write(painter, below + QPointF(0, 95), exhibit.size, Face.REGULAR, 23, colour=_QUIET, width=width)


def _write(
    painter: QPainter, at: QPointF, text: str, face: Face, size: int, *, colour: str, width: float = inf
) -> None:
    """One line of text; what is wider than `width` ends in an ellipsis."""
    font = QFont("Atkinson Hyperlegible")
    font.setPixelSize(size)
    font.setBold(face is Face.BOLD)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    if width < inf:
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
    painter.drawText(at, text)
