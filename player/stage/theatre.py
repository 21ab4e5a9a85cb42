"""The Qt side of every scene: the application, the QML engine, and the scenes built from it."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QUrl
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QJSEngine, QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow, QSGRendererInterface

import layouts
from layouts.family import FONT_FILES
from player.stage.gpu import has_gpu
from player.stage.model import StageModel
from player.stage.pictures import PROVIDER, Pictures

_QML_FOLDERS = (
    Path(layouts.__file__).parent / "qml",
    Path(__file__).parent / "qml",
)

_QUIET = "qt.multimedia.symbolsresolver.warning=false\nqt.multimedia.*.info=false"
"""Optional libraries that are not there, and what FFmpeg says of every film it opens."""


def application(*, offscreen: bool = False, software: bool | None = True) -> QGuiApplication:
    """The process's application, made if there is none.

    `software` draws without a GPU, as snapshots need it; None looks whether there is one. Both arguments
    count only for the call that makes the application.
    """
    QQuickWindow.setTextRenderType(QQuickWindow.TextRenderType.NativeTextRendering)
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        _load_fonts()
        return running
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    QLoggingCategory.setFilterRules(_QUIET)
    made = QGuiApplication(["parvis"])
    if software or (software is None and not has_gpu()):
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    _load_fonts()
    return made


def _load_fonts() -> None:
    """Make the bundled family known to Qt; a bare machine has no font at all."""
    if "Atkinson Hyperlegible" in QFontDatabase.families():
        return
    for path in FONT_FILES.values():
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"the bundled font {path.name} cannot be loaded")


class Theatre:
    """One QML engine and the pictures it may show; needs a running application."""

    def __init__(self) -> None:
        self.pictures = Pictures()
        self._engine = QQmlEngine()
        for folder in _QML_FOLDERS:
            self._engine.addImportPath(str(folder))
        self._engine.addImageProvider(PROVIDER, self.pictures)
        self._stage = QQmlComponent(self._engine)

    @property
    def on_gpu(self) -> bool:
        """Whether scenes are drawn through the GPU's interface, where Qt can play films into them."""
        by_hand = QQuickWindow.sceneGraphBackend() == "software"
        return not by_hand and QQuickWindow.graphicsApi() is not QSGRendererInterface.GraphicsApi.Software

    @property
    def renderer(self) -> str:
        """What scenes are drawn with: `software`, `opengl` or another."""
        return QQuickWindow.graphicsApi().name.lower() if self.on_gpu else "software"

    def build(self, window: QQuickWindow, model: StageModel, turn: int = 0) -> QQuickItem:
        """Put a scene into `window`, turned clockwise by `turn` degrees; it lives as long as the window."""
        root = _put(self._loaded(), window, {"stage": model, "turn": turn})
        model.setParent(root)
        return root

    def lay_over(self, window: QQuickWindow, file: Path, properties: dict[str, object]) -> QQuickItem:
        """Put the item of a QML file over all that is in `window`; it lives as long as that."""
        self._engine.addImportPath(str(file.parents[2]))
        return _put(QQmlComponent(self._engine, QUrl.fromLocalFile(str(file))), window, properties)

    def _loaded(self) -> QQmlComponent:
        """The stage's QML, read when the first scene is built: its first picture is being decoded by then."""
        if self._stage.isNull():
            self._stage.loadUrl(QUrl.fromLocalFile(str(_QML_FOLDERS[1] / "Parvis" / "Stage" / "Stage.qml")))
        if self._stage.isError():
            raise RuntimeError(self._stage.errorString())
        return self._stage


def _put(component: QQmlComponent, window: QQuickWindow, properties: dict[str, object]) -> QQuickItem:
    """An item of a component in a window, over what is there."""
    root = component.createWithInitialProperties(properties)
    if not isinstance(root, QQuickItem):
        raise TypeError(component.errorString())
    # A root without parent is collected by the JavaScript engine while it is shown.
    QJSEngine.setObjectOwnership(root, QJSEngine.ObjectOwnership.CppOwnership)
    root.setParent(window)
    root.setParentItem(window.contentItem())
    return root
