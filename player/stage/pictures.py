"""How pictures reach QML: finished images under an address, nothing is decoded there."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

PROVIDER = "stage"


class Pictures(QQuickImageProvider):
    """The images on offer. An address is used for one image only, so QML may trust it."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._images: dict[str, QImage] = {}
        self._count = 0

    def __len__(self) -> int:
        """How many images are on offer."""
        return len(self._images)

    def offer(self, image: QImage) -> str:
        """Put an image on offer; returns its address."""
        self._count += 1
        name = str(self._count)
        self._images[name] = image
        return f"image://{PROVIDER}/{name}"

    def withdraw(self, address: str) -> None:
        """Let go of an image; what shows it goes on showing it."""
        self._images.pop(address.rpartition("/")[2], None)

    def requestImage(self, name: str, size: QSize, _requested: QSize) -> QImage:  # noqa: N802 - Qt's name
        """The image of that name."""
        image = self._images.get(name, QImage())
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image
