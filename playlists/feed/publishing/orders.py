"""Giving orders in a feed: an online service holds the keys `orders`, `snapshot` and `timestamp` for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from playlists.errors import FeedError
from playlists.feed.orders import FIELD, LIMITS, Care, Order, read, write
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.repository import Repository, locked
from playlists.feed.tree import ORDERS

LASTS = timedelta(minutes=15)
"""How long an order stands, if nothing else is said: a device without push asks within a minute."""


def standing(repository: Repository) -> tuple[Order, ...]:
    """The orders on the feed's board, also those whose time is over. Raises `FeedError`."""
    return read(repository.role(ORDERS).unrecognized_fields.get(FIELD)).orders


class OrderDesk:
    """Gives orders in a feed's folder, which others may publish into. `anchor` is the feed's first root."""

    def __init__(self, feed: Path, anchor: bytes, keyring: Keyring) -> None:
        self._feed, self._anchor, self._keyring = feed, anchor, keyring

    def give(
        self,
        care: Care,
        devices: Sequence[str],
        now: datetime,
        lasts: timedelta = LASTS,
        *,
        first: Callable[[Order], None] = lambda _order: None,
    ) -> Order:
        """Sign an order and put it in the feed, without those that are over.

        `first` hears of it before any device can; where it raises, no order is given. Its id tells when it
        was given and is never used again. Too many devices, none, or too long a time is a caller's mistake.

        Raises:
            KeysError: one of the three keys is missing or does not open.
            FeedError: the board is full, the feed does not hold, or another publication is going on.
        """
        with locked(self._feed):
            repository = Repository(self._feed, self._anchor)
            kept = [order for order in standing(repository) if order.until > now]
            board = repository.edit(ORDERS)
            given = now.replace(microsecond=0)
            order = Order(
                id=f"{now:%Y%m%d-%H%M%S}-{board.version + 1}",
                care=care,
                devices=tuple(dict.fromkeys(devices)),
                given=given,
                until=given + lasts,
            )
            _require_allowed(order)
            if len(kept) >= LIMITS.orders:
                ends = min(one.until for one in kept)
                raise FeedError(
                    f"{LIMITS.orders} orders stand already; the next one ends at {ends:%H:%M:%S}Z"
                )
            first(order)
            board.unrecognized_fields[FIELD] = write([*kept, order])
            repository.save(self._keyring, now, {"what": f"ordered {care}", "by": ORDERS})
        return order


def _require_allowed(order: Order) -> None:
    names = [len(name) for name in order.devices]
    if not (
        order.is_sound()
        and 0 < len(names) <= LIMITS.devices
        and min(names) > 0
        and max(names) <= LIMITS.device_characters
    ):
        raise ValueError(f"not an order that may be signed: {order.care} for {len(names)} devices")
