"""Loading a workspace: what is good is kept, what is wrong is said with file, line and key."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from workspace_folder import CARD, DESIGN, SITE, SMALL, told, write

from playlists.workspace.limits import Limits
from playlists.workspace.load import Loaded, load
from playlists.workspace.model import CardItem, ImageItem, PdfItem, VideoItem, Workspace
from playlists.workspace.problems import Problem, Severity


def workspace_of(loaded: Loaded) -> Workspace:
    assert loaded.workspace is not None, loaded.problems
    return loaded.workspace


def only(loaded: Loaded) -> Problem:
    assert len(loaded.problems) == 1, [told(problem) for problem in loaded.problems]
    return loaded.problems[0]


def test_the_example_of_the_design_loads_verbatim(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, DESIGN))
    assert loaded.problems == ()
    workspace = workspace_of(loaded)
    image, video, pdf, card = (entry.item for entry in workspace.playlists["weekend"].items)
    assert isinstance(image, ImageItem)
    assert (image.from_, image.until, image.share) == (date(2026, 11, 20), date(2026, 12, 24), 0.25)
    assert isinstance(video, VideoItem)
    assert isinstance(pdf, PdfItem)
    assert isinstance(card, CardItem)
    assert card.headline == {"fr": "Piscine Léo-Lagrange", "en": "Léo-Lagrange pool"}
    assert workspace.events[0].event.zones == {"main": "weekend", "ticker": "fil-info"}
    assert workspace.events[0].id == "schedule#1"
    assert workspace.site.languages == ("fr", "en")
    assert workspace.devices["kiosk-001"].place == {"": "Place du Commerce"}
    assert "totem" in workspace.profiles
    assert "portrait-news" in workspace.layouts


@pytest.mark.parametrize(
    ("file", "text", "line", "where", "said"),
    [
        ("playlists__une", CARD + 'durration = 8\nbody2 = "x"', 6, "item 1 (une#1): durration", "“duration”"),
        ("playlists__une", CARD + 'duration = "8"', 6, "item 1 (une#1): duration", "a number"),
        ("playlists__une", CARD + "duration = 0", 6, "item 1 (une#1): duration", "at least 1"),
        ("playlists__une", CARD + "duration = true", 6, "item 1 (une#1): duration", "a number"),
        ("playlists__une", CARD + 'until = "2026-11-20"', 6, "item 1 (une#1): until", "without quotes"),
        ("playlists__une", CARD + "until = 2026-02-30", 6, "", "date does not exist"),
        ("playlists__une", CARD + "share = 1.5", 6, "item 1 (une#1): share", "at most 1"),
        ("playlists__une", CARD + "share = 0.5\nweight = 2", 2, "item 1 (une#1)", "not both"),
        ("playlists__une", CARD + "weight = inf", 6, "item 1 (une#1): weight", "a number"),
        ("playlists__une", CARD + 'video = "a.mp4"', 6, "item 1 (une#1): video", "is one thing"),
        ("playlists__une", CARD + 'fit = "cover"', 6, "item 1 (une#1): fit", "belongs to items with “image”"),
        ("playlists__une", '[[items]]\nid = "x"', 1, "item 1 (x)", "does not say what it is"),
        (
            "playlists__une",
            '[[items]]\nimage = "../a.jpg"',
            2,
            "item 1 (une#1): image",
            "leave the workspace",
        ),
        ("playlists__une", '[[items]]\nimage = "/etc/passwd"', 2, "item 1 (une#1): image", "starts inside"),
        ("playlists__une", "[[items]]\nimage = 'media\\a.jpg'", 2, "item 1 (une#1): image", "“/”"),
        (
            "playlists__une",
            '[[items]]\nimage = "a.jpg"\nfocus = [2, 0]',
            3,
            "item 1 (une#1): focus",
            "fractions",
        ),
        ("playlists__une", '[[items]]\ntext = { french = "a" }', 2, "item 1 (une#1): text", "language code"),
        ("playlists__une", "items = 3", 1, "items", "[[items]]"),
        ("playlists__une", 'titre = "x"', 1, "titre", "“title”"),
        ("playlists__une", '[[items]]\ntext = "a"\ntext = "b"', 3, "", "written twice"),
        ("playlists__une", '[[items]]\ntext = "a', 2, "", "quote is missing"),
        ("playlists__une", "[[items]]\ntext = Bonjour", 2, "", "between quotes"),
        ("playlists__une", b'[[items]]\ntext = "\xe9t\xe9"', 2, "", "UTF-8"),
        ("playlists__une", b"\x00\x01\x02", 1, "", "not TOML"),
        ("workspace", SITE.replace("Europe/Paris", "Europe/Pari"), 3, "time_zone", "“Europe/Paris”"),
        ("workspace", SITE.replace('"fr", "en"', '"fr", "fr"'), 6, "languages", "twice"),
        ("workspace", SITE + 'accend = "#123456"', 10, "theme.accend", "“accent”"),
        ("workspace", SITE.replace("#10222b", "dark"), 8, "theme.background", "hexadecimal"),
        ("devices", '[totem-1]\nprofile = "totem"\ngroups = "a"', 3, "totem-1.groups", "a list"),
        ("devices", '["été 1"]\nprofile = "totem"', 1, "été 1", "cannot be a device’s"),
        ("devices", "[totem-1]\n", 1, "totem-1.profile", "missing"),
        (
            "schedule",
            '[[events]]\nlayout = "full"\nzones.main = "une"',
            1,
            "event 1 (schedule#1): devices",
            "missing",
        ),
        ("schedule", '[[event]]\nlayout = "full"', 1, "event", "“events”"),
        (
            "layouts__mine",
            "[zones.main]\nx = 0\ny = 0\nwidth = 2\nheight = 1",
            4,
            "zones.main.width",
            "at most 1",
        ),
        ("profiles__mine", 'extends = "totme"', 1, "extends", "“totem”"),
        ("profiles__mine", 'extends = "totem"\nwidht = 3', 2, "widht", "“width”"),
        ("profiles__totem", 'extends = "totem"', None, "", "cannot be replaced"),
    ],
)
def test_a_mistake_is_said_with_its_place(
    tmp_path: Path, *, file: str, text: str | bytes, line: int, where: str, said: str
) -> None:
    loaded = load(write(tmp_path, SMALL, **{file: text}))
    problem = loaded.problems[0]
    assert problem.severity is Severity.ERROR
    assert problem.file == f"{file.replace('__', '/')}.toml"
    assert (problem.line, problem.where.en) == (line, where)
    assert said in told(problem)


def test_all_mistakes_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    files = {
        "workspace": SITE + "x = 1",
        "devices": "[a]\n[b]\n",
        "schedule": "[[events]]\n",
        "playlists__une": CARD + "x = 1\ny = 2",
    }
    loaded = load(write(tmp_path, SMALL, **files))
    assert len(loaded.problems) == 1 + 2 + 3 + 2


def test_a_bad_item_leaves_the_others_and_their_numbers(tmp_path: Path) -> None:
    playlist = '[[items]]\nimage = 3\n[[items]]\ntext = "b"\nunknown = 1\n[[items]]\ntext = "c"'
    loaded = load(write(tmp_path, SMALL, playlists__une=playlist))
    assert [item.id for item in workspace_of(loaded).playlists["une"].items] == ["une#2", "une#3"]
    assert [problem.item for problem in loaded.problems] == ["une#1", "une#2"]


def test_a_broken_playlist_leaves_the_rest_of_the_workspace(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, SMALL, playlists__bad='title = "'))
    assert only(loaded).file == "playlists/bad.toml"
    assert list(workspace_of(loaded).playlists) == ["une"]


def test_a_bad_setting_of_the_site_falls_back_to_its_default(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, SMALL, workspace=SITE.replace('"#10222b"', "3")))
    assert only(loaded).where.en == "theme.background"
    assert workspace_of(loaded).site.name == "Nantes Métropole"


def test_names_with_accents_and_spaces_are_welcome(tmp_path: Path) -> None:
    text = '[[items]]\nimage = "media/été à Nantes.jpg"'
    loaded = load(write(tmp_path, {**SMALL, "playlists/À venir.toml": text}))
    assert loaded.problems == ()
    assert workspace_of(loaded).playlists["À venir"].items[0].id == "À venir#1"


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    loaded = load(
        write(tmp_path, SMALL, playlists__une=b"\xef\xbb\xbf" + CARD.replace("\n", "\r\n").encode())
    )
    assert loaded.problems == ()


def test_a_profile_may_extend_another_of_the_site(tmp_path: Path) -> None:
    files = {"profiles__a": 'extends = "b"', "profiles__b": 'extends = "totem"\ndistance_m = 7'}
    loaded = load(write(tmp_path, SMALL, **files))
    assert loaded.problems == ()
    assert workspace_of(loaded).profiles["a"].screens[0].distance_m == 7


def test_profiles_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, SMALL, profiles__a='extends = "b"', profiles__b='extends = "a"'))
    assert [problem.where.en for problem in loaded.problems] == ["extends", "extends"]


def test_a_file_that_looks_like_ours_but_is_not_read_is_named(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, SMALL, schedules="x = 1"))
    assert only(loaded).severity is Severity.WARNING
    assert "schedule.toml" in only(loaded).hint.en


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, SMALL, playlists__une='[[items]]\ntext="a"\nid="x"\n' * 2))
    assert only(loaded).line == 6


def test_a_missing_folder_and_missing_files_are_said(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere").workspace is None
    loaded = load(tmp_path)
    assert loaded.workspace is None
    assert [problem.file for problem in loaded.problems] == [
        "devices.toml",
        "schedule.toml",
        "workspace.toml",
    ]


@pytest.mark.parametrize(
    "text",
    [
        b'[[items]]\ntext = "' + b"a" * 2**20 + b'"',
        b"a" + b".a" * 400_000 + b" = 1",
        b"a = " + b"[" * 100_000,
        b"[" + b"a." * 100_000 + b"a]",
        b"[[items]]\nduration = 1" + b"0" * 100_000,
        b"[[items]]\n" * 100_000,
        b'"""' * 300_001,
        b'a = """' + b'\\"""' * 200_000,
        os.urandom(1000),
        b"",
        b"\n" * 2**20,
    ],
    ids=[
        "huge",
        "dotted",
        "brackets",
        "header",
        "number",
        "items",
        "quotes",
        "escapes",
        "noise",
        "empty",
        "lines",
    ],
)
def test_a_hostile_file_gives_problems_and_leaves_the_rest(tmp_path: Path, text: bytes) -> None:
    loaded = load(write(tmp_path, SMALL, playlists__bad=text))
    assert "une" in workspace_of(loaded).playlists
    assert all(len(told(problem)) < 2_000 for problem in loaded.problems)
    assert len(loaded.problems) <= Limits().problems + 1


def test_a_fifo_a_link_loop_and_a_link_out_are_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "site", SMALL)
    os.mkfifo(root / "playlists" / "fifo.toml")
    (root / "playlists" / "loop.toml").symlink_to("loop.toml")
    (root / "playlists" / "folder.toml").mkdir()
    (tmp_path / "secret.toml").write_text('title = "x"')
    (root / "playlists" / "out.toml").symlink_to(tmp_path / "secret.toml")
    loaded = load(root)
    assert [problem.file for problem in loaded.problems] == [
        f"playlists/{name}.toml" for name in ("fifo", "folder", "loop", "out")
    ]
    assert list(workspace_of(loaded).playlists) == ["une"]


@pytest.mark.parametrize("text", ["a" + ".a" * 20 + " = 1", "\na = " + "[" * 40 + "]" * 40])
def test_deep_nesting_is_refused_before_it_is_parsed(tmp_path: Path, text: str) -> None:
    problem = only(load(write(tmp_path, SMALL, playlists__bad=text)))
    assert problem.line == text.count("\n") + 1
    assert "nested too deeply" in problem.message.en or "more than 16 parts" in problem.message.en
