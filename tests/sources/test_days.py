"""What its source dates by days alone: it lasts until the end of its last day, in every night of the year."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from playlists.documents import AGES, Batch, Departure, Event
from playlists.living_choice import Wish, chosen
from playlists.living_words import Setting, leaving, when
from playlists.sources import kinds
from playlists.sources.fetch import Answer
from playlists.sources.values import Reader, instant
from playlists.sources.written import TABLES

PARIS = ZoneInfo("Europe/Paris")
FIELDS = {
    "event": {"title": "quoi", "starts": "debut", "ends": "fin"},
    "notice": {"title": "quoi", "valid_until": "fin"},
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def told(gives: str, row: dict[str, str], at: str) -> list[str]:
    """What is shown at an instant of a row that came days before, each in words."""
    table = {"kind": "json", "url": "http://127.0.0.1/", "gives": gives, "fields": FIELDS[gives]}
    source, now = TABLES["json"].model_validate(table), local(at)
    answer = {source.url: Answer(body=json.dumps([{"quoi": "Braderie", **row}]).encode())}
    found = kinds.READERS["json"](source, answer, Reader(now - timedelta(days=1), PARIS))
    batch = Batch(source="agenda", fetched=now, ages=AGES[Event], documents=found)
    setting = Setting(at=now, language="fr", zone="Europe/Paris", country="FR", position=None)
    shown = chosen(batch, now, Wish(zone="Europe/Paris"))
    return [when(each, setting) if isinstance(each, Event) else each.id for each in shown]


@pytest.mark.parametrize("day", ["2026-11-28", "2026-10-25", "2026-03-29", "2028-02-29"])
@pytest.mark.parametrize("fin", [True, False])
def test_an_event_of_a_day_is_on_all_of_that_day(day: str, fin: bool) -> None:
    row = {"debut": day, **({"fin": day} if fin else {})}
    for hour in ("00:30", "10:00", "23:30"):
        assert told("event", row, f"{day}T{hour}") == ["aujourd’hui"]
    before = datetime.fromisoformat(day) - timedelta(days=1)
    after = datetime.fromisoformat(day) + timedelta(days=1)
    assert told("event", row, f"{before:%F}T10:00") == ["demain"]
    assert told("event", row, f"{after:%F}T00:30") == []


def test_an_exhibition_is_on_until_the_end_of_its_last_day() -> None:
    row = {"debut": "2026-11-20", "fin": "2026-11-28"}
    assert told("event", row, "2026-11-28T18:00") == ["jusqu’au 28\u00a0novembre"]
    assert told("event", row, "2026-11-29T00:30") == []


def test_a_notice_until_a_day_is_there_on_that_day() -> None:
    assert told("notice", {"fin": "2026-12-18"}, "2026-12-18T23:00")
    assert not told("notice", {"fin": "2026-12-18"}, "2026-12-19T00:30")
    assert not told("notice", {"fin": "2026-12-18T18:00:00+01:00"}, "2026-12-18T23:00")


def test_an_hour_alone_still_ends_by_itself() -> None:
    assert told("event", {"debut": "2026-11-28T10:00"}, "2026-11-28T11:00") == ["jusqu’à 12\u00a0h"]
    assert told("event", {"debut": "2026-11-28T10:00"}, "2026-11-28T12:30") == []


def test_an_instant_of_no_zone_by_rfc_5322_is_of_utc() -> None:
    assert instant("Fri, 27 Nov 2026 23:30:00 -0000", PARIS) == datetime(2026, 11, 27, 23, 30, tzinfo=UTC)


def test_an_exhibition_that_ends_with_a_night_is_not_on_the_day_after() -> None:
    row = {"debut": "2026-11-20T10:00", "fin": "2026-11-29T00:00"}
    assert told("event", row, "2026-11-28T18:00") == ["jusqu’au 28\u00a0novembre"]


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        ("2026-11-28T23:55", "23\u00a0h\u00a055"),
        ("2026-11-29T00:15", "0\u00a0h\u00a015"),
        ("2026-11-29T05:30", "5\u00a0h\u00a030"),
        ("2026-11-29T14:00", "demain, 14\u00a0h"),
        ("2026-11-30T05:30", "lundi, 5\u00a0h\u00a030"),
    ],
)
def test_the_first_tram_of_another_day_is_told_with_its_day(leaves: str, said: str) -> None:
    at = local("2026-11-28T23:50")
    setting = Setting(at=at, language="fr", zone="Europe/Paris", country="FR", position=None)
    assert leaving(Departure(id="1", line="1", towards="x", leaves=local(leaves)), setting) == said


@pytest.mark.parametrize(
    ("said", "at", "meant"),
    [
        ("2026-10-25T02:30", "2026-10-25T00:10Z", "2026-10-25T00:30Z"),
        ("2026-10-25T02:30", "2026-10-25T01:10Z", "2026-10-25T01:30Z"),
        ("2026-10-25T02:55", "2026-10-25T01:00Z", "2026-10-25T00:55Z"),
        ("2026-10-25T02:30+02:00", "2026-10-25T01:10Z", "2026-10-25T00:30Z"),
        ("2026-10-25T03:30", "2026-10-25T01:10Z", "2026-10-25T02:30Z"),
        ("2026-03-29T02:30", "2026-03-29T01:10Z", "2026-03-29T01:30Z"),
    ],
)
def test_a_time_of_the_hour_that_comes_twice_is_the_nearer_one(said: str, at: str, meant: str) -> None:
    """A night bus that its source names without an offset, in the night in which clocks go back."""
    assert instant(said, PARIS, datetime.fromisoformat(at)) == datetime.fromisoformat(meant)
