"""Signatures of the feed that are too old are named, and those that nobody renews before they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from feed_world import World, notice, program

from central.judging.ages import aged, ending, over
from central.judging.fleet import FleetReader


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin()
    made.publish(program("totem-1", [notice("a", "Un")]))
    return made


def ends_of(world: World) -> Mapping[str, datetime]:
    reader = FleetReader(world.feed, world.anchor)
    reader.refresh(world.now)
    return reader.roll.expires


def test_signatures_that_are_too_old_are_named(world: World) -> None:
    ends = ends_of(world)
    assert aged(ends, world.now) == ()
    gone = over(ends, world.now + timedelta(days=4))
    assert "timestamp" in gone
    assert not {"root", "alerts", "live"} & set(gone), "a board of alerts that are over may be of any age"
    (old, *_) = aged(ends, world.now + timedelta(days=4))
    assert (old.code, old.since) == ("feed", ends["timestamp"])


def test_signatures_that_nobody_renews_are_told_before_they_end(world: World) -> None:
    ends = ends_of(world)
    assert aged(ends, world.now + timedelta(hours=53)) == ()
    (soon,) = aged(ends, world.now + timedelta(hours=55))
    assert (soon.code, soon.detail) == ("expiry", f"timestamp {ends['timestamp']:%Y-%m-%d %H:%M}Z")
    assert soon.since == ends["timestamp"] - timedelta(hours=18)
    assert set(ending(ends, ends["root"] - timedelta(days=1))) == {"root"}
