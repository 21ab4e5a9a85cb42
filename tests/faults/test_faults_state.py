"""Whatever file of the state is damaged, the agent puts it right, and the stage has something to show."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from agent_world import DEVICE, Device, device, noise, notice, picture
from damages import DAMAGES

from player.agent.outcome import Accepted, Unchanged
from player.choice import choose
from playlists.feed.publishing.authority import rotate


def files(one: Device) -> list[Path]:
    """Every file of the state but the objects, of which other tests tell."""
    found = (file for file in one.state.root.rglob("*") if file.is_file())
    return sorted(file for file in found if one.state.objects not in file.parents)


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_file_of_the_state_may_be_damaged(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with device(tmp_path) as one:
        one.publish(notice("a", "Un"), picture("p", one.world.source, noise(2000)))
        one.cycle()
        repository = one.world.repository
        rotate(repository, one.world.keyring, "timestamp")
        repository.save(one.world.keyring, one.world.now, {"what": "rotated"})
        one.publish(notice("a", "Deux"), picture("p", one.world.source, noise(2000)))
        one.cycle()
        tried = [file.relative_to(one.state.root) for file in files(one)]
        assert len(tried) > 20
        shutil.copytree(one.state.root, tmp_path / "whole", symlinks=True)
        for name in tried:
            shutil.rmtree(one.state.root)
            shutil.copytree(tmp_path / "whole", one.state.root, symlinks=True)
            damage(one.state.root / name)
            assert choose(one.state, one.world.anchor, DEVICE)[0], name
            assert isinstance(one.restarted_cycle(), Accepted | Unchanged), name
            assert one.texts() == [["Deux"]], name
            one.require_sound()
