"""The page of figures: what one script gave is put into it, and what it says of others stays as it stands."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ground_sources import ROOT

SCRIPT = '''"""The subject of {name}.

Its method.
"""
print("noise")
print("| {name} | ≤ 2 | {figure} | met |")
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout with two benchmarks and no page."""
    for folder in ("benchmarks", "docs"):
        (tmp_path / folder).mkdir()
    for name in ("run.py", "page.py"):
        shutil.copy(ROOT / "benchmarks" / name, tmp_path / "benchmarks")
    write(tmp_path, "one", 1)
    write(tmp_path, "two", 1)
    return tmp_path


def write(copy: Path, name: str, figure: int) -> None:
    """A benchmark that gives this figure."""
    text = SCRIPT.format(name=name, figure=figure)
    (copy / "benchmarks" / f"bench_{name}.py").write_text(text, "utf-8")


def run(copy: Path, *names: str) -> tuple[int, str]:
    """Run these; the exit status, and what was said on stderr."""
    command = [sys.executable, str(copy / "benchmarks" / "run.py"), "bench", *names]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.returncode, told.stderr


def parts(copy: Path) -> list[str]:
    """The page, cut before each section."""
    return (copy / "docs" / "benchmarks.md").read_text("utf-8").split("\n## ")


def test_a_page_has_a_section_of_each_script_with_its_figures_and_method(copy: Path) -> None:
    assert run(copy)[0] == 0
    head, one, two = parts(copy)
    assert head.startswith("# Benchmarks")
    for name, section in (("one", one), ("two", two)):
        assert section.startswith(f"`bench_{name}.py`\n\nThe subject of {name}.\n\nTaken 20")
        assert f"|---|---|---|---|\n| {name} | ≤ 2 | 1 | met |\n\nIts method." in section
        assert "cores" in section


def test_scripts_that_are_not_named_keep_their_section(copy: Path) -> None:
    run(copy)
    page = copy / "docs" / "benchmarks.md"
    page.write_text(
        page.read_text("utf-8").replace("Taken 20", "Taken 19") + "\nA word of a person.\n", "utf-8"
    )
    write(copy, "one", 7)
    write(copy, "two", 7)
    assert run(copy, "one")[0] == 0
    _, one, two = parts(copy)
    assert "| one | ≤ 2 | 7 | met |" in one
    assert "Taken 20" in one
    assert "| two | ≤ 2 | 1 | met |" in two
    assert "Taken 19" in two
    assert two.endswith("A word of a person.\n")


def test_what_is_no_script_any_more_is_not_on_the_page(copy: Path) -> None:
    run(copy)
    (copy / "benchmarks" / "bench_two.py").unlink()
    run(copy, "bench_one")
    assert len(parts(copy)) == 2


def test_a_script_that_fails_is_said_to_have_measured_nothing(copy: Path) -> None:
    (copy / "benchmarks" / "bench_two.py").write_text('"""Two."""\nraise SystemExit(3)\n', "utf-8")
    assert run(copy)[0] == 1
    _, one, two = parts(copy)
    assert "| one | ≤ 2 | 1 | met |" in one
    assert "| bench_two | | not measured: exit status 3 | missed |" in two


def test_an_unknown_name_is_refused_with_those_that_there_are(copy: Path) -> None:
    status, said = run(copy, "three")
    assert status == 1
    assert "bench_three: no such script; there are bench_one, bench_two" in said
    assert not (copy / "docs" / "benchmarks.md").exists()
