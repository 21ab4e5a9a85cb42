"""`parvis check` of services.toml: every mistake is found, and said where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking_shelf import NameShelf
from test_check_rules import KIOSK, TODAY
from workspace_folder import SITE, SMALL, told, write

from player.touch.proof import feeling
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
EMERGENCY = """
[[emergency]]
number = "114"
title = { fr = "Urgences par SMS" }
"""
FEEL = feeling(TODAY)
POOLS = '[piscines]\nkind = "rss"\nurl = "https://example.org/x"\n'
MINI = 'extends = "touch-19"\nwidth_mm = 120\nheight_mm = 150\n'
MINI_LOW = 'extends = "touch-19"\nbottom_mm = 500\n'
SMALL_KIOSK = '[totem-1]\nprofile = "mini"\n'

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
    ({"services": SERVICE + 'source = "piscine"\n', "sources": POOLS}, "services[1].source", "“piscines”"),
    ({"services": SERVICE + ENTRY.replace('"Petit-Port"', '""')}, "services[1].entries[1].title", "French"),
    (
        {"services": SERVICE.replace('fr = "T', 'en = "T'), "workspace": SITE.replace('"FR"', '"BE"')},
        "services[1].intro",
        "in fr",
    ),
    ({"services": SERVICE, "devices": SMALL_KIOSK, "profiles__mini": MINI}, "", "needs 15 mm"),
    ({"services": SERVICE.replace("Piscines", "Piscines " * 20), "devices": KIOSK}, "services[1]", "Shorten"),
]


@pytest.mark.parametrize(("changed", "where", "said"), ERRORS)
def test_a_mistake_is_found(tmp_path: Path, changed: dict[str, str], where: str, said: str) -> None:
    problems = check(load(write(tmp_path, SMALL, **changed)), today=TODAY, shelf=NameShelf(), feel=FEEL)
    found = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.where.en for problem in found] == [where], [told(problem) for problem in found]
    assert said in told(found[0])


WARNINGS = [
    ({"services": SERVICE + 'unit = { fr = "vélos" }\n'}, "services[1].unit", "no source"),
    ({"services": SERVICE + ENTRY + "position = [47.2, -1.5]\n"}, "services[1].entries[1]", "address"),
    ({"services": SERVICE + EMERGENCY.replace("114", "112")}, "emergency", "114"),
    (
        {"services": SERVICE, "devices": SMALL_KIOSK, "profiles__mini": MINI_LOW},
        "",
        "502.1 mm above the floor",
    ),
    (
        {"services": SERVICE, "devices": SMALL_KIOSK, "profiles__mini": MINI_LOW.replace("500", "1300")},
        "",
        "from a wheelchair",
    ),
]


@pytest.mark.parametrize(("changed", "where", "said"), WARNINGS)
def test_what_keeps_people_out_is_told(
    tmp_path: Path, changed: dict[str, str], where: str, said: str
) -> None:
    problems = check(load(write(tmp_path, SMALL, **changed)), today=TODAY, shelf=NameShelf(), feel=FEEL)
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert (where, True) in {(problem.where.en, said in told(problem)) for problem in problems}


@pytest.mark.parametrize(
    ("bottom_mm", "said"), [(500, "502.1 mm above the floor"), (1300, "from a wheelchair")]
)
def test_one_mounting_is_one_warning_that_names_every_page_it_shows_on(
    tmp_path: Path, bottom_mm: int, said: str
) -> None:
    services = SERVICE + SERVICE.replace("pools", "baths")
    low = MINI_LOW.replace("500", str(bottom_mm))
    folder = write(tmp_path, SMALL, services=services, devices=SMALL_KIOSK, profiles__mini=low)
    found = check(load(folder), today=TODAY, shelf=NameShelf(), feel=FEEL)
    (warning,) = [problem for problem in found if problem.file == "services.toml"]
    assert said in told(warning)
    assert "also on the pages of baths, pools;" in told(warning)


def test_what_is_right_is_let_be(tmp_path: Path) -> None:
    services = SERVICE + 'source = "piscines"\n' + ENTRY + EMERGENCY
    folder = write(tmp_path, SMALL, services=services, sources=POOLS, devices=KIOSK)
    found = check(load(folder), today=TODAY, shelf=NameShelf(), feel=FEEL)
    assert not [problem for problem in found if problem.file == "services.toml"]
