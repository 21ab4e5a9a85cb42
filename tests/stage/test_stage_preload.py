from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from stage_world import FULL, LaterExecutor

from player.stage.errors import PageError
from player.stage.limits import Limits
from player.stage.preload import Preloader
from player.stage.props import PageKey
from playlists.program import Stills

KEY = PageKey("item", Stills(pages=()), 0, FULL.zones[0], 16, 10)
KEYS = [replace(KEY, page=page) for page in range(9)]


def painted(key: PageKey) -> QImage:
    return QImage(key.width, key.height, QImage.Format.Format_RGB32)


def test_the_most_urgent_pictures_are_held_within_the_bound_and_no_others() -> None:
    worker = LaterExecutor()
    preloader = Preloader(painted, lambda _: worker, Limits(decoded_bytes=3 * KEY.bytes + 1))
    preloader.want(KEYS, 0)
    worker.work()
    assert [preloader.usable(key) for key in KEYS] == [True] * 3 + [False] * 6
    assert preloader.bytes == 3 * KEY.bytes
    preloader.want(KEYS[2:4], 0)
    worker.work()
    assert [preloader.usable(key) for key in KEYS] == [False] * 2 + [True] * 2 + [False] * 5


def test_the_first_picture_is_held_whatever_its_size() -> None:
    worker = LaterExecutor()
    preloader = Preloader(painted, lambda _: worker, Limits(decoded_bytes=1))
    preloader.want(KEYS, 0)
    worker.work()
    assert [preloader.usable(key) for key in KEYS[:2]] == [True, False]


def test_what_is_no_longer_wanted_is_not_painted() -> None:
    worker, asked = LaterExecutor(), []

    def paint(key: PageKey) -> QImage:
        asked.append(key.page)
        return painted(key)

    preloader = Preloader(paint, lambda _: worker, Limits())
    preloader.want(KEYS[:3], 0)
    preloader.want(KEYS[2:4], 0)
    worker.work()
    assert asked == [2, 3]


def test_of_broken_pictures_no_more_are_remembered_than_the_bound(
    caplog: pytest.LogCaptureFixture, expect_log: Callable[[str], None]
) -> None:
    expect_log("is passed over")

    def paint(_: PageKey) -> QImage:
        raise PageError("no picture")

    worker = LaterExecutor()
    preloader = Preloader(paint, lambda _: worker, Limits(broken_known=2))
    for edition in range(1, 6):
        preloader.want([replace(KEY, item=f"item-{edition}", edition=edition)], 0)
        worker.work()
    assert len(preloader._broken) == len(preloader._named) == 2
    newest = replace(KEY, item="item-5", edition=5)
    assert preloader.is_broken(newest)
    assert [record.message.split()[0] for record in caplog.records] == [f"item-{n}" for n in range(1, 6)]


def test_a_clock_that_was_wrong_keeps_no_broken_picture_off_the_glass(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("is passed over")
    tries: list[int] = []

    def paint(key: PageKey) -> QImage:
        tries.append(key.page)
        if len(tries) == 1:
            raise PageError("no picture")
        return painted(key)

    worker = LaterExecutor()
    preloader = Preloader(paint, lambda _: worker, Limits(retry_ms=30_000, retry_most_ms=900_000))
    future_ms, now_ms = 2_208_988_800_000, 1_795_000_000_000  # 2040, before the network said the time
    preloader.want([KEY], future_ms)
    worker.work()
    assert preloader.retry_ms() == future_ms + 30_000
    preloader.want([KEY], now_ms)
    worker.work()
    assert preloader.usable(KEY)
