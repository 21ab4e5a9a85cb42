"""Does one job in the worker: looks at a file, examines it, or prepares it. Knows no process and no pipe."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace
from PIL import Image

from playlists.media import animations, documents, film_facts, films, stills
from playlists.media.damage import is_damaged
from playlists.media.encode import encoded
from playlists.media.faults import FaultError
from playlists.media.film_facts import Track, frame_count
from playlists.media.film_writer import even
from playlists.media.jobs import (
    Answer,
    Examine,
    Facts,
    Job,
    Kind,
    Look,
    Made,
    Moving,
    Pictures,
    Prepare,
    Refused,
    Seen,
)
from playlists.media.limits import MediaLimits
from playlists.media.pictures import open_image, upright_size
from playlists.media.shelf import Target
from playlists.media.source import open_regular, recognise
from playlists.media.svg import Drawing

Steps = Callable[[int, int], None]
_GLANCE = Target(width=256, height=256, fit="contain")
_USUAL_RATE = 30
FILMS = {"mp4", "mkv"}


def work(job: Job, limits: MediaLimits, step: Steps) -> Answer:
    """Do the job. Bad data is an answer; only `MemoryError` and faults of this program are raised."""
    try:
        with open_regular(Path(job.path)) as stream:
            form = recognise(stream)
            _refuse_large(stream, limits.film_bytes if form in FILMS else limits.image_bytes)
            match job:
                case Look():
                    return Seen(facts=_look(stream, form, limits, job.frames_per_second))
                case Examine():
                    return Seen(facts=_examine(stream, form, limits, step))
                case Prepare():
                    return _prepare(stream, form, job, limits, step)
    except FaultError as fault:
        return Refused(cause=str(fault))


def _refuse_large(stream: BinaryIO, most: int) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > most:
        raise FaultError(f"has {size / 2**20:.0f} MiB, the most is {most / 2**20:.0f} MiB")


def _look(stream: BinaryIO, form: str, limits: MediaLimits, at_most: int) -> Facts:
    if form in FILMS:
        return _film_facts(film_facts.survey(stream, form, limits), form, at_most)
    if form == "pdf":
        with documents.opened(stream, limits) as document:
            sizes = [documents.page_size(document, index) for index in range(len(document))]
        width, height = (max(1, round(side)) for side in sizes[0])
        return Facts(kind=Kind.DOCUMENT, format=form, width=width, height=height, pages=len(sizes))
    if form == "svg":
        width, height = (
            max(1, round(side)) for side in Drawing(stream.read(limits.svg_bytes + 1), limits).size
        )
        return Facts(kind=Kind.IMAGE, format=form, width=width, height=height)
    times = animations.times(stream, form, limits)
    with open_image(stream, form, limits) as image:
        width, height = upright_size(image)
    if not times:
        return Facts(kind=Kind.IMAGE, format=form, width=width, height=height)
    rate = animations.rate_of(times, at_most)
    frames = frame_count(_seconds(times), rate)
    return Facts(
        kind=Kind.ANIMATION,
        format=form,
        width=width,
        height=height,
        length_ms=frames * 1000 // rate,
        frames_per_second=rate,
    )


def _examine(stream: BinaryIO, form: str, limits: MediaLimits, step: Steps) -> Facts:
    if form in FILMS:
        track, damaged = films.examine(stream, form, limits)
        return replace(_film_facts(track, form, _USUAL_RATE), damaged=damaged)
    facts = _look(stream, form, limits, _USUAL_RATE)
    facts = replace(facts, damaged=is_damaged(stream, form, limits))
    stream.seek(0)
    if form == "pdf":
        for _ in stills.pages(stream, _GLANCE, limits, step):
            pass
        return facts
    stills.still(stream, form, _GLANCE, limits)
    if facts.kind is Kind.ANIMATION:
        stream.seek(0)
        frames = len(animations.times(stream, form, limits))
        animations.examine(stream, form, limits, frames)
    return facts


def _prepare(stream: BinaryIO, form: str, job: Prepare, limits: MediaLimits, step: Steps) -> Answer:
    target, folder = job.target, Path(job.folder)
    if target.width * target.height > limits.target_pixels:
        raise FaultError(f"is asked for at {target.width} x {target.height} pixels, which no screen has")
    if form == "pdf":
        pictures = stills.pages(stream, target, limits, step)
        return Pictures(pages=tuple(_kept(picture, folder, page) for page, picture in enumerate(pictures)))
    path = folder / "film.mp4"
    if form in FILMS:
        return _moving(
            path, target, *films.prepare(stream, form, target=target, limits=limits, path=path, step=step)
        )
    if job.moving:
        return _moving(
            path,
            target,
            *animations.prepare(stream, form, target=target, limits=limits, path=path, step=step),
            sound=False,
        )
    return Pictures(pages=(_kept(stills.still(stream, form, target, limits), folder, 0),))


def _kept(picture: Image.Image, folder: Path, page: int) -> Made:
    data, suffix = encoded(picture)
    path = folder / f"{page}.{suffix}"
    path.write_bytes(data)
    return Made(file=path.name, width=picture.width, height=picture.height)


def _moving(path: Path, target: Target, frames: int, rate: int, sound: bool) -> Moving:
    film = Made(file=path.name, width=even(target.width), height=even(target.height))
    return Moving(film=film, length_ms=frames * 1000 // rate, frames_per_second=rate, sound=sound)


def _film_facts(track: Track, form: str, at_most: int) -> Facts:
    rate = track.rate(at_most)
    return Facts(
        kind=Kind.FILM,
        format=f"{form} {track.codec}",
        width=track.width,
        height=track.height,
        length_ms=frame_count(track.length, rate) * 1000 // rate,
        frames_per_second=rate,
        sound=track.sound,
    )


def _seconds(times: tuple[int, ...]) -> Fraction:
    return Fraction(sum(times), 1000)
