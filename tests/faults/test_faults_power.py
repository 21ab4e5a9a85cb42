"""Power that goes at any step on the disk, and takes with it all that was not made durable."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from agent_world import DEVICE, MB, Device, device, noise, notice, picture
from power import cut, inodes

from player.agent.outcome import Accepted, Unchanged

POWERLESS = Path(__file__).with_name("powerless_agent.py")
STEPS = range(1, 46, 4)
"""Of the first sync of something new; the last ones are beyond its end."""


def run_until(one: Device, step: int, log: Path, kept: Path) -> int:
    """Run one cycle until the power goes at a step; how the process ended."""
    root = str(one.world.folder / "keys" / "root.json")
    state = ("--state", str(one.state.root), "--device", DEVICE, "--root", root)
    command = [sys.executable, str(POWERLESS), str(step), str(log), str(kept), "agent", *state]
    process = subprocess.run(
        [*command, "--feed", one.server.url, "--once"], capture_output=True, env=dict(os.environ), check=False
    )
    return process.returncode


def test_power_that_goes_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    chance, cuts = Random(11), 0
    with device(tmp_path) as one:
        one.world.now = datetime.now(UTC).replace(microsecond=0)
        one.world.repository.renew(one.world.keyring, one.world.now)
        one.publish(notice("a", "Numéro 0"))
        assert isinstance(one.cycle(), Accepted)
        for step in STEPS:
            before = one.texts()
            shutil.copytree(one.world.feed, tmp_path / "old", dirs_exist_ok=True)
            one.publish(notice("a", f"Numéro {step}"), picture("p", one.world.source, noise(MB, step)))
            settled, log, kept = inodes(one.state.root), tmp_path / f"log-{step}", tmp_path / f"kept-{step}"
            kept.mkdir()
            cuts += run_until(one, step, log, kept) == -signal.SIGKILL
            cut(one.state.root, settled, log, chance)
            one.require_sound()
            assert one.texts() in (before, [[f"Numéro {step}"]])
            require_no_way_back(one, tmp_path / "old")
            assert isinstance(one.restarted_cycle(), Accepted | Unchanged)
            assert one.texts() == [[f"Numéro {step}"]]
            one.require_sound()
    assert 7 < cuts < len(STEPS), "the power goes at every step"


def require_no_way_back(one: Device, old: Path) -> None:
    """An older state of the feed is never accepted in the place of what was shown."""
    shown = one.texts()
    one.server.folder = old
    one.restarted_cycle()
    one.server.folder = one.world.feed
    assert one.texts() == shown
