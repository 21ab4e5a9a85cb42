"""In which order workers are given files: what waits for long first, so that nothing waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
PATIENT = "import pytest\n@pytest.mark.timeout({seconds})\ndef test_it(): pass\n"
SOON = ("-v", "-p", "no:schemathesis", "-p", "no:faker")
"""Without what takes seconds to load and has no part in this."""
FILES = {
    "test_a_one": "def test_it(): pass\n",
    "test_b_waits": PATIENT.format(seconds=300),
    "test_c_many": "def test_it(): pass\ndef test_other(): pass\n",
    "test_d_waits_longer": PATIENT.format(seconds=480),
}


@pytest.fixture
def run(pytester: pytest.Pytester) -> pytest.Pytester:
    """A run of four files with this conftest."""
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    pytester.makepyfile(**FILES)
    return pytester


def order(told: pytest.RunResult) -> list[str]:
    """The files, as their first tests passed."""
    passed = [line for line in told.outlines if "PASSED" in line]
    return list(dict.fromkeys(word for line in passed for word in FILES if f"{word}.py" in line))


def test_workers_begin_with_what_waits_for_long_and_then_with_many_tests(run: pytest.Pytester) -> None:
    told = run.runpytest_subprocess(*SOON, "-n", "1", "--dist", "loadfile", "--no-loadscope-reorder")
    assert order(told) == ["test_d_waits_longer", "test_b_waits", "test_c_many", "test_a_one"]


def test_alone_they_run_as_they_stand(run: pytest.Pytester) -> None:
    assert order(run.runpytest_subprocess(*SOON)) == list(FILES)
