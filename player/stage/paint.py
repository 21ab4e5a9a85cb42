"""Paints a page: every mark at its exact place, the same pixels in every process and thread.

Letters are filled outlines taken from the font by HarfBuzz, unhinted, at the positions that were measured
when the page was set. No font database is used; nothing is shared between threads.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib.resources import files
from typing import assert_never

import uharfbuzz as hb
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtSvg import QSvgRenderer

from layouts.family import CAP_HEIGHT, UNITS_PER_EM
from layouts.layout import Rect
from layouts.page import (
    Code,
    Face,
    Lettering,
    Mark,
    Page,
    Panel,
    Photo,
    Pictogram,
    Scrim,
    TextLine,
    Trace,
)
from layouts.shaping import advance, font, shape, shape_once


class _Outlines(threading.local):
    """The outlines of glyphs, kept by each thread for itself: a path computes lazily, without a lock."""

    def __init__(self) -> None:
        self.paths: dict[tuple[Face, int], QPainterPath] = {}


_outlines = _Outlines()
_drawing = threading.Lock()


def paint(page: Page, picture: QImage | None, scale: float = 1.0) -> QImage:
    """The finished image of `page`, at its exact size times `scale`, opaque.

    `picture` is the card's prepared picture; where a page has a photo and it is None, the photo stays in
    the page's ground. May be called in any thread.
    """
    size = round(page.width * scale), round(page.height * scale)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(page.background))
    painter = QPainter(image)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, on=True
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.scale(size[0] / page.width, size[1] / page.height)
        for mark in page.marks:
            _paint_mark(painter, mark, picture)
    finally:
        painter.end()
    return image


def _paint_mark(painter: QPainter, mark: Mark, picture: QImage | None) -> None:
    match mark:
        case Panel():
            _fill(painter, mark)
        case Scrim():
            painter.fillRect(_qrect(mark.rect), _gradient(mark))
        case TextLine():
            _paint_text(painter, mark)
        case Photo():
            if picture is not None:
                _paint_photo(painter, mark, picture)
        case Pictogram():
            renderer = QSvgRenderer(QByteArray(_drawn(mark.name, mark.colour)))
            renderer.render(painter, _qrect(mark.rect))
        case Code():
            _paint_code(painter, mark)
        case Trace():
            _paint_trace(painter, mark)
        case Lettering():
            _paint_lettering(painter, mark)
        case _:
            assert_never(mark)


def _qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def _fill(painter: QPainter, panel: Panel) -> None:
    if panel.radius:
        painter.setBrush(QColor(panel.colour))
        painter.drawRoundedRect(_qrect(panel.rect), panel.radius, panel.radius)
    else:
        painter.fillRect(_qrect(panel.rect), QColor(panel.colour))


def _gradient(scrim: Scrim) -> QBrush:
    gradient = QLinearGradient(0, scrim.rect.y, 0, scrim.rect.bottom)
    for at, alpha in ((0.0, scrim.top_alpha), (1.0, scrim.bottom_alpha)):
        colour = QColor(scrim.colour)
        colour.setAlphaF(alpha)
        gradient.setColorAt(at, colour)
    return QBrush(gradient)


def _paint_photo(painter: QPainter, photo: Photo, picture: QImage) -> None:
    target = _qrect(photo.rect)
    if photo.radius:
        path = QPainterPath()
        path.addRoundedRect(target, photo.radius, photo.radius)
        painter.setClipPath(path)
    if picture.width() == target.width() and picture.height() == target.height():
        painter.drawImage(target.topLeft(), picture)
    else:
        painter.drawImage(target, picture, _middle_of(picture, target))
    painter.setClipping(False)


def _middle_of(picture: QImage, target: QRectF) -> QRectF:
    """The part of a picture that fills a target without being stretched: all of one prepared for it."""
    width, height = float(picture.width()), float(picture.height())
    scale = min(width / target.width(), height / target.height())
    part = QRectF(0, 0, target.width() * scale, target.height() * scale)
    part.moveCenter(QPointF(width / 2, height / 2))
    return part


def _paint_code(painter: QPainter, code: Code) -> None:
    painter.fillRect(_qrect(code.rect), QColor(code.light))
    dark, count = QColor(code.dark), len(code.rows)
    edges = [round(code.rect.width * i / count) for i in range(count + 1)]
    left, top = round(code.rect.x), round(code.rect.y)
    for y, row in enumerate(code.rows):
        for x, module in enumerate(row):
            if module == "1":
                width, height = edges[x + 1] - edges[x], edges[y + 1] - edges[y]
                painter.fillRect(left + edges[x], top + edges[y], width, height, dark)


def _paint_trace(painter: QPainter, trace: Trace) -> None:
    shapes = [
        QPolygonF([QPointF(x, y) for x, y in zip(part[::2], part[1::2], strict=True)]) for part in trace.parts
    ]
    if not trace.width:
        area = QPainterPath()
        for shape_of_it in shapes:
            area.addPolygon(shape_of_it)
            area.closeSubpath()
        painter.fillPath(area, QColor(trace.colour))
        return
    _set_pen(painter, trace.colour, trace.width, trace.dash)
    for line in shapes:
        painter.drawPolyline(line)
    painter.setPen(Qt.PenStyle.NoPen)


def _set_pen(painter: QPainter, colour: str, width: float, dash: tuple[float, ...] = ()) -> None:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern(dash)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_lettering(painter: QPainter, text: Lettering) -> None:
    left = -advance(text.text, text.face, text.size) / 2
    line = TextLine(left, text.size * CAP_HEIGHT / 2, text.text, text.face, text.size, text.colour)
    painter.save()
    painter.translate(text.x, text.y)
    painter.rotate(text.degrees)
    letters = _letters(line)
    _set_pen(painter, text.halo, text.spread * 2)
    for outline in letters.toSubpathPolygons():
        painter.drawPolyline(outline)
    painter.fillPath(letters, QColor(text.colour))
    painter.restore()


def _paint_text(painter: QPainter, line: TextLine) -> None:
    painter.setBrush(QColor(line.colour))
    painter.drawPath(_letters(line))


def _letters(line: TextLine) -> QPainterPath:
    """The outlines of a line of text, where it stands."""
    scale = line.size / UNITS_PER_EM
    whole = QPainterPath()
    whole.setFillRule(Qt.FillRule.WindingFill)
    run = (shape_once if line.typed else shape)(line.text, line.face, tabular=line.tabular)
    for i, glyph in enumerate(run.glyphs):
        x = line.x + glyph.x * scale + line.tracking * i
        y = line.baseline - glyph.y * scale
        place = QTransform(scale, 0, 0, -scale, x, y)
        whole.addPath(place.map(_outline(line.face, glyph.index)))
    return whole


def _outline(face: Face, index: int) -> QPainterPath:
    path = _outlines.paths.get((face, index))
    if path is None:
        path = _outlines.paths[face, index] = _draw_outline(face, index)
    return path


def _draw_outline(face: Face, index: int) -> QPainterPath:
    path = QPainterPath()
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _: path.moveTo(QPointF(x, y)))
    pen.set_line_to_func(lambda x, y, _: path.lineTo(QPointF(x, y)))
    pen.set_quadratic_to_func(lambda cx, cy, x, y, _: path.quadTo(cx, cy, x, y))
    pen.set_cubic_to_func(lambda ax, ay, bx, by, x, y, _: path.cubicTo(ax, ay, bx, by, x, y))
    pen.set_close_path_func(lambda _: path.closeSubpath())
    with _drawing:
        font(face).draw_glyph(index, pen)
    return path


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str) -> bytes:
    """The pictogram as SVG in `colour`."""
    source = files("layouts").joinpath("pictograms", f"{name}.svg").read_text(encoding="utf-8")
    return source.replace("currentColor", colour).encode()
