"""Clocks that are wrong, and weeks without a network: agent and stage go on, and say what they know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from agent_world import device, notice
from damages import SOON_S
from erring_server import Request
from proof import records
from rig import STAGE_NAME, Rig, rig

from device_profiles.report import PlayRecord
from player.agent.outcome import Accepted
from playlists.timeline import next_change, showing

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEN_MINUTES = timedelta(minutes=10)
UNTIL = 5 * DAY
DATED = "#0000ff"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Rig]:
    """A device on which two pictures play for ever, and one for five days."""
    with rig(tmp_path) as made:
        dated = made.now() + UNTIL
        made.begin(*made.pair(), made.still("dated", DATED, closes=dated))
        yield made


def is_dated(one: Rig, looks: int = 60) -> bool:
    """Whether the dated picture is seen, and nothing wrong."""
    seen = {look.colour for look in one.watch(looks)}
    assert len(seen - {DATED}) == 2, seen
    return DATED in seen


def start_both(one: Rig, at: datetime) -> None:
    """Begin with another clock."""
    one.kill()
    one.set_clock(at)
    one.start_agent()
    one.start_stage()
    one.await_glass(1)


def test_three_weeks_without_a_network(one: Rig) -> None:
    """What plays goes on, what is dated leaves by its own date; then the network is there again."""
    began = one.now()
    one.server.err("", Request.hang_up)
    for passed in range(3, 22, 3):
        one.set_clock(began + passed * DAY)
        one.watch(60)
        assert is_dated(one) == (passed * DAY < UNTIL)
    assert one.await_line("unreached").fault
    assert one.wrong() == []
    one.server.faults.clear()
    assert "time" in one.await_line("stale").outcome
    assert one.stage_says.edition, "what expired gates accepting, never playing"
    one.world.repository.renew(one.world.keyring, one.now())
    one.await_glass(one.publish())
    one.require_sound()


def test_a_clock_of_1970_shows_what_has_no_date_and_accepts_what_is_new(one: Rig) -> None:
    start_both(one, datetime(1970, 1, 1, tzinfo=UTC))
    assert not is_dated(one)
    assert (one.stage_says.clock, one.stage_says.refused) == ("untrusted", ("dated",))
    one.await_glass(one.publish(at=datetime.now(UTC)))
    one.set_clock(datetime.now(UTC))
    one.await_glass(one.publish())
    one.require_sound()
    assert one.wrong() == []


def test_a_clock_of_2040_accepts_nothing_and_plays_on(one: Rig) -> None:
    start_both(one, datetime(2040, 6, 1, tzinfo=UTC))
    number = one.publish(at=datetime.now(UTC))
    assert "time" in one.await_line("stale").outcome
    assert not is_dated(one)
    assert {one.publication(look) for look in one.watch(20)} == {1}
    one.set_clock(datetime.now(UTC))
    one.await_glass(number)
    one.require_sound()
    assert one.wrong() == []


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_a_clock_that_steps_an_hour_under_both_breaks_nothing(one: Rig, step: timedelta) -> None:
    one.watch(30)
    one.set_clock(one.now() + step)
    one.watch(80)
    one.await_glass(one.publish())
    one.set_clock(one.now() - step)
    one.watch(80)
    one.end(STAGE_NAME)
    one.require_sound()
    assert one.wrong() == []
    plays = [record for record in records(one.state) if isinstance(record, PlayRecord)]
    assert all(0 <= play.duration_ms < 3000 for play in plays)
    follows = {"1a": "1b", "1b": "dated", "dated": "1a", "2a": "2b", "2b": "2a"}
    jumps = [(one.item, other.item) for one, other in pairwise(plays) if follows[one.item] != other.item]
    assert len(jumps) <= 3, f"one for each step, one for the new publication: {jumps}"


def test_a_clock_that_is_set_is_noticed_in_the_middle_of_a_long_item(tmp_path: Path) -> None:
    with rig(tmp_path) as made:
        made.begin(seconds=TEN_MINUTES.total_seconds())
        program = made.program(*made.on_air)
        ends = next_change(program, made.now())
        assert ends
        made.set_clock(ends + TEN_MINUTES / 2)
        other = showing(program, made.now()).screens[0].zones[0].item_id
        made.await_item(other, SOON_S)
        assert made.wrong() == []


def test_two_publications_within_one_second_both_arrive(tmp_path: Path) -> None:
    """As nginx does it: the same second and the same size make the same ETag, and one would get a 304."""
    with device(tmp_path) as made:
        made.server.faults.append(by_date)
        for text in ("Un", "Deux", "Trois"):
            made.publish(notice("a", text))
            assert isinstance(made.cycle(), Accepted)
            assert made.texts() == [[text]]


def by_date(request: Request) -> bool:
    """Answer 304 to whoever has what was changed in the same second and is as long."""
    data = request.file
    if data is None:
        return False
    tag = f'"{len(data):x}"'
    if tag in request.asked.headers.get("if-none-match", "") or "if-modified-since" in request.asked.headers:
        request.answer(304, b"", {"ETag": tag})
    else:
        request.answer(200, data, {"ETag": tag, "Last-Modified": "Wed, 25 Nov 2026 12:00:00 GMT"})
    return True
