"""The small picture of what should be on a screen: no plain ground where something is due."""

from __future__ import annotations

import io
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace
from PIL import Image
from programs import PALETTE, a_program, an_event, an_item, utc

from central.judging.due_picture import due_picture
from central.judging.lettering import write
from device_profiles.profile import BuiltInSlide
from playlists.feed.pictures import Pages, Picture, Pictures
from playlists.program import Program

AT = utc(2026, 11, 18, 12)
NONE = Pictures("", {})
IDLE = a_program([an_item("a")], [an_event(when="22:00-23:00")])


def drawn(program: Program, pictures: Pictures = NONE, thumbnail: bytes | None = None) -> Image.Image:
    found = due_picture(program, pictures, "main", AT, lambda _: thumbnail)
    assert found is not None
    return Image.open(io.BytesIO(found)).convert("RGB")


def inked(picture: Image.Image) -> float:
    """The part of a picture that is not of the colour of its corner."""
    ground = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    pairs = zip(picture.tobytes(), ground.tobytes(), strict=True)
    return sum(one != other for one, other in pairs) / len(picture.tobytes())


def a_thumbnail(colour: str) -> tuple[Pictures, bytes]:
    data = io.BytesIO()
    Image.new("RGB", (32, 18), colour).save(data, "PNG")
    page = Picture(hash="f" * 64, colour="c81e5a", thumbnail="c" * 64, bytes=9)
    raw = msgspec.Raw(msgspec.json.encode({"a": Pages((page,))}))
    return Pictures("", {"main": {"list": raw}}), data.getvalue()


def test_the_built_in_slide_is_written_where_nothing_is_scheduled() -> None:
    picture = drawn(IDLE)
    assert picture.getpixel((0, 0)) == tuple(bytes.fromhex(PALETTE.background[1:]))
    assert inked(picture) > 0.01


def test_it_speaks_the_languages_of_the_program() -> None:
    slide = BuiltInSlide(headline={"fr": "Bienvenue", "de": "Willkommen in der Stadt"})
    both = drawn(replace(IDLE, built_in=slide, languages=("fr", "de")))
    one = drawn(replace(IDLE, built_in=slide, languages=("fr",)))
    other = drawn(replace(IDLE, built_in=slide, languages=("es",)))
    assert inked(both) > inked(one)
    assert both.tobytes() == other.tobytes()


def test_an_item_without_a_published_picture_is_named() -> None:
    named, other = drawn(a_program([an_item("fil-info#3")])), drawn(a_program([an_item("météo")]))
    assert inked(named) > 0.005
    assert named.tobytes() != other.tobytes()


@pytest.mark.parametrize("thumbnail", [None, b"no picture"])
def test_a_thumbnail_that_is_lost_or_broken_is_named(thumbnail: bytes | None) -> None:
    pictures, _ = a_thumbnail("#c81e5a")
    program = a_program([an_item("a")])
    assert drawn(program, pictures, thumbnail).tobytes() == drawn(program).tobytes()


def test_a_published_picture_stands_alone() -> None:
    pictures, data = a_thumbnail("#c81e5a")
    picture = drawn(a_program([an_item("a")]), pictures, data)
    assert picture.getcolors(1 << 20) == [(picture.width * picture.height, (0xC8, 0x1E, 0x5A))]


def test_a_screen_that_is_dark_by_rule_is_black() -> None:
    picture = drawn(a_program([an_item("a")], display_hours="20:00-22:00"))
    assert picture.getcolors(2) == [(picture.width * picture.height, (0, 0, 0))]


def test_a_screen_that_it_does_not_have_has_no_picture() -> None:
    assert due_picture(IDLE, NONE, "touch", AT + timedelta(seconds=1), lambda _: None) is None


@pytest.mark.parametrize("size", [(480, 270), (270, 480), (192, 32), (96, 16), (16, 8)])
def test_words_stay_within_their_box(size: tuple[int, int]) -> None:
    width, height = size
    canvas = Image.new("RGB", (width + 20, height + 20), "#000000")
    write(canvas, (10, 10, 10 + width, 10 + height), ("Bienvenue à Nantes", "Welcome to Nantes"))
    around = canvas.copy()
    around.paste("#000000", (10, 10, 10 + width, 10 + height))
    assert around.getcolors(2) == [(canvas.width * canvas.height, (0, 0, 0))]
