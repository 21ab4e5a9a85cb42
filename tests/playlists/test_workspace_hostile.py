"""Whatever stands in a workspace, loading and checking it give problems and never an exception."""

from __future__ import annotations

import string
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking_shelf import NameShelf
from workspace_folder import DESIGN, SMALL, told, write

from playlists.workspace.check import check
from playlists.workspace.limits import Limits
from playlists.workspace.load import load
from playlists.workspace.outline import outline
from playlists.workspace.problems import Problem, describe, did_you_mean, say_where
from playlists.workspace.said import SILENCE

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILES = sorted(DESIGN)
REPLACEMENTS = (
    "-1", "0", "1e400", "nan", "true", "[]", "{}", '""', '"\\u0000"', "9999-12-31", "0001-01-01",
    "2026-02-29T25:00:00", "99999999999999999999999999", '"../../x"', '"é"', "[[[[]]]]", "{ fr = 3 }", "'''",
)  # fmt: skip

VALUES = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def problems(files: dict[str, str | bytes]) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return check(load(write(Path(folder), files)), today=TODAY, shelf=NameShelf())


def well_formed(found: tuple[Problem, ...]) -> bool:
    return all(problem.message.en and len(told(problem)) < 3_000 for problem in found)


@settings(max_examples=40, deadline=None)
@given(file=st.sampled_from(FILES), noise=st.binary(max_size=300))
def test_any_bytes_in_any_file(file: str, noise: bytes) -> None:
    assert well_formed(problems({**DESIGN, file: noise}))


@settings(max_examples=40, deadline=None)
@given(
    file=st.sampled_from(FILES),
    start=st.floats(0, 1),
    length=st.integers(0, 12),
    noise=st.text(string.printable, max_size=6),
)
def test_any_small_damage_to_a_good_file(file: str, start: float, length: int, noise: str) -> None:
    text = DESIGN[file]
    at = int(start * len(text))
    assert well_formed(problems({**DESIGN, file: text[:at] + noise + text[at + length :]}))


@settings(max_examples=40, deadline=None)
@given(file=st.sampled_from(FILES), line=st.floats(0, 0.999), value=st.sampled_from(REPLACEMENTS))
def test_any_value_of_another_kind(file: str, line: float, value: str) -> None:
    lines = DESIGN[file].splitlines()
    chosen = int(line * len(lines))
    key, is_key, _ = lines[chosen].partition(" = ")
    if is_key:
        lines[chosen] = f"{key} = {value}"
    assert well_formed(problems({**DESIGN, file: "\n".join(lines)}))


@given(st.text(st.sampled_from("[]{}=\"'#.\\\n a1\t,"), max_size=200))
def test_the_outline_of_any_text_ends_and_counts_lines_within_it(text: str) -> None:
    found = outline(text, Limits())
    assert all(1 <= line <= text.count("\n") + 1 for line in found.lines.values())


@given(VALUES)
def test_what_was_found_is_described_in_few_words(value: object) -> None:
    assert len(describe(value).en) < 100


def test_the_outline_knows_tables_arrays_dotted_keys_and_skips_strings() -> None:
    text = (
        '# a\nx = """\n[no]\ny = 1\n"""\n'
        '[[items]]\n"k é" = 1\na.b = [\n  1, # ]\n]\n[[items]]\nz = 2\n[items.sub]\nw = 1'
    )
    lines = outline(text, Limits()).lines
    assert lines["x",] == 2
    assert ("no",) not in lines
    assert lines["items", 0] == 6
    assert lines["items", 0, "k é"] == 7
    assert lines["items", 0, "a", "b"] == 8
    assert lines["items", 1, "z"] == 12
    assert lines["items", 1, "sub", "w"] == 14


def test_a_missing_key_has_the_line_of_its_table() -> None:
    found = outline("\n[a]\nb = 1\n", Limits())
    assert found.line(("a", "missing", 3)) == 2
    assert found.line(("nothing",)) is None


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        (("items", 2, "when"), "weekend#3", "item 3 (weekend#3): when"),
        (("items", 0), None, "item 1"),
        (("events", 0, "zones", "main"), "schedule#1", "event 1 (schedule#1): zones.main"),
        (("items", 0, "variants", 1), "a", "item 1 (a): variants[2]"),
        (("kiosk-001", "profile"), None, "kiosk-001.profile"),
        ((), None, ""),
    ],
)
def test_a_place_is_said_in_words(path: tuple[str | int, ...], name: str | None, said: str) -> None:
    assert say_where(path, name).en == said


def test_the_nearest_known_name_is_offered_else_all_of_them() -> None:
    assert did_you_mean("weekned", ["weekend", "route"]).en == "Did you mean “weekend”?"
    assert did_you_mean("xyz", ["weekend", "route"]).en == "Known: route, weekend."
    assert did_you_mean("xyz", []) == SILENCE


def test_problems_are_counted_not_listed_without_end(tmp_path: Path) -> None:
    playlist = "[[items]]\nx = 1\n" * 900
    loaded = load(write(tmp_path, SMALL, playlists__a=playlist), Limits(problems=10))
    assert len(loaded.problems) == 11
    assert "890 more" in loaded.problems[-1].message.en


def test_many_booked_items_with_time_rules_are_compared_in_bounded_work() -> None:
    item = '[[items]]\ntext = "a"\nshare = 0.009\nwhen = "Mo-Su 08:00-09:00,10:00-11:00,12:00-13:00"\n'
    found = problems({**SMALL, "playlists/une.toml": item * 300})
    assert any("booked" in problem.message.en for problem in found)
