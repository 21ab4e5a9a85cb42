"""What runs on a device beside the player: the gate of USB, the guard of the last resort, the rings."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis import aftermath
from player.quarantine import read
from player.state import State
from player.status import WORK
from provisioning.install.rings import Ring, Update, is_due, ring_of
from provisioning.install.tools import reboot_guard, usb_gate

ALLOWED = frozenset({"hub", "touch", "stick", "1234:abcd"})
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = 86_400.0


def device(*kinds: tuple[int, int, int], vendor: int = 1, product: int = 2) -> bytes:
    """The descriptors of a device with those interfaces."""
    head = bytes([18, 1, 0, 2, 0, 0, 0, 64]) + vendor.to_bytes(2, "little") + product.to_bytes(2, "little")
    inner = b"".join(
        bytes([9, 4, number, 0, 1, *kind, 0, 7, 5, 129, 3, 8, 0, 10]) for number, kind in enumerate(kinds)
    )
    return (
        head + bytes([0, 1, 0, 0, 0, 1]) + bytes([9, 2, 9 + len(inner), 0, len(kinds), 1, 0, 128, 50]) + inner
    )


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (device((9, 0, 0)), True),
        (device((3, 0, 0)), True),
        (device((8, 6, 80)), True),
        (device((3, 1, 1)), False),  # a keyboard
        (device((3, 1, 2)), False),  # a mouse
        (device((8, 6, 80), (3, 1, 1)), False),  # a stick that types
        (device((2, 6, 0)), False),  # a network of its own
        (device((2, 6, 0), vendor=0x1234, product=0xABCD), True),  # the modem that was named
        (device(), False),
        (b"", False),
        (device((3, 0, 0))[:-3], False),
        (b"\x00" * 40, False),
    ],
)
def test_what_is_plugged_in_is_used_only_if_all_of_it_is_allowed(data: bytes, allowed: bool) -> None:
    assert usb_gate.is_allowed(data, ALLOWED) is allowed


@given(st.binary(max_size=200))
def test_the_gate_stands_whatever_a_device_says(data: bytes) -> None:
    assert usb_gate.is_allowed(data, frozenset()) is False


def test_the_gate_as_udev_runs_it(tmp_path: Path) -> None:
    (tmp_path / "descriptors").write_bytes(device((3, 0, 0)))
    (tmp_path / "usb.allow").write_text("# kinds\nhub\ntouch  # the screen\n", "utf-8")
    for allow, code in (("usb.allow", 0), ("none", 1)):
        command = [sys.executable, "-I", usb_gate.__file__, str(tmp_path), str(tmp_path / allow)]
        assert subprocess.run(command, check=False).returncode == code


@pytest.mark.parametrize(
    ("last_s", "now_s", "up_s", "may"),
    [
        (None, 0, 60, True),
        (0, DAY - 1, 60, False),
        (0, DAY, 60, True),
        (10 * DAY, 0, 60, False),  # the clock lost its battery: no loop
        (10 * DAY, 0, DAY, True),
    ],
)
def test_one_reboot_a_day(last_s: float | None, now_s: float, up_s: float, may: bool) -> None:
    assert reboot_guard.may_reboot(last_s, now_s, up_s) is may


def test_the_guard_lets_through_once(tmp_path: Path) -> None:
    command = [sys.executable, "-I", reboot_guard.__file__, str(tmp_path / "kept" / "rebooted")]
    codes = [subprocess.run(command, check=False).returncode for _ in range(2)]
    up_s = float(Path("/proc/uptime").read_text("ascii").split()[0])
    assert codes == ([0, 1] if up_s < DAY else [0, 0])


def test_a_link_in_the_place_of_its_note_leads_nowhere(tmp_path: Path) -> None:
    other = tmp_path / "shadow"
    other.write_text("root", "ascii")
    os.utime(other, (0, 0))
    stamp = tmp_path / "rebooted"
    stamp.symlink_to(other)
    os.utime(stamp, (0, 0), follow_symlinks=False)
    command = [sys.executable, "-I", reboot_guard.__file__, str(stamp)]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    assert other.read_text("ascii") == "root"


def test_what_the_stage_died_of_is_set_aside(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.status.mkdir()
    (state.status / WORK).write_text('{"item": "film", "object": "aa"}', "utf-8")
    command = [sys.executable, "-m", "parvis.aftermath", str(tmp_path), str(tmp_path / "slide")]
    subprocess.run(command, check=True, env=os.environ, stderr=subprocess.DEVNULL)
    assert [one.name for one in read(state.quarantine)] == ["aa"]
    assert not State(tmp_path / "slide").stands_in.exists()


@pytest.mark.parametrize("told", ["run/systemd/generator", "etc/systemd/system"])
def test_a_state_that_is_to_have_its_own_partition_and_has_not_is_lost(tmp_path: Path, told: str) -> None:
    state, slide, units = tmp_path / "parvis", tmp_path / "slide", tmp_path / told
    for folder in (state, slide, units):
        folder.mkdir(parents=True)
    assert not aftermath.is_lost(state, tmp_path), "nobody said that it is to have one"
    (units / f"{'-'.join(state.parts[1:])}.mount").touch()
    (units / "proc.mount").touch()
    assert not aftermath.is_lost(Path("/proc"), tmp_path), "it has one"
    aftermath.main(state, slide, tmp_path)
    assert State(slide).stands_in.exists()
    assert list(state.iterdir()) == [], "nothing is put where the partition will lie"


def test_canaries_go_first_then_the_early_ones_then_all() -> None:
    days = [NOW + timedelta(days=day) for day in range(3)]
    update = Update(version="2", canary=days[0], early=days[1], all=days[2])
    for groups, opens in (
        (["tram-1", "canary"], 0),
        (["early"], 1),
        (["tram-1"], 2),
        (["early", "canary"], 0),
    ):
        for day, at in enumerate(days):
            assert is_due(update, groups, at) is (day >= opens)
    assert ring_of([]) is Ring.ALL
    assert not is_due(Update(version="2", canary=NOW), ["early"], NOW + timedelta(days=99))
