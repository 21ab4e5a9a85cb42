from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from device_world import Device

from player.choice import choose
from player.clock import ClockTrust, for_clock, judge
from player.state import PLAYING
from playlists.durable import point

BUILT = datetime(2026, 11, 25, tzinfo=UTC)
SEEN = datetime(2026, 12, 24, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "synchronised", "hardware", "trust"),
    [
        (SEEN + HOUR, True, True, ClockTrust.SYNCHRONISED),
        (SEEN + HOUR, False, True, ClockTrust.HARDWARE),
        (SEEN + HOUR, False, False, ClockTrust.UNTRUSTED),
        (SEEN - HOUR, False, True, ClockTrust.UNTRUSTED),
        (SEEN - HOUR, True, False, ClockTrust.SYNCHRONISED),
        (datetime(1970, 1, 2, tzinfo=UTC), True, True, ClockTrust.UNTRUSTED),
        (datetime(1990, 1, 1, tzinfo=UTC), False, True, ClockTrust.UNTRUSTED),
    ],
)
def test_how_far_a_clock_is_trusted(
    at: datetime, synchronised: bool, hardware: bool, trust: ClockTrust
) -> None:
    assert judge(at, built=BUILT, last_seen=SEEN, synchronised=synchronised, hardware=hardware) is trust


def test_an_untrusted_clock_lets_only_what_is_undated_play(tmp_path: Path) -> None:
    device = Device(tmp_path)
    dated = device.still("green", "#00ff00", opens=SEEN)
    program = device.program(device.still("red", "#ff0000"), dated)
    assert for_clock(program, ClockTrust.HARDWARE) == (program, ())
    kept, refused = for_clock(program, ClockTrust.UNTRUSTED)
    (playlist,) = kept.screens[0].playlists.values()
    assert [item.id for item in playlist.items] == ["red"]
    assert refused == ("green",)


@pytest.mark.parametrize(
    ("rule", "plays"),
    [
        ("Nov 15-Dec 03", False),
        ("2027+", False),
        ("PH 10:00-12:00", False),
        ("Mo-Fr 07:00-20:00; PH off", True),
        ("We; PH off", True),
        ("Apr-Sep 06:00-23:00; Oct-Mar 07:00-22:00", True),
    ],
)
def test_by_an_untrusted_clock_rules_of_a_part_of_the_year_are_dates(
    tmp_path: Path, rule: str, plays: bool
) -> None:
    device = Device(tmp_path)
    program = device.program(device.still("red", "#ff0000", when=rule))
    assert (for_clock(program, ClockTrust.UNTRUSTED)[1] == ()) is plays


def test_an_event_of_which_nothing_is_left_gives_way(tmp_path: Path) -> None:
    device = Device(tmp_path)
    program = device.program(device.still("green", "#00ff00", closes=SEEN))
    assert for_clock(program, ClockTrust.UNTRUSTED)[0].screens[0].events == ()


def test_the_latest_then_the_playing_then_an_older_generation_is_chosen(tmp_path: Path) -> None:
    device = Device(tmp_path)
    for colour in ("#000001", "#000002", "#000003"):
        device.publish(device.still(colour[1:], colour))
    point(device.state.generations / PLAYING, "1")
    anchor = device.world.anchor

    def chosen() -> str | None:
        found, _ = choose(device.state, anchor, "totem-1")
        return found.generation if found else None

    assert chosen() == "3"
    (device.state.generations / "3" / "metadata" / "timestamp.json").unlink()
    assert chosen() == "1"
    (device.state.generations / "1" / "metadata" / "snapshot.json").write_bytes(b"")
    assert chosen() == "2"
    found, refusals = choose(device.state, anchor, "totem-1")
    assert found is not None
    assert [refusal.generation for refusal in refusals] == ["3", "1"]
    device.path_of(device.still("000002", "#000002")).unlink()
    assert chosen() == "2", "something to show is better than nothing"
