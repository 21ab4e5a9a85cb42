"""All is decoded in one place, which makes one kind of exception of whatever is wrong with the bytes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from ground_sources import ROOT, python_files

DECODING = Path("device_profiles/decoding.py")
FORMATS = {"json", "msgpack", "toml", "yaml"}
# Who uses msgspec's own decoders all the same, and why. An entry that is not needed fails too.
EXCUSED = {
    "parvis/child.py": "decodes the order that its parent gave it, which nobody else can have written",
    "parvis/settled.py": "lets msgspec look into types, and decodes nothing",
}


def of_msgspec(tree: ast.Module) -> Iterator[ast.stmt | ast.expr]:
    """Where a file takes hold of a decoder of msgspec, or of a module of msgspec that has one."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(
                value=ast.Attribute(value=ast.Name(id="msgspec"), attr=kind),
                attr="decode" | "Decoder" | "decode_lines",
            ) if kind in FORMATS:
                yield node
            case ast.Import(names=names) if any(_is_format(alias.name) for alias in names):
                yield node
            case ast.ImportFrom(module=str(module), names=names) if _is_format(module) or (
                module == "msgspec" and FORMATS & {alias.name for alias in names}
            ):
                yield node


def _is_format(module: str) -> bool:
    return module.startswith("msgspec.") and module.split(".")[1] in FORMATS


def objections(root: Path) -> list[str]:
    """Every use of a decoder that lets other exceptions through."""
    return [
        f"{name}:{node.lineno} decodes by msgspec itself, which raises `UnicodeDecodeError` and "
        f"`RecursionError` beside its `DecodeError`: one flipped bit ends a thread. Decode by {DECODING}."
        for path in python_files(root)
        for name in [path.relative_to(root).as_posix()]
        if name != DECODING.as_posix() and name not in EXCUSED
        for node in of_msgspec(ast.parse(path.read_text("utf-8")))
    ]


def test_whatever_is_wrong_with_bytes_is_one_kind_of_exception() -> None:
    assert not objections(ROOT), "\n" + "\n".join(objections(ROOT))


def test_every_excuse_is_needed() -> None:
    for name in EXCUSED:
        assert list(of_msgspec(ast.parse((ROOT / name).read_text("utf-8")))), f"{name} needs no excuse"


@pytest.mark.parametrize(
    "source",
    [
        "import msgspec\n\ntry:\n    msgspec.json.decode(data)\nexcept msgspec.DecodeError:\n    pass",
        "import msgspec\n\n_kept = msgspec.msgpack.Decoder(int)",
        "import msgspec\n\nread = msgspec.json.decode",
        "from msgspec.json import decode",
        "from msgspec import json",
        "import msgspec.json as wire",
    ],
)
def test_a_decoder_of_msgspec_is_found(tmp_path: Path, source: str) -> None:
    (tmp_path / "player").mkdir()
    (tmp_path / "player/a.py").write_text(source, "utf-8")
    assert len(objections(tmp_path)) == 1


def test_what_only_encodes_passes(tmp_path: Path) -> None:
    (tmp_path / "player").mkdir()
    (tmp_path / "player/a.py").write_text(
        "import json\nimport msgspec\nfrom msgspec import Meta\nfrom msgspec.structs import replace\n"
        "from device_profiles.decoding import from_json\n\n"
        "msgspec.json.encode(from_json(b'1', int)), msgspec.convert(1, int), json.loads('1')",
        "utf-8",
    )
    assert objections(tmp_path) == []
