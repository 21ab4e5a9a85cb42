"""The page on what a thief can and cannot do names tests; those are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(\w+(?:…\w*)+)`")


def test_every_test_that_is_named_by_its_beginning_is_there() -> None:
    written = (file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    tests = {name for text in written for name in re.findall(r"def test_(\w+)\(", text)}
    named = _NAMED.findall((ROOT / "docs" / "security.md").read_text("utf-8"))
    assert len(named) > 50
    patterns = {name: re.compile(name.replace("…", r"\w*")) for name in named}
    missing = [name for name, pattern in patterns.items() if not any(map(pattern.fullmatch, tests))]
    assert not missing
