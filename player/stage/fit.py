"""How a scene lies on an output of other pixels than its screen: whole, in its shape, black around it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem, QQuickWindow


class Fit(NamedTuple):
    """How much larger a scene is shown, and where in its window it begins."""

    scale: float = 1.0
    x: int = 0
    y: int = 0


def fit(scene: tuple[int, int], room: tuple[int, int]) -> Fit:
    """As large as the room allows, in its middle, from a whole pixel on."""
    (width, height), (wide, high) = scene, room
    if scene == room or min(room) <= 0:
        return Fit()
    scale = min(wide / width, high / height)
    return Fit(scale, round((wide - width * scale) / 2), round((high - height * scale) / 2))


class Fitted:
    """Keeps what lies in a window fitted to it, whatever size the output gives it.

    `scene` are the pixels of all that lies there, as it is turned. `exactly` where each is a lamp: then
    nothing is ever enlarged, and the scene stays where a sender of LED boards takes it, at the upper left.
    """

    def __init__(self, window: QQuickWindow, scene: tuple[int, int], *, exactly: bool) -> None:
        self._window, self._scene, self._exactly = window, scene, exactly
        self._items: list[QQuickItem] = []
        self.now = Fit()
        window.widthChanged.connect(self._fit)
        window.heightChanged.connect(self._fit)

    def hold(self, item: QQuickItem) -> None:
        """Fit another item, as large as the scene, too."""
        item.setTransformOrigin(QQuickItem.TransformOrigin.TopLeft)
        self._items.append(item)
        self._fit()

    @property
    def output(self) -> tuple[int, int]:
        """The pixels that the window has."""
        ratio = self._window.devicePixelRatio()
        return round(self._window.width() * ratio), round(self._window.height() * ratio)

    @property
    def is_misfit(self) -> bool:
        """Whether the output has other pixels than the scene; of a matrix, whether it has fewer."""
        if self._exactly:
            return any(has < wants for has, wants in zip(self.output, self._scene, strict=True))
        return self.output != self._scene

    def _fit(self) -> None:
        if not self._exactly:
            self.now = fit(self._scene, (self._window.width(), self._window.height()))
        is_other = not self._exactly and self.is_misfit
        for item in self._items:
            item.setPosition(QPointF(self.now.x, self.now.y))
            item.setScale(self.now.scale)
            item.setSmooth(is_other)
