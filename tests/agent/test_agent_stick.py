"""A stick that is put into a device: seen at once, also where it is mounted, and nothing of it is listed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from disks import NoMountError, mounted
from listings import noted_listings

from player.agent.stick import watching
from playlists.feed.bundle import FEED, FOLDER, MANIFEST

SOON_S, FOLDERS = 10.0, 300


class Woken:
    """Knows whether it was called since it was asked last."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> None:
        self._event.set()

    def soon(self) -> bool:
        happened = self._event.wait(SOON_S)
        self._event.clear()
        return happened


def put_feed(at: Path, text: str = "{}") -> None:
    """What is written last of a feed."""
    (at / "metadata").mkdir(parents=True, exist_ok=True)
    (at / "metadata" / "timestamp.json").write_text(text)


def test_a_feed_is_seen_when_it_comes_when_it_changes_and_when_its_stick_comes_back(tmp_path: Path) -> None:
    stick, wake = tmp_path / "media" / "stick", Woken()
    with watching(stick, wake):
        put_feed(stick)
        assert wake.soon()
        put_feed(stick, "{} ")
        assert wake.soon()
        stick.rename(tmp_path / "pulled")
        put_feed(stick / FOLDER / FEED)
        assert wake.soon()
        (stick / FOLDER / MANIFEST).write_text("{}")
        assert wake.soon()


def test_a_stick_that_is_mounted_over_the_folder_is_seen(tmp_path: Path) -> None:
    stick, wake = tmp_path / "stick", Woken()
    stick.mkdir()
    put_feed(tmp_path / "feed")
    with watching(stick, wake):
        try:
            with mounted(stick, "--bind", tmp_path / "feed"):
                assert wake.soon()
        except NoMountError as error:
            pytest.skip(f"nothing can be mounted here: {error}")


def test_of_a_stick_full_of_folders_none_is_listed_and_none_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, wake = tmp_path / "stick", Woken()
    for number in range(FOLDERS):
        (stick / f"{number % 10}" / f"{number}").mkdir(parents=True)
    listed = noted_listings(monkeypatch)
    with watching(stick, wake):
        put_feed(stick)
        assert wake.soon()
    assert listed == []
