"""Lints every QML module of Parvis against the Python types it is given: `python scripts/qmllint.py [ROOT]`.

Qt's linter knows no Python type. So the modules that say `QML_IMPORT_NAME = "Parvis.…"` are imported, their
meta-objects written down as Qt's registrar wants them, and its type descriptions laid beside a copy of
each `qmldir` in `build/qmltypes`. Any warning fails. (`pyside6-metaobjectdump` reads source text instead, and
loses constants, pointers and inherited types.)
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from PySide6 import __file__ as pyside
from PySide6.QtCore import QMetaMethod, QMetaObject, QObject

QML_FOLDERS = ("layouts/qml/Parvis/*", "*/*/qml/Parvis/*")
QT_ROOMS = ("player", "central")
IMPORT_NAME = re.compile(r'^QML_IMPORT_NAME = "([\w.]+)"', re.MULTILINE)
METATYPES = Path(pyside).parent / "Qt" / "metatypes"
TOOLS = Path(sys.executable).parent


def python_modules(root: Path) -> dict[str, list[Path]]:
    """The Python files that declare types for QML, by the name of the QML module."""
    modules: dict[str, list[Path]] = {}
    for path in sorted(path for room in QT_ROOMS for path in (root / room).rglob("*.py")):
        if found := IMPORT_NAME.search(path.read_text("utf-8")):
            modules.setdefault(found[1], []).append(path)
    return modules


def class_infos(node: ast.ClassDef) -> list[dict[str, str]]:
    """What the decorators of a class tell QML, in the registrar's words."""
    words = {
        "QmlElement": ("QML.Element", "auto"),
        "QmlAnonymous": ("QML.Element", "anonymous"),
        "QmlSingleton": ("QML.Singleton", "true"),
        "QmlUncreatable": ("QML.Creatable", "false"),
    }
    infos = []
    for decorator in node.decorator_list:
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(name, ast.Name) and name.id in words:
            key, value = words[name.id]
            infos.append({"name": key, "value": value})
    return infos


def methods(meta: QMetaObject, kind: QMetaMethod.MethodType) -> list[dict[str, Any]]:
    """The signals or the slots that a class adds."""
    own = [meta.method(index) for index in range(meta.methodOffset(), meta.methodCount())]
    return [
        {
            "access": "public",
            "name": method.name().toStdString(),
            "returnType": method.typeName(),
            "arguments": [
                {"name": f"a{index}", "type": parameter.toStdString()}
                for index, parameter in enumerate(method.parameterTypes(), start=1)
            ],
        }
        for method in own
        if method.methodType() == kind
    ]


def properties(meta: QMetaObject) -> list[dict[str, Any]]:
    """The properties that a class adds."""
    described = []
    for index in range(meta.propertyOffset(), meta.propertyCount()):
        own = meta.property(index)
        entry: dict[str, Any] = {
            "name": own.name(),
            "type": own.typeName(),
            "index": index - meta.propertyOffset(),
            "read": own.name(),
            "constant": own.isConstant(),
        }
        if own.isWritable():
            entry["write"] = own.name()
        if own.hasNotifySignal():
            entry["notify"] = own.notifySignal().name().toStdString()
        described.append(entry)
    return described


def describe(path: Path, root: Path) -> dict[str, Any]:
    """The QObjects of one Python file, as `moc` would describe those of a header."""
    module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
    classes = []
    for node in ast.parse(path.read_text("utf-8")).body:
        kind = getattr(module, node.name) if isinstance(node, ast.ClassDef) else None
        if not (isinstance(node, ast.ClassDef) and isinstance(kind, type) and issubclass(kind, QObject)):
            continue
        meta = cast("Any", kind).staticMetaObject  # PySide’s stubs do not know it
        parent = meta.superClass()
        classes.append(
            {
                "className": node.name,
                "qualifiedClassName": node.name,
                "object": True,
                "superClasses": [{"access": "public", "name": parent.className() if parent else "QObject"}],
                "classInfos": class_infos(node),
                "properties": properties(meta),
                "signals": methods(meta, QMetaMethod.MethodType.Signal),
                "slots": methods(meta, QMetaMethod.MethodType.Slot),
            }
        )
    return {"classes": classes, "outputRevision": 68, "inputFile": str(path.relative_to(root))}


def write_types(name: str, paths: list[Path], root: Path, folder: Path) -> None:
    """Has the registrar write `types.qmltypes` of one QML module, and names it in the module's `qmldir`."""
    dump = folder / "metatypes.json"
    dump.write_text(json.dumps([describe(path, root) for path in paths]), "utf-8")
    known = [
        METATYPES / f"qt6{part}_metatypes.json" for part in ("core", "gui", "qml", "quick", "multimedia")
    ]
    subprocess.run(
        [
            TOOLS / "pyside6-qmltyperegistrar",
            *("--import-name", name, "--major-version", "1", "--minor-version", "0"),
            *("--foreign-types", ",".join(map(str, known))),
            *("--generate-qmltypes", folder / "types.qmltypes", "-o", folder / "unused.cpp", dump),
        ],
        check=True,
    )
    with (folder / "qmldir").open("a", encoding="utf-8") as qmldir:
        qmldir.write("\ntypeinfo types.qmltypes\ndepends QtQuick\n")


def lay_out(root: Path) -> tuple[Path, list[Path]]:
    """Lays every QML module into `build/qmltypes`, with its Python types; returns it and the QML files."""
    build = root / "build" / "qmltypes"
    shutil.rmtree(build, ignore_errors=True)
    sources = []
    for folder in sorted(path for pattern in QML_FOLDERS for path in root.glob(pattern) if path.is_dir()):
        laid = build / "Parvis" / folder.name
        laid.mkdir(parents=True)
        (laid / "qmldir").write_text(f"module Parvis.{folder.name}\n", "utf-8")
        for path in sorted(folder.iterdir()):
            if path.name == "qmldir":
                shutil.copy(path, laid)
            elif path.suffix in {".qml", ".js", ".mjs"}:
                (laid / path.name).symlink_to(path)
        sources += sorted(folder.glob("*.qml"))
    for name, paths in python_modules(root).items():
        laid = build.joinpath(*name.split("."))
        if not laid.exists():
            laid.mkdir(parents=True)
            (laid / "qmldir").write_text(f"module {name}\n", "utf-8")
        write_types(name, paths, root, laid)
    return build, sources


def main(root: Path) -> int:
    """Lints the QML below `root`; the exit status is that of the linter."""
    sys.path.insert(0, str(root))
    build, sources = lay_out(root)
    if not sources:
        return 0
    shown = [str(path.relative_to(root)) for path in sources]
    command = [
        str(TOOLS / "pyside6-qmllint"),
        "--ignore-settings",
        "--max-warnings",
        "0",
        "-I",
        str(build),
        *shown,
    ]
    return min(subprocess.run(command, cwd=root, check=False).returncode, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
