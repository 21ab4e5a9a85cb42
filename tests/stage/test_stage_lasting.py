"""Windows that cover an output are closed by their own process alone."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from player.stage.lasting import LastingWindow, end_loop
from player.stage.theatre import application


def test_neither_a_window_manager_nor_the_end_of_the_loop_takes_it_away() -> None:
    application()
    public, desk = LastingWindow(lasts=True), LastingWindow(lasts=False)
    for window in (public, desk):
        window.showFullScreen()
    assert not public.close()
    QTimer.singleShot(0, end_loop)
    QGuiApplication.exec()
    assert public.isVisible()
    assert desk.isVisible(), "the end of the loop closes nothing"
    assert desk.close(), "a window on somebody’s desk is closed by them"
    assert not desk.isVisible()
    public.leave()
    assert not public.isVisible()
