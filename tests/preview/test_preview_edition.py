"""What the preview takes in of a workspace, and what it keeps; where problems lead; what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from preview_world import LATE, NOON, POOL, SCHEDULE, Folder

from player.preview.edition import Edition, checked, concerns, made, read
from player.preview.jump import Target, target_of
from player.preview.words import WORDS, counted
from playlists.compile import Compiler
from playlists.media.library import Library
from playlists.workspace.load import load
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.said import LANGUAGES, verbatim

QML = Path(__file__).parents[2] / "player" / "preview" / "qml" / "Parvis" / "Preview"


class Editing:
    """A folder read again and again."""

    def __init__(self, folder: Folder, library: Library) -> None:
        self.folder, self.library = folder, library
        self.edition = Edition()
        self.save()

    def save(self, name: str = "", text: str = "") -> Edition:
        if name:
            self.folder.write(name, text)
        self.edition = read(self.edition, load(self.folder.root))
        workspace = self.edition.loaded.workspace if self.edition.loaded else None
        if workspace is not None:
            compiler = Compiler(workspace, self.library.looking())
            for device in workspace.devices:
                self.edition = made(self.edition, device, compiler.compile(device))
        return self.edition


@pytest.fixture
def editing(tmp_path: Path) -> Editing:
    with Library(tmp_path / "cache", 1) as library:
        return Editing(Folder(tmp_path / "nantes"), library)


def test_a_device_that_went_leaves_nothing_behind(editing: Editing) -> None:
    devices = (editing.folder.root / "devices.toml").read_text("utf-8")
    more = editing.save("devices.toml", devices + '[passing]\nprofile = "totem"\nplace = "Ici"\n')
    assert "passing" in more.sources
    less = editing.save("devices.toml", devices)
    for kept in (less.programs, less.sources, less.errors, less.faults):
        assert "passing" not in kept


def problem(message: str = "?", **about: str | None) -> Problem:
    facts = {"severity": Severity.ERROR, "file": "schedule.toml", "message": verbatim(message), **about}
    return Problem(**facts)  # type: ignore[arg-type]


def test_only_devices_that_play_a_broken_playlist_keep_their_program(editing: Editing) -> None:
    before = editing.edition.programs
    after = editing.save("playlists/soir.toml", LATE + "=")
    assert list(after.faults) == ["totem-2"]
    assert after.programs["totem-2"] is before["totem-2"]
    assert after.programs["totem-1"] is not before["totem-1"]


def test_a_bad_item_keeps_the_program_until_it_is_mended(editing: Editing) -> None:
    before = editing.edition.programs["totem-1"]
    broken = editing.save("playlists/jour.toml", POOL.replace('"notice"', '"notise"'))
    assert broken.programs["totem-1"] is before
    assert broken.faults["totem-1"].file == "playlists/jour.toml"
    mended = editing.save("playlists/jour.toml", POOL)
    assert not mended.faults
    assert mended.programs["totem-1"] is not before


def test_an_error_that_was_always_there_keeps_nothing(editing: Editing, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "other")
    folder.write("playlists/jour.toml", POOL.replace('"notice"', '"notise"', 1))
    again = Editing(folder, editing.library)
    before = again.edition.programs["totem-1"]
    assert not again.edition.faults
    moved = '[[items]]\ncard = "notice"\nheadline = "Neuf"\n' + POOL.replace('"notice"', '"notise"', 1)
    after = again.save("playlists/jour.toml", moved)
    assert not after.faults
    assert after.programs["totem-1"] is not before


@pytest.mark.parametrize("name", ["workspace.toml", "devices.toml", "schedule.toml"])
def test_a_broken_root_file_keeps_everything(editing: Editing, name: str) -> None:
    before = editing.edition
    after = editing.save(name, "[")
    assert after.broken is not None
    assert after.broken.file == name
    assert after.programs.keys() == before.programs.keys()
    assert after.fault("totem-1") == after.broken


def test_a_check_replaces_all_problems(editing: Editing) -> None:
    found = (problem(message="one"),)
    assert checked(editing.edition, found).problems == found


@pytest.mark.parametrize(
    ("about", "devices"),
    [
        ({"device": "totem-1", "file": "devices.toml"}, {"totem-1"}),
        ({"event": "soiree"}, {"totem-2"}),
        ({"file": "playlists/soir.toml"}, {"totem-2"}),
        ({"file": "layouts/led.toml"}, {"journal-1"}),
        ({"file": "profiles/kiosk.toml"}, {"borne-1"}),
        ({"file": "workspace.toml"}, {"totem-1", "totem-2", "journal-1", "borne-1"}),
    ],
)
def test_whom_a_problem_concerns(editing: Editing, about: dict[str, str], devices: set[str]) -> None:
    workspace = editing.edition.workspace
    assert workspace is not None
    assert {name for name in workspace.devices if concerns(problem(**about), name, workspace)} == devices


def test_an_item_is_found_where_it_shows_next(editing: Editing) -> None:
    target = target_of(problem(item="soir"), editing.edition.programs, NOON, "totem-1")
    assert target is not None
    assert (target.device, target.screen, target.zone) == ("totem-2", "main", "main")
    assert target.at.hour == 17
    here = target_of(problem(item="musee"), editing.edition.programs, NOON, "borne-1")
    assert here is not None
    assert here.device == "borne-1"


def test_an_event_a_device_a_playlist_and_nothing_are_found(editing: Editing) -> None:
    programs = editing.edition.programs
    event = target_of(problem(event="soiree"), programs, NOON, None)
    assert event is not None
    assert (event.device, event.at.hour) == ("totem-2", 17)
    assert target_of(problem(device="borne-1"), programs, NOON, None) == Target("borne-1", NOON)
    left_out = target_of(problem(item="gone", file="playlists/soir.toml"), programs, NOON, None)
    assert left_out is not None
    assert left_out.device == "totem-2"
    assert target_of(problem(item="gone", file="playlists/none.toml"), programs, NOON, None) is None
    assert target_of(problem(event="gone"), programs, NOON, None) is None


def test_what_never_shows_is_looked_for_a_month(editing: Editing) -> None:
    over = SCHEDULE.replace('when = "18:00-20:00"', "until = 2020-01-01").replace('"*"]', '"totem-1"]')
    editing.save("schedule.toml", over)
    assert target_of(problem(event="soiree"), editing.edition.programs, NOON, None) is None


def test_every_language_says_the_same_things() -> None:
    french, english = WORDS["fr"], WORDS["en"]
    assert french.keys() == english.keys()
    for name, text in french.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[name])), name


def test_the_window_says_only_what_is_written() -> None:
    used = {
        word for path in QML.glob("*.qml") for word in re.findall(r"\bwords\.(\w+)", path.read_text("utf-8"))
    }
    assert used
    assert used <= WORDS["fr"].keys()


def test_the_window_speaks_all_languages_of_editors() -> None:
    assert set(WORDS) == set(LANGUAGES)
    assert WORDS["fr"].keys() == WORDS["en"].keys()


def test_counting() -> None:
    assert [counted(WORDS["fr"], "errors", count) for count in (0, 1, 3)] == ["", "1 erreur", "3 erreurs"]
