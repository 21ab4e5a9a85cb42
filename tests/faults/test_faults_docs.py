"""docs/faults.md names tests: each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
PAGE = TESTS.parent / "docs" / "faults.md"
ROWS = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| (?!fault \||-)", line)]


def test_every_test_that_the_page_names_is_there() -> None:
    files = {file.name: file.read_text("utf-8") for file in TESTS.rglob("test_*.py")}
    named = 0
    for row in ROWS:
        for part in row.split("|")[3].split(";"):
            file, *names = re.findall(r"`([^`]+)`", part) or [""]
            if not file.startswith("test_"):
                continue
            for name in names:
                assert f"def test_{name.rstrip('…')}" in files[file], f"{file} has no test {name}"
                named += 1
    assert named > 30


def test_every_fault_has_a_defence_a_test_and_a_form() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        *_, defence, test, form, _ = (cell.strip() for cell in row.split("|"))
        assert defence
        assert test
        assert form in {"short", "long", "both"}
