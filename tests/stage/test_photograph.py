"""Pictures of the glass for whoever asked: what an answer names is what it tells of, and no more is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage

from player.stage.photograph import Photograph, develop
from player.status import GLASS, GlassStatus, read_glass


def answer(folder: Path, asked: int, colour: str) -> GlassStatus:
    """Answer a request with a picture of one colour."""
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    develop((Photograph("main", 1_000 * asked, image),), folder, asked, None)
    told = read_glass(folder / GLASS)
    assert told is not None
    return told


def colour(folder: Path, told: GlassStatus) -> str:
    """What is on the picture that an answer names."""
    return QImage(str(folder / told.pictures[0].file)).pixelColor(0, 0).name()


def test_whoever_has_read_an_answer_finds_its_picture_though_another_was_asked_for(tmp_path: Path) -> None:
    first = answer(tmp_path, 1, "#ff0000")
    second = answer(tmp_path, 2, "#00ff00")
    assert colour(tmp_path, first) == "#ff0000"
    assert colour(tmp_path, second) == "#00ff00"


def test_pictures_of_longer_ago_are_let_go(tmp_path: Path) -> None:
    (tmp_path / "glass-upper.png").write_bytes(b"of a version before")
    told = [answer(tmp_path, asked, "#0000ff") for asked in range(1, 5)]
    kept = {file.name for file in tmp_path.glob("*.png")}
    assert kept == {one.pictures[0].file for one in told[-2:]}
