"""Many fingers on the table of a real stage: what they open, carry and lose, and what is left afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QWindow
from stage_world import Shelf
from table_world import HEIGHT, WIDTH, TableStage, laid
from touched_stage import BLUE, played

from device_profiles.report import What
from player.touch.limits import LIMITS as SESSIONS
from player.touch.projects import PROJECTS
from player.touch.session import Kind
from player.touch.table.limits import LIMITS
from player.touch.table.sides import Side
from player.touch.target import Act
from playlists.feed.alerts import CAMPAIGN

ALONE_S = LIMITS.idle_s + SESSIONS.warning_s
BOTTOM, TOP = (WIDTH / 2, HEIGHT - 5.0), (WIDTH / 2, 5.0)
LEFT, RIGHT = (5.0, HEIGHT / 2), (WIDTH - 5.0, HEIGHT / 2)
MONKEY_EVENTS = 1_000
"""Of ten contacts each: 10,000 that come, move or go."""


@pytest.fixture
def table(tmp_path: Path) -> Iterator[TableStage]:
    with played(lambda: TableStage(Shelf(tmp_path / "objects"))) as made:
        yield made


def test_each_edge_opens_a_panel_of_its_own_and_their_sessions_do_not_meet(table: TableStage) -> None:
    before = table.picture()
    panels = [table.open_panel(at) for at in (BOTTOM, TOP, LEFT, RIGHT)]
    assert [panel.side for panel in panels] == [Side.BOTTOM, Side.TOP, Side.LEFT, Side.RIGHT]
    assert table.heard.covers == [True]
    table.touch(panels[1].id, Act.SERVICE, PROJECTS)
    table.touch(panels[2].id, Act.LANGUAGES)
    table.touch(panels[2].id, Act.SPEAK, "en")
    sessions = [table.board.panel(panel.id) for panel in panels]
    assert [one.session.place.kind for one in sessions if one] == [
        Kind.HOME,
        Kind.SERVICE,
        Kind.HOME,
        Kind.HOME,
    ]
    assert [one.session.language for one in sessions if one] == ["fr", "fr", "en", "fr"]
    table.touch(panels[0].id, Act.END)
    assert table.board.panel(panels[0].id) is None
    frames = table.heard.frames
    table.passes(ALONE_S)
    table.until(lambda: table.layer.board is None)
    table.until(lambda: table.picture() == before)
    assert table.heard.covers == [True, False]
    table.until(lambda: table.heard.frames > frames)


def test_a_project_is_laid_out_from_a_panel_turned_as_that_is(table: TableStage) -> None:
    panel = table.open_panel(RIGHT)
    table.touch(panel.id, Act.SERVICE, PROJECTS)
    table.touch(panel.id, Act.ENTRY, "park")
    table.touch(panel.id, Act.LAY, "park")
    table.touch(panel.id, Act.LAY, "park/1")
    assert [(card.plate.project, card.plate.picture) for card in table.board.cards] == [
        ("park", None),
        ("park", 1),
    ]
    assert {card.pose.turn for card in table.board.cards} == {float(Side.RIGHT)}


def test_each_panel_answers_a_poll_once(table: TableStage) -> None:
    panels = [table.open_panel(BOTTOM), table.open_panel(TOP)]
    for panel, answer in zip(panels, ("oui", "non"), strict=True):
        table.touch(panel.id, Act.SERVICE, "places")
        table.touch(panel.id, Act.POLL, "ombre")
        table.touch(panel.id, Act.VOTE, answer)
        table.until(lambda: not any(one.act is Act.VOTE for one in table.layer.scene.pages[panel.id].targets))  # noqa: B023 - awaited here
    votes = [(what, *said[:2]) for what, *said in table.heard.told if what is What.POLL]
    assert votes == [(What.POLL, "places/ombre", "oui"), (What.POLL, "places/ombre", "non")]


def test_six_people_carry_six_cards_with_twelve_fingers(table: TableStage) -> None:
    table.touch(table.open_panel(BOTTOM).id, Act.END)
    spread = [(220.0 + 740.0 * (n % 3), 200.0 + 680.0 * (n // 3)) for n in range(6)]
    for project, place in zip(("park", "bridge", "square", "school", "park", "bridge"), spread, strict=True):
        card = table.lay(project)
        table.fingers(down={0: (card.pose.x, card.pose.y)})
        table.fingers(move={0: place})
        table.fingers(up={0: place})
    places = {card.id: (card.pose.x, card.pose.y) for card in table.board.cards}
    assert sorted(places.values()) == sorted(spread)
    asked = len(table.pictures)
    fingers: dict[int, tuple[float, float]] = {}
    moved: dict[int, tuple[float, float]] = {}
    for number, (x, y) in enumerate(places.values()):
        fingers |= {2 * number: (x - 40, y), 2 * number + 1: (x + 40, y)}
        moved |= {2 * number: (x, y - 40), 2 * number + 1: (x, y + 40)}
    for contact, at in fingers.items():
        table.fingers(down={contact: at})
    assert len(table.board.contacts) == 12
    table.fingers(move=moved)
    table.until(lambda: {round(card.pose.turn) % 180 for card in table.board.cards} == {90})
    assert len(table.pictures) == asked, "a card that moves is not painted anew"
    table.fingers(up=moved)
    assert not table.board.contacts


def test_buttons_do_with_one_finger_what_two_can(table: TableStage) -> None:
    table.open_panel(BOTTOM)
    card = table.lay("bridge")
    turn = card.pose.turn
    table.touch(card.id, Act.SWIVEL, str(LIMITS.turn_deg))
    table.touch(card.id, Act.ZOOM, str(LIMITS.zoom))
    (now,) = table.board.cards
    assert now.pose.turn == (turn + LIMITS.turn_deg) % 360
    assert now.pose.scale == LIMITS.zoom
    table.touch(card.id, Act.LAY)
    assert [one.plate.picture for one in table.board.cards] == [None, 1]
    photo = table.board.cards[-1]
    table.touch(photo.id, Act.END)
    assert [one.id for one in table.board.cards] == [card.id]


def test_a_finger_that_carried_a_card_pressed_no_button_of_it(table: TableStage) -> None:
    table.open_panel(BOTTOM)
    card = table.lay("park")
    at = table.spot(card.id, Act.END)
    table.fingers(down={0: at})
    table.fingers(move={0: (at[0] + 60, at[1] - 60)})
    table.fingers(up={0: (at[0] + 60, at[1] - 60)})
    assert table.board.card(card.id) is not None


def test_contacts_that_the_system_takes_are_released_and_do_nothing(table: TableStage) -> None:
    panel = table.open_panel(BOTTOM)
    card = table.lay("park")
    spot = table.spot(panel.id, Act.SERVICE, PROJECTS)
    table.fingers(down={0: (card.pose.x, card.pose.y)})
    table.fingers(down={1: spot})
    assert len(table.board.contacts) == 2
    table.lose_all()
    assert not table.board.contacts
    assert not table.layer.scene.armed
    table.fingers(move={0: (300.0, 300.0)}, up={1: spot})
    assert table.board.card(card.id) == card
    left = table.board.panel(panel.id)
    assert left is not None
    assert left.session.place.kind is Kind.HOME


def test_a_window_that_loses_the_focus_lets_go_of_all(table: TableStage) -> None:
    table.open_panel(BOTTOM)
    card = table.lay("park")
    table.fingers(down={0: (card.pose.x, card.pose.y)})
    assert table.board.contacts
    table.window.window.requestActivate()
    table.until(table.window.window.isActive)
    other = QWindow()
    other.show()
    other.requestActivate()
    table.until(lambda: not table.window.window.isActive())
    assert not table.board.contacts
    other.close()


def test_a_panel_left_alone_asks_and_goes_while_the_others_stay(table: TableStage) -> None:
    left, kept = table.open_panel(LEFT), table.open_panel(RIGHT)
    table.passes(LIMITS.idle_s - 1)
    table.touch(kept.id, Act.SERVICE, PROJECTS)
    table.passes(2)
    table.until(lambda: any(one.act is Act.STAY for one in table.layer.scene.pages[left.id].targets))
    table.passes(SESSIONS.warning_s)
    table.until(lambda: table.board.panel(left.id) is None)
    assert table.board.panel(kept.id) is not None


def test_cards_without_a_panel_are_not_cleared_without_a_warning(table: TableStage) -> None:
    panel = table.open_panel(BOTTOM)
    table.lay("park")
    table.touch(panel.id, Act.END)
    table.passes(LIMITS.idle_s + 1)
    table.until(lambda: bool(table.board.panels) and table.layer.is_settled)
    asking = table.board.panels[0]
    table.touch(asking.id, Act.STAY)
    table.passes(LIMITS.idle_s - 1)
    assert table.board.cards
    table.passes(SESSIONS.warning_s + 2)
    table.until(lambda: table.layer.board is None)


def test_an_alert_takes_the_table_back(table: TableStage) -> None:
    table.open_panel(BOTTOM)
    table.lay("park")
    table.player.replace(table.program(laid(table.shelf), f"{CAMPAIGN}/flood", BLUE), at_once=True)
    table.until(lambda: table.layer.board is None)
    assert table.heard.covers == [True, False]
    table.tap(BOTTOM)
    table.player.run_for(50)
    assert table.layer.board is None


def test_a_project_that_is_no_longer_offered_leaves_the_table(table: TableStage) -> None:
    table.open_panel(BOTTOM)
    table.lay("park")
    offered = laid(table.shelf)
    assert offered.table is not None
    fewer = type(offered.table)(
        title=offered.table.title,
        centre=offered.table.centre,
        across_m=offered.table.across_m,
        projects=offered.table.projects[1:],
    )
    services = type(offered)(languages=offered.languages, services=offered.services, table=fewer)
    table.player.replace(table.program(services), at_once=True)
    table.until(lambda: not table.board.cards)


def test_whatever_ten_hands_do_nothing_breaks_and_all_goes_home(table: TableStage) -> None:
    before, shown = table.picture(), len(table.pictures)
    chance = random.Random(44)
    down: dict[int, tuple[float, float]] = {}
    for _ in range(MONKEY_EVENTS):
        press, move, lift = {}, {}, {}
        for contact in range(10):
            where = chance.uniform(0, WIDTH - 1), chance.uniform(0, HEIGHT - 1)
            if contact not in down:
                press[contact] = where
            elif chance.random() < 0.4:
                lift[contact] = down[contact] if chance.random() < 0.6 else where
            else:
                near = down[contact][0] + chance.uniform(-40, 40), down[contact][1] + chance.uniform(-40, 40)
                move[contact] = min(max(near[0], 0), WIDTH - 1), min(max(near[1], 0), HEIGHT - 1)
        table.fingers(down=press, move=move, up=lift)
        down = {**{key: at for key, at in down.items() if key not in lift}, **press, **move}
        if chance.random() < 0.01:
            table.lose_all()
            down = {}
        table.steady += 30
        if chance.random() < 0.05:
            QCoreApplication.processEvents()
    table.fingers(up=down)
    assert not table.board.contacts
    table.passes(ALONE_S + 1)
    table.until(lambda: table.layer.board is None)
    table.until(lambda: table.picture() == before)
    assert len(table.pictures) <= shown
    assert not table.layer.scene.pages


def test_a_panel_that_cannot_be_painted_goes_and_is_said(
    table: TableStage, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    table.open_panel(TOP)

    def breaks(*_: object, **__: object) -> None:
        raise ValueError("no glyph of that kind")

    expect_log("cannot be painted")
    monkeypatch.setattr("player.touch.table.easel.compose", breaks)
    table.tap(BOTTOM)
    table.until(lambda: [panel.side for panel in table.board.panels] == [Side.TOP])
    assert table.layer.is_settled
