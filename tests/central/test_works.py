"""Central as a whole in this process: what it does again and again, over a real feed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from central_process import feed, publish

from central.api.desk import Settings
from central.store.store import Store
from central.works import Telling, Works
from playlists.feed.tree import METADATA, SNAPSHOT


def test_a_feed_that_came_in_the_wrong_order_is_taken_over_once_it_is_whole(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    world = feed(tmp_path)
    store = Store.open(f"sqlite:///{tmp_path}/central.db")
    works = Works(
        store,
        world.feed,
        world.anchor,
        lambda: world.now + timedelta(seconds=1),
        secret=b"s" * 32,
        settings=Settings(),
        telling=Telling((), "en", None, lambda _memory: None),
        desk=None,
    )
    before = works.service.reader.roll.version
    publish(world, "Bonsoir")
    (newest,) = (world.feed / METADATA).glob(f"{before + 1}.{SNAPSHOT}.json")
    late = newest.rename(tmp_path / newest.name)
    expect_log("the feed is not taken over")
    asyncio.run(works._looks())
    assert [reason.code for reason in works.service.own()] == ["feed"]
    late.rename(newest)
    asyncio.run(works._looks())
    assert works.service.reader.roll.version == before + 1
    assert works.service.own() == ()
    store.close()
