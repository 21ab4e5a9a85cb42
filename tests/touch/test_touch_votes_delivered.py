"""A vote counts once at central, whoever is killed when: a real stage, a real agent, a real central."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
from agent_world import DEVICE, notice, program
from central_process import parvis
from msgspec.structs import replace
from patience import until
from test_agent_and_central import Joined, its
from touch_kiosk import touch
from touch_world import offered

from central.voices import Tallies
from player.spool import Spool
from player.state import LATEST
from playlists.errors import FeedError
from playlists.program import Program
from playlists.services import Services

__all__ = ["its"]
TYPED = "zqkw"
"""What no program has."""
POLL = "avis/place-du-commerce"
KIOSK = Path(__file__).with_name("voting_kiosk.py")


def always_open(services: Services) -> Services:
    """Polls without an end, and no map, which is an object of its own."""
    polling = tuple(
        replace(one, polls=tuple(replace(poll, opens=None, closes=None) for poll in one.polls))
        for one in services.services
    )
    return replace(services, services=polling, map=None)


def kiosk_program() -> Program:
    made = program(DEVICE, (notice("a", "Bonjour"),))
    screens = tuple(
        replace(one, screen=replace(touch(), layout="full"), services=always_open(offered()))
        for one in made.screens
    )
    return replace(made, screens=screens)


def vote(its: Joined, answer: str) -> None:
    """Somebody votes, is thanked, and that very moment the kiosk is killed."""
    root = str(its.world.folder / "keys" / "root.json")
    command = [sys.executable, str(KIOSK), str(its.state.root), root, DEVICE, answer, TYPED]
    paths = os.pathsep.join([str(KIOSK.parents[2]), *sys.path])
    kiosk = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert kiosk.stdout is not None
    assert kiosk.stdout.readline() == "counted\n"
    kiosk.kill()
    kiosk.communicate()


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def told(its: Joined, what: str, token: str) -> list[tuple[str, str, int]]:
    answer = httpx.get(
        f"{its.there.url}/v1/{what}?by=device", headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    found = msgspec.json.decode(answer.content, type=Tallies)
    return [(line.name, line.answer, line.count) for line in found.lines if line.device == DEVICE]


def test_what_people_were_thanked_for_counts_once_though_all_are_killed(its: Joined) -> None:
    """And nothing of what they typed before is anywhere on the device."""
    added = parvis("central", "token", "add", "Marie", "--role", "view", "--data", its.there.folder / "data")
    token = next(word for word in added.stdout.split() if len(word) > 20)
    assert its.world.publish(kiosk_program())
    first = its.start("--poll", "1")
    until("the kiosk has its program", lambda: _has_services(its))
    vote(its, "arbres")
    killed(first)
    spool = Spool(its.state.spool)
    assert spool.votes() == {(POLL, "arbres"): 1}
    vote(its, "arbres")
    second = its.start()
    until("central has all", lambda: len(spool) == 0)
    killed(second)
    assert told(its, "polls", token) == [(POLL, "arbres", 2)]
    files = [path for path in its.state.root.rglob("*") if path.is_file()]
    assert not [path for path in files if TYPED.encode() in path.read_bytes().lower()]


def _has_services(its: Joined) -> bool:
    try:
        parts = its.state.generation(LATEST).parts(its.world.anchor, DEVICE)
    except FeedError:
        return False
    return any(screen.services for part in parts for screen in part.program.screens)
