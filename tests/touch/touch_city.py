"""The example city's data as its sources give them, served on loopback and read by the real source code."""

from __future__ import annotations

import functools
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from touch_world import AT_MS, NANTES, here, nantes, palette

from layouts.page import TextLine
from player.stage.instants import from_ms
from player.touch.here import Here
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Comfort, Kind, Place, Session
from player.touch.target import TouchPage
from playlists.documents import Batch
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Refresher
from playlists.sources.written import Source

AT = from_ms(AT_MS)
ANSWERS = NANTES / "samples"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The answers, at an address."""
    handler = functools.partial(_Quiet, directory=str(ANSWERS))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@functools.cache
def data(at: datetime = AT) -> tuple[Batch, ...]:
    """What every source of the example says."""
    with tempfile.TemporaryDirectory() as folder, served() as address:
        sources: Mapping[str, Source] = {
            name: source.model_copy(update={"url": source.url.replace("http://127.0.0.1:8765", address)})
            for name, source in nantes().sources.items()
        }
        zone = ZoneInfo("Europe/Paris")
        outcomes = Refresher(sources, Keep(Path(folder)), zone, lambda: at, LIMITS, loopback=True).round()
    assert not [outcome for outcome in outcomes if outcome.fault], outcomes
    return tuple(outcome.batch for outcome in outcomes if outcome.batch)


def city(batches: tuple[Batch, ...] | None = None) -> Here:
    """The kiosk with its data."""
    return replace(here(), data=data() if batches is None else batches)


def page(
    place: Place,
    language: str = "fr",
    *,
    at: datetime = AT,
    where: Here | None = None,
    comfort: Comfort | None = None,
    query: str = "",
) -> TouchPage:
    """A page of it."""
    session = Session(language, 0.0, (Place(), place), comfort or Comfort(), query)
    there = where or city()
    index = Index(there.offered, there.data)
    at_ms = round(at.astimezone(UTC).timestamp() * 1000)
    return compose(there, index, session, palette(), at_ms=at_ms, at_s=0.0)


def service(name: str, language: str = "fr", *, only: str = "", at: datetime = AT, **more: Here) -> TouchPage:
    """The first sheet of a service's page."""
    return page(Place(Kind.SERVICE, service=name, only=only), language, at=at, **more)  # type: ignore[arg-type]


def lines(shown: TouchPage) -> list[str]:
    """What a page says, with blanks that may break."""
    marks = (mark for mark in shown.page.marks if isinstance(mark, TextLine))
    return [mark.text.replace("\u00a0", " ").replace("\u202f", " ") for mark in marks]
