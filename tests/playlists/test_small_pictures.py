"""A picture with too few pixels for its place is told with how many it needs; one that is right never is."""

from __future__ import annotations

from pathlib import Path

import pytest
from compiled_folder import MEDIA, TICKER
from hypothesis import given
from hypothesis import strategies as some
from looking_shelf import NameShelf
from PIL import Image
from workspace_folder import CARD, SMALL, write

from playlists.compile import compile_program
from playlists.media.framing import LARGEST_SCALE, least, scale_of
from playlists.media.library import Library
from playlists.media.shelf import Target
from playlists.workspace.load import load
from playlists.workspace.problems import Problem

PHOTO = '[[items]]\nimage = "media/{name}"\n'
SIDE = "zones.main = { x = 0, y = 0, width = 1, height = 0.9 }\n" + TICKER.strip().splitlines()[1].replace(
    'kind = "ticker", ', ""
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="9"><rect width="12" height="9"/></svg>'
sides = some.integers(8, 3_000)


def told(folder: Path, playlist: str, profile: str, **changed: str | bytes) -> list[Problem]:
    media = {f"media/photo-{size}.jpg": b"" for size in ("120x90", "900x700", "200x1600")}
    devices = f'[totem-1]\nprofile = "{profile}"\n'
    write(folder, {**SMALL, **MEDIA, **media}, playlists__une=playlist, devices=devices, **changed)
    workspace = load(folder).workspace
    assert workspace
    problems = compile_program(workspace, "totem-1", NameShelf()).problems
    return [each for each in problems if each.message.code == "items.small"]


@pytest.mark.parametrize(
    ("profile", "enough"),
    [("screen-8m2", "1280 × 960"), ("plasma-16x9", "1920 × 1080"), ("totem", "1080 × 1920")],
)
def test_each_family_says_how_many_pixels_it_needs(tmp_path: Path, profile: str, enough: str) -> None:
    (problem,) = told(tmp_path, PHOTO.format(name="photo-120x90.jpg"), profile)
    assert "120 × 90" in problem.message.fr
    assert profile in problem.message.fr
    assert problem.expected.fr.startswith(f"{enough} pixels")


@pytest.mark.parametrize("name", ["photo-900x700.jpg", "photo-200x1600.jpg", "wide-1920x1080.jpg"])
def test_what_nearly_fills_its_place_is_well(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, PHOTO.format(name=name), "screen-8m2") == []


def test_a_logo_in_a_small_zone_is_well(tmp_path: Path) -> None:
    event = SMALL["schedule.toml"].replace("full", "own").replace("zones.main", "zones.line")
    playlist = PHOTO.format(name="photo-120x90.jpg")
    changed = {"schedule": event, "layouts__own": 'title = { fr = "x", en = "x" }\n' + SIDE}
    assert told(tmp_path, playlist, "plasma-16x9", **changed) == []


def test_the_picture_of_a_card_is_told_too(tmp_path: Path) -> None:
    card = CARD + 'image = "media/photo-120x90.jpg"\n'
    (problem,) = told(tmp_path, card, "plasma-16x9")
    assert problem.where.en == "item 1 (une#1): image"


def test_a_drawing_is_sharp_at_any_size(tmp_path: Path) -> None:
    """By the real library: a photograph has its pixels, a drawing of 12 by 9 has none."""
    write(tmp_path, SMALL, playlists__une=PHOTO.format(name="a.svg") + PHOTO.format(name="b.png"))
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "a.svg").write_text(DRAWING, "utf-8")
    Image.new("RGB", (120, 90), "#884422").save(tmp_path / "media" / "b.png")
    workspace = load(tmp_path).workspace
    assert workspace
    with Library(tmp_path / "cache", 1, root=tmp_path) as library:
        problems = compile_program(workspace, "totem-1", library.looking()).problems
    assert [each.where.en for each in problems if each.message.code == "items.small"] == [
        "item 2 (une#2): image"
    ]


@given(width=sides, height=sides, across=some.integers(64, 3_840), down=some.integers(64, 2_160))
def test_a_picture_of_the_pixels_that_are_asked_for_is_never_told(
    width: int, height: int, across: int, down: int
) -> None:
    target = Target(width=across, height=down)
    needed = least(width, height, target)
    if needed is None:
        return
    assert least(*needed, target) is None
    assert scale_of(*needed, target) <= LARGEST_SCALE
    assert width < needed[0]
    assert height < needed[1]
