"""What the window says of central: connecting, live, lost, denied, empty, past; never calm by ignorance."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from room_world import World, body
from standing_city import NOW, Day

from central.answers import Device, DeviceLine, FleetChange, History
from central.control_room.limits import Limits
from central.control_room.link import Bond, Cause, Link, denied, heard, lost, watched
from central.control_room.said import (
    ChangeHeard,
    DeniedHeard,
    DeviceHeard,
    FailedHeard,
    HistoryHeard,
    LostHeard,
)
from central.control_room.theme import NOW as GROUND_NOW
from central.control_room.theme import PAST
from central.standing import State
from central.telling.signs import Key


def colours(image: QImage, step: int = 7) -> set[str]:
    points = ((x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step))
    return {QColor(image.pixel(x, y)).name() for x, y in points}


def said(world: World) -> str:
    cover = world.window.cover.cover
    return cover.title if cover and world.window.cover.isVisible() else ""


def test_nothing_is_known_before_central_spoke(world: World) -> None:
    assert said(world) == "Connexion au central…"
    assert world.window.figures.boxes() == []


def test_a_wrong_token_is_said_with_what_to_do(world: World) -> None:
    world.hear(DeniedHeard())
    assert said(world) == "Le central ne connaît pas ce jeton"
    assert "PARVIS_TOKEN" in body(world.window.cover)
    world.hear(LostHeard(cause=Cause.REFUSED))
    assert said(world) == "Le central ne connaît pas ce jeton"


def test_an_empty_fleet_says_how_to_begin() -> None:
    world = World(0, Day.CALM).greet()
    assert said(world) == "Pas encore d’appareil"
    world.window.close()


def test_a_live_wall_has_no_cover(world: World) -> None:
    assert said(world.greet()) == ""


def test_twelve_seconds_without_a_word_are_a_loss_in_big_letters(world: World) -> None:
    world.greet().pass_time(Limits().quiet_s - 0.1)
    assert said(world) == ""
    world.pass_time(0.2)
    assert said(world) == "Le central ne répond pas"
    assert "14:32:07" in body(world.window.cover)
    cover = world.window.cover.cover
    assert cover is not None
    assert cover.veil


def test_a_refused_connection_is_said_at_once_and_for_how_long_it_lasts(world: World) -> None:
    world.greet().hear(LostHeard(cause=Cause.REFUSED))
    assert said(world) == "Le central ne répond pas"
    world.pass_time(41)
    assert "41\u00a0s" in body(world.window.cover)


def test_a_lost_wall_has_no_colour_of_any_state(world: World) -> None:
    world.greet()
    live = colours(world.window.wall.grab().toImage())
    world.hear(LostHeard(cause=Cause.REFUSED))
    grey = [QColor(name) for name in colours(world.window.wall.grab().toImage())]
    assert any(QColor(name).saturation() > 120 for name in live)
    assert all(colour.saturation() < 90 or colour.value() < 60 for colour in grey)


def test_what_is_heard_again_is_live_again(world: World) -> None:
    world.greet().hear(LostHeard(cause=Cause.REFUSED))
    world.change()
    assert said(world) == ""
    assert world.window.figures.grab().toImage() == World(7, Day.BAD).greet().window.figures.grab().toImage()


def test_a_change_before_the_fleet_tells_nothing(world: World) -> None:
    other = World(7).greet()
    world.hear(ChangeHeard(change=_change_of(other)))
    assert world.room.live is None
    assert said(world) == "Connexion au central…"


def _change_of(world: World) -> FleetChange:
    return FleetChange(at=NOW, figures=world.live.figures)


def test_the_past_has_another_ground_says_so_and_offers_no_care(world: World) -> None:
    world.greet()
    world.room.select(Key("kiosk-001", "upper"))
    assert world.window.panel.buttons.buttons
    world.room.go(world.ago(hours=3))
    world.settle()
    assert world.window.banner.isVisible()
    assert "11:32" in world.window.banner.text
    assert QColor(PAST.ground).name() in colours(world.window.wall.grab().toImage())
    assert world.window.panel.buttons.buttons == []
    assert not any(row.cares for row in world.window.alarms.rows)
    world.room.go(None)
    world.settle()
    assert not world.window.banner.isVisible()
    assert QColor(GROUND_NOW.ground).name() in colours(world.window.wall.grab().toImage())


def test_changes_of_now_do_not_touch_the_past(world: World) -> None:
    world.greet()
    world.room.go(world.ago(minutes=30))
    before = dict(world.past.signs)
    line = next(iter(world.live.lines.values()))
    world.change(devices=(line,), gone=("totem-001",))
    assert world.past.signs == before
    assert Key("totem-001", "main") not in world.live.signs


@pytest.mark.parametrize(
    ("link", "bond"),
    [
        (watched(heard(5.0), 17.0, 12.0), Bond.LIVE),
        (watched(heard(5.0), 17.1, 12.0), Bond.LOST),
        (watched(Link(), 99.0, 12.0), Bond.CONNECTING),
        (lost(heard(5.0), Cause.REFUSED), Bond.LOST),
        (lost(denied(Link()), Cause.REFUSED), Bond.DENIED),
        (heard(9.0), Bond.LIVE),
    ],
)
def test_the_bond_with_central(link: Link, bond: Bond) -> None:
    assert link.bond is bond


def test_a_loss_keeps_when_central_was_heard_last() -> None:
    assert lost(heard(5.0), Cause.QUIET) == Link(bond=Bond.LOST, heard=5.0, cause=Cause.QUIET)


def test_the_past_is_not_shown_before_it_is_known_nor_when_it_cannot_be_had(world: World) -> None:
    world.greet()
    world.room.ask = lambda _slot, _question: None
    world.room.go(world.ago(hours=3))
    world.settle()
    assert said(world) == "Retour dans le temps…"
    assert world.room.model is None
    world.hear(FailedHeard(slot="past", why="at has not been yet"))
    assert said(world) == ""
    assert not world.window.banner.isVisible()
    assert "at has not been yet" in world.window.foot._note


def test_a_device_of_which_nothing_is_known_is_shown_as_that(world: World) -> None:
    world.greet()
    line = DeviceLine(
        device="new-001", state=State.NOT_ENROLLED, since=None, profile="kiosk", family="kiosk", place="Zola"
    )
    world.change(devices=(line,))
    world.room.ask = lambda _slot, _question: None
    world.room.select(Key("new-001", ""))
    nothing = History(device="new-001", start=world.ago(hours=24), end=NOW)
    world.hear(DeviceHeard(name="new-001", device=Device(line=line)), HistoryHeard(history=nothing))
    panel = world.window.panel
    assert panel.head.text.standing == "pas encore inscrit"
    assert panel.head.text.why == ("Aucun appareil ne s’est encore inscrit sous ce nom.",)
    assert [side.picture for side in panel.glass.sides] == [None, None]
    assert panel.plots.wanted(500) < 60
    world.window.grab()
    world.room.go(None)
    world.window.face(on_map=True)
    world.settle()
    assert "1 écran sans position" in world.window.map._note
    assert world.tight == []
