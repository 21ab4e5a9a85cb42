"""The control room has widgets, and one process has one application: whoever draws first decides its kind.

So it is made here, before any test runs; `QApplication` is all that a `QGuiApplication` is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from room_world import World

from central.control_room.app import application

APPLICATION = application()


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)


@pytest.fixture
def greeted(world: World) -> World:
    return world.greet()
