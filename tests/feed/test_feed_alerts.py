"""Alerts in the feed: raised, replaced, lifted; bounded and plain; told to those whom they concern."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from feed_world import CRUE, HOUR, NOW, World, alert, notice, program

from playlists.errors import FeedError
from playlists.feed import dispatch
from playlists.feed.alerts import FIELD, LIMITS, Alert, Area, Circle, read, write
from playlists.feed.publishing.alerts import reached, standing, unplaced
from playlists.feed.publishing.history import history, rollback
from playlists.feed.tree import ALERTS

NANTES, PARIS = (47.2184, -1.5536), (48.8566, 2.3522)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie")
    made.publish(*(program(device, [notice("a", "Marché")]) for device in ("totem-1", "totem-2")))
    return made


def on_device(world: World) -> tuple[Alert, ...]:
    """What a device reads in the dispatch that its agent would put in place."""
    found = dispatch.read(world.dispatch(), world.anchor, ALERTS)
    return read(found.targets.unrecognized_fields.get(FIELD)).alerts


def test_a_feed_begins_without_alerts(world: World) -> None:
    assert on_device(world) == ()


def test_what_is_raised_is_what_a_device_reads(world: World) -> None:
    raised = world.warn(source="Préfecture", area=Area(circles=(Circle(latitude=47, longitude=-1, km=9),)))
    assert on_device(world) == (raised,)


def test_raised_again_it_takes_the_place_of_the_first_and_what_is_over_goes(world: World) -> None:
    world.warn("vent", closes=NOW + HOUR)
    world.warn("crue")
    world.now += 2 * HOUR
    again = world.warn("crue", words=(msgspec.structs.replace(CRUE, headline="La Loire monte"),))
    assert on_device(world) == (again,)


def test_what_is_lifted_is_gone_and_a_wrong_name_is_said(world: World) -> None:
    world.warn("vent")
    kept = world.warn("crue")
    world.lift("vent")
    assert on_device(world) == (kept,)
    with pytest.raises(FeedError, match="there is no alert vnet; there are: crue"):
        world.lift("vnet")


def test_a_full_board_names_what_could_be_lifted(world: World) -> None:
    for number in range(LIMITS.alerts):
        world.warn(f"a{number}")
    with pytest.raises(FeedError, match="8 alerts stand already; lift one: a0, a1"):
        world.warn("one-more")
    world.warn("a3", level="extreme")
    assert len(on_device(world)) == LIMITS.alerts


def test_the_history_tells_of_it_and_going_back_never_raises_it_again(world: World) -> None:
    world.warn()
    world.lift("crue")
    world.publish(program("totem-1", [notice("a", "Ensuite")]))
    told = [(one.what, one.by) for one in history(world.repository)]
    assert told[1:3] == [("lifted ('crue',)", "alerts"), ("raised crue", "alerts")]
    with_it = next(one.number for one in history(world.repository) if one.what == "raised crue")
    repository = world.repository
    assert rollback(repository, with_it, "marie")
    repository.save(world.keyring, world.now, {"what": "rolled back"})
    assert world.texts() == [["Marché"]]
    assert on_device(world) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "../etc"},
        {"closes": NOW + LIMITS.lasts + HOUR},
        {"opens": NOW + 7 * HOUR},
        {"issued": NOW + 7 * HOUR},
        {"words": ()},
        {"words": (msgspec.structs.replace(CRUE, headline=""),)},
        {"words": (msgspec.structs.replace(CRUE, headline="x" * 161),)},
        {"words": (msgspec.structs.replace(CRUE, instruction="a\u202eb"),)},
        {"words": (msgspec.structs.replace(CRUE, instruction="a\x1b[2Jb"),)},
        {"words": (msgspec.structs.replace(CRUE, language="français"),)},
        {"level": "apocalyptic"},
        {"area": Area(circles=(Circle(latitude=91, longitude=0, km=1),))},
        {"opens": NOW.replace(tzinfo=None)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_alert_that_is_not_as_it_must_be_is_left_out_alone(changes: dict[str, Any]) -> None:
    good = alert(NOW, "vent")
    board = read(write([alert(NOW, **changes), good]))
    assert (board.alerts, board.refused) == ((good,), 1)


@pytest.mark.parametrize("field", [7, "", "{}", '{"format":2,"alerts":[]}', '{"format":1,"alerts":[1'])
def test_what_is_no_board_is_refused(field: object) -> None:
    with pytest.raises(FeedError, match="the board of alerts"):
        read(field)


def test_a_board_of_too_many_is_refused_by_who_writes_and_by_who_reads() -> None:
    many = [alert(NOW, f"a{number}") for number in range(LIMITS.alerts + 1)]
    with pytest.raises(ValueError, match="more alerts"):
        write(many)
    text = write(many[:-1]).replace("[{", "[{},{", 1)
    with pytest.raises(FeedError, match="cannot be read"):
        read(text)


@pytest.mark.parametrize(
    ("area", "covered"),
    [
        (Area(), False),
        (Area(everywhere=True), True),
        (Area(devices=("totem-1",)), True),
        (Area(devices=("totem-2",)), False),
        (Area(profiles=("plasma-16x9",)), True),
        (Area(profiles=("kiosk",)), False),
        (Area(circles=(Circle(latitude=NANTES[0], longitude=NANTES[1], km=1),)), True),
        (Area(circles=(Circle(latitude=PARIS[0], longitude=PARIS[1], km=340),)), False),
        (Area(circles=(Circle(latitude=PARIS[0], longitude=PARIS[1], km=345),)), True),
        (Area(devices=("totem-2",), profiles=("plasma-16x9",)), True),
    ],
)
def test_it_concerns_those_that_it_names(area: Area, covered: bool) -> None:
    assert area.covers("totem-1", "plasma-16x9", NANTES) is covered


def test_a_device_of_unknown_position_is_in_no_circle_and_is_told_of(world: World) -> None:
    here = Area(circles=(Circle(latitude=47.2, longitude=-1.55, km=20_000 / 1000 * 50),))
    assert not here.covers("totem-1", "totem", None)
    lost = msgspec.structs.replace(program("totem-2", [notice("a", "Marché")]), position=None)
    world.publish(program("totem-1", [notice("a", "Marché")]), lost)
    assert unplaced(world.repository) == ("totem-2",)
    (found,) = reached(world.repository, alert(NOW, area=here), NOW).kinds
    assert (found.profile, found.devices, found.screens) == ("plasma-16x9", ("totem-1",), ("main",))


def test_it_may_be_accepted_for_as_long_as_it_lasts(world: World) -> None:
    longest = world.warn(closes=NOW + LIMITS.lasts)
    found = dispatch.read(world.dispatch(), world.anchor, ALERTS)
    assert found.expires[ALERTS] >= longest.closes
    assert found.expires[ALERTS] <= NOW + LIMITS.lasts + timedelta(seconds=1)
    assert standing(world.repository) == (longest,)
