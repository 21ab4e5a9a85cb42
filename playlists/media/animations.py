"""Animated GIF, PNG and WebP: the time of each frame from the file's own blocks, and films made of them."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image

from playlists.media.faults import CUT_OFF, FaultError
from playlists.media.film_facts import frame_count, prepared_rate
from playlists.media.film_writer import FilmWriter, even
from playlists.media.framing import frame
from playlists.media.limits import MediaLimits
from playlists.media.pictures import decoding, flattened, open_image
from playlists.media.shelf import Target
from playlists.media.srgb import Conversion, conversion

# Browsers show frames of 10 ms or less for 100 ms; people have made their GIFs for that.
_HURRIED_MS = 10
_UNHURRIED_MS = 100
_STEP = 10


def times(stream: BinaryIO, form: str, limits: MediaLimits) -> tuple[int, ...]:
    """The time of each frame of one loop in milliseconds; empty for a still. Rewinds the stream."""
    readers: dict[str, Callable[[BinaryIO], Iterator[int]]] = {"gif": _gif, "png": _png, "webp": _webp}
    if form not in readers:
        return ()
    found: list[int] = []
    for time in readers[form](stream):
        found.append(_UNHURRIED_MS if time <= _HURRIED_MS else time)
        if len(found) > limits.frames:
            raise FaultError(f"has more than {limits.frames} frames: make a film of it")
    stream.seek(0)
    if sum(found) > limits.film_s * 1000:
        raise FaultError(
            f"lasts {sum(found) / 60_000:.0f} min, the most is {limits.film_s / 60:.0f} min: cut it shorter"
        )
    return tuple(found) if len(found) > 1 else ()


def rate_of(frame_times: tuple[int, ...], at_most: int) -> int:
    """The constant rate, in frames per second, that shows its shortest frame."""
    return prepared_rate(1000 / min(frame_times), uneven=False, at_most=at_most)


def prepare(
    stream: BinaryIO,
    form: str,
    *,
    target: Target,
    limits: MediaLimits,
    path: Path,
    step: Callable[[int, int], None],
) -> tuple[int, int]:
    """Write one loop as a film for a target to `path`. Returns frames and frames per second."""
    frame_times = times(stream, form, limits)
    rate = rate_of(frame_times, target.frames_per_second)
    count = frame_count(Fraction(sum(frame_times), 1000), rate)
    ends = list(accumulate(frame_times))
    size = Target(width=even(target.width), height=even(target.height), fit=target.fit, focus=target.focus)
    reformat = VideoReformatter()
    with (
        open_image(stream, form, limits) as image,
        FilmWriter(path, size.width, size.height, rate, sound=False) as writer,
    ):
        colours = conversion(stream, form, image)
        shown = -1
        picture = None
        for number in range(count):
            due = min(bisect_right(ends, number * 1000 // rate), len(ends) - 1)
            if due != shown or picture is None:
                picture, shown = _framed(image, due, size, colours), due
            moved = reformat.reformat(
                _video_frame(picture),
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
            )
            writer.write(moved)
            if number % _STEP == 0:
                step(number, count)
    return count, rate


def examine(stream: BinaryIO, form: str, limits: MediaLimits, count: int) -> None:
    """Decode every frame. Raises `FaultError` for the first that is broken."""
    with open_image(stream, form, limits) as image, decoding():
        for number in range(count):
            image.seek(number)
            image.load()


def _video_frame(picture: Image.Image) -> VideoFrame:
    frame: VideoFrame = VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
    return frame


def _framed(image: Image.Image, number: int, size: Target, colours: Conversion) -> Image.Image:
    with decoding():
        image.seek(number)
        image.load()
        plain = image if image.mode == "RGB" else image.convert("RGBA")
        return frame(flattened(colours.applied(plain)), size)


def _need(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise FaultError(CUT_OFF)
    return data


def _gif(stream: BinaryIO) -> Iterator[int]:
    """GIF89a, appendix A: the delay of each image in its graphic control extension, in 10 ms."""
    header = _need(stream, 13)
    if header[10] & 0x80:
        _need(stream, 3 << (header[10] & 7) + 1)
    delay = 0
    while (kind := stream.read(1)) not in (b";", b""):
        if kind == b"!":
            label = _need(stream, 1)
            block = _gif_block(stream)
            if label == b"\xf9" and len(block) >= 4:  # noqa: PLR2004
                delay = 10 * int.from_bytes(block[1:3], "little")
                block = _gif_block(stream)
            while block:
                block = _gif_block(stream)
        elif kind == b",":
            flags = _need(stream, 9)[8]
            if flags & 0x80:
                _need(stream, 3 << (flags & 7) + 1)
            _need(stream, 1)
            while _gif_block(stream):
                pass
            yield delay
            delay = 0
        elif kind != b"\0":
            raise FaultError(CUT_OFF)


def _gif_block(stream: BinaryIO) -> bytes:
    return _need(stream, _need(stream, 1)[0])


def _png(stream: BinaryIO) -> Iterator[int]:
    """APNG: the delay of each frame is a fraction of a second in its `fcTL` chunk, after an `acTL`."""
    stream.seek(8)
    animated = False
    while len(head := stream.read(8)) == 8:  # noqa: PLR2004
        length, kind = struct.unpack(">I4s", head)
        if kind == b"IDAT" and not animated:
            return
        animated = animated or kind == b"acTL"
        if kind == b"fcTL" and animated:
            body = _need(stream, 26)
            above, below = struct.unpack(">HH", body[20:24])
            yield round(1000 * above / (below or 100))
            length -= 26
        stream.seek(length + 4, 1)


def _webp(stream: BinaryIO) -> Iterator[int]:
    """WebP container: the duration of each frame in milliseconds in bytes 12 to 14 of its `ANMF` chunk."""
    stream.seek(12)
    while len(head := stream.read(8)) == 8:  # noqa: PLR2004
        kind, length = struct.unpack("<4sI", head)
        start = stream.tell()
        if kind == b"ANMF":
            yield int.from_bytes(_need(stream, 15)[12:15], "little")
        stream.seek(start + length + length % 2)
