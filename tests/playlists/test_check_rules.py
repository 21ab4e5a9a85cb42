"""`parvis check`: every rule finds its mistake, says where, and is quiet where all is well."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from looking_shelf import NameShelf
from workspace_folder import CARD, SITE, SMALL, told, write

from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.problems import Problem, Severity

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVENT = SMALL["schedule.toml"]
DEVICE = SMALL["devices.toml"]
KIOSK = '[totem-1]\nprofile = "kiosk"\n'
LED = '[totem-1]\nprofile = "led-board"\n'
LED_EVENT = EVENT.replace("full", "led")
ROADSIDE = '[totem-1]\nprofile = "screen-8m2"\n'
SECOND = EVENT.replace("[[events]]", '[[events]]\nid = "second"')


def problems(folder: Path, **changed: str | bytes) -> tuple[Problem, ...]:
    media = {"media/piscine.jpg": b"", "media/broken.jpg": b"", "media/film.mp4": b""}
    return check(load(write(folder, {**SMALL, **media}, **changed)), today=TODAY, shelf=NameShelf())


def test_a_sound_workspace_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path) == ()


ERRORS = [
    ({"workspace": SITE + "x = 1"}, "theme.x", "not known"),
    ({"devices": DEVICE.replace('"totem"', '"totme"')}, "totem-1.profile", "“totem”"),
    ({"devices": DEVICE + 'display_hours = "06:00-"'}, "totem-1.display_hours", "^"),
    ({"devices": DEVICE + 'display_hours = "Nov 31"'}, "totem-1.display_hours", "never has this day: “31”"),
    ({"profiles__own": 'extends = "totem"\nlayout = "poser"'}, "layout", "“poster”"),
    ({"profiles__own": 'extends = "totem"\ndisplay_hours = "x"'}, "display_hours", "from “x” on"),
    ({"profiles__own": 'extends = "totem"\n[line]\nlarge_when = "x"'}, "line.large_when", "from “x” on"),
    ({"schedule": EVENT.replace('"full"', '"ful"')}, "event 1 (schedule#1): layout", "“full”"),
    ({"schedule": EVENT.replace("zones.main", "zones.mian")}, "event 1 (schedule#1): zones.mian", "“main”"),
    ({"schedule": EVENT.replace('"une"', '"uen"')}, "event 1 (schedule#1): zones.main", "“une”"),
    ({"schedule": EVENT.replace("totem-1", "totem1")}, "event 1 (schedule#1): devices[1]", "“totem-1”"),
    ({"schedule": EVENT.replace("totem-1", "group:entree")}, "event 1 (schedule#1): devices[1]", "“entrees”"),
    ({"schedule": EVENT.replace("totem-1", "profile:totme")}, "event 1 (schedule#1): devices[1]", "“totem”"),
    (
        {"devices": KIOSK, "schedule": EVENT + 'screen = "uper"'},
        "event 1 (schedule#1): screen",
        "“upper”",
    ),
    ({"schedule": EVENT.replace("full", "led")}, "event 1 (schedule#1): layout", "no LED board"),
    ({"devices": LED}, "event 1 (schedule#1): layout", "“led”"),
    ({"schedule": EVENT + 'when = "Mo-"'}, "event 1 (schedule#1): when", "^"),
    ({"playlists__une": CARD + 'when = "Mo-Fr 08:00-"'}, "item 1 (une#1): when", "^"),
    (
        {"playlists__une": CARD + "from = 2026-12-02\nuntil = 2026-12-01"},
        "item 1 (une#1): until",
        "before it begins",
    ),
    (
        {"playlists__une": CARD + 'from = 2026-12-05\nuntil = 2026-12-06\nwhen = "Mo"'},
        "item 1 (une#1): when",
        "never open",
    ),
    ({"playlists__une": CARD + "share = 0.7\n" + CARD + "share = 0.5"}, "item 2 (une#2): share", "120%"),
    ({"playlists__autre": CARD + "share = 0.7\n" + CARD + "share = 0.5"}, "item 2 (autre#2): share", "120%"),
    (
        {"playlists__une": '[[items]]\nimage = "media/picine.jpg"'},
        "item 1 (une#1): image",
        "“media/piscine.jpg”",
    ),
    ({"playlists__une": '[[items]]\nimage = "piscine.jpg"'}, "item 1 (une#1): image", "“media/piscine.jpg”"),
    ({"playlists__une": '[[items]]\nimage = "media"'}, "item 1 (une#1): image", "is not a file"),
    ({"playlists__une": '[[items]]\nimage = "media/broken.jpg"'}, "item 1 (une#1): image", "cut short"),
    ({"playlists__une": CARD.replace("notice", "notise")}, "item 1 (une#1): card", "“notice”"),
    ({"playlists__une": CARD + 'category = "sports"'}, "item 1 (une#1): category", "“sport”"),
    ({"playlists__une": CARD + 'pictogram = "tramm"'}, "item 1 (une#1): pictogram", "“tram”"),
    ({"playlists__une": '[[items]]\ncard = "figure"\nheadline = "x"'}, "item 1 (une#1)", "“figure”"),
    ({"playlists__une": '[[items]]\ncard = "notice"\nbody = "x"'}, "item 1 (une#1)", "“headline”"),
    (
        {"playlists__une": '[[items]]\nled = "Pluie 雨"', "devices": LED, "schedule": LED_EVENT},
        "item 1 (une#1): led",
        "“雨”",
    ),
]

LONG = "Centre de ressources des métiers de l’artisanat et de l’industrie de la métropole"
PLACED = f'[totem-1]\nprofile = "totem"\nplace = "{LONG} et du pays de Retz, salle Jules-Verne"\n'

WARNINGS = [
    (
        {"devices": PLACED, "schedule": EVENT.replace("full", "poster")},
        "totem-1.place",
        "Centre de ressources",
    ),
    (
        {
            "playlists__une": CARD + 'qr = "https://nantes.fr"\nimage = "media/piscine.jpg"',
            "devices": KIOSK,
            "schedule": EVENT.replace("full", "kiosk-upper") + 'screen = "upper"',
        },
        "item 1 (une#1): qr",
        "qr_label",
    ),
    (
        {"workspace": f'logo = "{LONG[:60]}"\n' + SITE, "schedule": EVENT.replace("full", "poster")},
        "logo",
        "poster",
    ),
    ({"devices": DEVICE + '[totem-2]\nprofile = "totem"'}, "totem-2", "built-in"),
    ({"workspace": SITE.replace("#00a79d", "#14252e")}, "theme.accent", "3:1"),
    ({"schedule": EVENT.replace('"full"', '"landscape-news"')}, "event 1 (schedule#1): zones", "“ticker”"),
    (
        {"schedule": EVENT.replace("totem-1", 'totem-1", "profile:table')},
        "event 1 (schedule#1): devices[2]",
        "No device",
    ),
    ({"devices": KIOSK}, "event 1 (schedule#1)", "“upper”"),
    ({"schedule": EVENT + "until = 2026-11-01"}, "event 1 (schedule#1): until", "over on 2026-11-01"),
    ({"schedule": EVENT + SECOND}, "event 2 (second): priority", "2026-11-22 at 13:00"),
    ({"playlists__une": CARD + "until = 2026-11-21"}, "item 1 (une#1): until", "over on 2026-11-21"),
    ({"playlists__autre": CARD}, "", "No event plays"),
    ({"playlists__une": ""}, "", "no items"),
    (
        {"playlists__une": CARD + 'when = "Mo"', "schedule": EVENT + 'when = "Tu"'},
        "item 1 (une#1)",
        "never shown",
    ),
    ({"playlists__une": '[[items]]\ntext = "Bonjour"'}, "item 1 (une#1)", "ticker zones"),
    ({"playlists__une": '[[items]]\nled = "Bonjour"'}, "item 1 (une#1)", "LED boards only"),
    (
        {"playlists__une": '[[items]]\nvideo = "media/film.mp4"', "devices": ROADSIDE},
        "item 1 (une#1)",
        "stills",
    ),
    (
        {"playlists__une": '[[items]]\nimage = "media/piscine.jpg"', "devices": LED, "schedule": LED_EVENT},
        "item 1 (une#1)",
        "LED board",
    ),
    ({"playlists__une": CARD + "duration = 2"}, "item 1 (une#1): duration", "too short"),
    (
        {"playlists__une": '[[items]]\ncard = "notice"\nheadline = { en = "Pool" }'},
        "item 1 (une#1): headline",
        "law 94-665",
    ),
    (
        {"playlists__une": CARD.replace(', en = "Closed."', "")},
        "item 1 (une#1): body",
        "“en” is missing",
    ),
    (
        {"playlists__une": CARD.replace("en =", "es =")},
        "item 1 (une#1): headline",
        "No device shows the language “es”",
    ),
    (
        {"playlists__une": CARD.replace("Piscine", "Piscine 雨")},
        "item 1 (une#1): headline",
        "no sign for “雨”",
    ),
    (
        {"playlists__une": CARD.replace("Piscine", "mot " * 20), "devices": ROADSIDE},
        "item 1 (une#1): headline",
        "20 words",
    ),
    (
        {"playlists__une": CARD + 'qr = "https://x.fr"', "devices": ROADSIDE},
        "item 1 (une#1): qr",
        "Nobody can scan",
    ),
]


@pytest.mark.parametrize(("changed", "where", "said"), ERRORS)
def test_an_error_is_found(tmp_path: Path, changed: dict[str, str], where: str, said: str) -> None:
    found = [problem for problem in problems(tmp_path, **changed) if problem.severity is Severity.ERROR]
    assert [problem.where.en for problem in found] == [where], [told(problem) for problem in found]
    assert said in told(found[0])


@pytest.mark.parametrize(("changed", "where", "said"), WARNINGS)
def test_a_warning_is_given(tmp_path: Path, changed: dict[str, str], where: str, said: str) -> None:
    found = problems(tmp_path, **changed)
    assert {problem.severity for problem in found} == {Severity.WARNING}, [told(problem) for problem in found]
    assert any(problem.where.en == where and said in told(problem) for problem in found), [
        told(p) for p in found
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"schedule": EVENT + SECOND + "priority = 1"},
        {"schedule": EVENT + 'when = "Mo"\n' + SECOND + 'when = "Tu"'},
        {"schedule": EVENT + "until = 2026-12-01\n" + SECOND + "from = 2026-12-02"},
        {"schedule": EVENT.replace("totem-1", "*")},
        {"playlists__une": CARD + "from = 2029-01-01"},
        {"playlists__une": CARD + 'when = "PH"'},
        {"playlists__une": CARD + "share = 0.5\n" + CARD + "share = 0.5"},
        {"devices": KIOSK, "schedule": EVENT + 'screen = "*"'},
        {
            "playlists__une": CARD + 'qr = "https://x.fr"',
            "devices": KIOSK,
            "schedule": EVENT + 'screen = "touch"',
        },
        {
            "devices": LED,
            "schedule": LED_EVENT,
            "playlists__une": CARD + '[[items]]\nled = "Pluie, œuvre, 8 °C"',
        },
        {"playlists__une": CARD.replace('{ fr = "Piscine", en = "Pool" }', '"Piscine"')},
    ],
)
def test_what_is_well_is_not_complained_of(tmp_path: Path, changed: dict[str, str]) -> None:
    assert [told(problem) for problem in problems(tmp_path, **changed)] == []


def test_the_caret_of_a_time_rule_points_at_the_mistake(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, playlists__une=CARD + 'when = "Mo-Fr 08:00-25:99"')
    assert found.message.en == "The time rule cannot be understood from “99” on."
    rule, mark = found.found.en.splitlines()
    assert (rule, mark) == ("Mo-Fr 08:00-25:99", "               ^")
    *_, rule, mark, _ = told(found).splitlines()
    assert mark.index("^") == rule.index("99")


def test_a_site_that_is_not_there_is_one_mistake_not_one_of_every_text(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    (tmp_path / "workspace.toml").unlink()
    found = check(load(tmp_path), today=TODAY, shelf=NameShelf())
    assert [problem.file for problem in found] == ["workspace.toml"]


def test_devices_that_cannot_be_read_are_one_mistake_not_one_of_every_event(tmp_path: Path) -> None:
    write(tmp_path, {**SMALL, "schedule.toml": EVENT.replace("totem-1", "profile:totem")})
    (tmp_path / "devices.toml").write_text("[x", "utf-8")
    found = check(load(tmp_path), today=TODAY, shelf=NameShelf())
    assert [problem.file for problem in found] == ["devices.toml"]


def test_one_mistake_is_said_once_however_many_devices_meet_it(tmp_path: Path) -> None:
    devices = "".join(f'[totem-{number}]\nprofile = "totem"\n' for number in range(20))
    schedule = EVENT.replace("totem-1", "*") + SECOND.replace("totem-1", "totem-3") + "priority = 2"
    found = problems(
        tmp_path, devices=devices, schedule=schedule, playlists__une='[[items]]\nimage = "media/broken.jpg"'
    )
    assert len(found) == 1


def test_a_mistake_in_the_site_hides_no_other_mistake(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        workspace=SITE.replace("Europe/Paris", "Europe/Pariss"),
        playlists__une=CARD.replace("notice", "notise"),
    )
    assert [problem.where.en for problem in found] == ["item 1 (une#1): card", "time_zone"]


def test_elsewhere_than_in_france_nobody_asks_for_french(tmp_path: Path) -> None:
    site = SITE.replace('"FR"', '"BE"').replace('["fr", "en"]', '["nl"]')
    card = CARD.replace("fr =", "nl =").replace(', en = "Pool"', "").replace(', en = "Closed."', "")
    assert problems(tmp_path, workspace=site, playlists__une=card) == ()


def test_problems_of_all_kinds_come_errors_first(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        workspace=SITE + "x = 1",
        devices=DEVICE + '[b]\nprofile = "x"',
        schedule=EVENT + SECOND + 'when = "x"',
        playlists__une=CARD + "until = 2020-01-01",
    )
    severities = [problem.severity for problem in found]
    assert severities == sorted(severities)
    assert {problem.file for problem in found} == {
        "workspace.toml",
        "devices.toml",
        "schedule.toml",
        "playlists/une.toml",
    }


def test_without_a_workspace_the_load_problems_remain(tmp_path: Path) -> None:
    found = check(load(tmp_path), today=TODAY, shelf=NameShelf())
    assert [problem.file for problem in found] == ["devices.toml", "schedule.toml", "workspace.toml"]


def test_a_time_rule_on_the_edge_of_today_is_judged_from_today(tmp_path: Path) -> None:
    assert problems(tmp_path, playlists__une=CARD + "until = 2026-11-22") == ()
