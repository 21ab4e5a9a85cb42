"""Orders in the feed: given, read by a device, over; from a whitelist; and what a thief can do with them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from feed_world import HOUR, NOW, World, notice, program
from tuf.api.metadata import Metadata, MetaFile

from playlists.errors import FeedError, KeysError
from playlists.feed import dispatch
from playlists.feed.orders import FIELD, LIMITS, Care, Order, read, write
from playlists.feed.publishing.authority import rotate
from playlists.feed.publishing.history import history
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.orders import LASTS, OrderDesk, standing
from playlists.feed.publishing.repository import locked
from playlists.feed.tree import METADATA, ORDERS, SNAPSHOT, TIMESTAMP, metadata_name


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie")
    made.publish(*(program(device, [notice("a", "Marché")]) for device in ("totem-1", "totem-2")))
    return made


def desk(world: World) -> OrderDesk:
    return OrderDesk(world.feed, world.anchor, world.keyring)


def on_device(world: World) -> tuple[Order, ...]:
    """What a device reads in the dispatch that its agent would put in place."""
    found = dispatch.read(world.dispatch(ORDERS), world.anchor, ORDERS)
    return read(found.targets.unrecognized_fields.get(FIELD)).orders


def order(**changes: object) -> Order:
    said = {"id": "o-1", "care": Care.PICTURE, "devices": ("totem-1",), "given": NOW, "until": NOW + LASTS}
    return msgspec.structs.replace(Order(**said), **changes)  # type: ignore[arg-type]


def test_a_feed_begins_without_orders(world: World) -> None:
    assert on_device(world) == ()


def test_what_is_ordered_is_what_a_device_reads_and_only_the_named_one_is_bound(world: World) -> None:
    given = desk(world).give(Care.RESTART_STAGE, ["totem-1", "totem-1"], NOW)
    assert on_device(world) == (given,)
    assert given.devices == ("totem-1",)
    assert given.binds("totem-1", NOW)
    assert not given.binds("totem-2", NOW)


def test_an_order_binds_for_its_time_only(world: World) -> None:
    given = desk(world).give(Care.PICTURE, ["totem-1"], NOW)
    assert given.binds("totem-1", NOW - LIMITS.ahead)
    assert given.binds("totem-1", NOW + LASTS - timedelta(seconds=1))
    assert not given.binds("totem-1", NOW + LASTS)
    assert not given.binds("totem-1", NOW - LIMITS.ahead - timedelta(seconds=1))


def test_orders_stand_together_what_is_over_goes_and_no_id_comes_twice(world: World) -> None:
    first = desk(world).give(Care.PICTURE, ["totem-1"], NOW, timedelta(minutes=1))
    second = desk(world).give(Care.PICTURE, ["totem-1"], NOW)
    assert on_device(world) == (first, second)
    third = desk(world).give(Care.FETCH_AGAIN, ["totem-2"], NOW + timedelta(minutes=1))
    assert on_device(world) == (second, third)
    assert len({first.id, second.id, third.id}) == 3
    assert [one.what for one in history(world.repository)][:3] == [
        "ordered fetch_again",
        "ordered picture",
        "ordered picture",
    ]


def test_a_full_board_says_when_there_is_room_again(world: World) -> None:
    board = write([order(id=f"o-{number}") for number in range(LIMITS.orders)])
    repository = world.repository
    repository.edit(ORDERS).unrecognized_fields[FIELD] = board
    repository.save(world.keyring, NOW, {"what": "many", "by": ORDERS})
    with pytest.raises(FeedError, match="64 orders stand already; the next one ends at 12:15:00Z"):
        desk(world).give(Care.PICTURE, ["totem-1"], NOW)
    desk(world).give(Care.PICTURE, ["totem-1"], NOW + LASTS)
    assert len(on_device(world)) == 1


def test_orders_and_publications_leave_each_other_alone(world: World) -> None:
    given = desk(world).give(Care.PICTURE, ["totem-1"], NOW)
    raised = world.warn()
    world.publish(program("totem-1", [notice("a", "Ensuite")]))
    assert on_device(world) == (given,)
    assert raised.id == "crue"
    assert world.texts() == [["Ensuite"]]


def test_an_order_waits_for_the_end_of_a_publication(world: World) -> None:
    with ThreadPoolExecutor(1) as thread:
        with locked(world.feed):
            waiting = thread.submit(desk(world).give, Care.PICTURE, ["totem-1"], NOW)
            assert not wait([waiting], timeout=0.3).done
        given = waiting.result()
    assert on_device(world) == (given,)
    with (
        locked(world.feed),
        pytest.raises(FeedError, match="another publication is going on"),
        locked(world.feed, patience_s=0.1),
    ):
        pass


def test_three_keys_are_enough_and_without_one_nothing_is_written(world: World, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for name in (ORDERS, SNAPSHOT, TIMESTAMP):
        for file in (name, f"{name}.pub"):
            (few / file).write_bytes((world.keyring.folder / file).read_bytes())
    given = OrderDesk(world.feed, world.anchor, Keyring(few, lambda _: b"")).give(
        Care.PICTURE, ["totem-1"], NOW
    )
    (few / ORDERS).unlink()
    with pytest.raises(KeysError, match="orders must be signed by 1 of orders"):
        OrderDesk(world.feed, world.anchor, Keyring(few, lambda _: b"")).give(Care.PICTURE, ["totem-1"], NOW)
    assert on_device(world) == (given,)


@pytest.mark.parametrize(
    ("devices", "lasts"),
    [
        ([], LASTS),
        ([""], LASTS),
        (["x" * 65], LASTS),
        ([f"d-{n}" for n in range(LIMITS.devices + 1)], LASTS),
        (["totem-1"], LIMITS.lasts + timedelta(seconds=1)),
        (["totem-1"], timedelta(0)),
    ],
    ids=["no device", "no name", "a long name", "too many", "too long", "no time"],
)
def test_what_may_not_be_ordered_is_a_callers_mistake(
    world: World, devices: list[str], lasts: timedelta
) -> None:
    with pytest.raises(ValueError, match="not an order that may be signed"):
        desk(world).give(Care.PICTURE, devices, NOW, lasts)
    assert standing(world.repository) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"care": "run_command"},
        {"care": "restart_stage; reboot"},
        {"id": "../etc"},
        {"devices": ()},
        {"until": NOW + LIMITS.lasts + HOUR},
        {"until": NOW},
        {"given": NOW.replace(tzinfo=None)},
    ],
    ids=lambda changes: f"{next(iter(changes))}-{next(iter(changes.values()))}"[:20],
)
def test_an_order_that_is_not_as_it_must_be_is_left_out_alone(changes: dict[str, object]) -> None:
    good = order(id="o-2")
    board = read(write([order(**changes), good]))
    assert (board.orders, board.refused) == ((good,), 1)


@pytest.mark.parametrize("field", [7, "", "{}", '{"format":2,"orders":[]}', '{"format":1,"orders":[1'])
def test_what_is_no_board_is_refused(field: object) -> None:
    with pytest.raises(FeedError, match="the board of orders"):
        read(field)


def test_the_word_of_an_order_is_all_that_it_can_say() -> None:
    """No parameter, path, text or address: a stolen key has the cares, and nothing to put into them."""
    assert set(Order.__struct_fields__) == {"id", "care", "devices", "given", "until"}
    assert {care.value for care in Care} == {
        "restart_stage",
        "restart_agent",
        "picture",
        "check_objects",
        "fetch_again",
        "identify",
        "reboot",
        "out_of_service",
        "back_in_service",
        "doctor",
        "resync",
        "reset",
    }
    smuggled = re.sub(r"}\]}$", ',"command":"rm"}]}', write([order()]))
    (found,) = read(smuggled).orders
    assert found == order()


def stolen(world: World, *keys: str, named: bool) -> None:
    """Somebody who has these keys orders, and puts it into a snapshot and timestamp (`named`)."""
    stands = world.repository
    board, snapshot, timestamp = stands.role(ORDERS), stands.chain.snapshot, stands.chain.timestamp
    board.version += 1
    board.unrecognized_fields[FIELD] = write([order(id="faux")])
    signed = [(ORDERS, board, [key for key in keys if key not in {SNAPSHOT, TIMESTAMP}])]
    if named:
        snapshot.version += 1
        snapshot.meta[f"{ORDERS}.json"] = MetaFile(version=board.version)
        timestamp.version += 1
        timestamp.snapshot_meta = MetaFile(version=snapshot.version)
        signed += [(SNAPSHOT, snapshot, [SNAPSHOT]), (TIMESTAMP, timestamp, [TIMESTAMP])]  # type: ignore[list-item]
    for role, what, by in signed:
        metadata = Metadata(what)
        for key in by:
            metadata.sign(world.keyring.signer(key), append=True)
        (world.feed / METADATA / metadata_name(role, what.version)).write_bytes(metadata.to_bytes())


def test_the_orders_key_alone_says_nothing_that_devices_hear(world: World) -> None:
    stolen(world, ORDERS, named=False)
    assert on_device(world) == ()


@pytest.mark.parametrize("keys", [("devices", "live"), ("alerts",), ("approved-marie",)], ids=lambda k: k[0])
def test_no_other_key_can_order(world: World, keys: tuple[str, ...]) -> None:
    stolen(world, *keys, SNAPSHOT, TIMESTAMP, named=True)
    with pytest.raises(FeedError, match="orders was signed by 0/1 keys"):
        on_device(world)


def test_the_orders_key_with_the_online_keys_orders_until_it_is_changed_and_says_nothing(
    world: World,
) -> None:
    stolen(world, ORDERS, SNAPSHOT, TIMESTAMP, named=True)
    assert [one.id for one in on_device(world)] == ["faux"]
    assert world.texts() == [["Marché"]]
    repository = world.repository
    rotate(repository, world.keyring, ORDERS)
    repository.edit(ORDERS).unrecognized_fields[FIELD] = write([])
    repository.save(world.keyring, NOW, {"what": "rotated orders"})
    stolen(world, ORDERS, SNAPSHOT, TIMESTAMP, named=True)
    with pytest.raises(FeedError, match="orders was signed by 0/1 keys"):
        on_device(world)
