"""Pictures of city data come to the disk of a device that shows them, and of no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from agent_world import Device, device, noise, notice

from player.agent.outcome import Accepted, Unchanged
from playlists.documents import PICTURE_AGES, Batch, Picture
from playlists.feed.publishing.live import put_up
from playlists.feed.tree import OBJECTS
from playlists.media.store import Store
from playlists.program import Item, LiveContent

WEBCAM = Item(
    id="loire",
    content=LiveContent(source="loire", headlines=(("fr", "La Loire"),)),
    pages_ms=(10_000,),
)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path) as made:
        yield made


def tell(one: Device, data: bytes) -> str:
    """Lay a picture into the feed and name it."""
    name = Store(one.world.feed / OBJECTS).put(data)
    shot = Picture(object=name, bytes=len(data), width=1280, height=960)
    found = Batch(source="loire", fetched=one.world.now, ages=PICTURE_AGES, picture=shot)
    put_up(one.world.repository, [found], one.world.keyring, one.world.now)
    return name


def test_a_picture_that_is_shown_here_is_fetched_and_each_that_follows(one: Device) -> None:
    one.publish(notice("a", "Un"), WEBCAM)
    name = tell(one, noise(3000))
    assert one.cycle() == Accepted(generation=1, fetched=0), "a program waits for none"
    assert one.object(name).read_bytes() == noise(3000)
    other = tell(one, noise(3000, seed=2))
    assert one.cycle() == Unchanged(generation=1)
    assert one.object(other).read_bytes() == noise(3000, seed=2)


def test_a_picture_that_nobody_sees_here_is_not_fetched(one: Device) -> None:
    one.publish(notice("a", "Un"))
    name = tell(one, noise(3000))
    one.cycle()
    assert not one.object(name).exists()


def test_a_picture_that_is_not_what_was_signed_never_gets_there(one: Device) -> None:
    one.publish(notice("a", "Un"), WEBCAM)
    name = tell(one, noise(3000))
    (one.world.feed / OBJECTS / name[:2] / name).write_bytes(noise(3000, seed=9))
    assert one.cycle() == Accepted(generation=1, fetched=0)
    assert not one.object(name).exists()
