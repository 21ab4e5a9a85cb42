"""A device's stage from what is on disk: real processes, real files, a feed signed for real."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from random import Random

import pytest
from device_world import DEVICE, Device, read_plays
from msgspec.structs import replace

from device_profiles.report import PlayRecord
from player.state import LATEST, PLAYING
from player.status import STAGE, read_status
from playlists.durable import point, put

RED, GREEN, BLUE, YELLOW = "#ff0000", "#00ff00", "#0000ff", "#ffff00"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path)


def seen_of(plays: Sequence[PlayRecord], looks: Sequence[str]) -> list[str]:
    """The colours of plays, without one that was over before the first look at the glass."""
    colours = [{"red": RED, "green": GREEN}[play.item] for play in plays]
    return colours[1:] if colours[0] != looks[0] else colours


def test_it_starts_from_disk_alone_and_plays_the_latest_generation(device: Device) -> None:
    device.publish(device.still("red", RED, 0.4), device.still("green", GREEN, 0.4))
    with device.stage() as stage:
        stage.until(RED)
        stage.until(GREEN)
        stage.until(RED)
        stage.end()
    assert set(stage.colours) == {RED, GREEN}
    status = read_status(device.state.status / STAGE)
    assert status is not None
    assert status.generation == "1"
    assert (device.state.generations / PLAYING).readlink().name == "1"


def test_it_starts_dark_outside_the_display_hours(device: Device) -> None:
    device.set_clock(datetime(2026, 11, 26, 3, tzinfo=UTC))
    lit = device.program(device.still("red", RED, 3600))
    device.world.publish(replace(lit, display_hours="Mo-Su 06:00-22:00"), editor=device.editor)
    device.fetch()
    with device.stage("--offset", str(device.offset)) as stage:
        stage.until("#000000")
        device.set_clock(datetime(2026, 11, 26, 12, tzinfo=UTC))
        stage.until(RED)
        stage.end()
    assert stage.colours == ["#000000", RED]


def test_it_goes_over_to_a_new_generation_without_a_frame_of_ground(device: Device) -> None:
    device.publish(device.still("red", RED, 0.4), device.still("green", GREEN, 0.4))
    with device.stage() as stage:
        stage.until(RED)
        stage.until(GREEN)
        device.publish(device.still("blue", BLUE, 0.5), device.still("yellow", YELLOW, 0.5))
        stage.until(BLUE)
        stage.until(YELLOW)
        stage.end()
    assert set(stage.colours) == {RED, GREEN, BLUE, YELLOW}
    assert (device.state.generations / PLAYING).readlink().name == "2"


def test_it_goes_over_when_the_next_edition_begins(device: Device) -> None:
    begins = datetime.now(UTC) + timedelta(hours=1)
    device.world.publish(device.program(device.still("red", RED, 0.3)))
    device.publish(device.still("blue", BLUE, 0.3), at=begins)
    with device.stage("--offset", str(device.offset)) as stage:
        stage.until(RED)
        device.set_clock(begins - timedelta(seconds=2))
        stage.until(BLUE)
        stage.end()
    assert stage.colours == [RED, BLUE]
    first = next(look["at"] for look in stage.seen if look["colour"] == BLUE)
    assert first >= begins.timestamp() * 1000


def test_a_device_without_a_generation_shows_its_built_in_slide_until_one_comes(device: Device) -> None:
    with device.stage() as stage:
        assert stage.look()["width"] == 1920
        device.publish(device.still("red", RED, 0.5))
        stage.until(RED)
        assert stage.seen[-1]["width"] == 160
        stage.end()


def test_kill_9_at_any_instant_leaves_the_glass_right(device: Device) -> None:
    chance = Random(3)
    items = [device.still("red", RED, 0.3), device.still("green", GREEN, 0.3)]
    others = [device.still("blue", BLUE, 0.3), device.still("yellow", YELLOW, 0.3)]
    device.publish(*items)
    for _ in range(8):
        with device.stage() as stage:
            stage.for_looks(chance.randrange(1, 25))
            items, others = others, items
            device.publish(*items)
            stage.for_looks(chance.randrange(0, 25))
        assert set(stage.colours) <= {RED, GREEN, BLUE, YELLOW}
    with device.stage() as stage:
        stage.until(RED)
        stage.end()
    assert set(stage.colours) <= {RED, GREEN}


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:40])


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize("damage", [_truncate, _flip, Path.unlink])
def test_a_damaged_object_is_passed_over_and_comes_back_when_it_is_whole(
    device: Device, damage: Callable[[Path], None]
) -> None:
    red, green = device.still("red", RED, 0.3), device.still("green", GREEN, 0.3)
    device.publish(red, green)
    whole = device.path_of(green).read_bytes()
    damage(device.path_of(green))
    with device.stage() as stage:
        assert set(stage.for_looks(60)) == {RED}
        stage.end()
    assert not device.path_of(green).exists(), "set aside, to be fetched again"
    status = read_status(device.state.status / STAGE)
    assert status is not None
    assert "green" in status.faults
    put(device.path_of(green), whole)
    with device.stage() as stage:
        stage.until(GREEN)
        stage.end()


@pytest.mark.parametrize("damage", [_truncate, _flip, Path.unlink])
def test_an_object_damaged_while_on_air_spoils_nothing(
    device: Device, damage: Callable[[Path], None]
) -> None:
    red, green = device.still("red", RED, 0.3), device.still("green", GREEN, 0.3)
    device.publish(red, green)
    with device.stage() as stage:
        stage.until(GREEN)
        damage(device.path_of(green))
        seen = stage.for_looks(60)
        stage.end()
    assert set(seen) <= {RED, GREEN}


def test_a_generation_that_nobody_signed_is_refused(device: Device) -> None:
    device.publish(device.still("red", RED, 0.3))
    device.publish(device.still("blue", BLUE, 0.3))
    folder = device.state.generations / "2"
    for file in (folder / "documents").iterdir():
        file.write_bytes(file.read_bytes().replace(b'"blue"', b'"blau"'))
    with device.stage() as stage:
        assert set(stage.for_looks(40)) == {RED}
        forged = device.state.generations / "3"
        shutil.copytree(folder, forged)
        point(device.state.generations / LATEST, "3")
        assert set(stage.for_looks(60)) == {RED}
        stage.end()
    status = read_status(device.state.status / STAGE)
    assert status is not None
    assert status.generation == "1"


def test_another_feeds_generation_is_refused(device: Device, tmp_path: Path) -> None:
    device.publish(device.still("red", RED, 0.3))
    stranger = Device(tmp_path / "stranger", editors=("eve",))
    stranger.publish(stranger.still("blue", BLUE, 0.3))
    shutil.copytree(stranger.state.generations / "1", device.state.generations / "2")
    point(device.state.generations / LATEST, "2")
    with device.stage() as stage:
        assert set(stage.for_looks(40)) == {RED}
        stage.end()


def test_expired_metadata_play_on(device: Device) -> None:
    device.world.now = datetime(2025, 1, 1, tzinfo=UTC)
    device.publish(device.still("red", RED, 0.3))
    with device.stage() as stage:
        assert set(stage.for_looks(40)) == {RED}
        stage.end()
    status = read_status(device.state.status / STAGE)
    assert status is not None
    assert status.generation == "1"
    trusted = device.state.generation("1").trusted(device.root.read_bytes(), DEVICE)
    assert "timestamp" in trusted.expired(datetime.now(UTC))


def test_an_item_leaves_at_its_closing_time(device: Device) -> None:
    closes = datetime.now(UTC) + timedelta(hours=1)
    red, green = device.still("red", RED, 0.3), device.still("green", GREEN, 0.3, closes=closes)
    device.publish(red, green)
    with device.stage("--offset", str(device.offset)) as stage:
        stage.until(GREEN)
        device.set_clock(closes - timedelta(seconds=1))
        while stage.look()["at"] < closes.timestamp() * 1000 + 2000:
            pass
        stage.until(RED)
        assert set(stage.for_looks(60)) == {RED}
        stage.end()


def test_by_an_untrusted_clock_dated_items_do_not_play(device: Device) -> None:
    closes = datetime.now(UTC) + timedelta(days=5)
    device.publish(device.still("red", RED, 0.3), device.still("green", GREEN, 0.3, closes=closes))
    with device.stage("--untrusted") as stage:
        assert set(stage.for_looks(50)) == {RED}
        stage.end()
    status = read_status(device.state.status / STAGE)
    assert status is not None
    assert status.clock == "untrusted"
    assert status.refused == ("green",)


def test_the_spool_says_exactly_what_was_on_the_glass(device: Device) -> None:
    device.publish(device.still("red", RED, 0.5), device.still("green", GREEN, 0.5))
    with device.stage() as stage:
        for _ in range(3):
            stage.until(RED)
            stage.until(GREEN)
        stage.end()
    plays = read_plays(device)
    assert seen_of(plays, stage.colours) == stage.colours
    for play in plays[1:-1]:
        assert abs(play.duration_ms - 500) < 200
        assert play.frames >= 1
        assert play.device == DEVICE
    for before, after in pairwise(plays):
        gone = (after.start - before.start) / timedelta(milliseconds=1)
        assert abs(gone - before.duration_ms) <= 50


def test_kill_9_loses_the_play_in_progress_at_most(device: Device) -> None:
    device.publish(device.still("red", RED, 0.5), device.still("green", GREEN, 0.5))
    with device.stage() as stage:
        for _ in range(3):
            stage.until(RED)
            stage.until(GREEN)
        stage.for_looks(8)
    played = seen_of(read_plays(device), stage.colours)
    assert played == stage.colours[: len(played)]
    assert len(played) >= len(stage.colours) - 1


@pytest.mark.parametrize("step", [-3_600_000, 3_600_000])
def test_a_clock_that_steps_an_hour_breaks_neither_durations_nor_order(device: Device, step: int) -> None:
    device.publish(device.still("red", RED, 0.5), device.still("green", GREEN, 0.5))
    with device.stage("--offset", str(device.offset)) as stage:
        stage.until(GREEN)
        device.set_clock(datetime.now(UTC) + timedelta(milliseconds=step))
        stage.for_looks(30)
        stage.until(RED)
        stage.until(GREEN)
        stage.until(RED)
        stage.end()
    assert set(stage.colours) == {RED, GREEN}
    plays = read_plays(device)
    colours = [colour for colour, _ in groupby(seen_of(plays, stage.colours))]
    assert colours == stage.colours, "a play that the step breaks off may be followed by one of the same item"
    assert all(0 <= play.duration_ms < 3000 for play in plays)
