"""Orders: what central may have a device do to itself. A whitelist without parameters.

All orders in force stand together on one board, in the signed metadata of the role `orders`. They live a
short time: a device that hears of one after its end leaves it undone. What became of each, the device tells
in its heartbeat by the order's id.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from playlists.feed import board
from playlists.feed.tree import is_name

FIELD = "x-parvis-orders"
"""Field of the role's metadata that holds the board."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a board and each of its orders hold."""

    orders: int = 64
    devices: int = 10_000
    device_characters: int = 64
    board_bytes: int = 512 * 1024
    lasts: timedelta = timedelta(hours=1)
    ahead: timedelta = timedelta(minutes=5)
    """How far in the future an order may have been given: clocks differ."""


LIMITS = Limits()

_Device = Annotated[str, Meta(min_length=1, max_length=LIMITS.device_characters)]


class Care(StrEnum):
    """What may be ordered. Nothing here shows or fetches what neither feed nor player names."""

    RESTART_STAGE = "restart_stage"
    """End the process that draws; it comes back by itself."""
    RESTART_AGENT = "restart_agent"
    """End the process that syncs and reports; it comes back by itself."""
    PICTURE = "picture"
    """Send a small picture of every screen with the next report."""
    CHECK_OBJECTS = "check_objects"
    """Read every object that is kept and compare it with its hash; fetch what is bad."""
    FETCH_AGAIN = "fetch_again"
    """Ask the feed at once, also while backing off, and forget what was held against its objects."""
    IDENTIFY = "identify"
    """Show on every screen, for half a minute, which device this is and where."""
    REBOOT = "reboot"
    """Start the machine anew."""
    OUT = "out_of_service"
    """Show that the device is out of service, until it is back."""
    IN = "back_in_service"
    """Show again what the feed says."""
    DOCTOR = "doctor"
    """Examine the device, and say in a line what was found."""
    RESYNC = "resync"
    """Let go of all that is not on the glass, and fetch it anew."""
    RESET = "reset"
    """Wipe the device, its key last: it is a box again, which asks to be paired."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """These devices are to do that once, from `given` until `until` (UTC). Others leave it alone."""

    id: str
    care: Care
    devices: Annotated[tuple[_Device, ...], Meta(min_length=1, max_length=LIMITS.devices)]
    given: datetime
    until: datetime

    def is_sound(self) -> bool:
        """Whether its name is one, its times are instants and no longer apart than allowed."""
        return (
            is_name(self.id)
            and self.given.tzinfo is not None
            and self.until.tzinfo is not None
            and self.given < self.until <= self.given + LIMITS.lasts
        )

    def binds(self, device: str, at: datetime) -> bool:
        """Whether a device is to carry it out at an instant, if it did not do so before."""
        return device in self.devices and self.given - LIMITS.ahead <= at < self.until


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """The orders in force. `refused` counts those that this version cannot read, or that are not sound."""

    orders: tuple[Order, ...] = ()
    refused: int = 0


_BOARD = board.Board(
    name="orders",
    version=1,
    holds=Order,
    is_sound=Order.is_sound,
    most=LIMITS.orders,
    bytes=LIMITS.board_bytes,
)


def write(orders: Iterable[Order]) -> str:
    """The board as it stands in metadata. Too many or too long is a caller's mistake."""
    return _BOARD.write(orders)


def read(field: object) -> Orders:
    """The board in a role's metadata; an order that cannot be used is left out alone. Raises `FeedError`."""
    orders, refused = _BOARD.read(field)
    return Orders(orders=orders, refused=refused)
