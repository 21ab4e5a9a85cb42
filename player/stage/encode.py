"""A picture as the bytes of a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter


def encoded(picture: QImage, form: str, quality: int) -> bytes:
    """The picture as `PNG` or `JPEG`, in a quality from 0 to 100; -1 is the form's usual one."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, form.encode())
    writer.setQuality(quality)
    writer.write(picture)
    return bytes(buffer.data().data())
