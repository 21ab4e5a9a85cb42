"""The city's mark as a picture: on a plate of its own ground, with clear space around it.

So it keeps its contrast on every surface of every theme: no letter of it ever touches another ground.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from layouts.layout import Rect, WidgetKind, Zone
from player.stage.props import Layer, PageKey, WidgetProps
from playlists.program import Rendition, Stills

_ZONE = Zone(name=WidgetKind.LOGO, x=0, y=0, width=1, height=1)
_CLEAR = 0.14
"""Clear space on each side, of the plate's height."""


def with_mark(
    widgets: tuple[WidgetProps, ...], mark: Rendition | None, edition: int, usable: Callable[[PageKey], bool]
) -> tuple[WidgetProps, ...]:
    """The widgets with the mark in the place of a logo's words, where there is one that can be shown."""
    if mark is None or not mark.object:
        return widgets
    shown = []
    for widget in widgets:
        plate = _plate(mark, widget.rect, edition) if widget.kind is WidgetKind.LOGO else None
        shown.append(replace(widget, picture=plate) if plate and usable(plate.key) else widget)
    return tuple(shown)


def _plate(mark: Rendition, rect: Rect, edition: int) -> Layer:
    """The plate as large as it fits."""
    wide = mark.width / mark.height * (1 - 2 * _CLEAR) + 2 * _CLEAR
    height = min(rect.height, rect.width / wide)
    key = PageKey(
        item=WidgetKind.LOGO,
        content=Stills(pages=(mark,)),
        page=0,
        zone=_ZONE,
        width=max(1, round(height * wide)),
        height=max(1, round(height)),
        edition=edition,
        plate=True,
    )
    return Layer(key, 0, 0)


def paint_plate(mark: QImage, width: int, height: int) -> QImage:
    """The mark in the middle of a plate of these pixels, in the colour of its own corner."""
    plate = QImage(width, height, QImage.Format.Format_RGB32)
    plate.fill(mark.pixelColor(0, 0))
    clear = round(_CLEAR * height)
    small = mark.scaled(
        width - 2 * clear,
        height - 2 * clear,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter = QPainter(plate)
    painter.drawImage(QPoint((width - small.width()) // 2, (height - small.height()) // 2), small)
    painter.end()
    return plate
