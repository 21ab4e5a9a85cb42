"""Dates as French tables write them are read, and never guessed: what comes first is said by sources.toml."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from parvis.words import words
from playlists.documents import Event
from playlists.errors import SourceError
from playlists.feed.live import LIMITS
from playlists.sources import kinds
from playlists.sources.dates import Order, iso, moved
from playlists.sources.fetch import Answer
from playlists.sources.samples import sampled
from playlists.sources.values import Reader, end, instant
from playlists.sources.written import TABLES, Source

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
ORDERS: tuple[Order, ...] = ("day-first", "month-first")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
days = some.dates(date(2000, 1, 2), date(2099, 12, 30))


def table(dates: str | None, **more: object) -> Source:
    return TABLES["csv"].model_validate(
        {
            "kind": "csv",
            "url": "http://127.0.0.1/",
            "gives": "event",
            "fields": {"title": "quoi", "starts": "debut", "ends": "fin"},
            **({"dates": dates} if dates else {}),
            **more,
        }
    )


def read(dates: str | None, *rows: str) -> list[tuple[str, str, bool]]:
    """Beginning and end of the events of a French table, as clocks of Paris tell them."""
    source, body = table(dates), "\n".join(("quoi;debut;fin", *(f"x{n};{row}" for n, row in enumerate(rows))))
    found = kinds.READERS["csv"](source, {source.url: Answer(body=body.encode())}, Reader(AT, PARIS))
    events = [each for each in found if isinstance(each, Event)]
    return [(local(each.starts), local(each.ends), each.whole_days) for each in events]


def local(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("row", "starts", "ends", "whole"),
    [
        ("28/11/2026;28/11/2026", "2026-11-28 00:00", "2026-11-29 00:00", True),
        ("28/11/2026 14:30;28/11/2026 16:00", "2026-11-28 14:30", "2026-11-28 16:00", False),
        ("03/04/2026 14:30:15;3/4/2026 16h", "2026-04-03 14:30", "2026-04-03 16:00", False),
        ("28/11/26;01/12/26", "2026-11-28 00:00", "2026-12-02 00:00", True),
        ("28-11-2026 à 14 h 30;28.11.2026 17h05", "2026-11-28 14:30", "2026-11-28 17:05", False),
        ("28/11/2026 14:30Z;28/11/2026 14:30-01:00", "2026-11-28 15:30", "2026-11-28 16:30", False),
        ("samedi 28 novembre 2026 à 14h30;1er déc. 2026", "2026-11-28 14:30", "2026-12-02 00:00", False),
        ("2026/11/28;2026-11-28", "2026-11-28 00:00", "2026-11-29 00:00", True),
    ],
)
def test_dates_of_a_french_table_are_read(row: str, starts: str, ends: str, whole: bool) -> None:
    assert read("day-first", row) == [(starts, ends, whole)]


@given(day=days, order=some.sampled_from(ORDERS), sign=some.sampled_from("/-."), wide=some.booleans())
def test_every_day_is_read_in_the_order_that_is_said(day: date, order: Order, sign: str, wide: bool) -> None:
    first, second = (day.day, day.month) if order == "day-first" else (day.month, day.day)
    told = sign.join(
        (f"{first:02}" if wide else f"{first}", f"{second}", f"{day:%Y}" if wide else f"{day:%y}")
    )
    assert iso(told, order) == day.isoformat()
    assert iso(told, None) == told, "nobody said what comes first"
    following = datetime.combine(day + timedelta(days=1), time(), PARIS)
    assert end(iso(told, order), PARIS) == following.astimezone(UTC)


@given(day=days, hour=some.times())
def test_a_month_in_words_needs_no_order(day: date, hour: time) -> None:
    name = MONTHS[day.month - 1]
    for spelt in (name, name.upper(), name.translate(str.maketrans("éû", "eu"))):
        assert iso(f"{day.day} {spelt} {day.year}", None) == day.isoformat()
        at = datetime.combine(day, hour.replace(second=0, microsecond=0), PARIS).astimezone(UTC)
        assert instant(iso(f"{day.day} {spelt} {day.year} à {hour:%H h %M}", None), PARIS) == at


@given(text=some.text(max_size=80))
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    found = iso(text, "day-first")
    assert found == text or datetime.fromisoformat(str(found)).year > 0


@pytest.mark.parametrize(
    "told", ["31/02/2026", "28/11", "28/11/2026 25:00", "1/2/3", "28/11-2026", "12 rue 2026"]
)
def test_what_is_no_day_is_no_instant(told: str) -> None:
    assert instant(iso(told, "day-first"), PARIS) is None


def test_without_the_order_the_source_has_a_fault_that_says_what_to_write() -> None:
    with pytest.raises(SourceError, match="date-order") as caught:
        read(None, "2026-11-28;03/04/2026")
    for language in ("fr", "en"):
        told = words(f"city.fault-{caught.value.code}", **caught.value.facts).to(language)
        assert "03/04/2026" in told
        assert 'dates = "day-first"' in told
        assert len(told) <= LIMITS.told_characters


def test_dates_that_all_go_against_their_order_are_a_fault() -> None:
    with pytest.raises(SourceError, match="date-otherwise") as caught:
        read("day-first", "11/28/2026;12/05/2026", "03/04/2026;03/05/2026")
    assert len(words("city.fault-date-otherwise", **caught.value.facts).to("fr")) <= LIMITS.told_characters
    assert read("day-first", "28/11/2026;05/12/2026", "11/28/2026;x"), "one slip of a pen costs one row"
    with pytest.raises(ValidationError):
        table("jour d’abord")


def test_a_sample_of_french_dates_is_moved_on_like_any_other(tmp_path: Path) -> None:
    rows = [
        {"quoi": "Fête", "debut": "20/11/2026 14:30", "fin": "1er décembre 2026"},
        {"quoi": "Braderie", "debut": "20 août 2026", "fin": "21/11/26"},
    ]
    sample = {"file": "agenda.json", "taken": datetime(2026, 11, 20, 10)}  # noqa: DTZ001 - the zone is the workspace's
    source = table("day-first", kind="json", sample=sample)
    for escaped in (json.dumps(rows, ensure_ascii=False), json.dumps(rows).replace("/", "\\/")):
        (tmp_path / "agenda.json").write_text(escaped, "utf-8")
        batch = sampled("agenda", source, tmp_path, Reader(AT, PARIS))
        assert batch
        told = [(local(e.starts), local(e.ends)) for e in batch.documents if isinstance(e, Event)]
        assert told == [
            ("2026-11-26 14:30", "2026-12-08 00:00"),
            ("2026-08-26 00:00", "2026-11-28 00:00"),
        ]


@given(day=some.dates(date(2001, 1, 1), date(2090, 1, 1)), days=some.integers(0, 2_000))
def test_a_moved_date_is_later_by_as_much(day: date, days: int) -> None:
    for order, shape in (("day-first", "%d/%m/%Y"), ("month-first", "%m/%d/%Y"), ("day-first", "%Y/%m/%d")):
        told = moved(f"du {day:{shape}} au soir", timedelta(days=days), days, order)  # type: ignore[arg-type]
        assert told == f"du {day + timedelta(days=days):{shape}} au soir"
    name = moved(f"{day.day} {MONTHS[day.month - 1]} {day.year}", timedelta(days=days), days, None)
    assert iso(name, None) == (day + timedelta(days=days)).isoformat()
