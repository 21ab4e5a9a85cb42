"""The fleet by the signed feed: who is in it, what each device is to play, and what is shared and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from feed_world import HOUR, World, headlines, notice, program
from msgspec.structs import replace

from central.judging.city import unwell
from central.judging.fleet import FleetReader
from playlists.documents import AGES, Batch, Notice
from playlists.errors import FeedError
from playlists.feed.alerts import Area
from playlists.feed.approval import PLACES, SERVICES, SITE
from playlists.feed.live import SourceFault
from playlists.feed.publishing.approve import approve
from playlists.feed.publishing.live import put_up
from playlists.feed.publishing.repository import ANCHOR
from playlists.feed.tree import METADATA, PROGRAMS
from playlists.program import Program
from playlists.services import Service, Services
from playlists.timeline import is_prepared, prepare


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).begin()


def a_fleet(count: int, text: str = "Un", when: str | None = None) -> list[Program]:
    """Devices at places of their own that play the same."""
    item = notice("a", text)
    if when:
        item = replace(item, when=when)
    one = replace(program("x", [item]), family="totem")
    return [
        replace(
            one,
            device=f"totem-{n}",
            place=f"Rue {n}",
            position=(47.0 + n / 100, -1.5),
            groups=("centre",) if n % 2 else ("est",),
        )
        for n in range(count)
    ]


def reader_of(world: World) -> FleetReader:
    reader = FleetReader(world.feed, world.anchor)
    reader.refresh(world.now)
    return reader


def test_every_device_of_every_bin_is_in_the_roll_with_its_place_and_groups(world: World) -> None:
    world.publish(*a_fleet(100))
    roll = reader_of(world).roll
    assert len(roll.members) == 100
    member = roll.members["totem-7"]
    assert (member.place, member.groups, member.position) == ("Rue 7", ("centre",), (47.07, -1.5))
    assert (member.profile, member.family, member.screens[0].width) == ("plasma-16x9", "totem", 1920)
    assert (roll.name, roll.time_zone) == ("Nantes", "Europe/Paris")


def test_the_city_data_of_the_feed_and_the_sources_that_are_not_well_are_in_the_roll(world: World) -> None:
    world.publish(*a_fleet(1))
    reader = reader_of(world)
    assert unwell(reader.roll.city, world.now) == ()
    menu = Notice(id="1", title="Parmentier")
    found = Batch(source="menus", fetched=world.now, ages=AGES[Notice], documents=(menu,))
    broken = SourceFault(source="piscines", told="Elle répond par une page.", since=world.now)
    put_up(world.repository, [found], world.keyring, world.now, [broken])
    assert reader.refresh(world.now)
    city = reader.roll.city
    assert (city.version, city.batches) == (reader.roll.duties["totem-0"].cities[0].version, (found,))
    assert [(one.item, one.detail) for one in unwell(city, world.now)] == [("piscines", broken.told)]
    late = unwell(city, world.now + 48 * HOUR)
    assert {one.item for one in late} == {"piscines", "menus"}, "and nobody brings anything newer"
    assert put_up(world.repository, [found], world.keyring, world.now) is True, "it is well again"
    assert put_up(world.repository, [found], world.keyring, world.now) is False


def test_what_the_roll_says_is_what_the_device_itself_would_find(world: World) -> None:
    world.publish(*a_fleet(3))
    roll = reader_of(world).roll
    for device in roll.members:
        (own,), (part,) = world.parts(device), roll.parts(device)
        assert (part.sha256, part.refused, part.effective_from) == (
            own.sha256,
            own.refused,
            own.effective_from,
        )
        assert part.program.screens == own.program.screens


def test_devices_that_differ_in_their_place_alone_share_one_program(world: World) -> None:
    world.publish(*a_fleet(20))
    roll = reader_of(world).roll
    assert len({id(roll.parts(device)[0].program) for device in roll.members}) == 1


def test_where_a_rule_follows_the_sun_each_position_has_its_own(world: World) -> None:
    world.publish(*a_fleet(5, when="sunset-23:00"))
    roll = reader_of(world).roll
    programs = [roll.parts(device)[0].program for device in roll.members]
    assert len({id(one) for one in programs}) == 5
    assert {one.position for one in programs} == {member.position for member in roll.members.values()}
    assert len({id(one.screens) for one in programs}) == 1, "what takes room is shared all the same"


def test_what_does_not_change_costs_nothing_and_what_changes_is_read_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish(*a_fleet(40))
    reader = reader_of(world)
    assert not reader.refresh(world.now)
    before = reader.roll
    fleet = a_fleet(40)
    world.now += HOUR
    world.publish(*fleet[:-1], replace(fleet[-1], place="Ailleurs"))
    asked: list[str] = []
    fetch = reader._fetch

    def noted(role: str, version: int) -> bytes | None:
        asked.append(role)
        return fetch(role, version)

    monkeypatch.setattr(reader, "_fetch", noted)
    assert reader.refresh(world.now)
    assert len([role for role in asked if role.startswith("devices-")]) == 1
    assert reader.roll.members["totem-39"].place == "Ailleurs"
    assert reader.roll.parts("totem-0")[0].program is before.parts("totem-0")[0].program


def test_days_that_are_over_are_not_kept_planned(world: World) -> None:
    world.publish(*a_fleet(2, when="sunset-23:00"))
    reader = reader_of(world)
    program = reader.roll.parts("totem-1")[0].program
    for days in range(10):
        prepare(program, world.now + days * 24 * HOUR)
    world.now += 9 * 24 * HOUR
    world.publish(*a_fleet(3, when="sunset-23:00"))
    reader.refresh(world.now)
    assert reader.roll.parts("totem-1")[0].program is program
    assert [is_prepared(program, world.now - days * 24 * HOUR) for days in range(4)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_device_that_leaves_the_feed_leaves_the_roll(world: World) -> None:
    world.publish(*a_fleet(4))
    reader = reader_of(world)
    world.now += HOUR
    world.publish(*a_fleet(3))
    assert reader.refresh(world.now)
    assert set(reader.roll.members) == {"totem-0", "totem-1", "totem-2"}
    assert reader.roll.parts("totem-3") == ()


def test_the_edition_of_before_is_remembered_for_a_day(world: World) -> None:
    world.publish(*a_fleet(1, "Un"))
    reader = reader_of(world)
    first = reader.roll.parts("totem-0")[0]
    world.now += HOUR
    world.publish(*a_fleet(1, "Deux"))
    reader.refresh(world.now)
    duty = reader.roll.duties["totem-0"]
    assert headlines(duty.parts[0].program) == ["Deux"]
    assert duty.edition(first.sha256) == first
    assert duty.changed == world.now
    world.now += 25 * HOUR
    world.publish(*a_fleet(1, "Trois"))
    reader.refresh(world.now)
    assert reader.roll.duties["totem-0"].edition(first.sha256) is None


def test_what_other_editors_have_not_approved_is_not_due(tmp_path: Path) -> None:
    world = World(tmp_path).begin("marie", "paul", needed=2)
    world.publish(*a_fleet(1, "Un"))
    reader = reader_of(world)
    assert reader.roll.parts("totem-0") == ()
    assert "approved" in reader.roll.duties["totem-0"].trouble
    assert reader.roll.members["totem-0"].groups == ("est",), "it is in the fleet all the same"
    world.now += HOUR
    world.publish(*a_fleet(1, "Un"), editor="paul")
    reader.refresh(world.now)
    assert headlines(reader.roll.parts("totem-0")[0].program) == ["Un"]


def test_a_service_that_is_approved_later_is_in_the_programs_from_then_on(tmp_path: Path) -> None:
    world = World(tmp_path).begin("marie", "paul", needed=2)
    pools = Service(id="pools", title={"fr": "Piscines"}, pictogram="swimming")
    offered = Services(languages=("fr",), services=(pools,))
    (one,) = a_fleet(1)
    world.publish(replace(one, screens=(replace(one.screens[0], services=offered),)))
    agree(world, "une", SITE, PLACES)
    reader = reader_of(world)
    assert services_of(reader) == ()
    agree(world, SERVICES)
    reader.refresh(world.now)
    assert services_of(reader) == (pools,)


def agree(world: World, *campaigns: str) -> None:
    repository = world.repository
    approve(repository, "paul", dict.fromkeys(campaigns))
    repository.save(world.keyring, world.now, {"what": "approved", "by": "paul"})


def services_of(reader: FleetReader) -> tuple[Service, ...]:
    offered = reader.roll.parts("totem-0")[0].program.screens[0].services
    assert offered is not None
    return offered.services


def test_alerts_stand_in_the_programs_of_the_devices_that_they_cover(world: World) -> None:
    world.publish(*a_fleet(2))
    reader = reader_of(world)
    world.now += HOUR
    alert = world.warn(area=Area(devices=("totem-1",)))
    assert reader.refresh(world.now)
    one, other = reader.roll.duties["totem-0"], reader.roll.duties["totem-1"]
    assert (one.boards[0].alerts, other.boards[0].alerts) == ((), (alert,))
    warned = other.program(other.parts[0], other.boards[0])
    assert warned.screens[0].events[0].id == "@alert#1"
    assert one.program(one.parts[0], one.boards[0]) is one.parts[0].program
    assert other.board(other.boards[1].version) == other.boards[1], "the board before is remembered"


def test_a_feed_that_does_not_hold_changes_nothing(world: World) -> None:
    world.publish(*a_fleet(2))
    reader = reader_of(world)
    roll = reader.roll
    for file in (world.feed / METADATA).glob("*.devices-*.json"):
        file.write_bytes(file.read_bytes().replace(b"Rue 1", b"Rue 9"))
    reader._bins.clear()
    (world.feed / METADATA / "timestamp.json").touch()
    with pytest.raises(FeedError, match="do not hold"):
        reader.refresh(world.now)
    assert reader.roll is roll


def test_metadata_that_cannot_be_read_change_nothing_until_they_can(world: World) -> None:
    world.publish(*a_fleet(1))
    reader = reader_of(world)
    world.publish(*a_fleet(2))
    newest = world.feed / METADATA / f"{reader.roll.version + 1}.snapshot.json"
    data = newest.read_bytes()
    newest.unlink()
    newest.mkdir()  # what cannot be read, whoever tries
    with pytest.raises(FeedError, match="cannot be read"):
        reader.refresh(world.now)
    assert len(reader.roll.members) == 1
    newest.rmdir()
    newest.write_bytes(data)
    assert reader.refresh(world.now)


def test_an_anchor_of_another_city_is_refused(world: World, tmp_path: Path) -> None:
    world.publish(*a_fleet(1))
    other = World(tmp_path / "other")
    other.begin("paul")
    foreign = (other.folder / "keys" / ANCHOR).read_bytes()
    if foreign == world.anchor:
        pytest.fail("two feeds of one key")
    with pytest.raises(FeedError):
        FleetReader(world.feed, foreign).refresh(world.now)


def test_a_damaged_program_is_the_trouble_of_its_devices_alone(world: World) -> None:
    fleet = a_fleet(3)
    world.publish(*fleet[:2], replace(fleet[2], languages=("fr", "en")))
    sha256 = world.parts("totem-2")[0].sha256
    (world.feed / PROGRAMS / sha256).write_bytes(b"{}")
    roll = reader_of(world).roll
    assert "not what its name promises" in roll.duties["totem-2"].trouble
    assert roll.parts("totem-0")


def test_the_campaign_of_an_item_is_found_also_in_an_edition_that_nobody_plays(world: World) -> None:
    world.publish(*a_fleet(1, "Un"))
    old = world.parts("totem-0")[0].sha256
    world.now += HOUR
    world.publish(*a_fleet(1, "Deux"))
    assert reader_of(world).campaigns(old) == {"a": "une"}
