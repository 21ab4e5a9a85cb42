"""The sources of this repository as the ground tests see them: files, rooms, imports."""

from __future__ import annotations

import ast
import io
import os
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ROOMS = ("device_profiles", "layouts", "playlists", "player", "provisioning", "central", "parvis")
NOT_OURS = {"build", "shared", "__pycache__", "node_modules"}


class Import(NamedTuple):
    """One import: who asks for what, in which line."""

    importer: str
    path: Path
    line: int
    imported: str


def files(root: Path = ROOT) -> Iterator[Path]:
    """Every file that belongs to the repository (no git is asked: an unpacked archive has none)."""
    for folder, folders, names in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name == ".ci")
        ]
        yield from (Path(folder, name) for name in sorted(names) if name != ".git")  # a file in a worktree


def python_files(root: Path = ROOT, rooms: Iterable[str] = ROOMS) -> list[Path]:
    """Every Python file of the rooms."""
    return sorted(path for room in rooms if (root / room).is_dir() for path in (root / room).rglob("*.py"))


def module_name(path: Path, root: Path) -> str:
    """The name under which a file is imported."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _names(node: ast.AST, package: str) -> list[str]:
    """What one statement or call imports; a name taken from a module counts as that module's child."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            above = package.rsplit(".", level - 1)[0] if level > 1 else package
            base = ".".join(part for part in (above if level else "", module or "") if part)
            return [f"{base}.{alias.name}" for alias in names]
        case ast.Call(
            func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return [name]
    return []


def imports(path: Path, root: Path = ROOT) -> list[Import]:
    """Every import of a file: at the top, inside functions, for type checkers, by `import_module`."""
    name = module_name(path, root)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return [
        Import(name, path.relative_to(root), node.lineno, imported)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.stmt | ast.expr)
        for imported in _names(node, package)
    ]


def code_lines(path: Path) -> list[str]:
    """The lines of a Python file, its strings and comments blanked, so that only code is left."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in {tokenize.STRING, tokenize.COMMENT}:
            (first, start), (last, end) = token.start, token.end
            for number in range(first, last + 1):
                line = lines[number - 1]
                left, right = start if number == first else 0, end if number == last else len(line)
                lines[number - 1] = line[:left] + " " * (right - left) + line[right:]
    return lines
