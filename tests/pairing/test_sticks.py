"""A box looks for sticks: what it says of them, and that a stick which holds makes it a device."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from feed_world import NOW
from pairing_box import wait_until
from stick_world import Town, bundle_of

from player.agent.bundle import Taken, Taker
from player.agent.sticks import StickTold, StickWatch
from player.enrolled import read_enrolment
from player.pairing import StickFault
from player.state import State
from provisioning.bundle.writer import set_next


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


class Looking:
    """A watch at work in a thread."""

    def __init__(self, stick: Path, taker: Taker | None) -> None:
        self.told: list[StickTold] = []
        self.got: list[Taken | None] = []
        self._watch = StickWatch(stick, taker, self.told.append)
        self._thread = threading.Thread(target=lambda: self.got.append(self._watch.run(lambda: NOW)))
        self._thread.start()

    def says(self, fault: StickFault | None) -> bool:
        return bool(self.told and not self.told[-1].is_reading and self.told[-1].fault is fault)

    def end(self) -> None:
        self._watch.end()
        self._thread.join()


@pytest.fixture
def looking() -> Iterator[list[Looking]]:
    begun: list[Looking] = []
    yield begun
    for one in begun:
        one.end()


def test_what_is_wrong_with_a_stick_is_said_as_long_as_it_is_in_and_a_mended_one_is_taken(
    town: Town, tmp_path: Path, looking: list[Looking]
) -> None:
    stick, box = town.stick(tmp_path / "usb", "totem-1", "totem-2"), town.box()
    looking.append(mine := Looking(stick, box))
    wait_until(lambda: mine.says(StickFault.WHICH), "which of the two")
    bundle_of(stick).rename(tmp_path / "pulled")
    wait_until(lambda: mine.says(None), "nothing, without a stick")
    (tmp_path / "pulled").rename(bundle_of(stick))
    wait_until(lambda: mine.says(StickFault.WHICH), "which of the two, again")
    set_next(stick, "totem-2")
    wait_until(lambda: mine.got, "the device")
    own = read_enrolment(box.state)
    assert own
    assert own.grant.device == "totem-2"
    assert mine.told[-1] == StickTold(is_reading=True), "until it plays the page says that it is read"


def test_no_word_of_a_stick_that_nobody_signed_is_said(
    town: Town, tmp_path: Path, looking: list[Looking]
) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    set_next(stick, "BUY-NOW")
    looking.append(mine := Looking(stick, town.box()))
    wait_until(lambda: mine.says(StickFault.NOT_ON_IT), "that it is not on the stick")
    shutil.rmtree(bundle_of(stick) / "feed")
    (bundle_of(stick) / "bundle.json").write_bytes(b'{"format":1,"bundle":"BUY-NOW","devices":{}}')
    wait_until(lambda: mine.says(StickFault.UNREADABLE), "that it cannot be read")
    assert b"BUY-NOW" not in msgspec.json.encode(mine.told)


def test_a_box_without_a_root_of_trust_believes_no_stick_and_says_so(
    town: Town, tmp_path: Path, looking: list[Looking]
) -> None:
    looking.append(mine := Looking(town.stick(tmp_path / "usb", "totem-1"), None))
    wait_until(lambda: mine.says(StickFault.NO_ROOT), "that it has no root")
    ended = subprocess.run(
        [sys.executable, "-m", "parvis", "agent", "--state", str(tmp_path / "box"), "--usb", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PARVIS_LANGUAGE": "en"},
    )
    assert (ended.returncode, "believes no stick" in ended.stderr) == (1, True)
    assert not State(tmp_path / "box").enrolment.exists()
