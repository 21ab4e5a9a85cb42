"""Prepares films: decodes what a foreign film holds and writes it at a target's exact pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from playlists.media import film_facts
from playlists.media.colours import cube
from playlists.media.damage import complaints
from playlists.media.faults import CUT_OFF, FaultError
from playlists.media.film_facts import Track, frame_count, video_of
from playlists.media.film_graph import picture_graph, pulled, sound_graph
from playlists.media.film_writer import FilmWriter, even
from playlists.media.limits import MediaLimits
from playlists.media.shelf import Target

_STEP = 10
_LOST_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is made of a track for a target: `count` frames at `rate` a second."""

    track: Track
    target: Target
    count: int
    rate: int
    table: Path | None

    def graph(self, frame: VideoFrame, base: Fraction) -> Graph:
        return picture_graph(frame, self.track, self.target, rate=self.rate, base=base, table=self.table)


def prepare(
    stream: BinaryIO,
    form: str,
    *,
    target: Target,
    limits: MediaLimits,
    path: Path,
    step: Callable[[int, int], None],
) -> tuple[int, int, bool]:
    """Write the film for a target to `path`. Returns frames, frames per second and whether it has sound.

    The film is the target's size, rounded up to even sides: show it unscaled from its upper left corner.
    """
    track = film_facts.survey(stream, form, limits)
    rate = track.rate(target.frames_per_second)
    count = frame_count(track.length, rate)
    stream.seek(0)
    sound = target.sound and track.sound
    table = _table(track, path.with_suffix(".cube"))
    with (
        film_facts.opened(stream, form) as container,
        FilmWriter(path, even(target.width), even(target.height), rate, sound=sound) as writer,
    ):
        last = _copy(container, _Plan(track, target, count, rate, table), writer, step)
        if last is None or writer.frames < count * _LOST_SHARE:
            raise FaultError(CUT_OFF)
        while writer.frames < count:
            writer.write(last)
    return count, rate, sound


def examine(stream: BinaryIO, form: str, limits: MediaLimits) -> tuple[Track, bool]:
    """Read every packet, decode the beginning and the last pictures. Also tells whether it is damaged.

    Raises `FaultError`.
    """
    track = film_facts.survey(stream, form, limits)
    stream.seek(0)
    with film_facts.opened(stream, form) as container, complaints() as heard:
        most = max(1, limits.examined_pixels // (track.width * track.height))
        for _ in islice(container.decode(video_of(container)), most):
            if heard():
                break
        damaged = heard()
    stream.seek(0)
    with film_facts.opened(stream, form) as container:
        video = video_of(container)
        near_end = track.start + max(Fraction(0), track.length - 2)
        container.seek(int(near_end / (video.time_base or 1)), stream=video)
        if not any(True for _ in container.decode(video)):
            raise FaultError(CUT_OFF)
    return track, damaged


def _table(track: Track, path: Path) -> Path | None:
    """The file that brings the track's colours to sRGB, written to `path`; None where they are so already."""
    if not track.colours.foreign:
        return None
    path.write_text(cube(track.colours), "ascii")
    return path


def _copy(
    container: InputContainer,
    plan: _Plan,
    writer: FilmWriter,
    step: Callable[[int, int], None],
) -> VideoFrame | None:
    """Write at most the planned frames. Returns the last."""
    last = None
    for picture in _pictures(container, plan, writer):
        if writer.frames < plan.count:
            writer.write(picture)
            last = picture
            if writer.frames % _STEP == 0:
                step(writer.frames, plan.count)
        elif not writer.has_sound:
            break
    return last


def _pictures(container: InputContainer, plan: _Plan, writer: FilmWriter) -> Iterator[VideoFrame]:
    """The finished pictures in order; sound goes to the writer on the way."""
    video = video_of(container)
    video.thread_type = "AUTO"
    streams: list[VideoStream | AudioStream] = [video]
    sound: Graph | None = None
    if writer.has_sound:
        audio = container.streams.audio[0]
        streams.append(audio)
        sound = sound_graph(audio, plan.track, Fraction(plan.count, plan.rate))
    graph: Graph | None = None
    shape: tuple[int, int, str] | None = None
    for packet in container.demux(streams):
        for frame in packet.decode():
            if isinstance(frame, AudioFrame):
                _pass_sound(frame, sound, writer)
            elif isinstance(frame, VideoFrame):
                found = (frame.width, frame.height, frame.format.name)
                if graph is None:
                    graph, shape = plan.graph(frame, video.time_base or Fraction(1, 1000)), found
                if found != shape:
                    raise FaultError(f"changes its picture size on the way: {film_facts.CONVERT}")
                graph.push(frame)
                yield from _seen(graph)
    if graph is not None:
        graph.push(None)
        yield from _seen(graph)
    _pass_sound(None, sound, writer)


def _seen(graph: Graph) -> Iterator[VideoFrame]:
    for frame in pulled(graph):
        if isinstance(frame, VideoFrame):
            yield frame


def _pass_sound(frame: AudioFrame | None, sound: Graph | None, writer: FilmWriter) -> None:
    if sound is not None:
        sound.push(frame)
        for samples in pulled(sound):
            if isinstance(samples, AudioFrame):
                writer.write_sound(samples)
