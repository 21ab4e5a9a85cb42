"""The agent follows the feed: what is published comes to the disk, verified and whole, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from agent_world import DEVICE, MB, Device, device, noise, notice, picture, program

from player.agent.outcome import Accepted, Rejected, Stale, Unchanged
from player.state import LATEST, PLAYING
from playlists.program import Rendition


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path) as made:
        yield made


def test_what_is_published_comes_to_the_disk(one: Device) -> None:
    one.publish(notice("a", "Piscine fermée"), picture("p", one.world.source, noise(300_000)))
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert one.texts() == [["Piscine fermée"]]
    one.publish(notice("a", "Marché"))
    assert one.cycle() == Accepted(generation=2, fetched=0)
    assert one.texts() == [["Marché"]]
    one.require_sound()
    assert list(one.state.incoming.iterdir()) == []


def test_the_picture_of_the_mark_comes_to_the_disk_like_every_object(one: Device) -> None:
    data = noise(2000)
    mark = Rendition(object=one.world.source.put(data), bytes=len(data), width=40, height=10)
    shown = msgspec.structs.replace(program(DEVICE, [notice("a", "Un")]), logo_picture=mark)
    assert one.world.publish(shown)
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert one.object(mark.object).read_bytes() == data
    one.object(mark.object).unlink()
    one.restarted()
    one.cycle()
    assert one.object(mark.object).read_bytes() == data


def test_an_unchanged_feed_costs_two_requests(one: Device) -> None:
    one.show(noise(1000))
    one.cycle()
    for _ in range(2):
        assert one.cycle() == Unchanged(generation=1)
        assert [asked.path for asked in one.server.log] == ["metadata/2.root.json", "metadata/timestamp.json"]
        one.restarted()
    assert not [key for asked in one.server.log for key in asked.headers if key.startswith("if-")]
    assert all(asked.headers["accept-encoding"] == "identity" for asked in one.server.log)


def test_a_feed_that_is_only_signed_anew_makes_no_new_generation(one: Device) -> None:
    one.show(noise(1000))
    one.cycle()
    before = one.status.expires["timestamp"]
    one.world.repository.renew(one.world.keyring, one.world.now + timedelta(hours=1))
    assert one.cycle() == Unchanged(generation=1)
    assert one.status.expires["timestamp"] == before + timedelta(hours=1)
    one.restarted()
    one.server.err("timestamp", lambda request: request.answer(500, b""))
    one.cycle()
    assert one.status.expires["timestamp"] == before + timedelta(hours=1)


def test_expiry_stops_accepting_and_nothing_else(one: Device) -> None:
    name = one.show(noise(1000))
    one.cycle()
    late = timedelta(days=20)
    assert isinstance(one.cycle(late), Stale)
    one.publish(notice("a", "Trop tard"))
    one.object(name).unlink()
    assert isinstance(one.cycle(late), Stale)
    assert one.texts() == [[]]
    assert one.object(name).exists(), "what plays is kept whole all the same"
    assert one.status.fault
    assert (one.status.fault.kind, one.status.fault.times) == ("stale", 2)


def test_a_device_that_the_feed_does_not_know_says_so(one: Device) -> None:
    outcome = one.cycle()
    assert outcome == Rejected(why="the feed has no program for totem-1")
    assert one.status.generation is None


def test_old_generations_go_but_never_the_one_that_plays(one: Device) -> None:
    for number in range(6):
        one.publish(notice("a", f"Numéro {number}"))
        one.cycle()
        if number == 0:
            (one.state.generations / PLAYING).symlink_to("1")
    names = sorted(file.name for file in one.state.generations.iterdir())
    assert names == ["1", "4", "5", "6", LATEST, PLAYING]


def test_a_generation_that_was_damaged_is_written_anew(one: Device) -> None:
    one.publish(notice("a", "Piscine fermée"))
    one.cycle()
    (one.state.generations / LATEST / "metadata" / "targets.json").write_bytes(b"")
    one.restarted()
    assert one.cycle() == Accepted(generation=2, fetched=0)
    assert one.texts() == [["Piscine fermée"]]


@pytest.mark.parametrize("damage", ["emptied", "truncated", "flipped", "deleted"])
def test_a_damaged_object_is_fetched_again_within_one_cycle(one: Device, damage: str) -> None:
    data = noise(MB)
    name = one.show(data)
    one.cycle()
    one.agent.check_objects()
    file = one.object(name)
    if damage == "deleted":
        file.unlink()
    else:
        wrong = {"emptied": b"", "truncated": data[:-1], "flipped": b"\0" + data[1:]}[damage]
        file.write_bytes(wrong)
    assert one.cycle() == Unchanged(generation=1, repaired=1)
    assert file.read_bytes() == data
    assert one.cycle() == Unchanged(generation=1)


@pytest.mark.parametrize("left", [0, MB - 1, MB + 1])
def test_an_object_of_another_size_is_noticed_at_the_start(one: Device, left: int) -> None:
    """What a power cut may leave: no memory of what was right."""
    data = noise(MB)
    name = one.show(data)
    one.cycle()
    one.object(name).write_bytes((data + b"more")[:left])
    one.restarted()
    assert one.cycle() == Unchanged(generation=1, repaired=1)
    assert one.object(name).read_bytes() == data


def test_a_bit_that_fell_over_in_silence_is_found_in_idle_time(one: Device) -> None:
    import os

    data = noise(MB)
    name = one.show(data)
    one.cycle()
    one.agent.check_objects()
    file = one.object(name)
    before = file.stat()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert one.cycle() == Unchanged(generation=1)
    one.agent.check_objects()
    assert one.cycle() == Unchanged(generation=1, repaired=1)
    assert file.read_bytes() == data
    assert one.status.bad == {name: 1}


def test_what_the_stage_could_not_use_is_read_again(one: Device) -> None:
    from playlists.durable import put

    data = noise(MB)
    name = one.show(data)
    one.cycle()
    one.object(name).write_bytes(b"\0" + data[1:])
    one.restarted()
    assert one.cycle() == Unchanged(generation=1)
    put(one.state.status / "stage.json", f'{{"missing":["{name}"],"other":3}}'.encode())
    assert one.cycle() == Unchanged(generation=1, repaired=1)


def test_what_the_disk_lost_of_the_metadata_comes_back_from_the_generation(one: Device) -> None:
    """A power cut that zeroes the newest metadata must not open the way to older ones."""
    import shutil

    one.publish(notice("a", "Avant"))
    shutil.copytree(one.world.feed, one.world.folder / "old")
    one.publish(notice("a", "Après"))
    one.cycle()
    for file in one.state.trusted.glob("*.json"):
        file.write_bytes(bytes(file.stat().st_size))
    one.server.folder = one.world.folder / "old"
    one.restarted()
    assert isinstance(one.cycle(), Rejected)
    assert one.texts() == [["Après"]]


def test_keys_that_are_changed_are_followed_without_a_visit(one: Device) -> None:
    from playlists.feed.publishing.authority import rotate

    one.publish(notice("a", "Avant"))
    one.cycle()
    for name in ("root-1", "timestamp", "snapshot", "targets", "devices"):
        repository = one.world.repository
        rotate(repository, one.world.keyring, name)
        repository.save(one.world.keyring, one.world.now, {"what": "rotated"})
    one.publish(notice("a", "Après"))
    assert isinstance(one.cycle(), Accepted)
    assert one.texts() == [["Après"]]


def test_objects_that_nobody_needs_go_when_room_is_needed(one: Device) -> None:
    first, second = one.show(noise(MB, 1)), one.show(noise(MB, 2))
    one.cycle()
    third = one.show(noise(MB, 3))
    one.cycle()
    assert [one.object(name).exists() for name in (first, second, third)] == [False, True, True]
    (one.state.generations / PLAYING).symlink_to("1")
    one.agent._syncer._evict({}, 2**62)
    assert [one.object(name).exists() for name in (first, second, third)] == [False, True, True]
    (one.state.generations / PLAYING).unlink()
    one.agent._syncer._evict({}, 2**62)
    assert [one.object(name).exists() for name in (first, second, third)] == [False, False, True]
