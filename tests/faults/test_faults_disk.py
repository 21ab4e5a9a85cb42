"""A disk that is full, or turns read-only: what plays goes on, it is said, and it heals by itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import disks
import msgspec
import pytest
from agent_world import MB, QUICK, Device, device, noise, notice, picture
from erring_server import Request
from patience import PATIENCE_S, until
from rig import DEVICE, STAGE_NAME, rig

from player.agent.outcome import Accepted, DiskFull, Outcome, tell
from player.spool import Spool

PICTURE = 300_000
STEP = 8192


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A state directory on a disk of its own."""
    try:
        with disks.tmpfs(tmp_path / "state", 16):
            yield tmp_path
    except disks.NoMountError as error:
        pytest.skip(f"needs a small disk: {error}")


@pytest.fixture
def one(small: Path) -> Iterator[Device]:
    """A device that takes the last byte of its disk, and plays something."""
    with device(small, limits=msgspec.structs.replace(QUICK, spare_bytes=0)) as made:
        made.publish(notice("a", "Avant"))
        made.cycle()
        yield made


def test_a_disk_that_is_full_at_any_stage_of_a_sync_leaves_all_in_order(one: Device) -> None:
    """From the first file of metadata to the last link: each time a little more room, until it is enough."""
    one.publish(notice("a", "Après"), picture("p", one.world.source, noise(PICTURE)))
    seen: list[Outcome] = []
    for room in range(0, 2 * PICTURE, STEP):
        with disks.filled(one.state.root, leaving=room):
            seen.append(one.cycle())
            one.require_sound()
        if isinstance(seen[-1], Accepted):
            break
        assert isinstance(seen[-1], DiskFull)
        assert one.texts() == [["Avant"]]
    assert len(seen) > 20
    assert one.texts() == [["Après"]]


def test_a_disk_that_fills_up_under_a_download_keeps_what_came(one: Device) -> None:
    one.show(noise(PICTURE))
    with ExitStack() as full:

        def fill(request: Request) -> None:
            full.enter_context(disks.filled(one.state.root, leaving=PICTURE // 2))
            request.serve()

        one.server.err("objects/", fill, times=1)
        assert isinstance(one.cycle(), DiskFull)
        one.require_sound()
    assert one.cycle() == Accepted(generation=2, fetched=1)
    assert sum(asked.sent for asked in one.server.asked("objects/")) < PICTURE * 0.7
    one.require_sound()


def test_on_a_disk_without_room_for_one_more_file_what_nobody_needs_goes(tmp_path: Path) -> None:
    with ExitStack() as stack:
        made = stack.enter_context(device(tmp_path))
        try:
            stack.enter_context(disks.tmpfs(tmp_path / "state", 64, files=200))
        except disks.NoMountError as error:
            pytest.skip(str(error))
        shown = [made.show(noise(2000))]
        assert isinstance(made.restarted_cycle(), Accepted)
        old = made.state.objects / "00"
        old.mkdir(exist_ok=True)
        with suppress(OSError):
            for number in range(200):
                (old / f"{number:064x}").touch()
        shown.append(made.show(noise(2000, seed=1)))
        assert made.cycle() == DiskFull(needed=0, free=made.agent._syncer.store.free())
        assert isinstance(made.cycle(), Accepted)
        assert all(made.object(name).exists() for name in shown)
        assert not (old / f"{0:064x}").exists()


def test_a_disk_without_room_for_a_first_file_is_told(tmp_path: Path) -> None:
    with ExitStack() as stack:
        made = stack.enter_context(device(tmp_path))
        try:
            stack.enter_context(disks.tmpfs(tmp_path / "state", 64, files=4))
        except disks.NoMountError as error:
            pytest.skip(str(error))
        made.show(noise(2000))
        assert "No space left" in tell(made.restarted_cycle())


def test_what_nobody_needs_makes_room_on_a_real_disk(one: Device) -> None:
    names = [one.show(noise(3 * MB, 0))]
    one.cycle()
    for number in range(1, 9):
        names.append(one.show(noise(3 * MB, number)))
        assert isinstance(one.cycle(), Accepted)
        one.require_sound()
    assert [one.object(name).exists() for name in names[-2:]] == [True, True]
    assert not one.object(names[0]).exists()


def test_on_a_full_disk_the_glass_goes_on_and_no_play_is_lost(small: Path) -> None:
    with rig(small, small / "state") as one:
        one.begin()
        with disks.filled(one.state.root):
            number = one.publish(*one.pair(size=MB))
            assert one.await_line("diskfull").fault
            one.watch(100)
        one.await_glass(number)
        until("the records of before", lambda: _kept(one.state.spool) > 5)
        one.end(STAGE_NAME)
        one.kill()
        assert one.wrong() == []
        assert one.lost_plays() == []
        one.require_sound()


def _kept(file: Path) -> int:
    spool = Spool(file)
    try:
        return len(spool)
    finally:
        spool.close()


def test_on_a_disk_that_was_read_only_at_the_start_both_begin_and_say_so(small: Path) -> None:
    with rig(small, small / "state") as one:
        one.begin()
        one.kill()
        disks.make_read_only(one.state.root)
        one.publish()
        one.start_stage()
        one.await_glass(1)
        one.start_agent()
        assert "Read-only" in one.await_line("diskfault").outcome
        one.watch(50)
        assert one.wrong() == []
        one.require_sound()


def test_the_command_plays_from_a_disk_that_is_read_only(small: Path) -> None:
    """Also after a start anew: it beats, which it does only when the glass is as it should be."""
    address = f"@parvis-faults-{os.getpid()}"
    with rig(small, small / "state") as one, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        one.begin()
        one.kill()
        disks.make_read_only(one.state.root)
        ear.bind("\0" + address[1:])
        ear.settimeout(PATIENCE_S)
        flags = ("--state", str(one.state.root), "--device", DEVICE, "--root", str(one.root))
        process = subprocess.Popen(
            [sys.executable, "-m", "parvis", "play", *flags, "--feed", one.server.url, "--trust-clock"],
            stderr=subprocess.PIPE,
            env=os.environ | {"NOTIFY_SOCKET": address},
            text=True,
        )
        try:
            while ear.recv(4096) != b"WATCHDOG=1":
                pass
        finally:
            process.terminate()
            _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0
        assert "Read-only" in said
        assert "Traceback" not in said


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A disk in a file, empty."""
    file = tmp_path / "image"
    try:
        disks.make_image(file, 48)
        with disks.ext4(tmp_path / "state", file):
            return file
    except disks.NoMountError as error:
        pytest.skip(f"needs a loop device: {error}")


def test_a_disk_that_turns_read_only_under_both_stops_nothing(tmp_path: Path, image: Path) -> None:
    folder = tmp_path / "state"
    with rig(tmp_path, folder) as one:
        with disks.ext4(folder, image):
            one.begin()
            disks.break_ext4(folder)
            number = one.publish()
            assert "Read-only" in one.await_line("diskfault").outcome
            one.watch(100)
            one.kill()
            one.require_sound()
        disks.check_ext4(image)
        with disks.ext4(folder, image):
            one.start_stage()
            one.await_glass(number - 1)
            one.start_agent()
            one.await_glass(number)
            one.kill()
            one.require_sound()
        assert one.wrong() == []
