"""What central orders, done by a real agent: each hand leaves on the disk what others act upon, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_world import DEVICE, device, notice, program
from msgspec.structs import replace
from patience import until
from small_central import small_central
from test_reporting_process import Reported, order, outcome

from parvis.cares import reboot
from player.agent.care import DONE, CareError
from player.state import State
from playlists.feed.orders import Care

SHOWS_NO_FILMS = "led-board"
"""So its doctor, who has tests of his own, decodes none either."""


@pytest.fixture
def its(tmp_path: Path) -> Iterator[Reported]:
    with device(tmp_path) as one, small_central() as central:
        one.world.now = datetime.now(UTC).replace(microsecond=0)
        one.world.repository.renew(one.world.keyring, one.world.now)
        assert one.world.publish(replace(program(DEVICE, (notice("a", "Avant"),)), profile=SHOWS_NO_FILMS))
        made = Reported(one, central)
        made.start("--poll", "600")
        until("the stream stands", lambda: central.listeners)
        until("all is complete", lambda: made.texts() == [["Avant"]])
        yield made
        made.kill()


def test_a_reboot_is_asked_of_the_system_once_and_told_by_the_agent_that_follows(its: Reported) -> None:
    state = its.one.state
    name = order(its, Care.REBOOT)
    until("the system is asked", state.reboot_asked.exists)
    state.reboot_asked.unlink()  # as parvis-asked.service does before it reboots
    its.kill()
    its.start("--poll", "600")
    until("it is told", lambda: outcome(its, name) == DONE)
    again = order(its, Care.REBOOT)
    until("that is too much", lambda: "a moment ago" in (outcome(its, again) or ""))
    assert not state.reboot_asked.exists()


def test_what_is_shown_fetched_and_examined_by_order(its: Reported) -> None:
    state = its.one.state

    def done(care: Care) -> str:
        name = order(its, care)
        until(f"{care} is told", lambda: (outcome(its, name) or "doing").partition(" ")[0] != "doing", 120)
        return outcome(its, name) or ""

    assert done(Care.IDENTIFY) == DONE
    assert state.identify_asked.exists()
    assert done(Care.OUT) == DONE
    assert state.out_of_service.exists()
    assert done(Care.IN) == DONE
    assert not state.out_of_service.exists()
    (litter := state.objects / "ab" / ("ab" * 32)).parent.mkdir(parents=True, exist_ok=True)
    litter.write_bytes(b"of another time")
    assert done(Care.RESYNC) == DONE
    until("the rest is gone", lambda: not litter.exists())
    until("the show is complete", lambda: its.texts() == [["Avant"]])
    until("the stream stands again", lambda: its.central.listeners)
    said = done(Care.DOCTOR)
    assert " of " in said, said
    assert "passed" in said or "failed: " in said
    assert "{" not in said, "in words"


def test_where_nobody_reboots_the_machine_that_is_said_and_nothing_waits(tmp_path: Path) -> None:
    state = State(tmp_path)
    with pytest.raises(CareError, match="nobody on this machine reboots it"):
        reboot(state, 0.0)
    assert not state.reboot_asked.exists()
