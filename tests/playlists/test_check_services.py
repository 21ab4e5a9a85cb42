"""`parvis check` of services.toml: every mistake is found, and said where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking_shelf import NameShelf
from test_check_rules import KIOSK, TODAY
from workspace_folder import SMALL, told, write

from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.problems import Severity

SERVICE = """
[[services]]
id = "pools"
title = { fr = "Piscines" }
pictogram = "swimming"
intro = { fr = "Toutes ouvertes." }
"""
ENTRY = """
[[services.entries]]
id = "petit-port"
title = { fr = "Petit-Port" }
"""

ERRORS = [
    (
        {"services": SERVICE.replace("swimming", "swiming"), "devices": KIOSK},
        "services[1].pictogram",
        "“swimming”",
    ),
    ({"services": SERVICE + 'category = "sports"\n'}, "services[1].category", "“sport”"),
    ({"services": SERVICE + 'devices = ["totem-2"]\n'}, "services[1].devices[1]", "totem-1"),
    ({"services": SERVICE + SERVICE}, "services[2].id", "twice"),
    ({"services": SERVICE.replace("intro", "#intro")}, "services[1]", "empty page"),
    ({"services": SERVICE.replace('{ fr = "P', '{ en = "P')}, "services[1].title", "French"),
    ({"services": SERVICE + ENTRY + ENTRY}, "services[1].entries[2].id", "twice"),
    (
        {"services": SERVICE + ENTRY + 'hours = "x"\n', "devices": KIOSK},
        "services[1].entries[1].hours",
        "from “x” on",
    ),
    (
        {"services": "".join(SERVICE.replace("pools", f"s{n}") for n in range(9)), "devices": KIOSK},
        "services[9]",
        "holds 8",
    ),
]


@pytest.mark.parametrize(("changed", "where", "said"), ERRORS)
def test_a_mistake_is_found(tmp_path: Path, changed: dict[str, str], where: str, said: str) -> None:
    problems = check(load(write(tmp_path, SMALL, **changed)), today=TODAY, shelf=NameShelf())
    found = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.where.en for problem in found] == [where], [told(problem) for problem in found]
    assert said in told(found[0])


def test_what_is_right_is_let_be(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL, services=SERVICE + ENTRY)
    assert check(load(folder), today=TODAY, shelf=NameShelf()) == ()
