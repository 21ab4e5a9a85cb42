"""Sources asked over real HTTP: the last good documents stay, one fault names who is to blame."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from source_answers import AT, HOST, RSS
from source_corpus import BOMB, HTML
from source_moving import GBFS, GBFS_INFO, GBFS_STATUS
from source_server import SourceServer, source_server

from playlists.documents import Document
from playlists.sources import kinds
from playlists.sources.limits import Limits
from playlists.sources.refresh import Keep, Outcome, Refresher
from playlists.sources.written import TABLES

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class City:
    """One source called `actus`, its server, and a clock that is set by hand."""

    def __init__(self, server: SourceServer, folder: Path) -> None:
        self.server, self._folder, self.now = server, folder, NOON
        self.limits = Limits(request_s=10.0, answer_bytes=200_000)
        self.loopback = True

    def ask(self, path: str = "/rss", kind: str = "rss", *, anyway: bool = False) -> Outcome:
        source = TABLES[kind].model_validate({"kind": kind, "url": self.server.url + path})
        refresher = Refresher(
            {"actus": source},
            Keep(self._folder),
            ZoneInfo("Europe/Paris"),
            lambda: self.now,
            self.limits,
            loopback=self.loopback,
        )
        (outcome,) = refresher.round(anyway=anyway)
        return outcome


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with source_server() as server:
        server.serve("/rss", RSS, ETag='"v1"')
        yield City(server, tmp_path)


def code(outcome: Outcome) -> str:
    return outcome.fault.code if outcome.fault else ""


def test_what_is_unchanged_is_not_sent_again_and_is_fresh(city: City) -> None:
    first = city.ask()
    assert first.batch
    assert len(first.batch.documents) == 2
    city.now += timedelta(minutes=6)
    again = city.ask()
    assert again.batch
    assert again.batch.fetched == city.now
    assert city.server.asked[1][1]["If-None-Match"] == '"v1"'


def test_a_source_that_is_not_due_is_left_alone(city: City) -> None:
    city.ask()
    city.now += timedelta(minutes=4)
    assert not city.ask().asked
    assert city.ask(anyway=True).asked
    assert len(city.server.asked) == 2


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (HTML, "html"),
        (b"", "nothing"),
        (RSS[:200], "not-xml"),
        (BOMB, "dangerous-xml"),
        (b"<?xml version='1.0' encoding='utf-8'?><rss>\xe9</rss>", "not-xml"),
        (b"<opml/>", "shape"),
        (b"<rss><channel/></rss>", "empty"),
        (b"<rss>" + b" " * 300_000 + b"</rss>", "too-large"),
        (b"<rss>" + b"<item/>" * 6_000 + b"</rss>", "flood"),
    ],
)
def test_a_source_gone_bad_keeps_its_last_good_documents_until_they_are_too_old(
    city: City, body: bytes, fault: str
) -> None:
    good = city.ask().batch
    city.server.serve("/rss", body)
    city.now += timedelta(hours=7)
    bad = city.ask()
    assert bad.batch == good
    assert code(bad) == fault
    assert bad.fault
    assert bad.fault.source == "actus"
    city.now += timedelta(days=2)
    assert city.ask().batch is None


def test_a_source_that_answers_well_with_old_data_has_a_fault_and_keeps_what_it_had(city: City) -> None:
    def bikes(last: datetime) -> None:
        for path, body in (("/gbfs", GBFS), ("/info", GBFS_INFO), ("/status", GBFS_STATUS)):
            told = json.dumps(body).replace(HOST, city.server.url)
            stamp = int(last.timestamp())
            told = re.sub(r'"last_(updated|reported)": \d+', rf'"last_\1": {stamp}', told)
            city.server.serve(path, told.encode())

    bikes(NOON - timedelta(minutes=1))
    good = city.ask("/gbfs", "gbfs").batch
    assert good
    assert {good.of(each) for each in good.documents} == {NOON - timedelta(minutes=1)}
    city.now += timedelta(minutes=30)
    bikes(NOON - timedelta(hours=2))
    bad = city.ask("/gbfs", "gbfs")
    assert code(bad) == "old"
    assert bad.batch == good


def test_a_source_that_is_well_again_has_no_fault(city: City) -> None:
    city.server.fail("/rss", 500)
    assert code(city.ask()) == "status"
    city.server.serve("/rss", RSS)
    city.now += timedelta(hours=1)
    assert not city.ask().fault


def test_a_failing_source_is_asked_ever_less_often(city: City) -> None:
    city.server.fail("/rss", 500)
    asked = []
    for _ in range(60):
        before = len(city.server.asked)
        city.ask()
        if len(city.server.asked) > before:
            asked.append(city.now)
        city.now += timedelta(minutes=5)
    gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(asked)]
    assert gaps[0] == 5
    assert gaps[-1] == 60
    assert gaps == sorted(gaps)


def test_a_busy_source_is_left_alone_for_as_long_as_it_asks(city: City) -> None:
    city.server.fail("/rss", 503, Retry_After="7200")
    assert code(city.ask()) == "busy"
    city.now += timedelta(minutes=119)
    assert not city.ask().asked
    city.now += timedelta(minutes=2)
    assert city.ask().asked


def test_redirects_are_followed_but_not_for_ever(city: City) -> None:
    city.server.fail("/old", 301, Location="/rss")
    assert city.ask("/old").batch
    city.server.fail("/loop", 302, Location="/loop")
    assert code(city.ask("/loop")) == "redirects"
    city.server.fail("/file", 302, Location="file:///etc/passwd")
    assert code(city.ask("/file")) == "scheme"


@pytest.mark.parametrize(
    "place", ["http://[", "//[::1", "http://host:99999/", f"http://{'a' * 70}.fr/", "/\x7f"]
)
def test_a_redirect_to_nowhere_is_a_fault_of_that_source(city: City, place: str) -> None:
    city.server.fail("/in", 302, Location=place)
    assert code(city.ask("/in")) in {"unreachable", "no-such-host", "status"}


def test_an_address_that_is_none_is_a_fault_of_the_source_that_names_it(city: City) -> None:
    told = json.dumps(GBFS).replace(HOST, "http://[")
    city.server.serve("/gbfs.json", told.encode())
    assert code(city.ask("/gbfs.json", "gbfs")) == "unreachable"


def test_what_a_source_calls_its_answer_is_said_back_only_where_it_can_be(city: City) -> None:
    city.server.serve("/rss", RSS, ETag='"été"')
    assert city.ask().batch
    city.now += timedelta(minutes=6)
    again = city.ask()
    assert not again.fault
    assert "If-None-Match" not in city.server.asked[1][1]


def test_an_answer_that_no_reader_foresaw_is_a_fault_of_that_source_alone(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("what atom answers cannot be read")

    def broken(*_: object) -> tuple[Document, ...]:
        raise ZeroDivisionError

    monkeypatch.setitem(kinds.READERS, "atom", broken)
    tables = {name: {"kind": name, "url": f"{city.server.url}/rss"} for name in ("atom", "rss")}
    sources = {name: TABLES[name].model_validate(table) for name, table in tables.items()}
    refresher = Refresher(
        sources, Keep(tmp_path / "both"), ZoneInfo("Europe/Paris"), lambda: NOON, Limits(), loopback=True
    )
    bad, good = refresher.round()
    assert (code(bad), code(good)) == ("unreadable", "")
    assert good.batch


def test_an_answer_without_end_is_cut(city: City) -> None:
    city.server.flood("/flood")
    assert code(city.ask("/flood", "json-feed")) == "too-large"


@pytest.mark.parametrize(
    ("packing", "body", "fault"),
    [
        ("gzip", gzip.compress(RSS), ""),
        ("gzip", gzip.compress(b" " * 10**7), "too-large"),
        ("gzip, gzip", gzip.compress(gzip.compress(RSS)), "packing"),
        ("br", RSS, "packing"),
        ("gzip", gzip.compress(RSS)[:-4], "packing"),
        ("gzip", RSS, "packing"),
    ],
)
def test_what_is_packed_is_unpacked_once_and_within_bounds(
    city: City, packing: str, body: bytes, fault: str
) -> None:
    city.server.serve("/rss", body, **{"Content-Encoding": packing})
    assert code(city.ask()) == fault


def test_an_answer_that_drips_is_given_up(city: City) -> None:
    city.limits = Limits(request_s=1.0)
    city.server.drip("/drip")
    assert code(city.ask("/drip", "json-feed")) == "timeout"


def test_a_host_that_hangs_holds_up_no_source_of_another(city: City, tmp_path: Path) -> None:
    """Two of it are waited for; the others have their turn in later rounds, and no fault until then."""
    city.server.drip("/drip")
    tables = {f"slow-{n}": {"kind": "json-feed", "url": f"{city.server.url}/drip"} for n in range(6)}
    tables["other"] = {"kind": "rss", "url": f"{city.server.url}/rss".replace("127.0.0.1", "localhost")}
    sources = {name: TABLES[table["kind"]].model_validate(table) for name, table in tables.items()}
    refresher = Refresher(
        sources,
        Keep(tmp_path / "many"),
        ZoneInfo("Europe/Paris"),
        lambda: city.now,
        Limits(request_s=1.0),
        loopback=True,
    )
    for failed in (2, 4, 6):
        found = {outcome.source: outcome for outcome in refresher.round()}
        assert found["other"].batch
        assert [code(outcome) for outcome in found.values()].count("timeout") == failed
    assert len([path for path, _ in city.server.asked if path == "/drip"]) == 6


def test_private_addresses_are_not_asked(city: City) -> None:
    city.loopback = False
    assert code(city.ask()) == "private"
    assert not city.server.asked


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0.0.0.0", "[fd00::1]"])  # noqa: S104
def test_a_redirect_leads_to_no_private_address(city: City, host: str) -> None:
    city.server.fail("/in", 302, Location=f"http://{host}/")
    assert code(city.ask("/in")) == "private"


def test_what_a_source_names_is_asked_too(city: City) -> None:
    city.now = AT
    for path, value in (("/gbfs.json", GBFS), ("/info", GBFS_INFO), ("/status", GBFS_STATUS)):
        city.server.serve(path, json.dumps(value).replace(HOST, city.server.url).encode())
    found = city.ask("/gbfs.json", "gbfs").batch
    assert found
    assert len(found.documents) == 3


def test_nobody_answers(city: City) -> None:
    city.server.url = "http://127.0.0.1:9"
    assert code(city.ask()) == "unreachable"
