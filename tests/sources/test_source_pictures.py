"""Sources that are pictures: prepared anew, laid into the feed, shown only on the card of a live item."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pixels
import pytest
from msgspec.structs import replace
from PIL import Image
from source_corpus import BOMB, HTML
from source_server import SourceServer, source_server

from playlists.documents import Freshness, Picture
from playlists.living_words import Setting, dated
from playlists.media.library import Library
from playlists.media.store import Store
from playlists.sources.darkroom import Darkroom
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Outcome, Refresher
from playlists.sources.written import TABLES

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECRET = b"GPS 47.2184 -1.5536 of somebody's garden"


def photo(size: tuple[int, int] = (640, 480), form: str = "JPEG", colour: str = "#336699") -> bytes:
    out = io.BytesIO()
    more = {"comment": SECRET} if form == "JPEG" else {}
    Image.new("RGB", size, colour).save(out, form, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG that says it has 60,000 x 60,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


class Webcam:
    """One source that is a picture, its server, and a clock that is set by hand."""

    def __init__(self, server: SourceServer, library: Library, folder: Path) -> None:
        self.server, self.now, self._folder = server, NOON, folder
        self.darkroom, self.objects = Darkroom(library, folder / "pictures"), Store(library.objects)

    def ask(self) -> Outcome:
        source = TABLES["image"].model_validate({"kind": "image", "url": f"{self.server.url}/webcam"})
        (outcome,) = Refresher(
            {"loire": source},
            Keep(self._folder),
            ZoneInfo("Europe/Paris"),
            lambda: self.now,
            LIMITS,
            loopback=True,
            develop=self.darkroom.develop,
        ).round(anyway=True)
        return outcome


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("cache"), 1) as made:
        yield made


@pytest.fixture
def webcam(tmp_path: Path, library: Library) -> Iterator[Webcam]:
    with source_server() as server:
        server.serve("/webcam", photo())
        yield Webcam(server, library, tmp_path / "kept")


def made(outcome: Outcome) -> Picture:
    assert outcome.batch
    assert outcome.batch.picture
    return outcome.batch.picture


def test_nothing_of_the_answer_is_left_but_its_pixels(webcam: Webcam) -> None:
    found = made(webcam.ask())
    data = webcam.objects.path(found.object).read_bytes()
    assert (len(data), found.width, found.height) == (found.bytes, 1280, 960)
    assert SECRET not in data
    with Image.open(io.BytesIO(data)) as image:
        red, green, blue = pixels.colour(image.convert("RGB"), (600, 400))
    assert abs(red - 0x33) + abs(green - 0x66) + abs(blue - 0x99) < 12


@pytest.mark.parametrize(
    "answer",
    [
        HTML,
        b"",
        b" \r\n",
        photo()[:700],
        photo(form="PNG")[:60],
        bomb(),
        BOMB,
        b"%PDF-1.7 1 0 obj",
        b"GIF89a" + bytes(200),
        bytes(range(256)) * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    ],
    ids=["html", "nothing", "blank", "cut", "cut png", "bomb", "xml bomb", "pdf", "no gif", "noise", "svg"],
)
def test_what_is_no_good_picture_is_a_fault_and_the_last_good_one_stays(
    webcam: Webcam, answer: bytes
) -> None:
    good = made(webcam.ask())
    webcam.server.serve("/webcam", answer)
    webcam.now += timedelta(minutes=40)
    bad = webcam.ask()
    assert bad.fault
    assert bad.fault.code in {"no-picture", "html", "nothing"}
    assert made(bad) == good
    webcam.now += timedelta(hours=2)
    assert webcam.ask().batch is None


def test_a_picture_is_in_the_feed_before_it_is_named_and_an_hour_after_another_followed(
    webcam: Webcam, tmp_path: Path
) -> None:
    feed = tmp_path / "feed"
    theirs = Store(feed / "objects")
    of_a_program = theirs.put(b"an object of a program")
    first = made(webcam.ask())
    webcam.darkroom.lay([first], feed, NOON)
    assert theirs.size(first.object) == first.bytes
    webcam.server.serve("/webcam", photo(colour="#993333"))
    second = made(webcam.ask())
    assert second != first
    webcam.darkroom.lay([second], feed, NOON + timedelta(minutes=30))
    assert theirs.size(first.object), "somebody may be fetching it"
    webcam.darkroom.lay([second], feed, NOON + timedelta(hours=2))
    assert theirs.size(first.object) is None
    assert theirs.size(second.object)
    assert theirs.size(of_a_program)


def test_a_camera_that_stands_still_is_told_by_when_its_picture_came_first(webcam: Webcam) -> None:
    setting = Setting(at=NOON, language="fr", zone="Europe/Paris", country="FR", position=None)
    first = made(webcam.ask())
    webcam.now += timedelta(days=1)
    still = webcam.ask().batch
    assert still is not None
    assert still.picture == first
    assert still.freshness(webcam.now) is Freshness.FRESH
    told = dated(still, replace(setting, at=webcam.now)).replace("\u00a0", " ")
    assert told == f"Image du {NOON:%d/%m}, {NOON.hour + 1} h"
    webcam.server.serve("/webcam", photo(colour="#993333"))
    moved = webcam.ask().batch
    assert moved is not None
    assert "du" not in dated(moved, replace(setting, at=webcam.now))
