"""Files that a decoder shows although they are damaged: a check says so, and leaves whole ones in peace."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import hostile_media as hostile
import pytest
from PIL import Image
from pixels import framed
from test_check_rules import TODAY
from workspace_folder import SMALL, told, write

from playlists.media.examining import Examining
from playlists.media.library import Library
from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.problems import Severity


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("cache"), workers=1) as opened:
        yield opened


def noise(mode: str = "RGB", size: tuple[int, int] = (160, 120)) -> Image.Image:
    """A picture of many colours."""
    channels = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, size, random.Random(1).randbytes(size[0] * size[1] * channels))


def flipped(data: bytes, *places: int) -> bytes:
    """The file with a few bytes changed."""
    broken = bytearray(data)
    for place in places:
        broken[place] ^= 0x55
    return bytes(broken)


WHOLE: dict[str, Callable[[Path], object]] = {
    "baseline.jpg": lambda path: noise().save(path, quality=90),
    "progressive.jpg": lambda path: noise().save(path, quality=90, progressive=True),
    "fine.jpg": lambda path: noise().save(path, quality=95, subsampling=0),
    "grey.jpg": lambda path: noise("L").save(path),
    "cmyk.jpg": lambda path: noise("CMYK").save(path),
    "odd.jpg": lambda path: noise(size=(17, 1)).save(path, optimize=True),
    "stepped.jpg": lambda path: noise().save(path, restart_marker_blocks=4),
    "photo.png": lambda path: noise("RGBA").save(path),
    "moving.png": hostile.animation,
    "moving.gif": hostile.animation,
    "still.webp": lambda path: noise().save(path),
    "pages.pdf": lambda path: noise().save(path, save_all=True, append_images=[noise("L")]),
    "film.mp4": lambda path: hostile.film(path, frames=50),
    "film.webm": lambda path: hostile.film(path, codec="libvpx-vp9", frames=10, options={"cpu-used": "8"}),
    "sound.mkv": lambda path: hostile.film(path, sound=True),
}


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_what_is_whole_is_left_in_peace(library: Library, tmp_path: Path, name: str) -> None:
    WHOLE[name](tmp_path / name)
    assert library.doubt(tmp_path / name) == ""


def of_jpeg(folder: Path) -> bytes:
    """In the middle of the picture."""
    noise().save(folder / "a.jpg", quality=90)
    data = (folder / "a.jpg").read_bytes()
    return flipped(data, *range(len(data) // 2, len(data) // 2 + 40, 8))


def of_png(_folder: Path) -> bytes:
    """A sum of pixels that differs."""
    data = hostile.png(64, 64)
    return flipped(data, data.index(b"IEND") - 6)


def of_pdf(_folder: Path) -> bytes:
    """A table that lies elsewhere."""
    return hostile.pdf(2).replace(b"startxref\n", b"startxref\n1")


def of_film(folder: Path) -> bytes:
    """In the middle of its pictures, which are of many colours."""
    with av.open(str(folder / "a.mp4"), "w") as container:
        stream = container.add_stream("libx264", 25, options={"x264-params": "log-level=none"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(framed(noise())))
        container.mux(stream.encode(None))
    data = (folder / "a.mp4").read_bytes()
    return flipped(data, *range(len(data) // 2, len(data) // 2 + 60, 7))


BROKEN = {"a.jpg": of_jpeg, "a.png": of_png, "a.pdf": of_pdf, "a.mp4": of_film}
KEYS = {"a.jpg": "image", "a.png": "image", "a.pdf": "pdf", "a.mp4": "video"}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_is_damaged_is_shown_and_told_at_its_item(library: Library, tmp_path: Path, name: str) -> None:
    site = tmp_path / "ville d’été"
    item = f'[[items]]\n{KEYS[name]} = "{name}"\n'
    hall = SMALL["devices.toml"].replace('"totem"', '"plasma-16x9"')
    write(site, SMALL | {name: BROKEN[name](tmp_path)}, playlists__une=item, devices=hall)
    shelf = Examining(library)
    found = check(load(site), today=TODAY, shelf=shelf, doubt=shelf.doubt)
    (problem,) = (one for one in found if one.message.code != "items.small")
    assert problem.severity is Severity.WARNING
    assert problem.place == "playlists/une.toml:2"
    assert f"{name}” is damaged, so it may look wrong in places." in told(problem)
    assert problem.hint.en == "Export or copy it again."
    assert shelf.size(site / name)[0] > 0


def test_a_broken_picture_that_no_device_asks_for_is_told_once(library: Library, tmp_path: Path) -> None:
    picture = b"\xff\xd8\xff broken"
    item = '[[items]]\nimage = "a.jpg"\n'
    write(tmp_path, SMALL | {"a.jpg": picture}, playlists__une=item, playlists__autre=item)
    shelf = Examining(library)
    found = check(load(tmp_path), today=TODAY, shelf=shelf, doubt=shelf.doubt)
    said = [(problem.severity, problem.file) for problem in found if "cut off or damaged" in told(problem)]
    assert said == [
        (Severity.ERROR, "playlists/une.toml"),
        (Severity.WARNING, "playlists/autre.toml"),
    ]
