"""A source of which most positions are exchanged has a fault that says how to name them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from parvis.words import words
from playlists.documents import Batch
from playlists.errors import SourceError
from playlists.feed.live import LIMITS
from playlists.sources.fetch import Answer
from playlists.sources.refresh import batch_of
from playlists.sources.values import Reader
from playlists.sources.written import TABLES

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
NANTES = (47.2184, -1.5536)
RIGHT, WRONG = [47.2092, -1.557], [-1.557, 47.2092]


def batch(*positions: object, city: tuple[float, float] | None = NANTES, **fields: str) -> Batch:
    rows = [{"nom": f"P{n}", "libres": n, "ou": each} for n, each in enumerate(positions)]
    mapping = {"name": "nom", "free": "libres", **(fields or {"position": "ou"})}
    told = {"kind": "json", "url": "http://127.0.0.1/", "gives": "availability", "fields": mapping}
    source = TABLES["json"].model_validate(told)
    return batch_of(
        "p", source, {source.url: Answer(body=json.dumps(rows).encode())}, Reader(AT, PARIS, city)
    )


def test_exchanged_positions_are_a_fault() -> None:
    with pytest.raises(SourceError, match="exchanged") as caught:
        batch(WRONG, WRONG, RIGHT)
    for language in ("fr", "en"):
        told = words("city.fault-exchanged", **caught.value.facts).to(language)
        assert "-1.557, 47.2092" in told
        assert len(told) <= LIMITS.told_characters


def test_its_cure_is_one() -> None:
    found = batch(WRONG, WRONG, latitude="ou.1", longitude="ou.0")
    assert [each.position for each in found.documents if hasattr(each, "position")] == [tuple(RIGHT)] * 2


@pytest.mark.parametrize(
    ("positions", "city"),
    [
        ([RIGHT, RIGHT, WRONG], NANTES),
        ([WRONG], None),
        ([None, None], NANTES),
        ([[48.84, 2.32], [43.6, 1.44]], NANTES),
    ],
)
def test_what_is_right_or_cannot_be_told_is_kept(positions: list[object], city: tuple[float, float]) -> None:
    assert len(batch(*positions, city=city).documents) == len(positions)
