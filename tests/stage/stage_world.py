"""A small world for the stage: few pixels, coloured pictures, films that count, a clock set by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from device_profiles.profile import BuiltInSlide, Colour, Legibility, Screen, Transition
from layouts import theme
from layouts.layout import Layout, Zone, ZoneKind
from player.stage.instants import to_ms
from playlists.program import Event, Film, Item, Playlist, Program, Rendition, ScreenProgram, Stills

WIDTH, HEIGHT = 160, 90
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
THEME = theme.derive(background="#10222b", accent="#00a79d", categories=None)
FULL = Layout(name="full", title={}, zones=(Zone(name="main", x=0, y=0, width=1, height=1),))
FILM_BITS = 10
SAMPLES = 48_000


def at(seconds: float) -> datetime:
    """An instant, in seconds after noon; at noon a broadcast day's cycle of 10 s items begins anew."""
    return NOON + timedelta(seconds=seconds)


class Shelf:
    """A folder of objects, and pictures put into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, width: int, height: int) -> Rendition:
        name = hashlib.sha256(data).hexdigest()
        path = self.folder / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return Rendition(object=name, bytes=len(data), width=width, height=height)

    def path(self, rendition: Rendition) -> Path:
        return self.folder / rendition.object[:2] / rendition.object

    def still(self, colour: str, width: int = WIDTH, height: int = HEIGHT) -> Rendition:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return self.put(bytes(data.data()), width, height)

    def picture(self, item: str, colour: str, seconds: float = 10) -> Item:
        return Item(id=item, content=Stills(pages=(self.still(colour),)), pages_ms=(int(seconds * 1000),))

    def film(
        self,
        item: str,
        frames: int = 50,
        seconds: float = 10,
        *,
        sound: bool = False,
        codec: str = "libx264",
    ) -> Item:
        """A film of 25 frames a second; each shows its number as `FILM_BITS` bars, the lowest bit left."""
        path = self.folder / "film.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_film(path, frames, sound=sound, codec=codec)
        rendition = self.put(path.read_bytes(), WIDTH, HEIGHT)
        content = Film(rendition=rendition, length_ms=frames * 40, frame_ms=40.0, sound=sound)
        return Item(id=item, content=content, pages_ms=(int(seconds * 1000),))


def _write_film(path: Path, frames: int, *, sound: bool, codec: str) -> None:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=25)
        track: Any = container.add_stream("aac", rate=SAMPLES, layout="mono") if sound else None
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        if codec == "libx264":
            stream.options = {"crf": "10", "g": "12", "bf": "2"}
        for number in range(frames):
            image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB888)
            image.fill(QColor("black"))
            bar = WIDTH // FILM_BITS
            for bit in range(FILM_BITS):
                if number >> bit & 1:
                    for y in range(HEIGHT):
                        for x in range(bit * bar + 2, (bit + 1) * bar - 2):
                            image.setPixelColor(x, y, QColor("white"))
            frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
            stride = frame.planes[0].line_size
            lines, step = bytes(image.constBits()), image.bytesPerLine()
            rows = [lines[y * step :][: WIDTH * 3].ljust(stride, b"\0") for y in range(HEIGHT)]
            frame.planes[0].update(b"".join(rows))
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
            if track is not None:
                container.mux(track.encode(_silence(number)))
        container.mux(stream.encode())
        if track is not None:
            container.mux(track.encode())


def _silence(number: int) -> av.AudioFrame:
    """The sound of one frame."""
    samples = av.AudioFrame("fltp", "mono", SAMPLES // 25)
    samples.planes[0].update(bytes(4 * (SAMPLES // 25)))
    samples.rate, samples.pts, samples.time_base = SAMPLES, number * (SAMPLES // 25), Fraction(1, SAMPLES)
    return samples


def film_number(image: QImage) -> int:
    """The number that a film's frame shows."""
    bar = WIDTH // FILM_BITS
    return sum(
        1 << bit
        for bit in range(FILM_BITS)
        if image.pixelColor(bit * bar + bar // 2, HEIGHT // 2).lightness() > 128
    )


def screen(**changes: Any) -> Screen:
    usual: dict[str, Any] = {
        "width": WIDTH,
        "height": HEIGHT,
        "width_mm": 1000.0,
        "height_mm": 562.0,
        "bottom_mm": 1500.0,
        "distance_m": 3.0,
        "legibility": Legibility.D155,
        "layout": "full",
        "transitions": (Transition.CROSSFADE, Transition.CUT),
    }
    return Screen(**usual | changes)


def led_screen() -> Screen:
    return screen(
        width=128,
        height=32,
        width_mm=1280.0,
        height_mm=320.0,
        distance_m=10.0,
        colour=Colour.MONO,
        legibility=Legibility.CA_VMS,
        transitions=(Transition.CUT,),
    )


LED = Layout(
    name="led", title={}, zones=(Zone(name="main", x=0, y=0, width=1, height=1, kind=ZoneKind.MATRIX),)
)


def screen_program(layout: Layout, shown: Screen, **zones: tuple[Item, ...]) -> ScreenProgram:
    """One event, always open, with these items in the zones."""
    return ScreenProgram(
        screen=shown,
        layouts={layout.name: layout},
        playlists={zone: Playlist(id=zone, items=items) for zone, items in zones.items()},
        events=(Event(id="always", layout=layout.name, zones={zone: zone for zone in zones}),),
    )


def program(*screens: ScreenProgram, **changes: Any) -> Program:
    usual: dict[str, Any] = {
        "device": "plasma-001",
        "profile": "plasma-16x9",
        "place": "Place du Commerce",
        "position": (47.2131, -1.5583),
        "time_zone": "Europe/Paris",
        "country": "FR",
        "languages": ("fr",),
        "built_in": BuiltInSlide(headline={"fr": "Nantes"}),
        "theme": THEME,
    }
    return Program(**usual | changes, screens=screens)


def full(*items: Item, **changes: Any) -> Program:
    """A program of one screen with one zone that fills it."""
    return program(screen_program(FULL, screen(), main=items), **changes)


class HandClock:
    """A clock that goes when told."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now_ms = to_ms(start)

    def __call__(self) -> int:
        return self.now_ms

    def go(self, milliseconds: int) -> None:
        self.now_ms += milliseconds


class LaterExecutor(Executor):
    """Does its jobs when told, in the caller's thread."""

    def __init__(self) -> None:
        self._jobs: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._jobs.append((future, lambda: fn(*args, **kwargs)))
        return future

    def work(self) -> None:
        while self._jobs:
            future, job = self._jobs.pop(0)
            if future.set_running_or_notify_cancel():
                future.set_result(job())
