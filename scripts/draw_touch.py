"""Draws the touch pages of docs/pictures, with city data that come through the real source code."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from layouts.theme import Palette
from parvis.city_services import answering
from player.stage.paint import paint
from player.stage.theatre import application
from player.touch.here import Here, here_of
from player.touch.pages import compose
from player.touch.projects import PROJECTS
from player.touch.search import Index
from player.touch.session import Comfort, Kind, Look, Place, Session
from player.touch.table.seat import seats
from player.touch.target import TouchPage
from playlists.compile.program import Compiler, theme_of
from playlists.documents import Batch
from playlists.media.library import Library
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Refresher
from playlists.workspace.load import load
from playlists.workspace.model import Workspace

ROOT = Path(__file__).parents[1]
NANTES = ROOT / "examples" / "nantes"
KIOSK, TABLE = "borne-commerce", "table-chateau"
AT = datetime(2026, 11, 26, 13, 32, tzinfo=UTC)
GAP, GROUND = 24, 0xFF8A8F91
LEO = Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")
COMMERCE = Place(Kind.ENTRY, service="stationnement", entry="001")
ASKED = Place(Kind.SERVICE, service="agenda", only="today")
"""Stands for the page that asks whether somebody is still there."""
SAID = Place(Kind.POLL, service="avis", entry="place-du-commerce")
PAGES = (
    Place(),
    *(Place(Kind.SERVICE, service=name) for name in ("agenda", "piscines", "stationnement", "tram")),
    LEO,
    COMMERCE,
    Place(Kind.SERVICE, service="dechets"),
    Place(Kind.SEARCH),
    Place(Kind.EMERGENCY),
    Place(Kind.LANGUAGES),
    Place(Kind.SERVICE, service="avis"),
    SAID,
    Place(Kind.SIGNAL, service="piscines", entry="leo-lagrange"),
    ASKED,
)
PANELS = (
    Place(),
    Place(Kind.SERVICE, service=PROJECTS),
    Place(Kind.ENTRY, service=PROJECTS, entry="pont"),
    Place(Kind.SERVICE, service="avis"),
    SAID,
    Place(Kind.SEARCH),
    Place(Kind.LANGUAGES),
    ASKED,
)
MAPS = (
    Place(Kind.MAP, look=Look(scale=0.05)),
    Place(Kind.MAP),
    Place(Kind.MAP, look=Look(scale=0.4)),
    Place(Kind.MAP, service="piscines", entry="leo-lagrange"),
)
PLAIN, LARGE = Comfort(), Comfort(large=True)
STRONG, BOTH = Comfort(contrast=True), Comfort(large=True, contrast=True)
VARIANTS = {
    "touch-fr": ("fr", PLAIN, PAGES),
    "touch-en": ("en", PLAIN, PAGES),
    "touch-contrast-fr": ("fr", STRONG, PAGES),
    "touch-contrast-en": ("en", STRONG, PAGES),
    "touch-large-fr": ("fr", LARGE, PAGES),
    "touch-large-en": ("en", LARGE, PAGES),
    "touch-large-contrast-fr": ("fr", BOTH, PAGES),
    "touch-large-contrast-en": ("en", BOTH, PAGES),
    "touch-es": ("es", PLAIN, PAGES),
    "touch-reach-fr": ("fr", Comfort(reach=True), PAGES),
    "panel-fr": ("fr", PLAIN, PANELS),
    "panel-en": ("en", PLAIN, PANELS),
    "panel-contrast-fr": ("fr", STRONG, PANELS),
    "panel-contrast-en": ("en", STRONG, PANELS),
    "panel-large-fr": ("fr", LARGE, PANELS),
    "panel-large-en": ("en", LARGE, PANELS),
    "panel-large-contrast-fr": ("fr", BOTH, PANELS),
    "panel-large-contrast-en": ("en", BOTH, PANELS),
    "map-fr": ("fr", PLAIN, MAPS),
    "map-en": ("en", PLAIN, MAPS),
    "map-night-fr": ("fr", PLAIN, MAPS),
    "map-contrast-fr": ("fr", STRONG, MAPS),
    "map-contrast-en": ("en", STRONG, MAPS),
    "map-large-fr": ("fr", LARGE, MAPS),
    "map-large-en": ("en", LARGE, MAPS),
}
"""Each picture: its language, its comforts, its pages."""
SCALE = 0.42


def _data(workspace: Workspace) -> tuple[Batch, ...]:
    with tempfile.TemporaryDirectory() as folder, answering(workspace):
        zone = ZoneInfo(workspace.site.time_zone)
        keep = Keep(Path(folder))
        refresher = Refresher(workspace.sources, keep, zone, lambda: AT, LIMITS, loopback=True)
        outcomes = refresher.round()
    for outcome in outcomes:
        if outcome.fault:
            sys.exit(f"{outcome.source}: {outcome.fault}")
    return tuple(outcome.batch for outcome in outcomes if outcome.batch)


def _here(workspace: Workspace, shelf: Path, name: str, data: tuple[Batch, ...]) -> Here:
    """A device's touch screen as it plays."""
    with Library(shelf, 2, root=NANTES) as library:
        program = Compiler(workspace, library.prepared()).compile(name).program
    found = (here_of(program, own.screen, data) for own in program.screens)
    here = next((one for one in found if one), None)
    if here is None:
        sys.exit(f"{name} offers nothing")
    return here if here.screen.flat else replace(here, district=workspace.maps[0].district)


def _whole(page: TouchPage) -> QImage:
    """A page with its map, as they lie over each other on the glass."""
    image = paint(page.page, None)
    if page.map:
        window = page.map.rect
        x, y, _ = page.map.painted(page.map.frame)
        painter = QPainter(image)
        painter.setClipRect(QRectF(window.x, window.y, window.width, window.height))
        painter.drawImage(QPointF(window.x + x, window.y + y), paint(page.map.chart.page, None))
        painter.end()
    return image


def _sheet(pages: list[QImage], across: int) -> QImage:
    wide, high = pages[0].width(), pages[0].height()
    rows = -(-len(pages) // across)
    made = QImage(across * (wide + GAP) + GAP, rows * (high + GAP) + GAP, QImage.Format.Format_RGB32)
    made.fill(GROUND)
    painter = QPainter(made)
    for number, page in enumerate(pages):
        painter.drawImage(GAP + number % across * (wide + GAP), GAP + number // across * (high + GAP), page)
    painter.end()
    return made


def main() -> None:
    """Draw them; `--out DIR` elsewhere."""
    out = Path(sys.argv[2]) if sys.argv[1:2] == ["--out"] else ROOT / "docs" / "pictures"
    application(offscreen=True)
    workspace = load(NANTES).workspace
    if workspace is None:
        sys.exit("examples/nantes cannot be read")
    with tempfile.TemporaryDirectory() as shelf:
        data = _data(workspace)
        kiosk = _here(workspace, Path(shelf), KIOSK, data)
        table = _here(workspace, Path(shelf), TABLE, data)
    theme = theme_of(workspace.site)
    for name, (language, comfort, places) in VARIANTS.items():
        here = _seat(table, comfort) if places is PANELS else kiosk
        palette = theme.night if "night" in name else theme.day
        pages = [_drawn(here, Session(language, 0.0, (Place(), place), comfort), palette) for place in places]
        _sheet(pages, min(4 if places is PANELS else 5, len(pages))).save(str(out / f"{name}.png"))


def _seat(table: Here, comfort: Comfort) -> Here:
    """A table's panel, as large as its text wants it."""
    *_, largest = [here for here, own in seats(table) if own.large is comfort.large]
    return largest


def _drawn(here: Here, session: Session, palette: Palette) -> QImage:
    """A page with its map, as small as in the documentation."""
    query = "pla" if here.panel else "mar"
    session = replace(session, query=query if session.place.kind is Kind.SEARCH else "")
    at_ms, at_s = round(AT.timestamp() * 1000), session.idle_s + 1 if session.place == ASKED else 0.0
    index = Index(here.offered, here.data)
    page = compose(here, index, session, palette, at_ms=at_ms, at_s=at_s, speaks=True)
    whole = _whole(page)
    return whole.scaled(whole.size() * SCALE, mode=Qt.TransformationMode.SmoothTransformation)


if __name__ == "__main__":
    main()
