"""What a picture is known by, taken from pixels: the same on the editor's side and from the glass."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from device_profiles import sight
from device_profiles.sight import Sight

_FINE = 8
"""Pixels a side of a cell that are looked at: the rest of a large picture is passed over."""
_TRIPLES = QImage.Format.Format_RGB888


class Sample:
    """A few pixels of an area of an image, taken at once whatever its size; judged later, in any thread.

    `turn` is by how many degrees, clockwise, the picture lies turned in the image: then all of its pixels are
    taken, to be turned back first. So they are with `exactly`, as of a matrix, where each is a lamp.
    """

    def __init__(self, image: QImage, area: QRect, *, turn: int = 0, exactly: bool = False) -> None:
        self._turn, self._exactly = turn, exactly
        self._taken = image.copy(area) if exactly or turn else _sparse(image, area)

    def sight(self) -> Sight:
        """What the picture is known by."""
        upright = self._taken.transformed(QTransform().rotate(-self._turn)) if self._turn else self._taken
        if self._exactly:
            return sight.exact_sight(_pixels(upright))
        sparse = _sparse(upright, upright.rect()) if self._turn else upright
        cells = sparse.scaled(sight.COLUMNS, sight.ROWS, mode=Qt.TransformationMode.SmoothTransformation)
        return sight.sight(_pixels(cells))


def _sparse(image: QImage, area: QRect) -> QImage:
    sparse = QImage(sight.COLUMNS * _FINE, sight.ROWS * _FINE, QImage.Format.Format_RGB32)
    painter = QPainter(sparse)
    painter.drawImage(sparse.rect(), image, area)
    painter.end()
    return sparse


def _pixels(image: QImage) -> bytes:
    """The three bytes of each pixel, row by row."""
    triples = image.convertToFormat(_TRIPLES)
    stride, row = triples.bytesPerLine(), 3 * triples.width()
    whole = bytes(triples.constBits())
    return b"".join(whole[y * stride : y * stride + row] for y in range(triples.height()))
