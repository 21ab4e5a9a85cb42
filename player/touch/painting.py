"""A page as it is painted: composed, drawn, and the map in it. For the thread beside the drawing one."""

from __future__ import annotations

from PySide6.QtGui import QImage

from layouts.theme import Palette
from player.stage.paint import paint
from player.touch.counted import Counted
from player.touch.here import Here
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Session
from player.touch.target import TouchPage


def page_of(
    here: Here,
    index: Index,
    session: Session,
    palette: Palette,
    *,
    at_ms: int,
    at_s: float,
    counted: Counted,
    speaks: bool,
) -> tuple[TouchPage, QImage, QImage]:
    """The page of a session, as `compose` makes it, with its picture and that of its map, if it has one."""
    page = compose(here, index, session, palette, at_ms=at_ms, at_s=at_s, counted=counted, speaks=speaks)
    return page, paint(page.page, None), paint(page.map.chart.page, None) if page.map else QImage()
