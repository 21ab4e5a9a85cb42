"""What a thief can and cannot say by alerts: rows of docs/security.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from feed_world import World, alert, notice, program
from tuf.api.metadata import Metadata, MetaFile, Snapshot, Targets, Timestamp

from playlists.errors import FeedError
from playlists.feed import dispatch
from playlists.feed.alerts import FIELD, Alert, read, write
from playlists.feed.publishing.authority import rotate
from playlists.feed.tree import ALERTS, METADATA, SNAPSHOT, TIMESTAMP, metadata_name

Role = TypeVar("Role", Targets, Snapshot, Timestamp)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie")
    made.publish(program("totem-1", [notice("a", "Marché")]))
    return made


def on_device(world: World) -> tuple[Alert, ...]:
    found = dispatch.read(world.dispatch(), world.anchor, ALERTS)
    return read(found.targets.unrecognized_fields.get(FIELD)).alerts


class Thief:
    """Signs with the keys that it has, whatever they are for."""

    def __init__(self, world: World, *keys: str) -> None:
        self._world, self._keys = world, keys

    def warn(self, *, named: bool) -> None:
        """Put an alert of its own on the board; `named` in a snapshot and timestamp, too."""
        stands = self._world.repository
        board = stands.role(ALERTS)
        board.version += 1
        board.unrecognized_fields[FIELD] = write([alert(self._world.now, "faux")])
        self._place(ALERTS, board, [key for key in self._keys if key not in {SNAPSHOT, TIMESTAMP}])
        if named:
            snapshot, timestamp = stands.chain.snapshot, stands.chain.timestamp
            snapshot.version += 1
            snapshot.meta[f"{ALERTS}.json"] = MetaFile(version=board.version)
            timestamp.version += 1
            timestamp.snapshot_meta = MetaFile(version=snapshot.version)
            self._place(SNAPSHOT, snapshot, [SNAPSHOT])
            self._place(TIMESTAMP, timestamp, [TIMESTAMP])

    def _place(self, role: str, signed: Role, keys: Sequence[str]) -> None:
        metadata = Metadata(signed)
        for key in keys:
            metadata.sign(self._world.keyring.signer(key), append=True)
        file = self._world.feed / METADATA / metadata_name(role, signed.version)
        file.write_bytes(metadata.to_bytes())


@pytest.mark.parametrize(
    "keys",
    [
        ("snapshot", "timestamp", "devices"),
        ("snapshot", "timestamp", "devices", "orders", "live"),
        ("snapshot", "timestamp", "approved-marie"),
    ],
    ids=["online", "all services", "an editor"],
)
def test_no_other_key_can_raise_an_alert(world: World, keys: tuple[str, ...]) -> None:
    Thief(world, *keys).warn(named=True)
    with pytest.raises(FeedError, match="alerts was signed by 0/1 keys"):
        on_device(world)


def test_the_alerts_key_alone_says_nothing_that_devices_hear(world: World) -> None:
    Thief(world, "alerts").warn(named=False)
    assert on_device(world) == ()


def test_the_alerts_key_with_the_online_keys_warns_until_it_is_changed_and_does_nothing_else(
    world: World,
) -> None:
    Thief(world, "alerts", "snapshot", "timestamp").warn(named=True)
    (false,) = on_device(world)
    assert false.id == "faux"
    assert world.texts() == [["Marché"]]
    repository = world.repository
    rotate(repository, world.keyring, "alerts")
    repository.edit(ALERTS).unrecognized_fields[FIELD] = write([])
    repository.save(world.keyring, world.now, {"what": "rotated alerts"})
    assert on_device(world) == ()
    Thief(world, "alerts", "snapshot", "timestamp").warn(named=True)
    with pytest.raises(FeedError, match="alerts was signed by 0/1 keys"):
        on_device(world)


def test_a_dispatch_in_which_a_byte_or_a_role_is_another_one_is_refused(world: World) -> None:
    old = world.dispatch()
    world.warn()
    good = world.dispatch()
    changed = good.replace(b"Crue de la Loire", b"Tout va bien ici")
    assert changed != good
    with pytest.raises(FeedError, match="do not hold"):
        dispatch.read(changed, world.anchor, ALERTS)
    mixed = msgspec.json.decode(good, type=dict[str, str])
    mixed["alerts.json"] = msgspec.json.decode(old, type=dict[str, str])["alerts.json"]
    with pytest.raises(FeedError, match="alerts is of version 1, not 2"):
        dispatch.read(msgspec.json.encode(mixed), world.anchor, ALERTS)
    other = World(world.folder / "other").begin("paul")
    with pytest.raises(FeedError, match="do not hold"):
        dispatch.read(good, other.anchor, ALERTS)
