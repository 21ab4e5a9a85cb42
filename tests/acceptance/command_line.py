"""Runs `parvis` as people do: a process of its own, its words and its end."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NANTES = ROOT / "examples" / "nantes"
PARVIS = [sys.executable, "-m", "parvis"]


def parvis(
    *arguments: str | Path, cwd: Path = ROOT, limit_s: float = 90, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """One command to its end. Whatever it is given, it never shows a traceback."""
    told = subprocess.run(  # noqa: S603
        [*PARVIS, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})},
        timeout=limit_s,
        errors="surrogateescape",
    )
    assert "Traceback" not in told.stderr, told.stderr
    assert "Traceback" not in told.stdout, told.stdout
    return told


def rows(told: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """JSON lines of a command that did well."""
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def png_size(file: Path) -> tuple[int, int]:
    """Width and height as a PNG's header says them."""
    head = file.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def write(folder: Path, files: dict[str, str]) -> Path:
    """A workspace of these files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


SITE = 'name = "Saint-Exemple"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr"]\n'
