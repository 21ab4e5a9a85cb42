"""Colours that are not sRGB, in pictures and films: HDR is graded down, wide gamut kept where sRGB goes."""

from __future__ import annotations

import io
from pathlib import Path

import av
import hostile_media as hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pixels import colour, pictured

from playlists.media import animations, films, stills
from playlists.media.colours import Colours
from playlists.media.limits import MediaLimits
from playlists.media.shelf import Target
from playlists.media.source import recognise

LIMITS = MediaLimits()
TARGET = Target(width=48, height=48)
BT709, BT2020, P3 = 1, 9, 12
SRGB, PQ, HLG = 13, 16, 18
# BT.2408: reference white, 203 cd/m2; 1,000 cd/m2; 20 cd/m2, which is a tenth of white.
WHITE = {PQ: 0.5807, HLG: 0.75}
unit = st.floats(0, 1)


def level(space: Colours, code: float) -> int:
    return round(255 * space.srgb((code, code, code))[0])


def still(data: bytes) -> tuple[int, ...]:
    stream = io.BytesIO(data)
    return colour(stills.still(stream, recognise(stream), TARGET, LIMITS), (20, 20))


def middle(path: Path, tmp_path: Path) -> tuple[int, ...]:
    """The middle of the film that is made of a film."""
    made = tmp_path / "made.mp4"
    target = Target(width=96, height=64)
    with path.open("rb") as stream:
        films.prepare(
            stream, recognise(stream), target=target, limits=LIMITS, path=made, step=lambda _n, _of: None
        )
    with av.open(str(made)) as container:
        frame = next(container.decode(video=0))
    return colour(pictured(frame), (48, 32))


def near(found: tuple[int, ...], expected: tuple[int, ...], by: int) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_hdr_s_reference_white_is_a_bright_white_and_highlights_lie_above(transfer: int) -> None:
    space = Colours(BT2020, transfer)
    assert level(space, 0) == 0
    assert 220 <= level(space, WHITE[transfer]) <= 235
    assert level(space, WHITE[transfer]) < level(space, WHITE[transfer] + 0.1) <= 255
    assert level(space, 1) == 255


def test_what_is_darker_than_half_of_hdr_s_white_keeps_its_light() -> None:
    assert level(Colours(BT2020, PQ), 0.3455) == pytest.approx(255 * 0.325, abs=5)


@given(unit, unit, unit, st.sampled_from([BT709, BT2020, P3]), st.sampled_from([SRGB, PQ, HLG]))
def test_every_signal_has_a_colour_and_grey_stays_grey(
    red: float, green: float, blue: float, primaries: int, transfer: int
) -> None:
    space = Colours(primaries, transfer)
    assert all(0 <= part <= 1 for part in space.srgb((red, green, blue)))
    grey = space.srgb((red, red, red))
    assert max(grey) - min(grey) < 0.002


@given(unit, unit, st.sampled_from([PQ, HLG, SRGB]))
def test_more_signal_is_never_darker(one: float, other: float, transfer: int) -> None:
    space = Colours(BT2020, transfer)
    low, high = sorted((one, other))
    assert space.srgb((low,) * 3)[1] <= space.srgb((high,) * 3)[1] + 1e-9


def test_srgb_itself_is_not_foreign() -> None:
    assert not Colours(BT709, SRGB).foreign
    assert not Colours(2, 2).foreign


def saved(picture: Image.Image, form: str, **settings: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **settings)
    return stream.getvalue()


def swapped_profile() -> bytes:
    """An sRGB profile in which red and blue have changed places, so that a conversion shows."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_an_icc_profile_is_converted_to_srgb(mode: str) -> None:
    data = saved(Image.new(mode, (48, 48), (255, 0, 0)), "PNG", icc_profile=swapped_profile())
    assert near(still(data), (0, 0, 255), 3)


def test_a_broken_icc_profile_is_passed_over() -> None:
    data = saved(Image.new("RGB", (48, 48), (9, 99, 199)), "PNG", icc_profile=b"no profile at all" * 20)
    assert still(data) == (9, 99, 199)


@pytest.mark.parametrize(
    ("chunks", "colour", "expected"),
    [
        ([], (200, 100, 50), (200, 100, 50)),
        ([(b"cICP", bytes((BT709, SRGB, 0, 1)))], (200, 100, 50), (200, 100, 50)),
        ([(b"cICP", bytes((P3, SRGB, 0, 1)))], (200, 100, 50), (215, 93, 31)),
        ([(b"cICP", bytes((BT2020, HLG, 0, 1)))], (191, 191, 191), (226, 226, 226)),
        ([(b"gAMA", (100_000).to_bytes(4, "big"))], (128, 128, 128), (188, 188, 188)),
        ([(b"gAMA", (45_455).to_bytes(4, "big"))], (128, 128, 128), (128, 128, 128)),
        ([(b"gAMA", (100_000).to_bytes(4, "big")), (b"sRGB", b"\0")], (128, 128, 128), (128, 128, 128)),
        ([(b"gAMA", bytes(4))], (128, 128, 128), (128, 128, 128)),
    ],
)
def test_a_png_s_own_words_on_its_colours_are_heeded(
    chunks: list[tuple[bytes, bytes]], colour: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    red, green, blue = (257 * part for part in colour)
    assert near(still(hostile.png_telling((red, green, blue), *chunks)), expected, 2)


def avif(primaries: int, transfer: int, colour: tuple[int, int, int]) -> bytes:
    """An AVIF of one colour, whose `nclx` box says so."""
    stream = io.BytesIO()
    Image.new("RGB", (48, 48), colour).save(stream, "AVIF", quality=100, subsampling="4:4:4")
    data = stream.getvalue()
    place = data.index(b"colrnclx") + 8
    told = primaries.to_bytes(2, "big") + transfer.to_bytes(2, "big")
    return data[:place] + told + data[place + 4 :]


@pytest.mark.parametrize(
    ("primaries", "transfer", "colour", "expected"),
    [
        (BT709, SRGB, (200, 100, 50), (200, 100, 50)),
        (P3, SRGB, (200, 100, 50), (215, 93, 31)),
        (BT2020, PQ, (148, 148, 148), (227, 227, 227)),
        (BT2020, HLG, (191, 191, 191), (227, 227, 227)),
        (BT2020, PQ, (120, 100, 90), (182, 98, 82)),
    ],
)
def test_an_avif_without_a_profile_is_graded_by_its_box(
    primaries: int, transfer: int, colour: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    assert near(still(avif(primaries, transfer, colour)), expected, 6)


@pytest.mark.parametrize(("transfer", "white"), WHITE.items())
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_an_hdr_film_is_graded_down(tmp_path: Path, transfer: int, white: float, suffix: str) -> None:
    levels = (round(64 + 876 * white), 512, 512)
    path = hostile.even_film(tmp_path / f"hdr.{suffix}", "libx265", levels, (BT2020, transfer, BT2020))
    assert near(middle(path, tmp_path), (227, 227, 227), 4)


def test_a_film_in_wide_gamut_has_the_colours_that_it_means(tmp_path: Path) -> None:
    # Y, U, V of (200, 100, 50) in BT.709's matrix and 10 bits.
    levels = (round(64 + 876 * 0.4613), round(512 + 896 * -0.1430), round(512 + 896 * 0.2051))
    path = hostile.even_film(tmp_path / "p3.mp4", "libx265", levels, (P3, BT709, BT709))
    assert near(middle(path, tmp_path), (215, 93, 31), 6)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_an_animation_s_profile_is_heeded(tmp_path: Path, form: str) -> None:
    path, made = tmp_path / "a", tmp_path / "made.mp4"
    pictures = [Image.new("RGB", (96, 64), (shade, 0, 0)) for shade in (200, 250)]
    pictures[0].save(
        path, form, save_all=True, append_images=pictures[1:], icc_profile=swapped_profile(), lossless=True
    )
    with path.open("rb") as stream:
        animations.prepare(
            stream,
            recognise(stream),
            target=Target(width=96, height=64),
            limits=LIMITS,
            path=made,
            step=lambda _n, _of: None,
        )
    with av.open(str(made)) as container:
        red, _, blue = colour(pictured(next(container.decode(video=0))), (48, 32))
    assert blue > 180
    assert red < 40
