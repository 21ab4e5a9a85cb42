"""Orders of central on the device: signed, in force, for this device, once; and what is said of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from agent_world import DEVICE, Device, device
from patience import until
from test_heartbeat import stage

from player import quarantine
from player.agent.care import DONE, CareError, Carer, Hand, forget_quarantine, restart_stage
from player.quarantine import Barred
from player.status import STAGE
from playlists.durable import put
from playlists.feed.orders import Care
from playlists.feed.publishing.orders import OrderDesk

MINUTE = timedelta(minutes=1)


class Cared:
    """A device, what its hands did so far, and the desk that gives it orders."""

    def __init__(self, one: Device) -> None:
        self.one = one
        self.done: list[Care] = []
        self.hands: dict[Care, Hand] = {care: self.hand(care) for care in Care}
        self.carer = self.restarted()

    def hand(self, care: Care) -> Callable[[], None]:
        return lambda: self.done.append(care)

    def restarted(self) -> Carer:
        world = self.one.world
        self.carer = Carer(self.one.state, world.anchor, DEVICE, self.hands)
        return self.carer

    def give(self, care: Care, device: str = DEVICE) -> str:
        """Sign an order, and let the agent bring it."""
        world = self.one.world
        order = OrderDesk(world.feed, world.anchor, world.keyring).give(care, [device], world.now)
        self.one.cycle()
        return order.id

    def heed(self, later: timedelta = timedelta()) -> bool:
        return self.carer.heed(self.one.world.now + later)


@pytest.fixture
def its(tmp_path: Path) -> Iterator[Cared]:
    with device(tmp_path) as one:
        yield Cared(one)


def test_an_order_is_carried_out_once_also_by_the_process_that_follows(its: Cared) -> None:
    name = its.give(Care.FETCH_AGAIN)
    assert its.heed()
    assert not its.heed()
    its.restarted().begin()
    assert not its.heed()
    assert its.done == [Care.FETCH_AGAIN]
    assert its.carer.outcomes == {name: DONE}


def test_each_care_has_its_hand(its: Cared) -> None:
    for care in Care:
        its.give(care)

    def all_done() -> bool:
        its.heed()
        return len(its.done) >= len(Care)

    until("all is done", all_done)
    assert sorted(its.done) == sorted(Care)


def test_what_interrupts_is_not_done_again_and_again_whoever_orders_it(its: Cared) -> None:
    first, second = its.give(Care.RESTART_STAGE), its.give(Care.RESTART_STAGE)
    its.heed()
    assert its.done == [Care.RESTART_STAGE]
    assert its.carer.outcomes[first] == DONE
    assert "a moment ago" in its.carer.outcomes[second]
    its.restarted()
    third = its.give(Care.RESTART_STAGE)
    its.heed(MINUTE)
    assert "a moment ago" in its.carer.outcomes[third]
    its.give(Care.RESTART_STAGE)
    its.heed(3 * MINUTE)
    assert its.done == [Care.RESTART_STAGE] * 2


def test_orders_for_others_and_of_other_times_are_left_alone(its: Cared) -> None:
    its.give(Care.PICTURE, "totem-2")
    assert not its.heed()
    its.give(Care.PICTURE)
    assert not its.heed(16 * MINUTE)
    assert not its.heed(-6 * MINUTE)
    assert its.done == []
    assert its.heed(MINUTE)


def test_what_nobody_signed_is_not_heeded(its: Cared) -> None:
    its.give(Care.RESTART_STAGE)
    board = its.one.state.dispatch("orders")
    there = board.read_bytes()
    for wrong in (b"", b"{}", there[:-200], there.replace(b"restart_stage", b"restart_agent")):
        put(board, wrong)
        assert not its.heed()
    put(board, there)
    assert its.heed()
    assert its.done == [Care.RESTART_STAGE]


def test_what_cannot_be_done_is_said_with_its_reason(its: Cared) -> None:
    def cannot() -> None:
        raise CareError("no stage runs")

    its.hands[Care.RESTART_STAGE] = cannot
    del its.hands[Care.PICTURE]
    first, second = its.give(Care.RESTART_STAGE), its.give(Care.PICTURE)
    its.restarted()
    its.heed()
    assert its.carer.outcomes == {first: "failed: no stage runs", second: "failed: not on this device"}


def test_an_end_of_the_agent_is_what_was_ordered_or_an_interruption(its: Cared) -> None:
    def dies() -> None:
        raise SystemExit

    for care, said in ((Care.RESTART_AGENT, DONE), (Care.FETCH_AGAIN, "failed: the agent ended meanwhile")):
        its.hands[care] = dies
        its.restarted()
        name = its.give(care)
        with pytest.raises(SystemExit):
            its.heed()
        assert its.carer.outcomes[name] == f"doing {care}"
        its.restarted().begin()
        assert its.carer.outcomes[name] == said
        assert not its.heed()


LONG_AGO = timedelta(days=-6000)


@pytest.mark.parametrize("care", [Care.REBOOT, Care.OUT])
def test_a_clock_of_another_year_lets_no_order_be_carried_out_twice(its: Cared, care: Care) -> None:
    """The battery of its clock is empty: the machine comes back in another year, until central is heard."""
    its.give(care)
    its.heed()
    its.restarted().begin()
    assert not its.heed(LONG_AGO)
    its.give(Care.PICTURE)
    assert its.heed(3 * MINUTE)
    assert not its.heed(4 * MINUTE)
    assert its.done == [care, Care.PICTURE]


def test_what_was_rebooted_a_moment_ago_is_so_after_the_reboot_too(its: Cared) -> None:
    its.give(Care.REBOOT)
    its.heed()
    its.restarted().begin()
    its.give(Care.REBOOT)
    its.heed(3 * MINUTE)
    assert its.done == [Care.REBOOT]


def test_an_order_in_place_is_not_forgotten_however_old_its_note_seems(its: Cared) -> None:
    name = its.give(Care.OUT)
    its.heed()
    noted = msgspec.json.decode(its.one.state.orders.read_bytes())
    noted[name]["at"] = (its.one.world.now + LONG_AGO).isoformat()
    put(its.one.state.orders, msgspec.json.encode(noted))
    its.restarted()
    its.give(Care.PICTURE)
    its.heed(MINUTE)
    its.heed(2 * MINUTE)
    assert its.done == [Care.OUT, Care.PICTURE]


@pytest.mark.parametrize("care", [Care.RESET, Care.REBOOT, Care.RESYNC, Care.OUT])
def test_an_order_that_is_over_or_older_than_the_device_does_nothing(its: Cared, care: Care) -> None:
    """A wiped device keeps no notes: what it did before it was wiped must not be done to what it became."""
    its.give(care)
    assert not its.heed(timedelta(hours=2))
    world = its.one.world
    later = world.now + timedelta(seconds=1)
    reborn = Carer(its.one.state, world.anchor, DEVICE, its.hands, since=later)
    assert not reborn.heed(later)
    assert its.done == []


def test_what_a_hand_says_is_told_with_the_outcome(its: Cared) -> None:
    its.hands[Care.IDENTIFY] = lambda: "on 2 of 2 screens"
    name = its.give(Care.IDENTIFY)
    its.restarted()
    its.heed()
    assert its.carer.outcomes == {name: "done: on 2 of 2 screens"}


def test_a_disk_that_refuses_lets_nothing_be_done_again_and_again(its: Cared) -> None:
    its.one.state.orders.mkdir(parents=True)
    (its.one.state.orders / "full").touch()
    name = its.give(Care.RESTART_STAGE)
    its.heed()
    its.heed()
    assert its.done == []
    assert its.carer.outcomes == {name: "failed: the disk refuses"}


def test_outcomes_are_forgotten_when_nobody_asks_any_more(its: Cared) -> None:
    old = its.give(Care.PICTURE)
    its.heed()
    its.one.world.now += timedelta(days=3)
    its.one.world.repository.renew(its.one.world.keyring, its.one.world.now)
    new = its.give(Care.PICTURE)
    its.heed()
    assert its.carer.outcomes == {new: DONE}
    assert old != new


HOLDER = """
import sys, time
from pathlib import Path
from player.lock import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_stage_that_holds_the_state_is_ended_and_no_other_process(its: Cared) -> None:
    state = its.one.state
    with pytest.raises(CareError, match="no stage runs"):
        restart_stage(state)
    command = [sys.executable, "-c", HOLDER, str(state.stage_lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout
        process.stdout.readline()
        put(state.status / STAGE, msgspec.json.encode(stage(process=os.getpid())))
        with pytest.raises(CareError, match="no stage runs"):
            restart_stage(state)
        put(state.status / STAGE, msgspec.json.encode(stage(process=process.pid)))
        restart_stage(state)
        assert process.wait(10) == -signal.SIGTERM
    with pytest.raises(CareError, match="no stage runs"):
        restart_stage(state)


def test_what_was_set_aside_may_be_tried_again(its: Cared) -> None:
    state = its.one.state
    forget_quarantine(state)
    quarantine.add(state.quarantine, [Barred(name="ab", item="film", since=its.one.world.now)])
    forget_quarantine(state)
    assert quarantine.read(state.quarantine) == ()
