"""What central orders, done by a real agent: each hand leaves on the disk what others act upon, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_world import DEVICE, device, notice, program
from msgspec.structs import replace
from patience import until
from small_central import small_central
from test_reporting_process import Reported, order, outcome

from parvis.cares import reboot
from player.agent import errand
from player.agent.care import DONE, CareError
from player.state import State
from playlists.feed.orders import Care

STOP_S = 8.0
"""Less than a supervisor, or systemd, gives an agent to end."""
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


def _doctor_of(its: Reported) -> int | None:
    """The process of the doctor that an agent has started."""
    assert its.process is not None
    told = Path(f"/proc/{its.process.pid}/task").glob("*/children")
    children = {int(number) for file in told for number in file.read_text("ascii").split()}
    return next((number for number in children if b"doctor" in _line(number).split(b"\0")), None)


def _line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_doctor_hears_the_signals_that_its_agent_hears_and_ends_with_it(its: Reported) -> None:
    order(its, Care.DOCTOR)
    until("the doctor begins", lambda: _doctor_of(its))
    doctor = _doctor_of(its)
    assert doctor is not None
    os.kill(doctor, signal.SIGSTOP)  # from now on it hangs
    try:
        status = Path(f"/proc/{doctor}/status").read_text("ascii")
        blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
        assert int(blocked, 16) == 0, "systemd ends it with the agent's other processes, at once"
        began = time.monotonic()
        its.end()
        assert time.monotonic() - began < STOP_S
        assert not _line(doctor), "nothing of it is left"
    finally:
        with suppress(ProcessLookupError):
            os.kill(doctor, signal.SIGKILL)


def test_while_a_doctor_is_at_work_all_else_goes_on_and_a_kill_begins_none_twice(its: Reported) -> None:
    long = order(its, Care.DOCTOR)
    until("the doctor begins", lambda: _doctor_of(its))
    doctor = _doctor_of(its)
    assert doctor is not None
    os.kill(doctor, signal.SIGSTOP)
    try:
        quick, files = order(its, Care.IDENTIFY), order(its, Care.CHECK_OBJECTS)
        assert until("what is quick is done", lambda: outcome(its, quick) == DONE) < 20
        until("what waits says so", lambda: outcome(its, files) == "waiting doctor")
        assert its.one.world.publish(
            replace(program(DEVICE, (notice("a", "Après"),)), profile=SHOWS_NO_FILMS)
        )
        its.central.hint("feed", "9")
        assert until("what is published is complete", lambda: its.texts() == [["Après"]]) < 20
        assert outcome(its, long) == "doing doctor"
        its.kill()
    finally:
        with suppress(ProcessLookupError):
            os.kill(doctor, signal.SIGKILL)
    its.start("--poll", "600")
    until("it is told", lambda: outcome(its, long) == "failed: the agent ended meanwhile")
    until("what waited is done", lambda: outcome(its, files) == DONE)
    assert not _doctor_of(its), "no order is carried out twice"


EXAMINES = """
import sys
from pathlib import Path
from threading import Event
print("begun", flush=True)
for _ in range(int(sys.argv[2])):
    if Path(sys.argv[1]).exists():
        sys.exit("seen")
    Event().wait(0.05)
"""


def test_what_runs_long_for_an_agent_is_asked_all_the_while_whether_it_is_over(tmp_path: Path) -> None:
    sign, asked = tmp_path / "sign", [0]

    def is_over() -> bool:
        asked[0] += 1
        if asked[0] == 3:
            sign.touch()
        return False

    ended = errand.run([sys.executable, "-c", EXAMINES, str(sign), "1200"], 300.0, is_over)
    assert (ended.stdout, ended.stderr, ended.returncode) == (b"begun\n", b"seen\n", 1)


@pytest.mark.parametrize(("is_over", "most_s"), [(True, 300.0), (False, 0.0)])
def test_what_is_not_let_to_its_end_is_no_more(tmp_path: Path, is_over: bool, most_s: float) -> None:
    began = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        errand.run([sys.executable, "-c", EXAMINES, str(tmp_path / "sign"), "1200"], most_s, lambda: is_over)
    assert time.monotonic() - began < 30
