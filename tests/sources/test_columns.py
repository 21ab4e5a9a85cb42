"""Columns as French tables name them are found; a mapping that names another is told which there are."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from parvis.words import words
from playlists.documents import Document, Event
from playlists.errors import SourceError
from playlists.feed.live import LIMITS
from playlists.sources import kinds
from playlists.sources.fetch import Answer
from playlists.sources.samples import sampled
from playlists.sources.values import Reader
from playlists.sources.written import TABLES

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
FIELDS = {"title": "Titre", "starts": "Date de début"}


def read(
    body: str | bytes, kind: str = "csv", gives: str = "event", charset: str = "utf-8", **fields: str
) -> tuple[Document, ...]:
    told = {"kind": kind, "url": "http://127.0.0.1/", "gives": gives, "dates": "day-first"}
    source = TABLES[kind].model_validate({**told, "fields": fields or FIELDS, "charset": charset})
    answer = {source.url: Answer(body=body if isinstance(body, bytes) else body.encode())}
    return kinds.READERS[kind](source, answer, Reader(AT, ZoneInfo("Europe/Paris")))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "head", ["Titre;Date de début", " Titre ; Date de début ", '"Titre";"Date de début"']
)
def test_a_title_of_several_words_is_found_however_it_is_spelt(head: str, form: str) -> None:
    """As an office writes it, its blanks and accents included; a mapping with a blank was refused."""
    body = unicodedata.normalize("NFD" if form == "NFD" else "NFC", head) + "\nFête;28/11/2026\n"
    (event,) = read(body)
    assert isinstance(event, Event)
    assert event.title == "Fête"


@pytest.mark.parametrize(
    ("fields", "missing", "known"),
    [
        ({"title": "Titres", "starts": "Date de début"}, "Titres", "Titre"),
        (
            {"title": "Titre", "starts": "Date de début", "ends": "Date de fin"},
            "Date de fin",
            "Date de début",
        ),
        ({"title": "Titre", "starts": "zzz"}, "zzz", "Titre, Date de début"),
    ],
)
def test_a_column_that_there_is_not_is_told_with_those_that_there_are(
    fields: dict[str, str], missing: str, known: str
) -> None:
    with pytest.raises(SourceError, match="columns") as caught:
        read("Titre;Date de début\nFête;28/11/2026\n", **fields)
    assert caught.value.facts == {"missing": missing, "known": known}
    told = words("city.fault-columns", missing="x" * 60, known="y" * 60)
    assert max(len(told.fr), len(told.en)) <= LIMITS.told_characters


def test_of_json_what_says_its_age_must_be_there_and_what_may_be_left_out_may() -> None:
    rows = json.dumps([{"n": {"nom": "Graslin", "libres": 3}}, {"n": {"nom": "Feydeau", "libres": 4}}])
    names = {"name": "n.nom", "free": "n.libres"}
    assert len(read(rows, "json", "availability", **names, total="n.places")) == 2
    with pytest.raises(SourceError, match="columns") as caught:
        read(rows, "json", "availability", **names, updated="n.heure")
    assert caught.value.facts == {"missing": "n.heure", "known": "n.nom, n.libres"}


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-15"])
def test_a_table_of_an_office_is_read_in_the_charset_that_is_said(charset: str, tmp_path: Path) -> None:
    body = "Titre;Date de début\nFête à 5 €;20/11/2026\n"
    with pytest.raises(SourceError, match="csv-encoding") as caught:
        read(body.encode(charset))
    told = words("city.fault-csv-encoding", **caught.value.facts)
    assert 'charset = "windows-1252"' in told.fr
    assert max(len(told.fr), len(told.en)) <= LIMITS.told_characters
    (event,) = read(body.encode(charset), charset=charset)
    assert isinstance(event, Event)
    assert event.title == "Fête à 5 €"
    assert read(body, charset=charset) == (event,), "what is UTF-8 is so, whatever is said"
    (tmp_path / "a.csv").write_bytes(body.encode(charset))
    sample = {"file": "a.csv", "taken": datetime(2026, 11, 20, 10, tzinfo=UTC)}
    table = {"kind": "csv", "url": "http://127.0.0.1/", "gives": "event", "dates": "day-first"}
    source = TABLES["csv"].model_validate({**table, "fields": FIELDS, "charset": charset, "sample": sample})
    batch = sampled("a", source, tmp_path, Reader(AT, ZoneInfo("Europe/Paris")))
    assert batch is not None
    (moved,) = batch.documents
    assert isinstance(moved, Event)
    assert f"{moved.starts:%d/%m}" == "25/11", "the twentieth, moved on by six days, begins at 23 h of UTC"


@pytest.mark.parametrize(
    ("row", "starts", "ends"),
    [
        ("28/11/2026;20:30;22:00", "28 20:30", "28 22:00"),
        ("28/11/2026;20h30;00h30", "28 20:30", "29 00:30"),
        ("2026-11-28;20h30;22 h", "28 20:30", "28 22:00"),
        ("28 novembre 2026;20:30:00;", "28 20:30", "29 00:00"),
        ("28/11/2026;;", "28 00:00", "29 00:00"),
        ("24/10/2026;20:30;02:30", "24 20:30", "25 02:30"),
    ],
)
def test_a_day_and_its_hour_may_stand_in_two_columns(row: str, starts: str, ends: str) -> None:
    """As in the agenda of Nantes: `date`, `heure_debut`, `heure_fin`."""
    fields: dict[str, Any] = {"title": "t", "starts": ["jour", "de"], "ends": ["jour", "a"]}
    (event,) = read(f"t;jour;de;a\nConcert;{row}\n", **fields)
    assert isinstance(event, Event)
    paris = ZoneInfo("Europe/Paris")
    assert [f"{at.astimezone(paris):%d %H:%M}" for at in (event.starts, event.ends)] == [starts, ends]
    assert event.whole_days is row.endswith(";;")


def test_only_a_time_is_found_in_two_places() -> None:
    table = {"kind": "csv", "url": "http://127.0.0.1/", "gives": "event"}
    more: list[dict[str, Any]] = [{"title": ["a", "b"]}, {"starts": ["a", "b", "c"]}, {"starts": []}]
    for bad in more:
        with pytest.raises(ValidationError):
            TABLES["csv"].model_validate({**table, "fields": bad})
    with pytest.raises(SourceError, match="columns"):
        read("t;jour\nConcert;28/11/2026\n", title="t", starts=["jour", "heure"])  # type: ignore[arg-type]
