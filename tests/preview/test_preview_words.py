"""What the window says of how things stand, and that its words never run into each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from preview_world import DEVICES, POOL, SITE, Folder, opened, settled, wait
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from player.preview.window import PreviewWindow

pytestmark = pytest.mark.usefixtures("qapp")

NAME = "Esplanade-des-Traceurs-de-Coques-et-des-Riveurs-de-la-Loire-001"
PLACE = "Médiathèque Jacques-Demy, rez-de-chaussée haut, près de l’ascenseur du hall"
LONG = f'["{NAME}"]\nprofile = "totem"\nplace = "{PLACE}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "nantes")


def status(preview: PreviewWindow) -> str:
    return str(preview.model.property("status"))


def test_how_many_devices_keep_an_old_picture_is_said(folder: Folder, tmp_path: Path) -> None:
    with opened(folder, tmp_path / "cache") as preview:
        assert (status(preview), preview.model.property("isCurrent")) == ("À jour", True)
        folder.write("playlists/soir.toml", "[")
        wait(lambda: status(preview) == "1 appareil garde son ancienne image")
        assert preview.model.property("isCurrent") is False
        folder.write("playlists/jour.toml", "[")
        wait(lambda: status(preview) == "4 appareils gardent leur ancienne image")
        folder.write("playlists/jour.toml", POOL)
        wait(lambda: status(preview).startswith("1 appareil "))


def test_a_new_folder_is_told_what_to_write(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nantes")
    for name in ("workspace.toml", "devices.toml", "schedule.toml"):
        (folder.root / name).unlink()
    with opened(folder, tmp_path / "cache", shows=False) as preview:
        assert preview.model.property("state") == "new"
        assert preview.model.property("trouble")[0] == "workspace.toml"
        folder.write("workspace.toml", SITE)
        wait(lambda: preview.model.property("state") == "empty")


def words(item: QQuickItem) -> Iterator[tuple[str, QRectF]]:
    """All words that are seen, and where in the window."""
    if not item.isVisible():
        return
    text = item.property("text")
    if item.inherits("QQuickText") and text:
        box = QRectF(0, 0, min(item.width(), item.property("contentWidth")), item.height())
        yield str(text), item.mapRectToScene(box)
    for child in item.childItems():
        yield from words(child)


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
@pytest.mark.parametrize("device", [NAME, None])
def test_words_never_run_into_each_other(
    folder: Folder, tmp_path: Path, size: tuple[int, int], device: str | None
) -> None:
    folder.write("workspace.toml", SITE.replace('"Nantes"', f'"{PLACE}"'))
    folder.write("devices.toml", DEVICES + LONG)
    with opened(folder, tmp_path / "cache", device=device) as preview:
        preview.window.resize(*size)
        folder.write("playlists/jour.toml", "[")
        wait(lambda: not preview.model.property("isCurrent") and settled(preview))
        preview.window.grabWindow()
        bars = [
            (text, box)
            for text, box in words(preview.window.contentItem())
            if box.bottom() < 56 or size[1] - 160 < box.top() < size[1] - 100
        ]
        assert len(bars) > 8
        for (one, first), (other, second) in combinations(bars, 2):
            assert not first.adjusted(-8, 0, 8, 0).intersects(second), (one, other)
            assert first.right() <= size[0], one
