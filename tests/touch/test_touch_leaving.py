"""Nobody waits for a page that is never painted: not the next screens, not the end of the process."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtGui import QImage

from player.stage.theatre import application
from player.touch.painter import Painter
from player.touch.table.easel import Easel

LONG_S = 60.0
Ask = Callable[[Callable[[], None]], None]


def nothing(_: object) -> None:
    """Pictures are not looked at here."""


def address(_: QImage) -> str:
    return ""


def painter() -> tuple[Painter, Ask]:
    made = Painter(address, nothing, application(offscreen=True))

    def ask(hang: Callable[[], None]) -> None:
        def work() -> tuple[None, QImage, QImage]:
            hang()
            return None, QImage(), QImage()

        made.ask(work, lambda: None)  # type: ignore[arg-type]

    return made, ask


def easel() -> tuple[Easel, Ask]:
    application(offscreen=True)
    made = Easel(address, nothing, lambda _: QImage())

    def ask(hang: Callable[[], None]) -> None:
        def work() -> tuple[None, QImage]:
            hang()
            return None, QImage()

        made.ask("card", work)

    return made, ask


@pytest.mark.parametrize("make", [painter, easel])
def test_a_page_that_is_never_painted_is_left_at_once(
    make: Callable[[], tuple[Painter | Easel, Ask]],
) -> None:
    begun, gate = Event(), Event()

    def hang() -> None:
        begun.set()
        gate.wait(LONG_S)

    made, ask = make()
    ask(hang)
    assert begun.wait(LONG_S)
    began = time.monotonic()
    made.close()
    assert time.monotonic() - began < LONG_S / 2
    assert not made.join(0)
    gate.set()
    assert made.join(LONG_S)
