"""A film that flashes as can bring on fits is refused, whatever its rate and however it is played."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import av
import pytest
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image

from playlists.media import animations, films
from playlists.media.faults import FaultError
from playlists.media.flashes import FlashMeter
from playlists.media.limits import MediaLimits
from playlists.media.shelf import Target

Colour = tuple[int, int, int]
BLACK, WHITE, RED, GREEN = (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 148, 0)
SIZE = (320, 180)
RATE = 25


def picture(ground: Colour, colour: Colour, part: float) -> Image.Image:
    """So great a part of the ground in another colour, from the left."""
    made = Image.new("RGB", SIZE, ground)
    made.paste(colour, (0, 0, round(SIZE[0] * part), SIZE[1]))
    return made


def in_turn(
    one: Colour, other: Colour, every: int, *, part: float = 1.0, seconds: float = 4
) -> list[Image.Image]:
    """Two colours in turn, each for so many frames; the rest of the picture is of the first."""
    pictures = picture(one, one, part), picture(one, other, part)
    return [pictures[number // every % 2] for number in range(round(seconds * RATE))]


def looked_at(pictures: Iterable[Image.Image], rate: int = RATE) -> None:
    """Raises `FaultError`: it flashes."""
    meter, reformat = FlashMeter(rate), VideoReformatter()
    for one in pictures:
        frame: av.VideoFrame = av.VideoFrame.from_image(one)  # type: ignore[no-untyped-call]
        form = {"format": "yuv420p", "dst_colorspace": Colorspace.ITU709, "dst_color_range": ColorRange.MPEG}
        meter.see(reformat.reformat(frame, **form))  # type: ignore[arg-type]
    meter.end()


FLASHING = {
    "four times a second": in_turn(BLACK, WHITE, 3),
    "over a little more than a quarter": in_turn(BLACK, WHITE, 3, part=0.27),
    "between two greys": in_turn((60, 60, 60), (120, 120, 120), 3),
    "at every frame": in_turn(BLACK, WHITE, 1),
    "in red, at one luminance": in_turn(GREEN, RED, 3),
    "for a second among three": [
        *in_turn(BLACK, BLACK, 1, seconds=1),
        *in_turn(BLACK, WHITE, 3, seconds=1.2),
        *in_turn(BLACK, BLACK, 1, seconds=1),
    ],
    "only when it is played again and again": in_turn(BLACK, WHITE, 3, seconds=6 / RATE),
    "at the join of its end and its beginning": [
        *in_turn(BLACK, WHITE, 3, seconds=12 / RATE),
        *in_turn(BLACK, BLACK, 1, seconds=2),
        *in_turn(BLACK, WHITE, 3, seconds=15 / RATE),
    ],
}
CALM = {
    "two and a half times a second": in_turn(BLACK, WHITE, 5),
    "over less than a quarter": in_turn(BLACK, WHITE, 3, part=0.23),
    "by less than a tenth of the light": in_turn((120, 120, 120), (140, 140, 140), 3),
    "between two bright colours": in_turn((235, 235, 235), WHITE, 3),
    "a slide every second": in_turn(BLACK, WHITE, RATE, seconds=8),
    "six changes in all": [
        *in_turn(BLACK, WHITE, 3, seconds=18 / RATE),
        *in_turn(WHITE, WHITE, 1, seconds=3),
    ],
    "one picture": in_turn(BLACK, BLACK, 1, seconds=1 / RATE),
}


@pytest.mark.parametrize("name", FLASHING)
def test_what_flashes_is_refused(name: str) -> None:
    with pytest.raises(FaultError, match="more than three times a second"):
        looked_at(FLASHING[name])


@pytest.mark.parametrize("name", CALM)
def test_what_does_not_is_taken(name: str) -> None:
    looked_at(CALM[name])


def test_a_bar_that_wanders_over_the_picture_does_not_flash() -> None:
    def bar(number: int) -> Image.Image:
        made = Image.new("RGB", SIZE, BLACK)
        made.paste(WHITE, (number * 4 % SIZE[0], 0, number * 4 % SIZE[0] + 90, SIZE[1]))
        return made

    looked_at(map(bar, range(160)))


def test_the_message_tells_where_it_flashes() -> None:
    with pytest.raises(FaultError, match=r"at 1:02: slow it down"):
        looked_at([*in_turn(BLACK, BLACK, 1, seconds=62.4), *in_turn(BLACK, WHITE, 3)])


def test_a_film_that_flashes_is_not_prepared(tmp_path: Path) -> None:
    source = tmp_path / "strobe.mp4"
    with av.open(str(source), "w") as container:
        stream = container.add_stream("libx264", RATE, options={"x264-params": "log-level=none"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for one in in_turn(BLACK, WHITE, 3, seconds=2):
            container.mux(stream.encode(av.VideoFrame.from_image(one)))  # type: ignore[no-untyped-call]
        container.mux(stream.encode(None))
    with source.open("rb") as stream_of_bytes, pytest.raises(FaultError, match="more than three times"):
        films.prepare(
            stream_of_bytes, "mp4", target=Target(width=160, height=90), limits=MediaLimits(),
            path=tmp_path / "film.mp4", step=lambda _done, _total: None,
        )  # fmt: skip


def test_an_animation_that_flashes_is_not_prepared(tmp_path: Path) -> None:
    source = tmp_path / "strobe.gif"
    first, second = picture(BLACK, BLACK, 1), picture(BLACK, WHITE, 1)
    first.save(source, save_all=True, append_images=[second], duration=100, loop=0)
    with source.open("rb") as stream, pytest.raises(FaultError, match="more than three times"):
        animations.prepare(
            stream, "gif", target=Target(width=160, height=90), limits=MediaLimits(),
            path=tmp_path / "film.mp4", step=lambda _done, _total: None,
        )  # fmt: skip
