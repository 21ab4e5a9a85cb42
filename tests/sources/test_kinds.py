"""Every kind of source, against a document shaped as the real service's and ten broken ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from source_answers import AT, HOST
from source_corpus import BOMB, BROKEN, EXTERNAL, SAMPLES, STRANGE, Sample, each_broken
from source_moving import ALERTS

from playlists.documents import Availability, Departure, Document, Event, Forecast, Notice, Place, State
from playlists.errors import SourceError
from playlists.sources import kinds
from playlists.sources.doors import xml_of
from playlists.sources.fetch import Answer
from playlists.sources.values import Reader, instant
from playlists.sources.written import TABLES, Source

PARIS = ZoneInfo("Europe/Paris")


def source_of(sample: Sample) -> Source:
    url = {} if "url" in sample.table else {"url": f"{HOST}/"}
    return TABLES[sample.table["kind"]].model_validate({**url, **sample.table})


def read(name: str, how: str = "") -> tuple[Document, ...]:
    sample = SAMPLES[name]
    source = source_of(sample)
    spoil = {"": bytes, **BROKEN, **STRANGE}[how]
    first = kinds.address(source)
    answers = {
        (first if path == "/" else HOST + path): Answer(body=spoil(body))
        for path, body in sample.answers.items()
    }
    return kinds.READERS[source.kind](source, answers, Reader(AT, PARIS))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_of_the_service_is_read(name: str) -> None:
    found = read(name)
    assert len(found) == SAMPLES[name].documents
    assert {type(each) for each in found} == {source_of(SAMPLES[name]).sort}


@pytest.mark.parametrize(("name", "how"), list(each_broken()))
def test_a_broken_document_is_refused_or_gives_nothing_bad(name: str, how: str) -> None:
    try:
        found = read(name, how)
    except SourceError:
        found = ()
    assert not found or how == "only nulls" or len(found) < SAMPLES[name].documents


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("how", STRANGE)
def test_strange_values_cost_their_document_only(name: str, how: str) -> None:
    try:
        found = read(name, how)
    except SourceError:
        return
    assert len({each.id for each in found}) == len(found)
    assert all(getattr(each, "starts", AT).year < 2100 for each in found)


POISONS: tuple[object, ...] = (
    *(None, True, -1, 10**400, 1.5e308, "", "x" * 5_000, "\u202e\0"),
    *([], [[]], [{}], {}, {"a": {}}),
)
"""What may stand in the place of any value of an answer."""


IN_JSON = [name for name, sample in SAMPLES.items() if sample.answers["/"][:1] in b"{["]


@pytest.mark.parametrize("name", IN_JSON)
def test_a_value_of_another_shape_anywhere_costs_no_more_than_that_source(name: str) -> None:
    sample = SAMPLES[name]
    source, first = source_of(sample), kinds.address(source_of(sample))
    for path, body in sample.answers.items():
        for spoilt in each_spoilt(json.loads(body)):
            answers = {
                (first if other == "/" else HOST + other): Answer(body=spoilt if other == path else own)
                for other, own in sample.answers.items()
            }
            with suppress(SourceError):
                found = kinds.READERS[source.kind](source, answers, Reader(AT, PARIS))
                msgspec.msgpack.encode(found)


def each_spoilt(value: Any) -> Iterator[bytes]:
    """An answer with one value in it of another shape, each in turn; of a list the first two."""
    for poison in POISONS:
        yield json.dumps(poison).encode()
    listed = list(enumerate(value[:2])) if isinstance(value, list) else []
    for key, each in value.items() if isinstance(value, dict) else listed:
        for body in each_spoilt(each):
            changed = dict(value) if isinstance(value, dict) else list(value)
            changed[key] = json.loads(body)
            yield json.dumps(changed).encode()


@pytest.mark.parametrize(
    ("name", "was", "became"),
    [
        ("siri-lite", b'"MonitoredVehicleJourney"', b'"Journey"'),
        ("siri-lite", b'"ExpectedDepartureTime"', b'"Expected"'),
        ("siri-lite", b'"StopMonitoringDelivery": [', b'"StopMonitoringDelivery": [5], "old": ['),
        ("siri-lite-messages", b'"MessageText"', b'"Text"'),
        ("json-waits", b'"temps"', b'"attente"'),
        ("json", b'"name"', b'"nom"'),
    ],
)
def test_entries_of_which_none_can_be_read_are_a_change_of_shape(
    name: str, was: bytes, became: bytes
) -> None:
    """Also where a source may be empty: what it said last stays, and somebody is told."""
    sample = SAMPLES[name]
    body = sample.answers["/"].replace(was, became).replace(b'"Aimed', b'"Once')
    assert body != sample.answers["/"]
    source = source_of(sample)
    with pytest.raises(SourceError, match=r"shape|columns"):
        kinds.READERS[source.kind](source, {kinds.address(source): Answer(body=body)}, Reader(AT, PARIS))


def test_a_quotation_mark_that_never_closes_swallows_no_row() -> None:
    sample = SAMPLES["csv"]
    body = sample.answers["/"].replace(b"\n", b'\n"', 1)
    source = source_of(sample)
    with pytest.raises(SourceError, match="not-csv"):
        kinds.READERS["csv"](source, {source.url: Answer(body=body)}, Reader(AT, PARIS))


def test_of_two_with_one_id_the_first_counts() -> None:
    (only,) = read("rss", "ids that come twice")
    assert isinstance(only, Notice)
    assert only.title.startswith("Piscine")


def test_every_kind_has_a_sample() -> None:
    assert (
        {sample.table["kind"] for sample in SAMPLES.values()} == set(TABLES) - {"image"} == set(kinds.READERS)
    )


@pytest.mark.parametrize("bomb", [BOMB, EXTERNAL])
def test_no_entity_is_ever_expanded(bomb: bytes) -> None:
    with pytest.raises(SourceError, match="dangerous-xml"):
        xml_of(Answer(body=bomb))


def test_articles_are_plain() -> None:
    first, _ = read("rss")
    assert isinstance(first, Notice)
    assert first.title == "Piscine Léo-Lagrange : réouverture le 3 décembre"
    assert first.body == "Après la vidange, le grand bassin…"
    (entry,) = read("atom")
    assert isinstance(entry, Notice)
    assert entry.title == "Cours des 50-Otages & place du Cirque"
    assert entry.address == "https://example.org/2026/11/travaux"


def test_recurring_events_come_at_their_hours_without_what_was_taken_out() -> None:
    found = read("icalendar")
    told = [
        (each.title, f"{each.starts.astimezone(PARIS):%d %H:%M}") for each in found if isinstance(each, Event)
    ]
    assert told == [("Marché de Noël", "27 00:00"), ("L’heure du conte, dès 4 ans", "28 11:00")]


def test_a_rule_that_counts_for_ever_ends() -> None:
    sample = SAMPLES["icalendar"]
    endless = sample.answers["/"].replace(
        b"RRULE:FREQ=WEEKLY;BYDAY=SA", b"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"
    )
    source = source_of(sample)
    with pytest.raises(SourceError, match="never-ends"):
        kinds.READERS["icalendar"](source, {source.url: Answer(body=endless)}, Reader(AT, PARIS))


def test_bikes_cars_and_their_states() -> None:
    assert [(e.free, e.state) for e in read("opendatasoft") if isinstance(e, Availability)] == [
        (132, State.OPEN),
        (0, State.FULL),
        (0, State.CLOSED),
    ]
    assert [(e.free, e.state) for e in read("gbfs") if isinstance(e, Availability)] == [
        (7, State.OPEN),
        (0, State.FULL),
        (4, State.CLOSED),
    ]
    (first, *_) = read("json")
    assert isinstance(first, Availability)
    assert first.position == (47.2121084631, -1.55304912932)


def test_what_leaves() -> None:
    waits = {(e.towards, e.leaves - AT) for e in read("json-waits") if isinstance(e, Departure)}
    assert waits == {
        ("Hangar à Bananes", timedelta(minutes=5)),
        ("François Mitterrand", timedelta()),
        ("Gare Sud", timedelta(minutes=65)),
    }
    assert [e.line for e in read("siri-lite") if isinstance(e, Departure)] == ["1", "2"]
    (tram,) = read("gtfs-rt-trips")
    assert isinstance(tram, Departure)
    assert (tram.line, tram.towards, tram.live) == ("1", "Beaujoire", True)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("opendatasoft", "2026-11-26T08:58:00+00:00"),
        ("gbfs", "2026-11-26T08:58:20+00:00"),
        ("gbfs-3", "2026-11-26T08:59:00+00:00"),
        ("gtfs-rt-alerts", "2026-11-26T09:00:00+00:00"),
        ("gtfs-rt-trips", "2026-11-26T09:00:00+00:00"),
        ("siri-lite", "2026-11-26T08:59:40+00:00"),
        ("siri-lite-messages", "2026-11-26T09:00:00+00:00"),
    ],
)
def test_what_is_measured_is_of_when_its_source_says(name: str, of: str) -> None:
    assert {each.updated for each in read(name)} == {datetime.fromisoformat(of)}


def test_a_time_of_1970_is_none_at_all() -> None:
    sample = SAMPLES["json"]
    fields = {**sample.table["fields"], "updated": "record_timestamp"}
    source = source_of(sample._replace(table={**sample.table, "fields": fields}))
    found = kinds.READERS["json"](source, {source.url: Answer(body=sample.answers["/"])}, Reader(AT, PARIS))
    assert {each.updated for each in found} == {None}


def test_alerts_are_told_in_french_while_they_are_in_force() -> None:
    (alert,) = read("gtfs-rt-alerts")
    assert isinstance(alert, Notice)
    assert (alert.title, alert.body) == ("Ligne 1 déviée", "Arrêt Commerce non desservi.")
    source = source_of(SAMPLES["gtfs-rt-alerts"])
    later = Reader(AT + timedelta(hours=3), PARIS)
    assert not kinds.READERS["gtfs-rt"](source, {source.url: Answer(body=ALERTS)}, later)


def test_places_and_days() -> None:
    pools = [each for each in read("csv") if isinstance(each, Place)]
    assert pools[0].hours == "Mo-Fr 07:00-21:00, PH off"
    assert pools[0].position is None, "a comma is no point"
    assert pools[1].position == (47.2471, -1.5121)
    first, _ = read("open-meteo")
    assert isinstance(first, Forecast)
    assert (first.code, first.lowest, first.highest) == (61, 6.1, 11.8)


@pytest.mark.parametrize(
    "value", [0, -1, "", "demain", "0001-01-01", "9999-12-31T23:59:59Z", True, None, [], 1e300]
)
def test_absurd_instants_are_none(value: object) -> None:
    assert instant(value, PARIS) is None
