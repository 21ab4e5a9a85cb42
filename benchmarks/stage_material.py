"""Programs and objects for the benchmarks of the stage, made on the spot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from device_profiles.profile import BuiltInSlide, Legibility, Screen, Transition
from layouts import theme
from layouts.card import Card, Words
from layouts.compose import compose, frame_for
from layouts.layout import Layout, Rect, Zone, ZoneKind
from player.stage import scene
from playlists.program import (
    CardContent,
    Event,
    Film,
    Item,
    Playlist,
    Program,
    Rendition,
    ScreenProgram,
    Stills,
    TickerText,
)

FULL = Layout(name="full", title={}, zones=(Zone(name="main", x=0, y=0, width=1, height=1),))
NEWS = Layout(
    name="news",
    title={},
    zones=(
        Zone(name="main", x=0, y=0, width=1, height=0.9),
        Zone(name="ticker", x=0, y=0.9, width=1, height=0.1, kind=ZoneKind.TICKER),
    ),
)
THEME = theme.derive(background=None, accent=None, categories=None)


def jpeg(number: int, width: int, height: int, kind: str = "JPG") -> bytes:
    """A picture unlike its neighbours, without any pixel of plain magenta."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    gradient = QLinearGradient(0, 0, width, height)
    gradient.setColorAt(0, QColor.fromHsv(number * 36 % 360, 200, 250))
    gradient.setColorAt(1, QColor.fromHsv((number * 36 + 120) % 360, 250, 100))
    painter.fillRect(image.rect(), gradient)
    for step in range(40):
        shade = QColor.fromHsv((number * 36 + step * 9) % 360, 160, 200)
        painter.fillRect(step * width // 40, height // 3 + step, width // 60, height // 4, shade)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(data.data())


class Material:
    """Objects in a folder, and items made of them for one size of zone."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self.folder, self.width, self.height = folder, width, height

    def put(self, data: bytes) -> Rendition:
        """Keep an object of the zone's size."""
        name = hashlib.sha256(data).hexdigest()
        path = self.folder / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return Rendition(object=name, bytes=len(data), width=self.width, height=self.height)

    def stills(self, item: str, first: int, *pages_ms: int) -> Item:
        """A picture for each of `pages_ms`."""
        numbers = range(first, first + len(pages_ms))
        pages = tuple(self.put(jpeg(number, self.width, self.height)) for number in numbers)
        return Item(id=item, content=Stills(pages=pages), pages_ms=pages_ms)

    def film(self, item: str, frames: int, *pages_ms: int) -> Item:
        """A film of 25 frames a second."""
        path = self.folder / "film.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        with av.open(str(path), "w") as container:
            stream: Any = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = self.width, self.height, "yuv420p"
            for number in range(frames):
                image = QImage.fromData(jpeg(number, self.width, self.height, "BMP"))
                frame = _frame(image.convertToFormat(QImage.Format.Format_RGB888))
                frame.pts, frame.time_base = number, Fraction(1, 25)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        content = Film(rendition=self.put(path.read_bytes()), length_ms=frames * 40, frame_ms=40.0)
        return Item(id=item, content=content, pages_ms=pages_ms)

    def card(self, item: str, shown: Screen, page_ms: int) -> Item:
        """A card of as many pages as it takes."""
        words = Words(language="fr", headline="Piscine fermée", body="Réouverture jeudi 3 décembre.")
        card = Card(kind="notice", words=(words,))
        frame = frame_for(shown, Rect(0, 0, self.width, self.height), THEME.day)
        pages = compose(card, frame)
        return Item(id=item, content=CardContent(card=card), pages_ms=(page_ms,) * len(pages))


def _frame(image: QImage) -> av.VideoFrame:
    frame = av.VideoFrame(image.width(), image.height(), "rgb24")
    stride, row = frame.planes[0].line_size, image.width() * 3
    lines: Iterator[bytes] = (
        bytes(cast("memoryview", image.constScanLine(y)))[:row].ljust(stride, b"\0")
        for y in range(image.height())
    )
    frame.planes[0].update(b"".join(lines))
    return frame


def ticker(item: str, page_ms: int) -> Item:
    text = TickerText(text="Travaux quai de la Fosse jusqu’au 3 décembre", width=600.0, scrolls=True)
    return Item(id=item, content=text, pages_ms=(page_ms,))


def screen(name: str, width: int, height: int, transition: Transition) -> Screen:
    return Screen(
        name=name,
        width=width,
        height=height,
        width_mm=width / 2,
        height_mm=height / 2,
        bottom_mm=1500.0,
        distance_m=3.0,
        legibility=Legibility.D155,
        layout="full",
        transitions=(transition,),
    )


def screen_program(shown: Screen, layout: Layout, **zones: tuple[Item, ...]) -> ScreenProgram:
    return ScreenProgram(
        screen=shown,
        layouts={layout.name: layout},
        playlists={zone: Playlist(id=zone, items=items) for zone, items in zones.items()},
        events=(Event(id="always", layout=layout.name, zones={zone: zone for zone in zones}),),
    )


def program(*screens: ScreenProgram) -> Program:
    return Program(
        device="bench",
        profile="plasma-16x9",
        place="Place du Commerce",
        position=(47.2131, -1.5583),
        time_zone="Europe/Paris",
        country="FR",
        languages=("fr",),
        built_in=BuiltInSlide(headline={"fr": "Nantes"}),
        theme=THEME,
        screens=screens,
    )


MAGENTA = "#ff00ff"


def colour_the_ground() -> None:
    """Give what lies under all pictures a colour that none of them has."""
    vars(scene)["ground_of"] = lambda _palette, _role: MAGENTA


def shows_ground(image: QImage) -> bool:
    """Whether any of some points in the main zone of `everything` shows the ground."""
    points = [(x, y) for x in (1, 160, 320, 638) for y in (1, 160, 322)]
    return any(QColor(image.pixel(*point)).name() == MAGENTA for point in points)


def everything(folder: Path) -> Program:
    """Three screens, one for each kind of transition, with items of every type."""
    material, screens = Material(folder, 640, 324), []
    for transition in Transition:
        shown = screen(transition.value, 640, 360, transition)
        items: tuple[Item, ...] = (
            material.stills("photo", 1, 1500),
            material.stills("menu", 2, 1500, 1500),
            material.film("film", 50, 1500),
            material.stills("photo-2", 5, 1500),
            material.card("card", shown, 1500),
        )
        screens.append(screen_program(shown, NEWS, main=items, ticker=(ticker("line", 5000),)))
    return program(*screens)
