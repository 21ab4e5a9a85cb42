"""An editor who signs nothing for half a year keeps nobody else from the glass, and stays on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from agent_world import DEVICE, Device, device, notice, program
from feed_world import World

import parvis.approve
from parvis.approve import approve_campaigns
from parvis.console import GOOD, Voice
from player.agent.outcome import Accepted, Stale
from playlists.errors import KeysError
from playlists.feed.publishing.authority import add_editor, rotate
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.tree import EDITORS

AWAY = timedelta(days=190)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path, "marie", "paul") as made:
        made.publish(notice("a", "Un"))
        made.cycle()
        yield made


def half_a_year_later(world: World) -> None:
    """All but Paul sign in time, and once the feed lives on."""
    world.now += AWAY
    repository = world.repository
    rotate(repository, world.keyring, "targets")
    repository.save(world.keyring, world.now, {"what": "rotated"})
    renew(world, without="approved-paul")


def renew(world: World, without: str = "") -> None:
    """Sign anew, where one key does not open."""

    def passphrase(name: str) -> bytes:
        return b"wrong" if name == without else b""

    world.repository.renew(Keyring(world.folder / "keys", passphrase), world.now)


def until(world: World, role: str) -> timedelta:
    """How long a role is good still."""
    return world.repository.role(role).expires - world.now


def test_what_an_editor_said_before_they_went_keeps_nobody_waiting(one: Device) -> None:
    half_a_year_later(one.world)
    one.publish(notice("a", "Deux"))
    assert one.restarted_cycle() == Accepted(generation=2, fetched=0)
    assert one.texts() == [["Deux"]]


def test_what_an_editor_said_before_they_went_is_not_accepted_as_new(one: Device) -> None:
    one.publish(notice("a", "De Paul"), editor="paul")
    half_a_year_later(one.world)
    outcome = one.cycle()
    assert isinstance(outcome, Stale)
    assert "approved-paul is expired" in outcome.why
    assert one.texts() == [["Un"]]


def test_who_publishes_nothing_new_signs_for_another_half_year(one: Device) -> None:
    said = program(DEVICE, [notice("a", "Un")])
    one.world.now += timedelta(days=100)
    assert one.world.publish(said)
    assert until(one.world, "approved-marie") > timedelta(days=180)
    assert not one.world.publish(said)


def test_who_approves_nothing_new_signs_for_another_half_year(
    one: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_PASSPHRASE", "")
    monkeypatch.setattr(parvis.approve, "now", lambda: one.world.now)
    folders = one.world.feed, one.world.folder / "keys"
    for _ in range(2):
        one.world.now += timedelta(days=100)
        assert approve_campaigns(*folders, ["une"], "paul", Voice("en"), as_json=False) == GOOD
        assert until(one.world, "approved-paul") > timedelta(days=180)


def test_the_feed_is_renewed_with_all_keys_that_are_here_and_open(one: Device) -> None:
    one.world.now += timedelta(days=100)
    renew(one.world, without="targets")
    assert until(one.world, "approved-paul") > timedelta(days=180)
    assert until(one.world, "targets") < timedelta(days=90)
    renew(one.world)
    assert until(one.world, "targets") > timedelta(days=180)
    with pytest.raises(KeysError):
        renew(one.world, without="timestamp")


def test_no_feed_has_more_editors_than_devices_look_at(one: Device) -> None:
    for number in range(3, EDITORS + 1):
        repository = one.world.repository
        add_editor(repository, one.world.keyring, f"editor-{number}")
        repository.save(one.world.keyring, one.world.now, {"what": "added"})
    with pytest.raises(KeysError, match="33 editors are too many"):
        add_editor(one.world.repository, one.world.keyring, "one-more")
    one.publish(notice("a", "Deux"))
    assert one.cycle() == Accepted(generation=2, fetched=0)
