"""Whatever becomes of the editor's folder, the window hears of it."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from preview_world import Folder, opened, settled, wait
from watchdog.observers.api import BaseObserver

from player.preview import watch
from player.preview.watch import Watch, look

PATIENCE_S = 20.0
ITEM = '[[items]]\nid = "a"\nimage = "media/a.png"\n'


@pytest.fixture
def told() -> threading.Event:
    return threading.Event()


@pytest.fixture
def folder(tmp_path: Path, told: threading.Event) -> Iterator[Path]:
    site = tmp_path / "site"
    site.mkdir()
    with Watch(site, told.set):
        yield site


def heard(told: threading.Event) -> bool:
    was_told = told.wait(PATIENCE_S)
    told.clear()
    return was_told


def test_a_folder_that_goes_and_another_in_its_place(folder: Path, told: threading.Event) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert heard(told)
    folder.mkdir()
    assert heard(told)
    (folder / "a").write_text("1")
    assert heard(told)
    shutil.rmtree(folder)
    assert heard(told)


def test_a_burst_that_does_not_end_is_told_all_the_same(folder: Path, told: threading.Event) -> None:
    over = threading.Event()

    def copy() -> None:
        with (folder / "film.mp4").open("wb", buffering=0) as film:
            while not over.wait(watch.QUIET_S / 4):
                film.write(b"film")

    copying = threading.Thread(target=copy)
    copying.start()
    try:
        assert heard(told)
    finally:
        over.set()
        copying.join()


def test_a_system_that_watches_no_more_folders(
    tmp_path: Path, told: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(BaseObserver, "schedule", refuse)
    with Watch(tmp_path, told.set):
        (tmp_path / "a").write_text("1")
        assert heard(told)


def test_what_git_keeps_for_itself_is_no_change(tmp_path: Path) -> None:
    before = look(tmp_path)
    (tmp_path / ".git" / "objects").mkdir(parents=True)
    (tmp_path / ".git" / "objects" / "a").write_text("1")
    assert look(tmp_path) == before
    (tmp_path / ".hidden.toml").write_text("1")
    assert look(tmp_path) != before


@pytest.mark.usefixtures("qapp")
def test_another_picture_of_the_same_date_is_shown(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nantes")
    folder.write("playlists/jour.toml", ITEM)
    media = folder.root / "media"
    media.mkdir()
    for name, colour in (("a", "#ff0000"), ("b", "#0000ff")):
        Image.new("RGB", (1080, 1920), colour).save(media / f"{name}.png")
        os.utime(media / f"{name}.png", ns=(10**18, 10**18))
    with opened(folder, tmp_path / "cache", device="totem-1") as preview:

        def blue() -> bool:
            address = preview.model.gallery.models["totem-1"].screens[0].source
            picture = preview._pictures._images.get(address.rpartition("/")[2])
            return picture is not None and picture.pixelColor(20, 20).blue() > 200

        wait(lambda: preview.session.progress.over and settled(preview))
        assert not blue()
        (media / "b.png").replace(media / "a.png")
        wait(blue)
