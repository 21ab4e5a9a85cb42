"""An agent and `parvis central` as processes: its feed, its reports, its hints."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_world import DEVICE, notice, program
from central_process import Central, central, parvis
from feed_world import World, headlines
from msgspec.structs import replace
from patience import until
from teller import play

from parvis.device_key import key_in
from player.agent.report import AgentStatus, read_status
from player.spool import Spool
from player.state import LATEST, State
from playlists.errors import FeedError


class Joined:
    """A feed that central serves, and the agent of a device that is enrolled there."""

    def __init__(self, world: World, there: Central) -> None:
        self.world, self.there = world, there
        self.state = State(world.folder / "state")

    def start(self, *flags: str) -> subprocess.Popen[str]:
        root = str(self.world.folder / "keys" / "root.json")
        command = [sys.executable, "-m", "parvis", "agent", "--state", str(self.state.root)]
        command += ["--device", DEVICE, "--root", root, "--feed", self.there.url, "--central", self.there.url]
        return subprocess.Popen(  # noqa: S603
            [*command, *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
        )

    @property
    def status(self) -> AgentStatus | None:
        return read_status(self.state)

    def texts(self) -> list[list[str]]:
        try:
            return [
                headlines(part.program)
                for part in self.state.generation(LATEST).parts(self.world.anchor, DEVICE)
            ]
        except FeedError:
            return []

    def publish(self, text: str) -> None:
        assert self.world.publish(program(DEVICE, (notice("a", text),)))


@pytest.fixture
def its(tmp_path: Path) -> Iterator[Joined]:
    world = World(tmp_path).begin("marie")
    world.now = datetime.now(UTC).replace(microsecond=0)
    world.repository.renew(world.keyring, world.now)
    with central(tmp_path) as there:
        joined = Joined(world, there)
        joined.publish("Avant")
        key = key_in(joined.state.root).public
        told = parvis("central", "enrol", "--data", tmp_path / "data", DEVICE, key)
        assert told.returncode == 0, told.stderr
        yield joined


def test_plays_of_every_kind_are_delivered_and_news_comes_within_two_seconds(its: Joined) -> None:
    spool = Spool(its.state.spool)
    built_in = replace(play(1), item="built-in", zone="")
    spool.add([play(0), built_in, replace(play(2), item="@alert/crue", edition="cd" * 32)])
    process = its.start("--poll", "600")
    try:
        until("all is delivered", lambda: len(spool) == 0)
        until("it is known", lambda: its.status and its.status.central and its.status.central.good)
        until("the first generation", lambda: its.texts() == [["Avant"]])
        its.publish("Après")
        assert until("the new one is complete", lambda: its.texts() == [["Après"]]) < 2
    finally:
        process.terminate()
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert "Central has the reports.\n" in out
    assert "takes no reports" not in out
