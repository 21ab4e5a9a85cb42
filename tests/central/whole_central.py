"""Central as a whole in a test's process, over a feed and a store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from feed_world import World

from central.alarming.delivery import Memory
from central.api.desk import Settings
from central.store.store import Store
from central.works import Telling, Works
from playlists.feed.publishing.orders import OrderDesk


def forget(_memory: Memory) -> None:
    """Keep nothing of what was told."""


NOBODY = Telling((), "en", None, forget)
"""Tells nobody."""


def whole(
    world: World,
    store: Store,
    clock: Callable[[], datetime],
    telling: Telling = NOBODY,
    desk: OrderDesk | None = None,
) -> Works:
    """It, by a clock; it tells whom `telling` names, and gives orders by a `desk`."""
    return Works(
        store,
        world.feed,
        world.anchor,
        clock,
        settings=Settings(),
        telling=telling,
        desk=desk,
    )
