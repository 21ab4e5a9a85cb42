"""A trial of the player's own stage: what it says of its frames is what the judge of the slots reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pairing_box import wait_until
from test_slots import Machine

from player.status import STAGE, read_status
from provisioning.install import trials
from provisioning.install.tools.slots import Judge
from provisioning.install.trials import switch

PLAYER = """#!/bin/sh
export QT_QPA_PLATFORM=offscreen
exec {python} -c '{program}' stage --state {state} --hold 86400
"""
SHOWS = "from parvis.cli import main; main()"
FREEZES = """
import json, os, signal, threading
def freeze():
    while not threading.Event().wait(0.05):
        try:
            with open("{status}") as file:
                told = json.load(file)
        except (OSError, ValueError):
            continue
        if told["process"] == os.getpid() and all(one["frames"] for one in told["screens"]):
            os.kill(os.getpid(), signal.SIGSTOP)
threading.Thread(target=freeze, daemon=True).start()
from parvis.cli import main; main()
"""
"""A new version that shows its first frames, and no more."""


class Screen(Machine):
    """A machine whose slots hold the real stage, on the built-in slide."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.state = folder / "state"
        self.status = self.state / "status" / STAGE

    def put(self, slot: str, program: str, version: str) -> None:
        """Let a slot hold a version."""
        player = self.root / slot / "bin/parvis"
        player.parent.mkdir(exist_ok=True)
        facts = {"python": sys.executable, "state": self.state}
        player.write_text(PLAYER.format(program=program.replace("{status}", str(self.status)), **facts))
        player.chmod(0o755)
        (self.root / slot / "ready").write_text(json.dumps({"version": version}))

    def shows(self) -> bool:
        """Whether the stage that runs has frames on its screens."""
        told = read_status(self.status)
        mine = told is not None and self.stage is not None and told.process == self.stage.pid
        return told is not None and mine and all(one.frames for one in told.screens)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    made.put("a", SHOWS, "1")
    yield made
    made.stop()


def test_a_stage_that_freezes_makes_way_and_one_that_shows_stays(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("STEADY_S", 1.5), ("STALE_S", 0.5), ("PATIENCE_S", 10.0)):
        monkeypatch.setattr(Judge, name, seconds)
    screen.put("b", FREEZES, "2")
    switch(screen.slots)
    assert screen.judged() is False
    assert (screen.told(), (trials.outcome(screen.slots) or {})["version"]) == ("a", "2")
    wait_until(screen.shows, "frames of the version before")
    for name, seconds in (("STEADY_S", 2.0), ("STALE_S", 15.0), ("PATIENCE_S", 60.0)):
        monkeypatch.setattr(Judge, name, seconds)
    screen.put("b", SHOWS, "3")
    switch(screen.slots)
    assert screen.judged() is True
    assert (screen.told(), trials.version(screen.slots, "b")) == ("b", "3")
    assert screen.shows()
