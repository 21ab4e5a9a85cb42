"""The command `parvis preview` where no window can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from preview_world import Folder

from parvis.console import Voice
from parvis.preview import open_preview


def test_without_a_display_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert open_preview(Folder(tmp_path / "nantes").root, Voice("en"), device=None, at=None) == 1
    said = capsys.readouterr()
    assert "no display" in said.err
    assert "parvis snapshot" in said.err
    assert said.out == ""


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert open_preview(tmp_path / "gone", Voice("fr"), device=None, at=None) == 1
    assert "ce dossier n’existe pas" in capsys.readouterr().err


def test_a_file_in_the_place_of_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = Folder(tmp_path / "nantes").root / "workspace.toml"
    assert open_preview(file, Voice("fr"), device=None, at=None) == 1
    assert "n’est pas un dossier : nommez celui qui contient workspace.toml" in (
        capsys.readouterr().err.replace("\u00a0", " ")
    )
