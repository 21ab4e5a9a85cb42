"""How old data are: by their source’s word, and never newer than when they came."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from looking_shelf import NameShelf
from source_server import SourceServer, source_server
from workspace_folder import SMALL, write

from playlists.documents import Batch, Freshness
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Outcome, Refresher
from playlists.sources.written import TABLES
from playlists.workspace.check import check
from playlists.workspace.load import load

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIELDS = {"id": "nom", "name": "nom", "free": "libres"}


class Town:
    """One source of car parks at a server of its own, and a clock that is set by hand."""

    def __init__(self, folder: Path, server: SourceServer, **fields: str) -> None:
        self.now, self._server, self._folder = NOON, server, folder
        told = {"kind": "json", "gives": "availability", "every": 60, "url": f"{server.url}/x"}
        self._source = TABLES["json"].model_validate({**told, "fields": FIELDS | fields})

    def says(self, *rows: dict[str, object], modified: datetime | None = None) -> None:
        """What the service answers from now on."""
        headers = {"Last-Modified": format_datetime(modified, usegmt=True)} if modified else {}
        self._server.serve("/x", json.dumps(rows).encode(), **headers)

    def ask(self) -> Outcome:
        """Another process each time: what is known lies on the disk."""
        keep = Keep(self._folder)
        sources = {"parkings": self._source}
        (outcome,) = Refresher(sources, keep, PARIS, lambda: self.now, LIMITS, loopback=True).round()
        return outcome


def age(outcome: Outcome, town: Town) -> timedelta:
    assert isinstance(outcome.batch, Batch)
    (document,) = outcome.batch.documents
    return town.now - outcome.batch.of(document)


@pytest.mark.parametrize("ahead", [2 * HOUR, 20 * HOUR, 400 * 24 * HOUR])
def test_a_publisher_whose_clock_is_ahead_keeps_nothing_fresh(tmp_path: Path, ahead: timedelta) -> None:
    """It stopped, and what it said last would have been new until our clock reached its own."""
    with source_server() as server:
        town = Town(tmp_path, server, updated="le")
        for minutes in (0, 1):
            town.now = NOON + timedelta(minutes=minutes)
            town.says({"nom": "Graslin", "libres": minutes, "le": (town.now + ahead).isoformat()})
            assert age(town.ask(), town) == timedelta(), "as long as it lives it is new"
        town.now += timedelta(minutes=11)
        found = town.ask()
        assert age(found, town) == timedelta(minutes=11)
        assert found.batch is not None
        assert found.batch.ages.freshness(town.now - timedelta(minutes=11), town.now) is Freshness.MARKED
        town.now += HOUR
        stopped = town.ask()
    assert stopped.fault is not None
    assert stopped.fault.code == "old"


def test_one_row_ahead_makes_no_other_older(tmp_path: Path) -> None:
    with source_server() as server:
        town = Town(tmp_path, server, updated="le")
        for minutes in (0, 15):
            town.now = NOON + timedelta(minutes=minutes)
            ahead, good = NOON + 2 * HOUR, town.now - timedelta(minutes=1)
            rows = ({"nom": n, "libres": 1, "le": at.isoformat()} for n, at in (("A", ahead), ("B", good)))
            town.says(*rows)
            found = town.ask().batch
        assert found is not None
        of = {each.id: town.now - found.of(each) for each in found.documents}
    assert of == {"A": timedelta(minutes=15), "B": timedelta(minutes=1)}


@pytest.mark.parametrize("fields", [{}, {"updated": "Last-Modified"}])
def test_rows_without_a_time_are_of_when_their_answer_was_made(
    tmp_path: Path, fields: dict[str, str]
) -> None:
    with source_server() as server:
        town = Town(tmp_path, server, **fields)
        row: dict[str, object] = {"nom": "Graslin", "libres": 7}
        town.says(row, modified=NOON - timedelta(minutes=4))
        assert age(town.ask(), town) == timedelta(minutes=4)
        town.says(row, modified=NOON - timedelta(days=7))
        town.now += timedelta(minutes=2)
        last_week = town.ask()
        assert last_week.fault is not None
        assert last_week.fault.code == "old"
        town.says(row)
        town.now += timedelta(minutes=5)
        unknown = town.ask()
    assert (unknown.fault.code if unknown.fault else "") == ("shape" if fields else "")


def test_a_time_of_the_row_comes_before_that_of_its_answer(tmp_path: Path) -> None:
    with source_server() as server:
        town = Town(tmp_path, server, updated="le")
        said = (NOON - timedelta(minutes=2)).isoformat()
        town.says({"nom": "Graslin", "libres": 7, "le": said}, modified=NOON - timedelta(days=7))
        assert age(town.ask(), town) == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("gives", "fields", "told"),
    [
        ("availability", 'name = "nom", free = "libres"', True),
        ("availability", 'name = "nom", free = "libres", updated = "le"', False),
        ("availability", 'name = "nom", free = "libres", updated = "Last-Modified"', False),
        ("place", 'name = "nom"', False),
        ("departure", 'line = "l", wait = "w"', False),
    ],
)
def test_the_editor_is_told_that_the_age_of_a_source_cannot_be_known(
    tmp_path: Path, gives: str, fields: str, told: bool
) -> None:
    source = f'[x]\nkind = "json"\nurl = "https://example.org"\ngives = "{gives}"\nfields = {{ {fields} }}\n'
    found = check(load(write(tmp_path, SMALL, sources=source)), today=NOON, shelf=NameShelf())
    assert [(each.where.en, each.message.code) for each in found] == (
        [("x.fields", "sources.ageless")] if told else []
    )
