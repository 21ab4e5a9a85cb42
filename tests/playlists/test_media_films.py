"""Films: whatever comes in, H.264 comes out, at the target's pixels, a constant rate, to the exact frame."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import gcd
from pathlib import Path

import av
import hostile_media as hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pixels import colour, framed, pictured

from playlists.media import animations, films
from playlists.media.film_facts import RATES, frame_count, prepared_rate, survey
from playlists.media.limits import MediaLimits
from playlists.media.shelf import Target

LIMITS = MediaLimits()
TARGET = Target(width=144, height=96)
QUIET = {"x264-params": "log-level=none", "threads": "1"}


def prepared(path: Path, target: Target = TARGET) -> tuple[Path, int, int]:
    out = path.with_suffix(".out.mp4")
    form = "mkv" if path.suffix in {".mkv", ".webm"} else "mp4"
    with path.open("rb") as stream:
        count, rate, _ = films.prepare(
            stream, form, target=target, limits=LIMITS, path=out, step=lambda _done, _total: None
        )
    return out, count, rate


def frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def corners(frame: av.VideoFrame) -> list[tuple[int, ...]]:
    picture = pictured(frame)
    width, height = picture.size
    places = ((6, 6), (width - 7, 6), (6, height - 7), (width - 7, height - 7))
    return [colour(picture, place) for place in places]


def near(found: list[tuple[int, ...]], expected: tuple[tuple[int, ...], ...], by: int = 26) -> bool:
    return all(
        abs(one - other) <= by
        for pixel, wanted in zip(found, expected, strict=True)
        for one, other in zip(pixel, wanted, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.mp4", "libx264", QUIET),
        ("a.mkv", "libx265", {"x265-params": "log-level=none", "preset": "ultrafast"}),
        ("a.webm", "libvpx", {"cpu-used": "8", "deadline": "realtime"}),
        ("b.webm", "libvpx-vp9", {"cpu-used": "8", "deadline": "realtime"}),
        ("c.mkv", "mpeg4", {}),
    ],
)
def test_every_codec_becomes_h264_of_the_exact_size_and_length(
    tmp_path: Path, name: str, codec: str, options: dict[str, str]
) -> None:
    source = hostile.film(tmp_path / name, codec=codec, frames=26, options=options)
    out, count, rate = prepared(source)
    found = frames(out)
    assert (count, rate, len(found)) == (26, 25, 26)
    assert {(frame.width, frame.height, frame.format.name) for frame in found} == {(144, 96, "yuv420p")}
    assert [frame.time for frame in found] == pytest.approx([number / 25 for number in range(26)])
    assert near(corners(found[12]), hostile.CORNERS)
    with av.open(str(out)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert not container.streams.audio
        assert container.streams.video[0].sample_aspect_ratio in {None, Fraction(1)}


def test_a_key_frame_comes_at_least_every_second(tmp_path: Path) -> None:
    out, _, rate = prepared(hostile.film(tmp_path / "a.mp4", frames=80))
    keys = [number for number, frame in enumerate(frames(out)) if frame.key_frame]
    assert keys == [0, rate, 2 * rate, 3 * rate]


def test_the_index_stands_before_the_pictures(tmp_path: Path) -> None:
    data = prepared(hostile.film(tmp_path / "a.mp4"))[0].read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_same_film_gives_the_same_bytes(tmp_path: Path) -> None:
    source = hostile.film(tmp_path / "a.mp4", sound=True)
    target = Target(width=192, height=128, sound=True)
    digests = {hashlib.sha256(prepared(source, target)[0].read_bytes()).hexdigest() for _ in range(2)}
    assert len(digests) == 1


def test_a_film_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    source = hostile.turned(hostile.film(tmp_path / "a.mp4"), hostile.CLOCKWISE)
    with source.open("rb") as stream:
        track = survey(stream, "mp4", LIMITS)
    assert (track.width, track.height) == (64, 96)
    found = frames(prepared(source, Target(width=64, height=96))[0])
    red, green, blue, yellow = hostile.CORNERS
    assert near(corners(found[5]), (blue, red, yellow, green))


def test_a_mirrored_film_is_mirrored(tmp_path: Path) -> None:
    path = hostile.turned(hostile.film(tmp_path / "selfie.mp4"), hostile.MIRRORED)
    made, _, _ = prepared(path)
    red, green, blue, yellow = hostile.CORNERS
    assert near(corners(frames(made)[0]), (green, red, yellow, blue))


def test_of_several_pictures_at_once_the_largest_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "several.mp4"
    with av.open(str(path), "w") as container:
        streams = []
        for width, height in ((32, 32), (96, 64)):
            stream = container.add_stream("libx264", 25, options={"x264-params": "log-level=none"})
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            streams.append((stream, framed(hostile.quarters(width, height))))
        for _ in range(10):
            for stream, picture in streams:
                picture.pts = None
                container.mux(stream.encode(picture))
        for stream, _picture in streams:
            container.mux(stream.encode(None))
    with path.open("rb") as file:
        assert survey(file, "mp4", LIMITS).width == 96


def test_half_pictures_are_woven_into_whole_ones(tmp_path: Path) -> None:
    path = tmp_path / "broadcast.mp4"
    options = {"x264-params": "log-level=none:tff=1", "flags": "+ildct+ilme"}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options=options)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(10):
            picture = Image.new("RGB", (96, 64))
            for line in range(64):
                left = 8 * number + (line % 2) * 4
                picture.paste((255, 255, 255), (left, line, left + 16, line + 1))
            container.mux(stream.encode(framed(picture)))
        container.mux(stream.encode(None))
    made, _, _ = prepared(path, Target(width=96, height=64))
    column = pictured(frames(made)[5]).convert("L").crop((41, 20, 42, 40))
    shades = column.tobytes()
    assert max(shades) - min(shades) < 40


@pytest.mark.parametrize(("width", "height"), [(191, 127), (101, 300), (33, 33)])
def test_odd_targets_are_rounded_up_to_even_sides(tmp_path: Path, width: int, height: int) -> None:
    source = hostile.film(tmp_path / "a.mkv", size=(97, 65), pixels="yuv444p")
    out, _, _ = prepared(source, Target(width=width, height=height))
    frame = frames(out)[0]
    assert (frame.width, frame.height) == (width + width % 2, height + height % 2)


def test_a_contained_film_stands_on_its_darkened_self(tmp_path: Path) -> None:
    source = hostile.film(tmp_path / "a.mp4")
    found = pictured(frames(prepared(source, Target(width=96, height=192, fit="contain"))[0])[3])
    assert near([colour(found, (10, 75))], (hostile.CORNERS[0],))
    red, green, blue = colour(found, (10, 10))
    assert 40 < red < 130
    assert max(green, blue) < 60


def test_a_crop_of_a_film_keeps_the_focus(tmp_path: Path) -> None:
    source = hostile.film(tmp_path / "a.mp4")
    left = frames(prepared(source, Target(width=32, height=64, focus=(0.0, 0.5)))[0])[3]
    right = frames(prepared(source, Target(width=32, height=64, focus=(1.0, 0.5)))[0])[3]
    red, green, blue, yellow = hostile.CORNERS
    assert near(corners(left), (red, red, blue, blue))
    assert near(corners(right), (green, green, yellow, yellow))


def test_uneven_frames_become_even_ones_at_the_same_times(tmp_path: Path) -> None:
    times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49]
    source = hostile.film(tmp_path / "a.mkv", frames=20, rate=25, times=times)
    out, count, rate = prepared(source)
    assert (count, rate) == (60, 30)
    assert len(frames(out)) == 60


def test_more_frames_than_allowed_are_halved(tmp_path: Path) -> None:
    source = hostile.film(tmp_path / "a.mp4", frames=50, rate=50)
    assert prepared(source)[1:] == (25, 25)


@given(st.floats(0.5, 240), st.integers(5, 60))
def test_the_prepared_rate_is_one_that_milliseconds_hold_and_never_more_than_allowed(
    source: float, at_most: int
) -> None:
    rate = prepared_rate(source, uneven=False, at_most=at_most)
    assert rate in RATES
    assert rate <= at_most


@pytest.mark.parametrize(
    ("source", "rate"),
    [
        (23.976, 24),
        (24, 24),
        (25, 25),
        (29.97, 30),
        (30, 30),
        (50, 25),
        (59.94, 30),
        (60, 30),
        (120, 30),
        (1, 5),
    ],
)
def test_usual_rates_stay_themselves_or_are_divided_evenly(source: float, rate: int) -> None:
    assert prepared_rate(source, uneven=False, at_most=30) == rate


@given(st.fractions(Fraction(1, 10), 600), st.sampled_from(RATES))
def test_a_prepared_length_is_whole_frames_and_whole_milliseconds(length: Fraction, rate: int) -> None:
    count = frame_count(length, rate)
    assert count * 1000 % rate == 0
    unit = Fraction(rate // gcd(rate, 1000), rate)
    assert abs(Fraction(count, rate) - length) <= (unit / 2 if length > unit / 2 else unit)
    assert unit <= Fraction(1, 4)


def test_sound_is_kept_only_where_it_is_wanted(tmp_path: Path) -> None:
    source = hostile.film(tmp_path / "a.mp4", frames=50, sound=True)
    with av.open(str(prepared(source)[0])) as container:
        assert not container.streams.audio
    with av.open(str(prepared(source, Target(width=96, height=64, sound=True))[0])) as container:
        audio = list(container.decode(audio=0))
    assert sum(frame.samples for frame in audio) / 48_000 == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("suffix", ["gif", "png", "webp"])
def test_an_animation_becomes_a_film_of_its_frames(tmp_path: Path, suffix: str) -> None:
    source = hostile.animation(tmp_path / f"a.{suffix}", frames=5, duration=200)
    out = tmp_path / "out.mp4"
    with source.open("rb") as stream:
        assert animations.times(stream, suffix, LIMITS) == (200,) * 5
        made = animations.prepare(
            stream, suffix, target=Target(width=96, height=64), limits=LIMITS, path=out, step=lambda *_: None
        )
    assert made == (5, 5)
    reds = [colour(pictured(frame), (40, 30))[0] for frame in frames(out)]
    assert reds == pytest.approx([0, 50, 100, 150, 200], abs=8)


def test_a_still_gif_png_or_webp_is_no_animation(tmp_path: Path) -> None:
    for suffix in ("gif", "png", "webp"):
        path = tmp_path / f"a.{suffix}"
        Image.new("RGB", (9, 9)).save(path)
        with path.open("rb") as stream:
            assert animations.times(stream, suffix, LIMITS) == ()


def test_hurried_frames_are_shown_as_browsers_show_them(tmp_path: Path) -> None:
    path = hostile.animation(tmp_path / "a.gif", frames=3, duration=10)
    with path.open("rb") as stream:
        assert animations.times(stream, "gif", LIMITS) == (100, 100, 100)
