"""What takes minutes is done beside whatever else is ordered; what waits for it is said, with the reason."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from agent_world import DEVICE, device
from patience import until
from test_care import Cared

from player.agent.care import DONE, Carer
from playlists.feed.orders import Care

SECOND = timedelta(seconds=1)
LONG = pytest.mark.parametrize("care", [Care.DOCTOR, Care.CHECK_OBJECTS])


class Long(Cared):
    """A device on which examinations last until they are let go."""

    def begin(self, care: Care) -> tuple[str, threading.Event]:
        """Order an examination that begins; its order, and what lets it end."""
        goes, ends = threading.Event(), threading.Event()

        def examine() -> str:
            goes.set()
            assert ends.wait(60)
            self.done.append(care)
            return "12 of 12 well"

        self.hands[care] = examine
        name = self.give(care)
        thread = threading.Thread(target=self.heed)
        thread.start()
        until("it is under way", goes.is_set)
        thread.join(10)
        assert not thread.is_alive(), "whoever heeds orders waits for no examination"
        return name, ends

    def told(self) -> Carer:
        self.over = threading.Event()
        world = self.one.world
        self.carer = Carer(self.one.state, world.anchor, DEVICE, self.hands, told=self.over.set)
        return self.carer


@pytest.fixture
def its(tmp_path: Path) -> Iterator[Long]:
    with device(tmp_path) as one:
        made = Long(one)
        made.told()
        yield made


@LONG
def test_what_is_quick_waits_for_no_examination(its: Long, care: Care) -> None:
    long, ends = its.begin(care)
    try:
        quick = [its.give(one) for one in (Care.PICTURE, Care.RESTART_STAGE)]
        assert its.heed()
        assert its.done == [Care.PICTURE, Care.RESTART_STAGE]
        assert its.carer.outcomes == {long: f"doing {care}"} | dict.fromkeys(quick, DONE)
    finally:
        ends.set()
    until("it is over", its.over.is_set)
    assert its.carer.outcomes[long] == "done: 12 of 12 well"
    assert not its.heed(SECOND)


@LONG
def test_of_two_examinations_the_second_waits_and_says_for_what(its: Long, care: Care) -> None:
    first, ends = its.begin(care)
    try:
        second = its.give(Care.DOCTOR)
        assert its.heed(SECOND)
        assert not its.heed(SECOND), "nothing new is to be told"
        assert its.carer.outcomes == {first: f"doing {care}", second: f"waiting {care}"}
    finally:
        ends.set()
    until("it is over", its.over.is_set)
    its.over.clear()
    its.hands[Care.DOCTOR] = lambda: its.done.append(Care.DOCTOR)
    assert its.heed(2 * SECOND)
    until("the second is over", its.over.is_set)
    assert its.done == [care, Care.DOCTOR]
    assert its.carer.outcomes == {first: "done: 12 of 12 well", second: DONE}


def test_what_waits_is_left_undone_when_its_time_is_over(its: Long) -> None:
    first, ends = its.begin(Care.DOCTOR)
    try:
        second = its.give(Care.CHECK_OBJECTS)
        its.heed(SECOND)
        assert its.heed(timedelta(hours=2)), "it waits no more"
        assert second not in its.carer.outcomes
    finally:
        ends.set()
    until("it is over", its.over.is_set)
    assert not its.heed(timedelta(hours=2))
    assert its.done == [Care.DOCTOR]
    assert first in its.carer.outcomes


@LONG
def test_an_examination_that_was_cut_off_is_not_begun_again(its: Long, care: Care) -> None:
    """A kill -9: all that the next agent has is the disk."""
    name, ends = its.begin(care)
    try:
        its.carer.end(0)
        its.told().begin()
        assert not its.heed(SECOND)
        assert its.carer.outcomes == {name: "failed: the agent ended meanwhile"}
        noted = its.one.state.orders.read_bytes()
    finally:
        ends.set()
    until("the one before has ended", lambda: its.done)
    threads = [one for one in threading.enumerate() if one.name == care]
    for one in threads:
        one.join(10)
    assert its.one.state.orders.read_bytes() == noted, "who is over notes nothing"


def test_an_examination_that_breaks_off_says_so_and_holds_up_nothing(
    its: Long, expect_log: Callable[[str], None]
) -> None:
    expect_log("doctor broke off")

    def breaks() -> None:
        raise RuntimeError("nobody foresaw that")

    its.hands[Care.DOCTOR] = breaks
    first = its.give(Care.DOCTOR)
    its.heed()
    until("it is over", its.over.is_set)
    its.over.clear()
    second = its.give(Care.CHECK_OBJECTS)
    its.heed(SECOND)
    until("the next is over", its.over.is_set)
    assert its.carer.outcomes == {first: "failed: RuntimeError", second: DONE}
