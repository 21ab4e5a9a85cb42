"""A window's glass: samples of what it really shows, with whatever lies over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QTransform
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from device_profiles.profile import Screen
from layouts.layout import Rect
from player.stage.fit import Fitted
from player.stage.sample import Sample

COVERED = "covered"
"""A window's property: something lies over the show that is not of it, and is not to be judged."""


class Glass:
    """What a window shows of `screen`, whose scene is fitted in and turned clockwise by `turn` degrees."""

    PARTS = 8
    """A rehearsal does one of so many equal parts of a look's work."""

    def __init__(self, window: QQuickWindow, screen: Screen, fitted: Fitted, turn: int = 0) -> None:
        self._window, self._screen, self._turn = window, screen, turn
        self._fitted = fitted

    @property
    def can_rehearse(self) -> bool:
        """Whether what a look costs can be told without one: where no GPU is asked, it is a copy."""
        return self._window.rendererInterface().graphicsApi() is QSGRendererInterface.GraphicsApi.Software

    def rehearse(self) -> None:
        """Do a part of the work of a look, in any thread, without the window."""
        part = self._screen.height // self.PARTS + 1
        QImage(self._screen.width, part, QImage.Format.Format_RGB32).copy()

    def look(self, areas: Sequence[Rect]) -> list[Sample]:
        """A sample of each area of the screen; no samples where nothing is shown."""
        is_seen = self._window.isExposed() and not self._window.property(COVERED)
        picture = self._window.grabWindow() if is_seen else QImage()
        if picture.isNull():
            return []
        ratio = picture.devicePixelRatio()
        picture.setDevicePixelRatio(1)
        exactly = self._screen.is_matrix
        places = (self._place(area, ratio) for area in areas)
        return [Sample(picture, place, turn=self._turn, exactly=exactly) for place in places]

    def _place(self, area: Rect, ratio: float) -> QRect:
        """Where an area of the screen lies in the window's pixels."""
        width, height = self._screen.width, self._screen.height
        upright = self._turn % 180 == 0
        across, down = (width, height) if upright else (height, width)
        scale, x, y = self._fitted.now
        turned = QTransform().scale(ratio, ratio).translate(x, y).scale(scale, scale)
        turned = turned.translate(across / 2, down / 2).rotate(self._turn).translate(-width / 2, -height / 2)
        return turned.mapRect(QRectF(area.x, area.y, area.width, area.height)).toRect()
