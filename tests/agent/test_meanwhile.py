"""What is new, and what is ordered, while the agent fetches, waits or works long: it hears and heeds it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from agent_world import MB, QUICK, Device, device, noise, picture, playing
from erring_server import Request
from msgspec.structs import replace
from patience import until
from test_agent_alerts import ids

from player.agent.outcome import Accepted, Incomplete, Stopped
from player.state import LATEST

SLOW = replace(QUICK, attempt_s=30.0, gap_s=30.0, poll_s=600.0)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with playing(tmp_path, "Marché") as made:
        yield made


def fetching(one: Device, data: bytes, begun: Callable[[], object], is_seen: Callable[[], object]) -> None:
    """Publish a picture that comes whole only when something is seen, or long after."""

    def drip(request: Request) -> None:
        request.head(200, length=len(data))
        request.send(data[:1000])
        begun()
        for _ in range(200):
            if is_seen():
                break
            request.wait(0.05)
        request.send(data[1000:])

    one.server.err("objects/", drip, times=1)
    one.publish(picture("p", one.world.source, data))


def test_a_hint_is_followed_while_a_film_is_being_fetched(tmp_path: Path) -> None:
    with device(tmp_path, limits=SLOW) as one:
        known: list[str] = []

        def begun() -> None:
            one.world.warn()
            one.agent.wake()

        def is_seen() -> bool:
            known[:] = ids(one.state, one.world.anchor)
            return bool(known)

        fetching(one, noise(MB), begun, is_seen)
        assert one.cycle() == Accepted(generation=1, fetched=1)
        assert known == ["crue"]
        assert one.agent._wake.is_set(), "and the next cycle follows at once"


def test_orders_are_heeded_while_a_film_is_being_fetched_and_the_agent_waits(tmp_path: Path) -> None:
    with device(tmp_path, limits=replace(SLOW, poll_s=0.05)) as one:
        heeded = threading.Event()
        one.agent.after = heeded.set
        fetching(one, noise(MB), lambda: None, heeded.is_set)
        assert one.cycle() == Accepted(generation=1, fetched=1)
        assert heeded.is_set()
        one.server.err("objects/", lambda request: request.answer(404, b""))
        one.show(noise(2000))
        one.agent._faults = 30
        assert one.agent.wait_after(Incomplete(missing=1, fetched=0, why="")) > 800
        heard = [0]

        def after() -> None:
            heard[0] += 1
            if heard[0] == 3:
                one.agent.end()

        one.agent.after = after
        thread = threading.Thread(target=one.agent.run, args=(lambda: one.world.now, lambda _: None))
        thread.start()
        thread.join(20)
        assert not thread.is_alive(), "in a back-off of a quarter of an hour"


def test_nothing_is_made_of_what_an_order_takes_away_when_it_has_just_come(tmp_path: Path) -> None:
    with device(tmp_path, limits=replace(SLOW, poll_s=0.05)) as one:
        data, at_work = noise(MB), threading.Event()
        there = one.object(hashlib.sha256(data).hexdigest())

        def after() -> None:
            at_work.set()
            until("it is there", there.exists)
            one.agent.from_scratch()
            one.agent.end()

        one.agent.after = after
        fetching(one, data, lambda: None, at_work.is_set)
        assert one.cycle() == Stopped()
        assert not (one.state.generations / LATEST).exists()
