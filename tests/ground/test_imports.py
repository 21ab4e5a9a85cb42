"""The table of rooms in CONTRIBUTING.md, held: who may import whom, where Qt and the network may enter."""

from __future__ import annotations

from pathlib import Path

import pytest
from ground_sources import ROOT, Import, imports, module_name, python_files

MAY_IMPORT = {
    "device_profiles": set[str](),
    "layouts": {"device_profiles"},
    "playlists": {"device_profiles", "layouts"},
    "player": {"device_profiles", "layouts", "playlists"},
    "provisioning": {"device_profiles", "layouts", "playlists"},
    "central": {"device_profiles", "layouts", "playlists"},
    "parvis": {"device_profiles", "layouts", "playlists", "player", "provisioning", "central"},
}
OURS = {*MAY_IMPORT, "tests", "benchmarks", "scripts", "examples"}
QT_LIVES_IN = ("player.stage", "player.touch", "player.preview", "central.control_room")
NETWORK = {"socket", "ssl", "http", "urllib.request", "httpx", "requests", "asyncio", "PySide6.QtNetwork"}
NO_NETWORK_IN = ("device_profiles", "layouts", "player.stage", "player.touch")
# Of playlists a device loads the modules that know time, and of feed/ those that verify; what lies in other
# folders is the editors' side.
EDITORS_LIBRARIES = {"pydantic", "pypdfium2", "resvg_py", "rich", "typer"}


def within(name: str, packages: tuple[str, ...] | set[str]) -> bool:
    """Whether a module is one of `packages` or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def objection(found: Import) -> str | None:
    """What is wrong with an import, and what to do instead; None where it is fine."""
    room, wanted = found.importer.partition(".")[0], found.imported.partition(".")[0]
    if wanted in OURS and wanted != room and wanted not in MAY_IMPORT[room]:
        allowed = ", ".join(sorted(MAY_IMPORT[room])) or "no other room"
        return (
            f"{room} may import {allowed}. Move what both need into the lowest room that both may import, "
            "or take it as an argument and let parvis/ pass it in"
        )
    if wanted == "PySide6" and not within(found.importer, QT_LIVES_IN):
        return f"Qt lives in {', '.join(QT_LIVES_IN)} only. Return plain values, and draw them there"
    if within(found.imported, NETWORK) and within(found.importer, NO_NETWORK_IN):
        return "no network here. Let the agent or the editor's side fetch it, and read the finished file"
    return None


def objections(root: Path) -> list[str]:
    """Every objection to an import below `root`."""
    return [
        f"{found.path}:{found.line} imports {found.imported}: {said}."
        for path in python_files(root)
        for found in imports(path, root)
        if (said := objection(found))
    ]


def closure(start: str, root: Path) -> dict[str, str]:
    """Every module of ours that `start` and what lies in it lead to, each with one that imports it."""
    known = {module_name(path, root): path for path in python_files(root)}
    reached = {name: name for name in known if within(name, {start})}
    waiting = list(reached)
    while waiting:
        importer = waiting.pop()
        for found in imports(known[importer], root):
            parents = found.imported.split(".")
            for name in (".".join(parents[:end]) for end in range(1, len(parents) + 1)):
                if name in known and name not in reached:
                    reached[name] = importer
                    waiting.append(name)
    return reached


def editors_side(root: Path) -> list[str]:
    """What the processes on a device lead to that only the editors' side needs."""
    return [*_editors_side("player.stage", root), *_editors_side("player.agent", root)]


def _editors_side(start: str, root: Path) -> list[str]:
    reached = closure(start, root)
    paths = {module_name(path, root): path for path in python_files(root)}
    of_devices = {"playlists", "playlists.feed"}
    folders = {name for name, path in paths.items() if path.name == "__init__.py"} - of_devices
    of_editors = tuple(name for name in folders if within(name, {"playlists"}))
    return [
        *(
            f"{start} leads to {name} (by {importer}), of the editors' side. Put what both need into "
            "a module that knows only time, as playlists/timeline.py is, or into layouts."
            for name, importer in reached.items()
            if within(name, of_editors)
        ),
        *(
            f"{start} leads to {found.imported} (by {name}). A device does without; split the module."
            for name in reached
            for found in imports(paths[name], root)
            if within(found.imported, EDITORS_LIBRARIES)
        ),
    ]


def test_rooms_import_in_one_direction() -> None:
    assert not objections(ROOT), "\n" + "\n".join(objections(ROOT))


def test_the_device_loads_nothing_of_the_editors_side() -> None:
    assert not editors_side(ROOT), "\n" + "\n".join(editors_side(ROOT))


def test_the_scanner_sees_the_imports_that_are_there() -> None:
    seen = {(found.importer, found.imported) for path in python_files() for found in imports(path)}
    assert ("layouts.page", "layouts.layout.Rect") in seen
    assert ("playlists.program", "device_profiles.profile.Screen") in seen
    assert any(within(imported, {"PySide6"}) for _, imported in seen)


@pytest.mark.parametrize(
    ("file", "source", "said"),
    [
        ("layouts/a.py", "import playlists.program", "layouts may import device_profiles."),
        ("layouts/a.py", "def f():\n    from player import stage", "layouts may import"),
        ("layouts/a.py", "if TYPE_CHECKING:\n    from playlists import program", "layouts may import"),
        ("layouts/a.py", "import importlib\nimportlib.import_module('playlists.run')", "layouts may import"),
        ("layouts/a.py", "from tests import conftest", "layouts may import"),
        ("device_profiles/a.py", "import layouts", "no other room"),
        ("central/a.py", "import player.state", "central may import"),
        ("player/a.py", "import parvis.cli", "player may import"),
        ("player/agent/a.py", "from PySide6.QtCore import QObject", "Qt lives in"),
        ("player/agent/a.py", "import central.app", "player may import"),
        ("parvis/a.py", "import PySide6", "Qt lives in"),
        ("player/stage/a.py", "from urllib.request import urlopen", "no network here"),
        ("player/stage/a.py", "from PySide6 import QtNetwork", "no network here"),
    ],
)
def test_a_forbidden_import_is_refused_with_advice(tmp_path: Path, file: str, source: str, said: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(source, "utf-8")
    assert len(objections(tmp_path)) == 1
    assert said in objections(tmp_path)[0]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("player/stage/a.py", "from PySide6.QtCore import QObject\nfrom playlists.timeline import showing"),
        ("parvis/a.py", "def f():\n    import player.stage.render, central.app"),
        ("playlists/a.py", "from layouts import page\nimport httpx"),
        ("layouts/b/a.py", "from . import c\nfrom ..page import Page"),
    ],
)
def test_an_allowed_import_passes(tmp_path: Path, file: str, source: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(source, "utf-8")
    assert objections(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f():\n    from playlists import compile", "to playlists.compile (by playlists.timeline)"),
        ("from playlists.compile.items import Item", "to playlists.compile.items (by playlists.timeline)"),
        ("import pydantic", "to pydantic (by playlists.timeline)"),
    ],
)
def test_the_editors_side_is_found_behind_other_modules(tmp_path: Path, source: str, said: str) -> None:
    for file, text in {
        "player/stage/a.py": "from playlists.timeline import showing",
        "playlists/__init__.py": "",
        "playlists/timeline.py": source,
        "playlists/compile/__init__.py": "",
        "playlists/compile/items.py": "",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, "utf-8")
    assert any(f"player.stage leads {said}" in objection for objection in editors_side(tmp_path))
