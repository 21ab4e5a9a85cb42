"""The judge of a trial: what it asks, what it counts, what it says."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_slots import TOOL, Machine

from provisioning.install import trials
from provisioning.install.tools import slots as module
from provisioning.install.tools.slots import Judge, Slots, Why
from provisioning.install.trials import switch

SYSTEMCTL = """#!{python}
import sys, time
with open("{asked}", "a+") as file:
    file.write(" ".join(sys.argv[1:]) + "\\n")
    file.seek(0)
    count = len(file.readlines())
began = 0 if count == 1 else time.monotonic_ns() // 1000
print("ExecMainStartTimestampMonotonic=" + str(began))
print("ExecMainPID=" + str(1000 + count))
"""


def glass(steady_s: float, process: int = 1, frames: int = 9, *, alive: bool = True) -> dict[str, object]:
    return {"steady_s": steady_s, "process": process, "screens": [{"frames": frames, "alive": alive}]}


def test_systemd_is_asked_how_often_the_stage_began(tmp_path: Path) -> None:
    """The judge's own process, and a systemctl that tells of another process of the stage each time."""
    machine = Machine(tmp_path)
    (machine.root / "b/ready").write_text(json.dumps({"version": "2"}), "utf-8")
    switch(Slots(machine.root, lambda _: None, module._BOOT_ID.read_text("ascii").strip()))
    systemctl = tmp_path / "bin/systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text(SYSTEMCTL.format(python=sys.executable, asked=tmp_path / "asked"), "utf-8")
    systemctl.chmod(0o755)
    command = [sys.executable, "-I", "-S", str(TOOL), "--slots", str(machine.root), "judge"]
    command += ["--status", str(machine.status)]
    subprocess.run(command, check=True, cwd="/", env={"PATH": str(systemctl.parent)}, timeout=60)
    assert (machine.told(), (trials.outcome(machine.slots) or {})["why"]) == ("a", "it began again and again")
    asked = (tmp_path / "asked").read_text("utf-8").splitlines()
    of_stage = [line for line in asked if line.endswith("parvis-stage.service")]
    assert len(of_stage) == Judge.MOST_PROCESSES + 2, "once of the process of before the trial"
    assert {line.split()[-1] for line in asked} == {"parvis-stage.service", "parvis-agent.service"}


@pytest.mark.parametrize("stays", [True, False])
def test_a_full_disk_keeps_no_trial_from_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stays: bool
) -> None:
    machine = Machine(tmp_path)
    (machine.root / "b/ready").write_text(json.dumps({"version": "2"}), "utf-8")
    commands: list[list[str]] = []
    slots = Slots(machine.root, commands.append, "first")
    switch(slots)
    verbs = [command[1] for command in commands]
    assert verbs == ["reset-failed", "restart", "start"], "starts of before count against no limit"

    def refuse(_file: Path, _told: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "put", refuse)
    seconds = iter(map(float, range(1000)))
    machine.status.write_text(json.dumps(glass(900.0, alive=stays)), "utf-8")
    assert slots.judge(machine.status, lambda: next(seconds), lambda: None, lambda: None) is stays
    assert (machine.told(), slots.trial) == ("b" if stays else "a", None)
    assert ([*commands[-1][:2]] == ["systemctl", "restart"]) is not stays


def test_a_stage_that_begins_thrice_may_stay_and_what_began_before_the_trial_is_not_counted() -> None:
    for last, said in ((3, None), (4, "it began again and again")):
        judge = Judge(0.0)
        assert judge.look(None, 1.0, (99, -5.0)) is None
        looks = [judge.look(None, float(number), (number, float(number))) for number in range(1, last + 1)]
        assert looks[-1] == said
    judge = Judge(0.0)
    assert [judge.look(glass(now, process=1), now, (1, 0.5)) for now in (1.0, 121.0)] == [None, ""]


@pytest.mark.parametrize(
    ("told", "good"),
    [
        (glass, True),
        (lambda now: glass(now, alive=now < 60), False),
        (lambda now: glass(now, frames=0), False),
        (lambda now: glass(now, process=int(now // 30)), False),
        (lambda now: glass(min(now, 60)), False),  # it wrote no more after a minute
        (lambda _: glass(-5), False),  # the old version's last word
        (lambda _: None, False),
        (lambda now: glass(now) | {"screens": []}, False),
    ],
)
def test_two_minutes_of_one_process_that_shows_what_is_due(told: object, good: bool) -> None:
    judge = Judge(0.0)
    seconds = map(float, range(1, 1000))
    said = next(said for now in seconds if (said := judge.look(told(now), now, None)) is not None)  # type: ignore[operator]
    assert (said == "") is good


@pytest.mark.parametrize(("lives_s", "good"), [(lambda now: now - 3, True), (lambda now: now % 5, False)])
def test_a_version_whose_agent_dies_again_and_again_makes_way(
    lives_s: Callable[[float], float], good: bool
) -> None:
    """Its glass is as it should be; nothing new would ever come, not even another version."""
    judge = Judge(0.0)
    seconds = map(float, range(1, 1000))
    verdicts = (judge.look(glass(now), now, (1, 1.0), lives_s(now)) for now in seconds)
    assert next(verdict for verdict in verdicts if verdict is not None) == ("" if good else Why.NO_AGENT)


@pytest.mark.parametrize(
    ("told_before", "told_after", "lives_s"),
    [(30, 5, 10), (30, None, 0), (1000, None, 10), (None, None, 10)],
    ids=["it speaks", "it hangs as it begins", "it was silent before", "it never spoke"],
)
def test_an_agent_that_spoke_before_the_trial_lives_once_it_speaks_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told_before: float | None,
    told_after: float | None,
    lives_s: float,
) -> None:
    def told(ago_s: float) -> None:
        file.touch()
        os.utime(file, (time.time() - ago_s,) * 2)

    monkeypatch.setattr(module, "last_begun", lambda _: (7, time.monotonic() - 10))
    file = tmp_path / "agent.json"
    if told_before is not None:
        told(told_before)
    life = module.agent_life(file, time.time)
    if told_after is not None:
        told(told_after)
    assert life() == pytest.approx(lives_s, abs=1)
