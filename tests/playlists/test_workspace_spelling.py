"""Names and texts as other machines write them: accents apart, other endings, languages left empty."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from compiled_folder import only
from test_check_rules import EVENT, problems
from workspace_folder import CARD, SMALL, write

from playlists.program import CardContent
from playlists.workspace.load import load
from playlists.workspace.media import named_media

APART, TOGETHER = (unicodedata.normalize(form, "Noël à l’été") for form in ("NFD", "NFC"))
HALF = CARD.replace('en = "Pool"', 'en = " "')
IMAGE = '[[items]]\nimage = "media/{name}/{name}.jpg"\n'


@pytest.mark.parametrize(("disk", "written"), [(APART, TOGETHER), (TOGETHER, APART), (APART, APART)])
def test_a_picture_is_found_however_its_accents_are_spelt(tmp_path: Path, disk: str, written: str) -> None:
    name = f"media/{disk}/{disk}.jpg"
    loaded = load(write(tmp_path, {**SMALL, name: b""}, playlists__une=IMAGE.format(name=written)))
    assert loaded.problems == ()
    assert loaded.workspace is not None
    assert named_media(loaded.workspace) == ((tmp_path / name).resolve(),)


def test_a_link_out_of_the_folder_is_none_inside_however_it_is_spelt(tmp_path: Path) -> None:
    folder = write(tmp_path / "site", SMALL, playlists__une=IMAGE.format(name=TOGETHER))
    (tmp_path / APART).mkdir()
    (tmp_path / APART / f"{APART}.jpg").write_bytes(b"")
    (folder / "media").mkdir()
    (folder / "media" / APART).symlink_to(tmp_path / APART)
    loaded = load(folder)
    assert loaded.workspace is not None
    assert named_media(loaded.workspace) == ()


@pytest.mark.parametrize(("disk", "written"), [(APART, TOGETHER), (TOGETHER, APART)])
def test_a_playlist_is_found_however_its_accents_are_spelt(tmp_path: Path, disk: str, written: str) -> None:
    files = {name: text for name, text in SMALL.items() if name != "playlists/une.toml"}
    files |= {f"playlists/{disk}.toml": CARD, "schedule.toml": EVENT.replace('"une"', f'"{written}"')}
    loaded = load(write(tmp_path, files))
    assert loaded.workspace is not None
    assert loaded.problems == ()
    assert list(loaded.workspace.playlists) == [TOGETHER]
    assert loaded.workspace.events[0].event.zones == {"main": TOGETHER}


@pytest.mark.parametrize(
    ("name", "better"),
    [("une.toml.txt", "une.toml"), ("UNE.TOML", "UNE.toml"), ("menus.docx", "menus.toml")],
)
def test_what_is_not_read_in_a_folder_is_told(tmp_path: Path, name: str, better: str) -> None:
    folder = write(tmp_path, {**SMALL, f"playlists/{name}": b"PK"})
    (problem,) = load(folder).problems
    assert (problem.file, problem.message.code) == (f"playlists/{name}", "files.not-read")
    assert f"“{better}”" in problem.hint.en


@pytest.mark.parametrize(
    "name", ["une.toml~", ".une.toml.swp", ".#une.toml", "#une.toml#", "4913", "README.md"]
)
def test_what_editing_programs_leave_is_nobodys_mistake(tmp_path: Path, name: str) -> None:
    assert load(write(tmp_path, {**SMALL, f"playlists/{name}": b"\0", "out/a.png": b""})).problems == ()


def test_a_text_that_is_empty_in_a_language_is_missing_in_it(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, playlists__une=HALF)
    assert problem.message.code == "items.no-translation"


def test_no_card_shows_without_its_headline(tmp_path: Path) -> None:
    content = only(tmp_path, HALF).content
    assert isinstance(content, CardContent)
    assert [words.headline for words in content.card.words] == ["Piscine", "Piscine"]


@pytest.mark.parametrize(("folder", "severity"), [("playlists", "error"), ("media", "warning")])
def test_two_files_of_one_name_are_told(tmp_path: Path, folder: str, severity: str) -> None:
    """A folder copied from a Mac onto itself: which of the two is on the glass nobody could tell."""
    ending = "toml" if folder == "playlists" else "jpg"
    twins = {f"{folder}/{name}.{ending}": CARD for name in (APART, TOGETHER)}
    (problem,) = load(write(tmp_path, {**SMALL, **twins})).problems
    assert (problem.file, problem.severity.value) == (f"{folder}/{TOGETHER}.{ending}", severity)
    assert problem.message.code == "files.same-name"


@pytest.mark.parametrize("folder", ["playlists", "layouts", "media/2026"])
def test_files_that_are_one_on_a_mac_are_told(tmp_path: Path, folder: str) -> None:
    twins = {f"{folder}/{name}.toml": "" for name in ("Été", unicodedata.normalize("NFD", "été"), "ete")}
    told = [each for each in load(write(tmp_path, {**SMALL, **twins})).problems if each.hint]
    (problem,) = [each for each in told if each.message.code == "files.capitals"]
    assert "« Été.toml » et « été.toml »" in problem.message.fr.replace("\u202f", " ")


def test_ids_and_groups_that_differ_by_capitals_alone_are_told(tmp_path: Path) -> None:
    three = "".join(
        f'[{name}]\nprofile = "totem"\ngroups = ["{group}"]\n'
        for name, group in (("totem-1", "entrees"), ("Totem-1", "entrees"), ("totem-3", "Entrees"))
    )
    event = EVENT.replace('"totem-1"', '"*"')
    told = {each.message.code: each.where.en for each in problems(tmp_path, devices=three, schedule=event)}
    assert told == {"devices.twin-names": "totem-1", "devices.twin-groups": "totem-3.groups"}
