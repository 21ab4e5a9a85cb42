"""What lies on a card of a table and trembles is nobody: the table goes back to its programme."""

from __future__ import annotations

from test_table_board import with_one_card

from player.touch.table import contacts as fingers
from player.touch.table.board import Board
from player.touch.table.contacts import Spot
from player.touch.table.limits import LIMITS

NEAR = 2.0
"""Pixels, of some 0.6 mm each."""


def carried(steps: int, by: float) -> Board:
    """A table some time after something was laid on a card and slid there, moved by so much each second."""
    board = fingers.press(with_one_card(), 1, Spot((900.0, 500.0)), 0.0)
    board = fingers.move(board, {1: Spot((940.0, 500.0))}, 1.0)
    for step in range(steps):
        x = 940.0 + (by * step if by > NEAR else by * (step % 2))
        board = fingers.move(board, {1: Spot((x, 500.0))}, 2.0 + step)
    return board


def test_a_cup_that_trembles_on_a_card_is_nobody() -> None:
    assert carried(60, NEAR).touched_s < LIMITS.idle_s


def test_a_card_that_is_carried_slowly_is_carried_by_somebody() -> None:
    assert carried(60, 4.0).touched_s > 55
