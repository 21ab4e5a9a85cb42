"""Draws the touch pages of docs/pictures, with city data that come through the real source code."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from player.stage.paint import paint
from player.stage.theatre import application
from player.touch.here import Here
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Comfort, Kind, Place, Session
from playlists.compile.program import theme_of
from playlists.compile.services import services_of
from playlists.documents import Batch
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Refresher
from playlists.workspace.load import load
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings

ROOT = Path(__file__).parents[1]
KIOSK = "borne-commerce"
AT = datetime(2026, 11, 26, 13, 32, tzinfo=UTC)
PORT = 8765
GAP, GROUND = 24, 0xFF8A8F91
LEO = Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")
COMMERCE = Place(Kind.ENTRY, service="stationnement", entry="001")
PAGES = (
    Place(),
    *(Place(Kind.SERVICE, service=name) for name in ("agenda", "piscines", "stationnement", "tram")),
    LEO,
    COMMERCE,
    Place(Kind.SERVICE, service="dechets"),
    Place(Kind.SEARCH),
    Place(Kind.COMFORT),
)
VARIANTS = {
    "touch-fr": ("fr", Comfort(), 0.42),
    "touch-en": ("en", Comfort(), 0.42),
    "touch-contrast-fr": ("fr", Comfort(contrast=True), 0.42),
    "touch-contrast-en": ("en", Comfort(contrast=True), 0.42),
    "touch-large-fr": ("fr", Comfort(large=True), 0.42),
    "touch-large-en": ("en", Comfort(large=True), 0.42),
    "touch-large-contrast-fr": ("fr", Comfort(large=True, contrast=True), 0.42),
    "touch-reach-fr": ("fr", Comfort(reach=True), 0.42),
}
"""Each picture: its language, its comforts, and how much smaller its pages are."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:  # type: ignore[override]
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", PORT), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def _data(workspace: Workspace) -> tuple[Batch, ...]:
    with tempfile.TemporaryDirectory() as folder, _served(ROOT / "examples" / "nantes-services"):
        zone = ZoneInfo(workspace.site.time_zone)
        keep = Keep(Path(folder))
        refresher = Refresher(workspace.sources, keep, zone, lambda: AT, LIMITS, loopback=True)
        outcomes = refresher.round()
    for outcome in outcomes:
        if outcome.fault:
            sys.exit(f"{outcome.source}: {outcome.fault}")
    return tuple(outcome.batch for outcome in outcomes if outcome.batch)


def _here(workspace: Workspace) -> Here:
    device = workspace.devices[KIOSK]
    screen = next(each for each in workspace.profiles[device.profile].screens if each.touch_points)
    offered = services_of(workspace, KIOSK, screen, Findings(workspace.outlines, 100))
    if offered is None:
        sys.exit(f"{KIOSK} offers nothing")
    return Here(
        screen=screen,
        offered=offered,
        place=device.place[""],
        position=device.position,
        time_zone=workspace.site.time_zone,
        country=workspace.site.country,
        data=_data(workspace),
    )


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
    workspace = load(ROOT / "examples" / "nantes").workspace
    if workspace is None:
        sys.exit("examples/nantes cannot be read")
    here, palette = _here(workspace), theme_of(workspace.site).day
    index = Index(here.offered, here.data)
    for name, (language, comfort, scale) in VARIANTS.items():
        pages = []
        for place in PAGES:
            query = "mar" if place.kind is Kind.SEARCH else ""
            session = Session(language, 0.0, (Place(), place), comfort, query)
            at_ms = round(AT.timestamp() * 1000)
            page = compose(here, index, session, palette, at_ms=at_ms, at_s=0.0)
            size = paint(page.page, None).size() * scale
            smooth = Qt.TransformationMode.SmoothTransformation
            pages.append(paint(page.page, None).scaled(size, mode=smooth))
        _sheet(pages, 5).save(str(out / f"{name}.png"))


if __name__ == "__main__":
    main()
