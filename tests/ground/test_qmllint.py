"""The QML lint knows the types that Python gives: a misspelt binding fails it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ground_sources import ROOT

MODEL = """
from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickPaintedItem

QML_IMPORT_NAME = "Parvis.Stage"
QML_IMPORT_MAJOR_VERSION = 1

@QmlElement
class Glass(QQuickPaintedItem):
    pass

@QmlElement
@QmlUncreatable("made by Python")
class Slot(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def headline(self) -> str:
        return ""

@QmlElement
@QmlUncreatable("made by Python")
class Stage(QObject):
    @Property(Slot, constant=True)
    def front(self) -> Slot:
        return Slot()
"""

SCENE = """
import QtQuick
import Parvis.Stage
import Parvis.Looks

Glass {
    id: root

    required property Stage stage
    property string said: root.stage.front.headline
    property color ground: Style.ground
}
"""

STYLE = """
pragma Singleton
import QtQml

QtObject {
    readonly property string ground: "black"
}
"""


def lint(root: Path, scene: str) -> subprocess.CompletedProcess[str]:
    """Lints a small tree of our shape."""
    sources = {
        "player/__init__.py": "",
        "player/stage/__init__.py": "",
        "player/stage/model.py": MODEL,
        "player/stage/qml/Parvis/Stage/qmldir": "module Parvis.Stage\nScene 1.0 Scene.qml\n",
        "player/stage/qml/Parvis/Stage/Scene.qml": scene,
        "layouts/qml/Parvis/Looks/qmldir": "module Parvis.Looks\nsingleton Style 1.0 Style.qml\n",
        "layouts/qml/Parvis/Looks/Style.qml": STYLE,
    }
    for name, text in sources.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "qmllint.py"), str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_right_bindings_pass(tmp_path: Path) -> None:
    done = lint(tmp_path, SCENE)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("front.headline", "front.hedline"), ("stage.front", "stage.frnt"), ("Style.ground", "Style.grund")],
)
def test_a_misspelt_binding_fails(tmp_path: Path, right: str, wrong: str) -> None:
    done = lint(tmp_path, SCENE.replace(right, wrong))
    assert done.returncode == 1
    assert f'"{wrong.split(".")[1]}" not found' in done.stdout + done.stderr


def test_nothing_to_lint_is_fine(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "qmllint.py"), str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == 0
