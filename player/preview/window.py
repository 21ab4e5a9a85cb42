"""The window of the preview, with all that works behind it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPixmap
from PySide6.QtQml import QJSEngine, QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

import layouts
from player.preview.distance import believable_dpi
from player.preview.films import Films
from player.preview.glass import Glass
from player.preview.limits import Limits
from player.preview.model import PreviewModel
from player.preview.pages import Pages
from player.preview.scene import Fill, Workbench
from player.preview.session import Session
from player.preview.touch import City, Touching
from player.preview.watch import Watch
from player.preview.words import WORDS
from player.preview.workshop import Workshop
from player.stage.canvas import Canvases
from player.stage.objects import Objects
from player.stage.pictures import PROVIDER, Pictures
from player.stage.theatre import Theatre
from player.touch.layer import TOUCH_VIEW
from playlists.media.library import Library
from playlists.program import Program
from playlists.workspace.model import Workspace

_QML = Path(__file__).parent / "qml"
_LOOKS = Path(layouts.__file__).parent / "qml"
_PAINTERS = 2
_LIMITS = Limits()


class _Saves(QObject):
    """Carries the watcher's calls into the application's thread."""

    saved = Signal()


def _dots_per_inch() -> float:
    return believable_dpi(QGuiApplication.primaryScreen().physicalDotsPerInch())


def _bare(_workspace: Workspace, program: Program, _at: datetime) -> Program:
    return program


class PreviewWindow:
    """An editor's window on a folder, until `close`. Needs `theatre.application()`, drawing in software.

    `clock` gives the wall clock in milliseconds since 1970; `at` is the instant to begin with, now if None;
    `device` is opened large. `language` is one of `words.WORDS`. `workers` prepare media. `fill` gives
    a program the city data of an instant, `city` those that touch screens show.
    """

    def __init__(
        self,
        folder: Path,
        library: Library,
        clock: Callable[[], int],
        *,
        language: str,
        workers: int = 1,
        at: datetime | None = None,
        device: str | None = None,
        fill: Fill = _bare,
        limits: Limits = _LIMITS,
        city: City = lambda _workspace, _at: (),
    ) -> None:
        self.session = Session(clock, at=at, device=device)
        self.model = PreviewModel(self.session, folder, language, _dots_per_inch())
        self._painters = ThreadPoolExecutor(_PAINTERS, thread_name_prefix="painter")
        self._pictures = Pictures()
        theatre, objects = Theatre(), Objects(library.objects)
        self._bench = Workbench(
            objects,
            theatre,
            Pages(self._painters, limits.page_bytes),
            Films(limits.films_open),
            WORDS[language]["preparing"],
            Canvases(theatre, limits.canvas_bytes),
            fill,
        )
        self.glass = Glass(self.session, self.model.gallery, self._bench, self._pictures, WORDS[language])
        self.glass.ticked.connect(self.model.time.tick)
        self.touching = Touching(self.session, self.model.gallery, self._pictures, objects, city)
        self._engine = QQmlEngine()
        self.window = self._build()
        self._saves = _Saves()
        self._saves.saved.connect(self.session.changed)
        self._workshop = Workshop(folder, library, workers, self.session.tell, limits)
        self.session.ask = self._workshop.order
        self._watch = Watch(folder, self._saves.saved.emit).__enter__()
        self.session.changed()

    def _build(self) -> QQuickWindow:
        for path in (_QML, _LOOKS, TOUCH_VIEW.parents[2]):
            self._engine.addImportPath(str(path))
        self._engine.addImageProvider(PROVIDER, self._pictures)
        # The window lives no longer than the component that made it.
        self._component = QQmlComponent(self._engine)
        self._component.loadUrl(QUrl.fromLocalFile(str(_QML / "Parvis" / "Preview" / "Main.qml")))
        window = self._component.createWithInitialProperties({"preview": self.model})
        if not isinstance(window, QQuickWindow):
            raise TypeError(self._component.errorString())
        # A window without parent is collected by the JavaScript engine while it is shown.
        QJSEngine.setObjectOwnership(window, QJSEngine.ObjectOwnership.CppOwnership)
        # Its items look at the model to the last.
        self.model.setParent(window)
        window.setIcon(QIcon(QPixmap.fromImage(_icon())))
        return window

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the window and end every thread."""
        self._watch.__exit__(None, None, None)
        self.glass.close()
        self.touching.close()
        self.window.close()
        self._workshop.close()
        self._bench.films.close()
        self._painters.shutdown(cancel_futures=True)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)


def _icon() -> QImage:
    icon = QImage(64, 64, QImage.Format.Format_RGB32)
    icon.fill("#00796f")
    return icon
