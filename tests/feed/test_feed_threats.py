"""What thieves of keys, servers and disks can and cannot do: each row of docs/security.md is a test here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from feed_world import HOUR, World, notice, program

from device_profiles.profile import Line
from playlists.errors import FeedError, KeysError
from playlists.feed import wire
from playlists.feed.generation import parts
from playlists.feed.head import Head
from playlists.feed.publishing.approvals import standing
from playlists.feed.publishing.authority import add_editor, remove_editor, rotate
from playlists.feed.publishing.publish import publish
from playlists.feed.trust import verify
from playlists.program import Program, ScreenProgram

GOOD = (notice("a", "Piscine fermée"), notice("b", "Marché"))
FORGED = notice("a", "Achetez ceci")


def at_no_instant(made: Program) -> tuple[ScreenProgram, ...]:
    """Its screens, whose event ends at an hour of no time zone."""
    (screen,) = made.screens
    ends = datetime(2027, 1, 1)  # noqa: DTZ001
    events = tuple(msgspec.structs.replace(event, closes=ends) for event in screen.events)
    return (msgspec.structs.replace(screen, events=events),)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie", "paul")
    made.publish(program("totem-1", GOOD))
    return made


def forge(world: World, forged: Program) -> None:
    """Publish with stolen online keys: the heads are the thief's, the approvals stay as they are."""
    edit = world.think(forged)
    (head,) = edit.heads.values()
    alone = msgspec.structs.replace(head, editions=head.editions[-1:])
    approved = standing(world.repository)["marie"]
    stolen = msgspec.structs.replace(edit, heads={forged.device: alone}, said=approved)
    publish(world.repository, stolen, world.source, world.keyring, now=world.now)


def test_stolen_online_keys_reorder_and_drop_but_say_nothing_of_their_own(world: World) -> None:
    forge(world, program("totem-1", [GOOD[1], FORGED, GOOD[0]]))
    assert world.texts() == [["Marché", "Piscine fermée"]]
    assert world.parts()[0].refused == ("item 2 of une",)


@pytest.mark.parametrize(
    "forged",
    [
        msgspec.structs.replace(program("totem-1", GOOD), logo="Autre ville"),
        msgspec.structs.replace(
            program("totem-1", GOOD),
            screens=(
                msgspec.structs.replace(
                    program("totem-1", GOOD).screens[0],
                    screen=msgspec.structs.replace(program("totem-1", GOOD).screens[0].screen, width=10**9),
                ),
            ),
        ),
    ],
    ids=["mark", "screen"],
)
def test_stolen_online_keys_change_neither_theme_nor_mark_nor_screen(world: World, forged: Program) -> None:
    forge(world, forged)
    with pytest.raises(FeedError, match="not approved by enough editors"):
        world.parts()


@pytest.mark.parametrize(
    "nonsense",
    [{"time_zone": "Mars/Olympus"}, {"day_start": "25:99"}, {"display_hours": "Mo-"}, {"country": "XX"}],
)
def test_times_that_mean_nothing_never_reach_the_timeline(world: World, nonsense: dict[str, str]) -> None:
    hours = msgspec.structs.replace(program("totem-1", GOOD), display_hours="Mo-Su 06:00-24:00")
    forge(world, msgspec.structs.replace(hours, **nonsense))
    with pytest.raises(FeedError, match="times of a program cannot be read"):
        world.parts()


@pytest.mark.parametrize(
    ("nonsense", "said"),
    [
        ({"languages": ()}, "program file cannot be read"),
        ({"line": Line(report_s=2**40)}, "program file cannot be read"),
        ({"line": Line(rate_kb_s=-5)}, "program file cannot be read"),
        ({"screens": ()}, "no screens, or two of one name"),
        ({"screens": program("totem-1", GOOD).screens * 2}, "no screens, or two of one name"),
        ({"screens": at_no_instant(program("totem-1", GOOD))}, "program file cannot be read"),
    ],
    ids=["no language", "report", "rate", "no screen", "a screen twice", "no instant"],
)
def test_what_nobody_approves_and_a_device_would_stumble_over_is_refused(
    nonsense: dict[str, Any], said: str
) -> None:
    data = wire.pack(msgspec.structs.replace(program("totem-1", GOOD), **nonsense), {})
    head = Head(place="", position=None, editions=())
    with pytest.raises(FeedError, match=said):
        wire.unpack(wire.read(data), "totem-1", head, lambda _: True)


def test_stolen_online_keys_cannot_name_a_place(world: World) -> None:
    forge(world, program("totem-1", GOOD, place="Place de la Réclame"))
    assert world.parts()[0].program.place == ""


def test_an_item_is_approved_with_its_dates(world: World) -> None:
    soon = msgspec.structs.replace(GOOD[0], closes=world.now + HOUR)
    world.publish(program("totem-1", [soon, GOOD[1]]))
    forge(world, program("totem-1", [msgspec.structs.replace(soon, closes=None), GOOD[1]]))
    assert world.texts() == [["Marché"]]


def test_one_editor_is_not_enough_where_two_must_agree(tmp_path: Path) -> None:
    world = World(tmp_path).begin("marie", "paul", needed=2)
    edit = world.think(program("totem-1", GOOD))
    assert edit.awaits == {"une": 2, "@site": 3, "@places": 1}
    world.publish(program("totem-1", GOOD))
    with pytest.raises(FeedError, match="not approved by enough editors"):
        world.parts()
    world.publish(program("totem-1", GOOD), editor="paul")
    assert world.texts() == [["Piscine fermée", "Marché"]]


def test_what_waits_for_a_second_editor_leaves_on_the_air_what_was_there(tmp_path: Path) -> None:
    world = World(tmp_path).begin("marie", "paul", needed=2)
    for editor in ("marie", "paul"):
        world.publish(program("totem-1", GOOD), editor=editor)
    world.publish(program("totem-1", [FORGED]), editor="marie")
    assert world.texts() == [["Piscine fermée", "Marché"], []]
    world.publish(program("totem-1", [FORGED]), editor="paul")
    assert world.texts() == [["Achetez ceci"]]


def test_an_editor_who_leaves_takes_what_only_they_approved(world: World) -> None:
    repository = world.repository
    remove_editor(repository, "marie")
    repository.save(world.keyring, world.now, {"what": "removed marie"})
    with pytest.raises(FeedError, match="not approved by enough editors"):
        world.parts()
    world.publish(program("totem-1", GOOD), editor="paul")
    assert world.texts() == [["Piscine fermée", "Marché"]]


def test_the_last_editor_who_is_needed_cannot_be_removed(world: World) -> None:
    repository = world.repository
    remove_editor(repository, "marie")
    repository.save(world.keyring, world.now, {"what": "removed marie"})
    with pytest.raises(KeysError, match="add another one"):
        remove_editor(world.repository, "paul")


def test_a_new_editor_approves_after_the_offline_key_has_said_so(world: World) -> None:
    repository = world.repository
    add_editor(repository, world.keyring, "anne")
    repository.save(world.keyring, world.now, {"what": "added anne"})
    world.publish(program("totem-1", [notice("a", "D'Anne")]), editor="anne")
    assert world.texts() == [["D'Anne"]]


@pytest.mark.parametrize(
    "name", ["root-1", "targets", "snapshot", "timestamp", "devices", "approved-marie", "orders"]
)
def test_every_key_can_be_changed_and_devices_follow_from_the_first_root(world: World, name: str) -> None:
    repository = world.repository
    fresh = rotate(repository, world.keyring, name)
    repository.save(world.keyring, world.now, {"what": f"rotated {name}"})
    assert fresh == f"{name}-r2"
    (world.folder / "keys" / name).unlink()
    assert world.texts() == [["Piscine fermée", "Marché"]]
    world.publish(program("totem-1", [notice("a", "Ensuite")]))
    assert world.texts() == [["Ensuite"]]


def test_two_lost_root_keys_of_three_cannot_be_replaced(world: World) -> None:
    for name in ("root-1", "root-2"):
        (world.folder / "keys" / name).unlink()
    repository = world.repository
    rotate(repository, world.keyring, "timestamp")
    with pytest.raises(KeysError, match="root must be signed by 2 of root-1, root-2, root-3"):
        repository.save(world.keyring, world.now, {"what": "rotated"})


@pytest.mark.parametrize(
    ("role", "version"),
    [("root", 1), ("timestamp", 0), ("snapshot", 2), ("targets", 1), ("devices", 1), ("approved-marie", 2)],
)
def test_a_changed_byte_in_any_metadata_is_noticed(world: World, role: str, version: int) -> None:
    def read(name: str, wanted: int) -> bytes | None:
        data = world.read(name, wanted)
        if data is None or name != role:
            return data
        return data.replace(b'"expires":"20', b'"expires":"21', 1)

    assert world.read(role, version)
    anchor = world.anchor.replace(b'"expires":"20', b'"expires":"21', 1) if role == "root" else world.anchor
    with pytest.raises(FeedError, match="do not hold"):
        verify(read, anchor, "totem-1")


def test_an_old_role_under_a_new_snapshot_is_noticed(world: World) -> None:
    world.publish(program("totem-1", [notice("a", "Ensuite")]))

    def read(name: str, wanted: int) -> bytes | None:
        return world.read(name, 2 if name == "approved-marie" else wanted)

    with pytest.raises(FeedError, match="approved-marie is of version 2, not 3"):
        verify(read, world.anchor, "totem-1")


def test_a_file_is_what_its_name_promises_or_nothing(world: World) -> None:
    trusted = world.trusted()

    def document(sha256: str) -> bytes | None:
        data = world.document(sha256)
        return data.replace("fermée".encode(), b"ouverte") if data else None

    with pytest.raises(FeedError, match="is not what its name promises"):
        parts(trusted, "totem-1", document)


def test_what_a_newer_publisher_says_is_left_out_alone() -> None:
    """An item this version cannot read, approved, beside one that it can."""
    data = wire.pack(program("totem-1", GOOD), {})
    newer = data.replace(b'"type":"card","card"', b'"type":"hologram","card"', 1)
    assert newer != data
    head = Head(place="", position=None, editions=())
    unpacked = wire.unpack(wire.read(newer), "totem-1", head, lambda _: True)
    assert unpacked.refused == ("item 1 of une",)


def test_expiry_is_told_but_stops_nothing_that_plays(world: World) -> None:
    trusted = world.trusted()
    assert trusted.expired(world.now) == ()
    assert "timestamp" in trusted.expired(world.now + 80 * HOUR)
    assert world.texts() == [["Piscine fermée", "Marché"]]
