"""A photograph of a screen beside the picture that is due there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

_FORMAT = QImage.Format.Format_RGB32


def photographed(file: Path, due: QImage) -> tuple[QImage, bool]:
    """The photograph in a file, and whether it is like what is due, in every pixel."""
    picture = QImage(str(file)).convertToFormat(_FORMAT)
    return picture, picture == due.convertToFormat(_FORMAT)
