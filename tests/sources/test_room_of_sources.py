"""Sources that say more than the feed has room for cost themselves, and nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from playlists.documents import AGES, Availability, Batch, Notice
from playlists.feed import live

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def flood(source: str, letter: str, count: int = 200) -> Batch:
    """As much as a source can say."""
    return Batch(
        source=source,
        fetched=NOW,
        ages=AGES[Notice],
        documents=tuple(
            Notice(id=f"{n}-{letter * 60}", title=letter * 160, body=letter * 600) for n in range(count)
        ),
    )


SPACES = Batch(
    source="parkings",
    fetched=NOW,
    ages=AGES[Availability],
    documents=tuple(Availability(id=f"{n}", name=f"Parking {n}", free=n) for n in range(40)),
)


@pytest.mark.parametrize("letter", ["a", "é", "€", '"', "\\", "\U0001f3ca"])
@pytest.mark.parametrize("count", [1, 12, 60, 500])
def test_floods_leave_all_others_whole_and_the_feed_can_be_signed(letter: str, count: int) -> None:
    floods = [flood(f"s-{n}", letter) for n in range(count - 1)]
    found = live.fitted([*floods, SPACES])
    assert found[-1] == SPACES or count == 500
    assert [batch.source for batch in found] == [f"s-{n}" for n in range(count - 1)] + ["parkings"]
    written = live.write(found)
    assert len(json.dumps(written)) < live.LIMITS.board_bytes, "as it is signed"
    shares = {len(batch.documents) for batch in found[:-1]}
    assert not shares or max(shares) - min(shares) <= 2
    assert live.read(written).batches == found


def test_what_has_room_is_left_as_it_is() -> None:
    said = [SPACES, flood("actus", "a", 100)]
    assert list(live.fitted(said)) == said
