"""Scenes drawn into images, without a window."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem, QQuickRenderControl, QQuickRenderTarget, QQuickWindow

from player.stage.model import StageModel
from player.stage.theatre import Theatre


class Canvas:
    """A scene drawn into an image, by the software renderer; lives in the application's thread.

    With a `reduction` the image has so many times fewer pixels in each direction.
    """

    def __init__(self, theatre: Theatre, width: int, height: int, reduction: int = 1) -> None:
        control = QQuickRenderControl()
        self._window = QQuickWindow(control)
        self._window.setColor(QColor("black"))
        size = QSize(-(-width // reduction), -(-height // reduction))
        self._window.setGeometry(QRect(QPoint(0, 0), size))
        self._image = QImage(size, QImage.Format.Format_RGB32)
        self._image.fill(QColor("black"))
        self._window.setRenderTarget(QQuickRenderTarget.fromPaintDevice(self._image))
        self.model = StageModel(width, height)
        scene = theatre.build(self._window, self.model)
        scene.setTransformOrigin(QQuickItem.TransformOrigin.TopLeft)
        scene.setScale(1 / reduction)
        # Let go of in this order: the window before what draws it, and the engine last.
        self._control = control
        self._theatre = theatre

    def draw(self) -> QImage:
        """The scene as its model stands now."""
        # The software renderer wants none of initialize(), beginFrame() and endFrame().
        self._control.polishItems()
        self._control.sync()
        self._control.render()
        return self._image.copy()

    def rest(self) -> None:
        """Stop the scene's clockwork, and let go of its pictures: they would stay until the next ones."""
        self.model.rest()
        self._control.polishItems()
        self._control.sync()


class Canvases:
    """A canvas for every size of screen asked for last, within a bound; the newest one whatever its size."""

    def __init__(self, theatre: Theatre, most_bytes: int) -> None:
        self._theatre = theatre
        self._most_bytes = most_bytes
        self._held: OrderedDict[tuple[int, int, int], Canvas] = OrderedDict()

    def get(self, width: int, height: int, reduction: int = 1) -> Canvas:
        """A canvas for a scene of that size."""
        size = width, height, reduction
        canvas = self._held.pop(size, None) or Canvas(self._theatre, *size)
        self._held[size] = canvas
        while len(self._held) > 1 and self.bytes > self._most_bytes:
            self._held.popitem(last=False)
        return canvas

    @property
    def bytes(self) -> int:
        """The memory that the canvases' images take."""
        return sum(4 * width * height // reduction**2 for width, height, reduction in self._held)
