"""A feed that was restored from a backup: devices follow it once two keys are changed, alerts too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from agent_world import Device, device, notice

from player.agent.outcome import Accepted, Rejected
from player.standing import Bulletin
from playlists.feed.publishing.authority import rotate
from playlists.feed.tree import ALERTS


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    """A device whose feed went back by several publications and alerts."""
    with device(tmp_path) as made:
        made.publish(notice("a", "Sauvegarde"))
        shutil.copytree(made.world.feed, tmp_path / "backup")
        for text in ("Un", "Deux", "Trois"):
            made.publish(notice("a", text))
            made.world.warn(text.lower())
        made.cycle()
        for folder in made.world.feed.iterdir():
            shutil.rmtree(folder)
        shutil.copytree(tmp_path / "backup", made.world.feed, dirs_exist_ok=True)
        yield made


def begin_anew(one: Device) -> None:
    for name in ("timestamp", "snapshot"):
        repository = one.world.repository
        rotate(repository, one.world.keyring, name)
        repository.save(one.world.keyring, one.world.now, {"what": "rotated"})


def test_until_then_what_went_back_is_refused(one: Device) -> None:
    one.publish(notice("a", "Après"))
    one.world.warn("crue")
    assert isinstance(one.cycle(), Rejected)
    assert one.texts() == [["Trois"]]
    assert one.status.quick[ALERTS].version == 4


def test_then_programs_and_alerts_are_followed_from_where_they_are(one: Device) -> None:
    bulletin = Bulletin(one.state.dispatch(ALERTS), one.world.anchor)
    assert [alert.id for alert in bulletin.look().alerts] == ["un", "deux", "trois"]
    begin_anew(one)
    one.publish(notice("a", "Après"))
    one.world.warn("crue")
    assert isinstance(one.cycle(), Accepted)
    assert one.texts() == [["Après"]]
    assert [alert.id for alert in bulletin.look().alerts] == ["crue"]
    assert not bulletin.look().trouble


def test_what_an_older_root_vouches_for_does_not_come_back(one: Device) -> None:
    file = one.state.dispatch(ALERTS)
    before = file.read_bytes()
    bulletin = Bulletin(file, one.world.anchor)
    begin_anew(one)
    one.world.warn("crue")
    one.cycle()
    bulletin.look()
    file.write_bytes(before)
    assert [alert.id for alert in bulletin.look().alerts] == ["crue"]
    assert "older than" in bulletin.look().trouble
