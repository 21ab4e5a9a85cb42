"""Answers that stand still or say that they failed: never told as “nothing leaves”, nor promised anew."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from source_answers import AT, TAN
from source_corpus import SAMPLES
from source_moving import HEADER, SIRI, field
from source_server import source_server

from playlists.documents import Departure, Document
from playlists.errors import SourceError
from playlists.sources import kinds
from playlists.sources.fetch import Answer
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Refresher, batch_of
from playlists.sources.values import Reader
from playlists.sources.written import TABLES

PARIS = ZoneInfo("Europe/Paris")


def read(name: str, body: bytes, minutes: int = 0) -> tuple[Document, ...]:
    table = SAMPLES[name].table
    source = TABLES[table["kind"]].model_validate({"url": "http://127.0.0.1/", **table})
    reader = Reader(AT + timedelta(minutes=minutes), PARIS)
    return kinds.READERS[source.kind](source, {source.url: Answer(body=body)}, reader)


@pytest.mark.parametrize("etag", [{}, {"ETag": '"v1"'}], ids=["sent again", "unchanged"])
def test_a_wait_that_stands_still_brings_no_bus_ever_anew(tmp_path: Path, etag: dict[str, str]) -> None:
    now, table = [AT], {"gives": "departure", "every": 30, "may_be_empty": True}
    with source_server() as server:
        server.serve("/waits", json.dumps(TAN).encode(), **etag)
        fields = {"line": "ligne.numLigne", "towards": "terminus", "wait": "temps"}
        source = TABLES["json"].model_validate(
            {"kind": "json", "url": f"{server.url}/waits", "fields": fields, **table}
        )
        asked = Refresher({"bus": source}, Keep(tmp_path), PARIS, lambda: now[0], LIMITS, loopback=True)

        def leaves() -> list[timedelta]:
            (outcome,) = asked.round()
            assert outcome.batch is not None
            return [each.leaves - AT for each in outcome.batch.documents if isinstance(each, Departure)]

        first = leaves()
        now[0] += timedelta(minutes=7)
        assert leaves() == first
        now[0] += timedelta(minutes=9)
        (outcome,) = asked.round()
    assert outcome.fault is not None
    assert outcome.fault.code == "old"


@pytest.mark.parametrize("name", ["gtfs-rt-trips", "siri-lite"])
def test_a_feed_that_stands_still_does_not_say_that_nothing_leaves(name: str) -> None:
    frozen = copy.deepcopy(SIRI)
    empty: Any = frozen["Siri"]["ServiceDelivery"]
    empty["StopMonitoringDelivery"][0]["MonitoredStopVisit"] = []
    body = json.dumps(frozen).encode() if name == "siri-lite" else SAMPLES[name].answers["/"]
    with pytest.raises(SourceError, match="old"):
        read(name, body, minutes=20)


@pytest.mark.parametrize(
    "told", [{"Status": "false"}, {"Status": False}, {"ErrorCondition": {"OtherError": {"ErrorText": "?"}}}]
)
@pytest.mark.parametrize("whole", [True, False])
def test_an_answer_that_says_that_it_failed_is_not_one_without_departures(
    told: dict[str, object], whole: bool
) -> None:
    answer: Any = copy.deepcopy(SIRI)
    service = answer["Siri"]["ServiceDelivery"]
    service["StopMonitoringDelivery"] = [{"MonitoredStopVisit": []}]
    assert read("siri-lite", json.dumps(answer).encode()) == ()
    (service if whole else service["StopMonitoringDelivery"][0]).update(told)
    with pytest.raises(SourceError, match="failed"):
        read("siri-lite", json.dumps(answer).encode())


@pytest.mark.parametrize(
    ("gives", "key", "is_empty", "fault"),
    [
        ("departure", "leaves", True, "old"),
        ("departure", "leaves", False, "empty"),
        ("event", "ends", False, "empty"),
        ("notice", "valid_until", False, "empty"),
        ("notice", "valid_until", True, ""),
    ],
)
def test_an_answer_of_which_all_is_over_says_nothing(
    gives: str, key: str, is_empty: bool, fault: str
) -> None:
    """A list of buses that left an hour ago is no night without buses."""
    told = {"departure": ("line",), "event": ("title", "starts"), "notice": ("title",)}[gives]
    over = (AT - timedelta(hours=1)).isoformat()
    row = {"title": "x", "line": "1", "starts": (AT - timedelta(hours=2)).isoformat(), key: over}
    source = TABLES["json"].model_validate(
        {
            "kind": "json",
            "url": "http://127.0.0.1/",
            "gives": gives,
            "may_be_empty": is_empty,
            "fields": {name: name for name in (*told, key)},
        }
    )
    answers = {source.url: Answer(body=json.dumps([row]).encode())}
    if not fault:
        assert batch_of("s", source, answers, Reader(AT, PARIS)).documents
        return
    with pytest.raises(SourceError, match=fault):
        batch_of("s", source, answers, Reader(AT, PARIS))
    row[key] = (AT + timedelta(minutes=1)).isoformat()
    answers = {source.url: Answer(body=json.dumps([row]).encode())}
    assert batch_of("s", source, answers, Reader(AT, PARIS)).documents


@pytest.mark.parametrize(
    "periods",
    [
        [(-600, 0)],
        [(-600, None)],
        [(-600, 2**64 - 1 - int(AT.timestamp()))],
        [(86_400, 90_000), (-600, 7_200)],
    ],
    ids=["zero", "nothing", "the largest number", "tomorrow's first"],
)
def test_an_alert_that_is_in_force_is_told_however_its_end_is_written(
    periods: list[tuple[int, int | None]],
) -> None:
    now = int(AT.timestamp())
    spans = b"".join(
        field(1, field(1, now + start) + (b"" if end is None else field(2, end and now + end)))
        for start, end in periods
    )
    told = field(10, field(1, field(1, "Ligne 1 déviée") + field(2, "fr")))
    (alert,) = read("gtfs-rt-alerts", HEADER + field(2, field(1, "0") + field(5, spans + told)))
    assert alert.holds(AT)
