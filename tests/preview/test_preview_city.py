"""The editor sees city data before anybody has fetched any: what the samples of the folder say."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from preview_world import NOON, Folder, opened, settled, wait
from PySide6.QtGui import QImage

from player.preview.window import PreviewWindow

pytestmark = pytest.mark.usefixtures("qapp")
SOURCE = """
[parkings]
kind = "json"
gives = "availability"
url = "https://example.org/parkings"
fields = { name = "nom", free = "places", updated = "le" }
sample = { file = "samples/parkings.json", taken = 2026-11-20T10:00:00 }
"""
LIVE = """
[[items]]
id = "places"
live = "parkings"
headline = "Où se garer ?"
"""


def picture(preview: PreviewWindow) -> QImage:
    address = preview.model.gallery.models["totem-1"].screens[0].source
    return preview._pictures._images[address.rpartition("/")[2]].copy()


def shown(folder: Folder, cache: Path, later: timedelta = timedelta()) -> QImage:
    with opened(folder, cache) as preview:
        preview.session.seek(NOON + later)
        wait(lambda: settled(preview))
        return picture(preview)


def sample(folder: Folder, free: int) -> None:
    row = {"nom": "Commerce", "places": free, "le": "2026-11-20T09:59:00+01:00"}
    folder.write("samples/parkings.json", json.dumps([row]))


def test_a_live_item_shows_the_sample_of_its_source_as_if_it_were_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_CACHE", str(tmp_path / "kept"))
    folder, cache = Folder(tmp_path / "nantes"), tmp_path / "cache"
    folder.write("playlists/jour.toml", LIVE)
    folder.write("sources.toml", SOURCE)
    nothing = shown(folder, cache)
    sample(folder, 132)
    some = shown(folder, cache)
    assert some != nothing
    assert shown(folder, cache, timedelta(days=20)) == some, "it grows no older"
    sample(folder, 9)
    assert shown(folder, cache) != some
