"""Stills: every kind of picture comes out upright, in sRGB, at the target's exact pixels."""

from __future__ import annotations

import io

import hostile_media as hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from playlists.media import stills
from playlists.media.encode import encoded
from playlists.media.faults import FaultError
from playlists.media.framing import LARGEST_SCALE, Crop, Framed, crop, edge_colour, place
from playlists.media.limits import MediaLimits
from playlists.media.shelf import Target
from playlists.media.source import recognise

LIMITS = MediaLimits()
TARGET = Target(width=48, height=32)


def prepared(data: bytes, target: Target = TARGET) -> Image.Image:
    stream = io.BytesIO(data)
    return stills.still(stream, recognise(stream), target, LIMITS)


def saved(picture: Image.Image, form: str, **settings: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **settings)
    return stream.getvalue()


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    width, height = picture.size
    places = ((4, 4), (width - 5, 4), (4, height - 5), (width - 5, height - 5))
    return [tuple(picture.getpixel(place)) for place in places]  # type: ignore[arg-type]


def near(found: tuple[int, ...], expected: tuple[int, ...], by: int) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("form", "settings", "by"),
    [
        ("PNG", {}, 0),
        ("GIF", {}, 0),
        ("JPEG", {"quality": 95, "subsampling": 0}, 4),
        ("JPEG", {"quality": 95, "progressive": True}, 8),
        ("WEBP", {"quality": 95}, 12),
        ("WEBP", {"lossless": True}, 0),
        ("AVIF", {"quality": 95}, 12),
    ],
)
def test_every_format_keeps_its_colours_and_corners(form: str, settings: dict[str, object], by: int) -> None:
    found = corners(prepared(saved(hostile.quarters(), form, **settings)))
    assert all(near(one, other, by) for one, other in zip(found, hostile.CORNERS, strict=True)), found


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_s_orientation_is_turned_upright(form: str, orientation: int) -> None:
    upright = hostile.quarters()
    stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    raw = upright.transpose(stored[orientation]) if orientation in stored else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = corners(prepared(saved(raw, form, exif=exif, quality=95)))
    assert all(near(one, other, 14) for one, other in zip(found, hostile.CORNERS, strict=True)), found


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 128, (128, 128, 128)),
        ("I;16", 128 * 257, (128, 128, 128)),
        ("LA", (0, 128), (127, 127, 127)),
        ("P", 0, None),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (255, 0, 0, 128), (255, 127, 127)),
    ],
)
def test_every_mode_becomes_rgb_on_white(
    mode: str, colour: object, expected: tuple[int, int, int] | None
) -> None:
    picture = Image.new(mode, (48, 32), colour)  # type: ignore[arg-type]
    found = prepared(saved(picture, "PNG"))
    assert found.mode == "RGB"
    assert expected is None or near(found.getpixel((9, 9)), expected, 1)  # type: ignore[arg-type]


def test_sixteen_bits_in_colour_become_eight() -> None:
    found = prepared(hostile.png(48, 32, depth=16))
    assert (found.mode, found.getpixel((5, 5))) == ("RGB", (0, 0, 0))


def test_a_jpeg_of_twelve_bits_is_refused_by_name() -> None:
    data = bytearray(saved(hostile.quarters(), "JPEG", comment=b"\xff\xc0 no header"))
    data[data.index(b"\xff\xc0\x00\x11") + 4] = 12
    with pytest.raises(FaultError, match="12 bits a colour"):
        prepared(bytes(data))


def test_cmyk_becomes_rgb() -> None:
    data = saved(Image.new("CMYK", (48, 32), (0, 255, 255, 0)), "JPEG", quality=95)
    assert near(prepared(data).getpixel((9, 9)), (255, 0, 0), 6)  # type: ignore[arg-type]


def test_a_huge_jpeg_is_decoded_small() -> None:
    data = saved(hostile.quarters(4000, 3000), "JPEG", quality=95)
    stream = io.BytesIO(data)
    with Image.open(stream) as image:
        from playlists.media.pictures import upright
        from playlists.media.srgb import conversion

        small = upright(image, 0.02, LIMITS, conversion(stream, "jpeg", image))
    assert small.width <= 500
    found = prepared(data, Target(width=80, height=60))
    assert all(near(one, other, 8) for one, other in zip(corners(found), hostile.CORNERS, strict=True))


def test_a_crop_keeps_the_focus() -> None:
    picture = Image.new("RGB", (400, 100), "white")
    picture.paste((255, 0, 0), (350, 40, 360, 60))
    data = saved(picture, "PNG")
    kept = prepared(data, Target(width=50, height=100, focus=(355 / 400, 0.5)))
    lost = prepared(data, Target(width=50, height=100, focus=(0.1, 0.5)))
    assert near(kept.getpixel((25, 50)), (255, 0, 0), 30)  # type: ignore[arg-type]
    assert lost.getcolors() == [(5000, (255, 255, 255))]


sides = st.integers(1, 5000)
fractions = st.floats(0, 1)


@given(width=sides, height=sides, target_width=sides, target_height=sides, x=fractions, y=fractions)
def test_a_crop_lies_in_the_source_has_the_target_s_proportions_and_the_focus(
    width: int, height: int, target_width: int, target_height: int, *, x: float, y: float
) -> None:
    part = crop(width, height, Target(width=target_width, height=target_height, focus=(x, y)))
    assert 0 <= part.left <= part.right <= width + 1e-6
    assert 0 <= part.top <= part.bottom <= height + 1e-6
    assert part.left - 1e-6 <= x * width <= part.right + 1e-6
    assert part.top - 1e-6 <= y * height <= part.bottom + 1e-6
    ratio = (part.right - part.left) / (part.bottom - part.top)
    assert ratio == pytest.approx(target_width / target_height)


@given(sides, sides, sides, sides, st.sampled_from(["cover", "contain"]))
def test_nothing_is_enlarged_more_than_one_and_a_half_times(
    width: int, height: int, target_width: int, target_height: int, fit: str
) -> None:
    placed = place(width, height, Target(width=target_width, height=target_height, fit=fit))  # type: ignore[arg-type]
    if isinstance(placed, Crop):
        assert target_width / (placed.right - placed.left) <= LARGEST_SCALE * 1.001
    else:
        assert placed.width <= max(1, round(width * LARGEST_SCALE))
        assert 0 <= placed.x <= placed.x + placed.width <= target_width
        assert 0 <= placed.y <= placed.y + placed.height <= target_height


def test_a_small_picture_stands_framed_on_its_blurred_and_darkened_self() -> None:
    assert isinstance(place(96, 64, Target(width=960, height=640)), Framed)
    found = prepared(saved(hostile.quarters(), "PNG"), Target(width=960, height=640))
    assert found.size == (960, 640)
    red = found.getpixel((20, 20))
    assert isinstance(red, tuple)
    assert red[0] < 0.6 * 220
    assert red[0] > 2 * red[1]
    assert near(found.getpixel((960 // 2 - 60, 640 // 2 - 40)), hostile.CORNERS[0], 8)  # type: ignore[arg-type]


def test_a_poster_with_a_plain_edge_stands_on_its_own_colour() -> None:
    poster = Image.new("RGB", (100, 200), (10, 60, 90))
    poster.paste((250, 250, 250), (20, 20, 80, 180))
    found = prepared(saved(poster, "PNG"), Target(width=400, height=200, fit="contain"))
    assert found.getpixel((3, 3)) == (10, 60, 90)
    assert edge_colour(poster) == (10, 60, 90)
    assert edge_colour(hostile.quarters()) is None


def test_a_drawing_is_as_sharp_as_its_target_and_shows_its_words() -> None:
    found = prepared(hostile.SVG.encode(), Target(width=960, height=640))
    assert found.getpixel((900, 600)) == (0x12, 0x34, 0x56)
    bright = found.crop((0, 100, 500, 320)).convert("L").point([0] * 200 + [255] * 56)
    assert bright.getbbox() is not None
    wordless = prepared(hostile.SVG.replace("Été", "").encode(), Target(width=960, height=640))
    assert ImageChops.difference(found, wordless).getbbox() is not None


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10mm" height="20mm"', (38, 76)),
        ('viewBox="0 0 30 60" width="100%"', (30, 60)),
        ('viewBox="0,0,30,60" width="15"', (15, 30)),
        ('viewBox="0 0 30 60" height="15pt"', (10, 20)),
        ("", (300, 150)),
    ],
)
def test_a_drawing_has_the_size_it_states(attributes: str, size: tuple[int, int]) -> None:
    from playlists.media.svg import Drawing

    drawing = Drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode(), LIMITS)
    assert (round(drawing.size[0]), round(drawing.size[1])) == size


def test_each_page_of_a_pdf_is_whole_at_the_target_s_pixels() -> None:
    content = b"1 0 0 rg 0 0 300 200 re f"
    done: list[int] = []
    target = Target(width=400, height=200, fit="cover")
    pages = list(
        stills.pages(io.BytesIO(hostile.pdf(3, stream=content)), target, LIMITS, lambda n, _: done.append(n))
    )
    assert [page.size for page in pages] == [(400, 200)] * 3
    assert pages[0].getpixel((200, 100)) == (255, 0, 0)
    assert done == [1, 2, 3]


def test_what_is_filled_into_a_form_is_shown() -> None:
    filled = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Annots[4 0 R]/Resources<<>>>>endobj\n"
        b"4 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/F 4/Rect[0 0 300 200]/AP<</N 5 0 R>>>>endobj\n"
        b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 300 200]/Length 26>>stream\n"
        b"0 0.5 0 rg 0 0 300 200 re f\nendstream endobj\ntrailer<</Root 1 0 R>>"
    )
    page = next(stills.pages(io.BytesIO(filled), TARGET, LIMITS, lambda _done, _total: None))
    assert page.getpixel((24, 16)) != (255, 255, 255)


def test_a_locked_pdf_is_refused() -> None:
    locked = hostile.pdf().replace(
        b"trailer<<",
        b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"00" * 32 + b">/P -4>>"
        b"/ID[<" + b"00" * 16 + b"><" + b"00" * 16 + b">]",
    )
    with pytest.raises(FaultError, match="locked by a password"):
        list(stills.pages(io.BytesIO(locked), TARGET, LIMITS, lambda _done, _total: None))


def test_graphics_stay_lossless_and_photographs_become_jpeg() -> None:
    data, suffix = encoded(hostile.quarters(400, 300))
    assert suffix == "png"
    assert ImageChops.difference(Image.open(io.BytesIO(data)), hostile.quarters(400, 300)).getbbox() is None
    noise = Image.effect_noise((400, 300), 90)
    photograph = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))
    assert encoded(photograph)[1] == "jpg"
    assert encoded(photograph) == encoded(photograph.copy())


@pytest.mark.parametrize(
    "root",
    [
        'width="96" height="64" viewBox="0 0 96 64"',
        "height='128' viewBox='0,0 96,64' width='192' preserveAspectRatio='none'",
        'width="96" height="64"',
        'viewBox="-48 -32 96 64"',
        'viewBox="0 0 96 64" width="192" height="64"',
    ],
)
def test_a_crop_of_a_drawing_is_a_crop_of_its_picture(root: str) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Été > -->\n'
    shapes = '<g><circle cx="20" cy="20" r="15" fill="#c00"/><rect x="50" y="30" width="40" height="30"/></g>'
    drawing = f'{head}<svg xmlns="http://www.w3.org/2000/svg" {root}>{shapes}</svg>'
    whole = drawing.replace("<g>", '<g class="100%">')
    for target in (
        Target(width=50, height=100, focus=(0.2, 0.5)),
        Target(width=200, height=50, focus=(0.5, 0.8)),
    ):
        found, expected = prepared(drawing.encode(), target), prepared(whole.encode(), target)
        levels = ImageChops.difference(found, expected).convert("L").histogram()
        assert sum(levels[60:]) <= 0.01 * sum(levels)
