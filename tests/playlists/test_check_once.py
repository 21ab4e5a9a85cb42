"""One cause, one report: what a broken thing would have been is not missed as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_check_rules import DEVICE, EVENT, problems
from workspace_folder import CARD, SITE, told

BROKEN = [
    ("playlists__une", {}, "playlists/une.toml"),
    ("layouts__own", {"schedule": EVENT.replace("full", "own")}, "layouts/own.toml"),
    ("profiles__own", {"devices": DEVICE.replace('"totem"', '"own"')}, "profiles/own.toml"),
    ("devices", {}, "devices.toml"),
    ("schedule", {}, "schedule.toml"),
]


@pytest.mark.parametrize(("name", "changed", "file"), BROKEN)
@pytest.mark.parametrize("text", ["[", 'title = "a\ntitle = 2', b"\xff"])
def test_a_file_that_cannot_be_read_is_the_only_thing_reported(
    tmp_path: Path, name: str, changed: dict[str, str], file: str, text: str | bytes
) -> None:
    found = problems(tmp_path, **{**changed, name: text})
    assert [problem.file for problem in found] == [file], [told(problem) for problem in found]


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("layouts__own", "[zones.main]\nx = 2\n", {"schedule": EVENT.replace("full", "own")}),
        (
            "profiles__own",
            'extends = "totem"\nwidth = "x"',
            {
                "devices": DEVICE.replace('"totem"', '"own"'),
                "schedule": EVENT.replace("totem-1", "profile:own"),
            },
        ),
        (
            "profiles__own",
            'extends = "a"',
            {"profiles__a": "[", "devices": DEVICE.replace('"totem"', '"own"')},
        ),
    ],
)
def test_what_a_bad_layout_or_profile_would_have_been_is_not_missed_too(
    tmp_path: Path, name: str, text: str, changed: dict[str, str]
) -> None:
    found = problems(tmp_path, **{**changed, name: text})
    assert not [told(problem) for problem in found if "There is no" in problem.message.en]


def test_an_item_left_out_by_its_own_error_does_not_empty_its_playlist(tmp_path: Path) -> None:
    found = problems(tmp_path, playlists__une=CARD + 'duration = "8"')
    assert [problem.where.en for problem in found] == ["item 1 (une#1): duration"]


def test_an_event_left_out_by_its_own_error_is_the_only_thing_reported(tmp_path: Path) -> None:
    found = problems(tmp_path, schedule=EVENT + 'priority = "high"')
    assert [problem.where.en for problem in found] == ["event 1 (schedule#1): priority"]


@pytest.mark.parametrize(
    "text",
    [
        SITE.replace('["fr", "en"]', '"fr"'),
        SITE.replace('["fr", "en"]', '["français"]'),
        SITE.replace("languages", "langages"),
        SITE.replace('languages = ["fr", "en"]', "") + 'languages = ["fr", "en"]\n',
        'languages = "fr"',
        "\n",
    ],
)
def test_what_a_site_shows_that_does_not_say_its_languages_is_not_known(tmp_path: Path, text: str) -> None:
    found = problems(tmp_path, workspace=text)
    assert {problem.file for problem in found} == {"workspace.toml"}


def test_a_card_that_is_too_long_is_told_where_it_has_words(tmp_path: Path) -> None:
    card = CARD.replace("Piscine", "mot " * 30).replace('body = { fr = "Fermée.", en = "Closed." }', "")
    found = problems(tmp_path, playlists__une=card)
    assert {problem.where.en for problem in found} == {"item 1 (une#1): headline"}


def test_a_misnamed_zone_is_not_missed_as_well(tmp_path: Path) -> None:
    found = problems(tmp_path, schedule=EVENT.replace("zones.main", "zones.principale"))
    assert [problem.where.en for problem in found] == ["event 1 (schedule#1): zones.principale"]


def test_a_misnamed_profile_is_not_missed_as_well(tmp_path: Path) -> None:
    devices = {"devices": DEVICE.replace('"totem"', '"totme"')}
    found = problems(tmp_path, schedule=EVENT.replace("totem-1", "profile:totem"), **devices)
    assert [problem.where.en for problem in found] == ["totem-1.profile"]


@pytest.mark.parametrize(
    ("changed", "where", "hint"),
    [
        ({"playlists__une": CARD + 'title = "Une"'}, "item 1 (une#1): title", "top of the file"),
        ({"workspace": SITE + 'logo = "Nantes"'}, "theme.logo", "top of the file"),
        ({"workspace": 'accent = "#00a79d"\n' + SITE}, "accent", "under [theme]"),
    ],
)
def test_a_key_in_the_wrong_table_is_told_its_own(
    tmp_path: Path, changed: dict[str, str], where: str, hint: str
) -> None:
    (problem,) = problems(tmp_path, **changed)
    assert problem.where.en == where
    assert hint in problem.hint.en


def test_a_zone_that_is_too_small_for_words_is_told_at_their_card(tmp_path: Path) -> None:
    zone = "[zones.main]\nx = 0\ny = 0\nwidth = 0.05\nheight = 0.05\n"
    found = problems(tmp_path, layouts__own=zone, schedule=EVENT.replace("full", "own"))
    assert [(problem.where.en, problem.message.code) for problem in found] == [
        ("item 1 (une#1)", "items.cut")
    ]
