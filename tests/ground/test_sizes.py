"""Sizes and names: what is short enough to be read, folders that say what they are, what is installed."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from ground_sources import ROOMS, ROOT, files, python_files

# What is longer than the rule, and should be: name and reason. An entry that is not needed fails too.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LONG_QML: dict[str, str] = {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file and how many lines it has, its docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node, clean=False) is not None
            prose = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - prose


def lengths(paths: list[Path]) -> dict[str, int]:
    """How many lines each file has."""
    return {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in paths}


def faults(sizes: dict[str, int], limit: int, argued: dict[str, str]) -> list[str]:
    """What has `limit` lines or more without a reason, and what is excused without need."""
    long = {name for name, lines in sizes.items() if lines >= limit}
    return [
        *(
            f"{name}: {sizes[name]} lines; fewer than {limit} wanted, split it"
            for name in long - argued.keys()
        ),
        *(f"{name} is excused and need not be" for name in argued.keys() - long),
    ]


def test_modules_are_short() -> None:
    found = faults(lengths(python_files(rooms=(*ROOMS, "benchmarks", "scripts", "tests"))), 300, LONG_MODULES)
    assert not found, "\n" + "\n".join(found)


def test_functions_are_short() -> None:
    sizes = dict(
        size for path in python_files(rooms=(*ROOMS, "benchmarks", "scripts")) for size in functions(path)
    )
    found = faults(sizes, 40, LONG_FUNCTIONS)
    assert not found, "\n" + "\n".join(found)


def test_qml_files_are_short() -> None:
    found = faults(lengths([path for path in files() if path.suffix == ".qml"]), 150, LONG_QML)
    assert not found, "\n" + "\n".join(found)


def test_an_excuse_must_be_needed_and_a_fault_must_be_excused() -> None:
    assert faults({"a": 40, "b": 39, "c": 50}, 40, {"b": "so", "c": "so"}) == [
        "a: 40 lines; fewer than 40 wanted, split it",
        "b is excused and need not be",
    ]


def test_every_folder_of_a_room_says_what_it_is_for() -> None:
    folders = {path.parent for path in python_files()}
    silent = [
        f"{folder.relative_to(ROOT)}/__init__.py: say what the folder is for and what may not enter"
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
        or not ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    ]
    assert not silent, "\n" + "\n".join(silent)


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in python_files() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent, f"give these a first line that tells what they are: {silent}"


def test_every_package_is_installed() -> None:
    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    here = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in python_files() if path.name == "__init__.py"
    }
    assert named == here, f"tool.setuptools.packages in pyproject.toml differs: {sorted(named ^ here)}"
