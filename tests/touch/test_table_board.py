"""Laws of a table: whatever fingers do, one contact holds one thing, and everything stays within reach."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from player.touch.session import Comfort, Phase, Session, phase
from player.touch.table import board as boards
from player.touch.table import contacts as fingers
from player.touch.table.board import NOTHING, PALM, Board, Plate, Surface
from player.touch.table.contacts import Spot
from player.touch.table.geometry import Bounds, Pose, carried
from player.touch.table.limits import LIMITS
from player.touch.table.sides import Side, inward, overlap
from player.touch.target import holds

SURFACE = Surface(1920, 1080, 681 / 1080)
CARD = (320.0, 330.0)


def empty() -> Board:
    return Board(surface=SURFACE)


def session(at_s: float = 0.0, *, large: bool = False) -> Session:
    return Session("fr", at_s, comfort=Comfort(large=large), idle_s=LIMITS.idle_s)


def with_one_card(pose: Pose | None = None) -> Board:
    return boards.lay(empty(), Plate("park"), CARD, pose or Pose(900.0, 500.0), 0.0)


points = st.tuples(st.floats(-50, 1970), st.floats(-50, 1130))
ids = st.integers(0, 14)


class AnyTable(RuleBasedStateMachine):
    """People, palms, cups and lost contacts, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.board, self.at_s = empty(), 0.0

    @rule(contact=ids, at=points, wide=st.sampled_from([0.0, 12.0, 60.0]), wait=st.floats(0, 1))
    def press(self, contact: int, at: tuple[float, float], wide: float, wait: float) -> None:
        self.at_s += wait
        self.board = fingers.press(self.board, contact, Spot(at, wide), self.at_s)

    @rule(contact=ids, data=st.data(), to=points)
    def drag(self, contact: int, data: Any, to: tuple[float, float]) -> None:
        if self.board.cards:
            pose = data.draw(st.sampled_from(self.board.cards)).pose
            self.board = fingers.press(self.board, contact, Spot((pose.x, pose.y)), self.at_s)
            self.board = fingers.move(self.board, {contact: Spot(to)}, self.at_s)

    @rule(moved=st.dictionaries(ids, points, max_size=12))
    def move(self, moved: dict[int, tuple[float, float]]) -> None:
        before = self.board
        self.board = fingers.move(self.board, {key: Spot(at) for key, at in moved.items()}, self.at_s)
        held = {one.thing for key, one in before.contacts.items() if key in moved}
        for card in before.cards:
            assert card.id in held or self.board.card(card.id) == card

    @rule(lifted=st.dictionaries(ids, points, max_size=4))
    def lift(self, lifted: dict[int, tuple[float, float]]) -> None:
        known = {key for key in lifted if key in self.board.contacts}
        spots = {key: Spot(at) for key, at in lifted.items()}
        self.board, touches = fingers.lift(self.board, spots, self.at_s)
        assert len(touches) <= len(known)
        assert not known & self.board.contacts.keys()

    @rule(gone=st.sets(ids))
    def lose(self, gone: set[int]) -> None:
        self.board = fingers.lost(self.board, gone)
        still = self.board
        assert fingers.move(still, {key: Spot((5.0, 5.0)) for key in gone}, self.at_s) == still

    @rule(at=points, large=st.booleans())
    def open(self, at: tuple[float, float], large: bool) -> None:
        self.board = boards.opened(self.board, at, session(self.at_s, large=large))

    @rule(at=points, turn=st.floats(-720, 720))
    def lay(self, at: tuple[float, float], turn: float) -> None:
        self.board = boards.lay(self.board, Plate("park"), CARD, Pose(*at, turn), self.at_s)

    @rule(data=st.data())
    def read_larger(self, data: Any) -> None:
        if self.board.panels:
            panel = data.draw(st.sampled_from(self.board.panels))
            other = session(self.at_s, large=not panel.session.comfort.large)
            self.board = boards.with_session(self.board, panel.id, other)

    @rule(data=st.data(), turn=st.sampled_from([-45.0, 45.0]), zoom=st.sampled_from([0.8, 1.25]))
    def work_buttons(self, data: Any, turn: float, zoom: float) -> None:
        if self.board.cards:
            card = data.draw(st.sampled_from(self.board.cards))
            self.board = fingers.turned(self.board, card.id, turn, zoom)

    def _things(self) -> list[str]:
        return [card.id for card in self.board.cards] + [panel.id for panel in self.board.panels]

    @rule(data=st.data())
    def put_away(self, data: Any) -> None:
        things = self._things()
        if things:
            self.board = boards.without(self.board, data.draw(st.sampled_from(things)))

    @invariant()
    def a_contact_belongs_to_one_thing_that_is_there(self) -> None:
        there = {*self._things(), NOTHING, PALM}
        assert {one.thing for one in self.board.contacts.values()} <= there
        names = self._things()
        assert len(names) == len(set(names))

    @invariant()
    def cards_stay_within_reach(self) -> None:
        assert len(self.board.cards) <= LIMITS.cards
        inset = SURFACE.px(LIMITS.inset_mm)
        for card in self.board.cards:
            assert inset <= card.pose.x <= SURFACE.width - inset
            assert inset <= card.pose.y <= SURFACE.height - inset
            assert LIMITS.scale[0] <= card.pose.scale <= LIMITS.scale[1]
            assert 0 <= card.pose.turn <= 360

    @invariant()
    def panels_lie_whole_at_their_edge_and_apart(self) -> None:
        for panel in self.board.panels:
            rect = panel.rect
            assert rect.x >= 0
            assert rect.y >= 0
            assert rect.right <= SURFACE.width
            assert rect.bottom <= SURFACE.height
            edge = {
                Side.BOTTOM: rect.bottom == SURFACE.height,
                Side.TOP: rect.y == 0,
                Side.LEFT: rect.x == 0,
                Side.RIGHT: rect.right == SURFACE.width,
            }
            assert edge[panel.side]
        for one, other in combinations(self.board.panels, 2):
            assert not overlap(one.rect, other.rect)


TestAnyTable = AnyTable.TestCase
TestAnyTable.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


def test_one_finger_moves_a_card_and_two_turn_and_enlarge_it() -> None:
    board = with_one_card()
    board = fingers.press(board, 1, Spot((850.0, 500.0)), 0.0)
    moved = fingers.move(board, {1: Spot((950.0, 540.0))}, 0.1)
    assert moved.cards[0].pose == Pose(1000.0, 540.0)
    board = fingers.press(board, 2, Spot((950.0, 500.0)), 0.2)
    board = fingers.move(board, {1: Spot((900.0, 400.0)), 2: Spot((900.0, 600.0))}, 0.3)
    pose = board.cards[0].pose
    assert (round(pose.x), round(pose.y)) == (900, 500)
    assert math.isclose(pose.turn, 90.0)
    assert math.isclose(pose.scale, 2.0)


@given(
    st.lists(st.tuples(points, points), min_size=1, max_size=10),
    st.floats(0, 360),
    st.floats(LIMITS.scale[0], LIMITS.scale[1]),
)
def test_fingers_that_do_not_move_move_nothing(pairs: list[Any], turn: float, scale: float) -> None:
    wide = Bounds(-1e6, -1e6, 1e6, 1e6, LIMITS.scale)
    places = [one for one, _ in pairs]
    pose = Pose(700.0, 300.0, turn % 360, scale)
    still = carried(pose, places, places, wide)
    assert math.isclose(still.x, pose.x, abs_tol=1e-6)
    assert math.isclose(still.scale, pose.scale)
    away = abs(still.turn - pose.turn)
    assert min(away, 360 - away) < 1e-6


@given(points, st.floats(0, 360), st.floats(0.8, 1.9))
def test_what_lies_under_a_finger_stays_under_it(at: tuple[float, float], turn: float, scale: float) -> None:
    wide = Bounds(-1e6, -1e6, 1e6, 1e6, LIMITS.scale)
    pose = Pose(700.0, 300.0, turn % 360, scale)
    inner = pose.inward(at)
    after = carried(pose, [at], [(at[0] + 70, at[1] - 30)], wide).outward(inner)
    assert math.isclose(after[0], at[0] + 70, abs_tol=1e-3)
    assert math.isclose(after[1], at[1] - 30, abs_tol=1e-3)


def test_a_card_is_never_carried_off_the_table() -> None:
    board = fingers.press(with_one_card(), 1, Spot((900.0, 500.0)), 0.0)
    board = fingers.move(board, {1: Spot((9000.0, -9000.0))}, 0.1)
    inset = SURFACE.px(LIMITS.inset_mm)
    assert (board.cards[0].pose.x, board.cards[0].pose.y) == (SURFACE.width - inset, inset)


def test_a_finger_on_a_card_that_is_put_away_holds_nothing() -> None:
    board = fingers.press(with_one_card(), 1, Spot((900.0, 500.0)), 0.0)
    board = boards.without(board, board.cards[0].id)
    assert board.contacts[1].thing == NOTHING


def test_a_lost_contact_moves_nothing_more_and_does_nothing() -> None:
    board = fingers.press(with_one_card(), 1, Spot((900.0, 500.0)), 0.0)
    board = fingers.lost(board, [1])
    assert not board.contacts
    after, touches = fingers.lift(board, {1: Spot((300.0, 300.0))}, 1.0)
    assert after == board
    assert touches == ()


def test_a_contact_wider_than_a_finger_is_a_palm() -> None:
    wide = LIMITS.palm_mm / SURFACE.pitch_mm + 1
    board = fingers.press(with_one_card(), 1, Spot((900.0, 500.0), wide), 0.0)
    assert board.contacts[1].thing == PALM
    assert fingers.move(board, {1: Spot((400.0, 400.0), wide)}, 0.1).cards == board.cards
    assert fingers.lift(board, {1: Spot((900.0, 500.0), wide)}, 0.2)[1] == ()
    held = fingers.press(with_one_card(), 1, Spot((900.0, 500.0), 12.0), 0.0)
    grown = fingers.move(held, {1: Spot((940.0, 500.0), wide)}, 0.1)
    assert grown.contacts[1].thing == PALM
    assert grown.cards == held.cards


def test_contacts_close_together_at_one_instant_are_a_palm_and_two_fingers_are_not() -> None:
    board = with_one_card()
    for contact, x in enumerate((880.0, 895.0)):
        board = fingers.press(board, contact, Spot((x, 500.0)), 0.0)
    assert {one.thing for one in board.contacts.values()} == {board.cards[0].id}
    board = fingers.press(board, 2, Spot((888.0, 512.0)), 0.02)
    assert {one.thing for one in board.contacts.values()} == {PALM}
    slowly = with_one_card()
    for contact, x in enumerate((880.0, 895.0, 888.0)):
        slowly = fingers.press(slowly, contact, Spot((x, 500.0)), contact * 0.5)
    assert {one.thing for one in slowly.contacts.values()} == {slowly.cards[0].id}


def test_six_people_find_room() -> None:
    board = empty()
    for at in ((300, 1075), (1500, 1075), (300, 5), (1500, 5), (5, 540), (1915, 540)):
        board = boards.opened(board, at, session())
    assert [panel.side for panel in board.panels] == [
        Side.BOTTOM,
        Side.BOTTOM,
        Side.TOP,
        Side.TOP,
        Side.LEFT,
        Side.RIGHT,
    ]


def test_where_there_is_no_room_nothing_opens() -> None:
    board = empty()
    for _ in range(LIMITS.panels):
        board = boards.opened(board, (900.0, 1079.0), session())
    assert len(board.panels) == 3


@pytest.mark.parametrize("side", list(Side))
def test_a_panel_is_turned_towards_its_side(side: Side) -> None:
    """The lower edge of a page, where its bar is, lies at the edge of the table."""
    at = {Side.BOTTOM: (960, 1079), Side.TOP: (960, 1), Side.LEFT: (1, 540), Side.RIGHT: (1919, 540)}[side]
    panel = boards.opened(empty(), at, session()).panels[0]
    assert panel.side is side
    assert inward(panel.rect, side, at)[1] > panel.size[1] * 0.99


def test_cards_give_way_to_a_panel() -> None:
    board = with_one_card(Pose(960.0, 900.0))
    board = boards.opened(board, (960.0, 1079.0), session())
    pose = board.cards[0].pose
    assert not holds(board.panels[0].rect, pose.x, pose.y)


def test_a_panel_that_is_about_to_go_lies_over_cards() -> None:
    board = boards.opened(empty(), (960.0, 1079.0), session())
    board = boards.lay(board, Plate("park"), CARD, Pose(960.0, 880.0), 0.0)
    assert board.thing_at((960.0, 880.0), 1.0) == board.cards[0].id
    late = LIMITS.idle_s + 1
    assert phase(board.panels[0].session, late) is Phase.WARNED
    assert board.thing_at((960.0, 880.0), late) == board.panels[0].id


def test_over_the_most_the_card_that_was_left_alone_for_longest_goes() -> None:
    board = empty()
    for number in range(LIMITS.cards + 1):
        board = boards.lay(board, Plate(str(number)), CARD, Pose(900, 500), float(number != 0) + number)
    assert [card.plate.project for card in board.cards] == [str(n) for n in range(1, LIMITS.cards + 1)]
