"""Reads what a film is: its size as people see it, its true length from every packet, its frame rate."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd
from typing import BinaryIO

import av
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from playlists.media.colours import Colours
from playlists.media.faults import CUT_OFF, FaultError
from playlists.media.limits import MediaLimits

_DEMUXERS = {"mp4": "mov", "mkv": "matroska"}
# Whole milliseconds hold a small whole number of frames at each of these rates.
RATES = (5, 8, 10, 12, 15, 20, 24, 25, 30, 40, 50, 60)
_SHORTEST_S = Fraction(1, 10)
_LOST_SHARE = 0.97
_LOST_S = Fraction(3, 10)
_UNEVEN = 0.7
CONVERT = "convert it: ffmpeg -i '{file}' -c:v libx264 -pix_fmt yuv420p -an '{file}.mp4'"


@dataclass(frozen=True, slots=True)
class Track:
    """The video of a film. `width` and `height` are upright pixels with square sides; times are seconds.

    `mirrored` says that the picture is to be flipped after its `rotation`, as phones keep selfies.
    """

    width: int
    height: int
    codec: str
    rotation: int
    mirrored: bool
    interlaced: bool
    colours: Colours
    start: Fraction
    length: Fraction
    packets: int
    uneven: bool
    sound: bool

    def rate(self, at_most: int) -> int:
        """The constant frame rate to prepare it at, in frames per second, `at_most` or less."""
        return prepared_rate(float(self.packets / self.length), uneven=self.uneven, at_most=at_most)


def prepared_rate(source: float, *, uneven: bool, at_most: int) -> int:
    """The rate for a film of `source` frames per second on average: near it, or an even part of it."""
    allowed = [rate for rate in RATES if rate <= at_most] or [RATES[0]]
    if uneven:
        return allowed[-1]
    part = source
    divisor = 1
    while part > allowed[-1] * 1.01:
        divisor += 1
        part = source / divisor
    return next((rate for rate in allowed if rate >= part * 0.985), allowed[-1])


def frame_count(length_s: Fraction, rate: int) -> int:
    """How many frames a prepared film has: near its length, and a whole number of milliseconds together."""
    unit = rate // gcd(rate, 1000)
    return max(1, round(length_s * rate / unit)) * unit


@contextmanager
def opened(stream: BinaryIO, form: str) -> Iterator[InputContainer]:
    """The film, read through `stream` alone. Raises `FaultError` for what FFmpeg cannot read."""
    try:
        with av.open(
            stream, mode="r", format=_DEMUXERS[form], buffer_size=2**18, metadata_errors="ignore"
        ) as container:
            yield container
    except (MemoryError, FaultError):
        raise
    except (av.FFmpegError, OSError, ValueError, EOFError, OverflowError) as error:
        raise FaultError(CUT_OFF) from error


def survey(stream: BinaryIO, form: str, limits: MediaLimits) -> Track:
    """Read the first picture and the times of every packet. Leaves the stream anywhere."""
    first = _first_frame(stream, form, limits)
    stream.seek(0)
    with opened(stream, form) as container:
        video = video_of(container)
        start, end, packets, uneven = _times(container, video, limits)
        length = end - start
        _refuse_lost(container, video, packets, length)
        if length < _SHORTEST_S or packets < 2:  # noqa: PLR2004
            raise FaultError("has no length: give a film of at least 0.1 s, or an image")
        if length > limits.film_s:
            raise FaultError(
                f"lasts {float(length) / 60:.0f} min, the most is {limits.film_s / 60:.0f}: cut it shorter"
            )
        width, height, rotation = _upright(first, video)
        return Track(
            width=width,
            height=height,
            codec=video.codec_context.name,
            rotation=rotation,
            mirrored=_mirrored(first),
            interlaced=bool(first.interlaced_frame),
            colours=Colours(int(first.color_primaries), int(first.color_trc)),
            start=start,
            length=length,
            packets=packets,
            uneven=uneven,
            sound=bool(container.streams.audio),
        )


def video_of(container: InputContainer) -> VideoStream:
    """The moving pictures of a film, the largest of several; a cover does not count. Raises `FaultError`."""
    moving = [
        video for video in container.streams.video if "attached_pic" not in (video.disposition.name or "")
    ]
    if not moving:
        raise FaultError("has no moving pictures, only sound or data")
    return max(moving, key=lambda video: video.width * video.height if _decodable(video) else -1)


def _decodable(video: VideoStream) -> bool:
    context: object = video.codec_context
    return context is not None


def _first_frame(stream: BinaryIO, form: str, limits: MediaLimits) -> VideoFrame:
    with opened(stream, form) as container:
        video = video_of(container)
        context = video.codec_context
        if context is None:
            raise FaultError(f"holds a kind of film that cannot be decoded here: {CONVERT}")
        if context.width * context.height > limits.frame_pixels:
            raise FaultError(
                f"has frames of {context.width} x {context.height} pixels, the most is 8192 x 4320: {CONVERT}"
            )
        for frame in container.decode(video):
            return frame
    raise FaultError("has no picture that can be decoded: export it again")


def _times(
    container: InputContainer, video: VideoStream, limits: MediaLimits
) -> tuple[Fraction, Fraction, int, bool]:
    """Start and end in seconds, the number of frames, and whether they come unevenly."""
    base = video.time_base or Fraction(1, 1000)
    times: list[tuple[int, int]] = []
    for packet in container.demux(video):
        if packet.pts is None or packet.is_discard:
            continue
        times.append((packet.pts, packet.duration or 0))
        if len(times) > 8 * limits.frames:
            raise FaultError(f"has more than {8 * limits.frames} frames: {CONVERT}")
    if not times:
        raise FaultError("has no length: it holds no frame with a time")
    times.sort()
    starts = [start for start, _ in times]
    gaps = sorted(after - before for before, after in pairwise(starts))
    usual = gaps[len(gaps) // 2] if gaps else 0
    last = times[-1][1] or usual
    length = starts[-1] + last - starts[0]
    average = length / len(times)
    uneven = bool(gaps) and usual < average * _UNEVEN
    return starts[0] * base, (starts[-1] + last) * base, len(times), uneven


def _refuse_lost(container: InputContainer, video: VideoStream, packets: int, length: Fraction) -> None:
    if video.frames and packets < video.frames * _LOST_SHARE:
        raise FaultError(CUT_OFF)
    promised = Fraction(container.duration or 0, 1_000_000)
    if promised - length > _LOST_S and length < promised * Fraction(9, 10) and not container.streams.audio:
        raise FaultError(CUT_OFF)


def _upright(first: VideoFrame, video: VideoStream) -> tuple[int, int, int]:
    aspect = video.sample_aspect_ratio or Fraction(1)
    width, height = first.width, first.height
    if Fraction(1, 4) <= aspect <= 4 and aspect != 1:  # noqa: PLR2004
        width = max(1, round(width * aspect))
    rotation = round(first.rotation / 90) * 90 % 360
    return (height, width, rotation) if rotation in {90, 270} else (width, height, rotation)


def _mirrored(first: VideoFrame) -> bool:
    """Whether the display matrix (ISO 14496-12, 6.2.2) changes left and right."""
    matrix = first.side_data.get("DISPLAYMATRIX")
    if not isinstance(matrix, SideData):
        return False
    across, right, _, down, below = struct.unpack("=5i", bytes(matrix)[:20])
    return bool(across * below < right * down)
