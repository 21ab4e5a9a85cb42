"""Draws the pictures of the table in docs/pictures: touched by a script on a real stage."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from player.touch.projects import PROJECTS
from player.touch.table.layer import TableLayer
from player.touch.table.limits import LIMITS
from player.touch.table.sides import outward
from player.touch.target import Act
from playlists.compile.program import Compiler
from playlists.media.library import Library
from playlists.program import Program
from playlists.workspace.load import load

ROOT = Path(__file__).parents[1]
NANTES = ROOT / "examples" / "nantes"
AT_MS = 1_795_699_920_000
WIDTH, HEIGHT, SHOWN = 1920, 1080, 1280
BOTTOM, TOP, LEFT, RIGHT = (660, 1075), (1300, 5), (5, 560), (1915, 520)
Point = tuple[float, float]
SHOWN_IN_DOCS = {
    *(f"table-{name}-fr" for name in ("empty", "panels", "cards", "warned", "sides")),
    *("table-panels-en", "table-cards-en", "table-sides-en", "table-cards-night-fr"),
}


class Mute:
    """A voice that is there, and that nobody hears."""

    languages = frozenset({"fr", "en", "es"})

    def say(self, text: str, language: str) -> None:
        """Say nothing."""

    def hush(self) -> None:
        """Be silent."""

    def ring(self) -> None:
        """Sound nothing."""


class Sitting:
    """A table and the hands of those around it."""

    def __init__(self, program: Program, objects: Path, out: Path) -> None:
        self.steady_s, self.out = 1000.0, out
        self.player = StagePlayer(
            program,
            objects,
            lambda: AT_MS,
            theatre=Theatre(),
            steady_ms=lambda: self.steady_s * 1000,
            voice=Mute(),
        )
        (stage,) = self.player.windows.values()
        if not isinstance(stage.layer, TableLayer):
            raise TypeError("this is no table")
        self.window, self.layer = stage.window, stage.layer
        self._device = QTest.createTouchDevice()
        self.until(lambda: self.window.isVisible() and self.layer.is_ready)

    def until(self, happened: Callable[[], bool]) -> None:
        """Let it live until something has happened."""
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if happened() else None)
        timer.start(20)
        loop.exec()

    def tap(self, at: Point) -> None:
        """Touch a point."""
        where = QPoint(round(at[0]), round(at[1]))
        QTest.touchEvent(self.window, self._device).press(0, where, self.window).commit()
        QTest.touchEvent(self.window, self._device).release(0, where, self.window).commit()
        self.until(lambda: self.layer.is_settled)

    def sit(self, at: Point) -> str:
        """Open a panel; returns its id."""
        self.tap(at)
        board = self.layer.board
        if board is None or not board.panels:
            raise RuntimeError("no panel opened")
        return board.panels[-1].id

    def touch(self, panel: str, act: Act, value: str | None = None) -> None:
        """Touch a target of a panel, on whichever of its sheets it is."""
        page, board = self.layer.scene.pages[panel], self.layer.board
        found = [one for one in page.targets if one.act is act and value in (None, one.value)]
        own = board.panel(panel) if board else None
        if own is None:
            raise KeyError(panel)
        if not found:
            self.touch(panel, Act.TURN, "1")
            self.touch(panel, act, value)
            return
        rect = outward(own.rect, own.side, found[0].rect)
        self.tap((rect.x + rect.width / 2, rect.y + rect.height / 2))

    def carry(self, card: int, before: tuple[Point, Point], after: tuple[Point, Point]) -> None:
        """Two fingers on a card, from where they are to where they go, from its middle on."""
        board = self.layer.board
        if board is None:
            raise RuntimeError("nobody is there")
        pose = board.cards[card].pose
        spots = [QPoint(round(pose.x + x), round(pose.y + y)) for x, y in (*before, *after)]
        for contact in (1, 2):
            event = QTest.touchEvent(self.window, self._device)
            event.press(contact, spots[contact - 1], self.window).commit()
            self.steady_s += 1
        event = QTest.touchEvent(self.window, self._device)
        event.move(1, spots[2], self.window).move(2, spots[3], self.window).commit()
        event = QTest.touchEvent(self.window, self._device)
        event.release(1, spots[2], self.window).release(2, spots[3], self.window).commit()
        self.until(lambda: self.layer.is_settled)

    def take(self, name: str) -> None:
        """Take a picture, if docs/table.md shows it."""
        if name not in SHOWN_IN_DOCS:
            return
        self.player.run_for(100)
        picture = self.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        small = picture.scaledToWidth(SHOWN, Qt.TransformationMode.SmoothTransformation)
        small.save(str(self.out / f"{name}.png"))


def draw(program: Program, objects: Path, out: Path, *, language: str, end: str) -> None:
    """Four people, from an empty table to a warning."""
    sitting = Sitting(program, objects, out)
    first = sitting.sit(BOTTOM)
    sitting.touch(first, Act.END)
    sitting.take(f"table-empty{end}")
    seats = [sitting.sit(at) for at in (BOTTOM, TOP, LEFT, RIGHT)]
    if language != program.languages[0]:
        for seat in seats:
            sitting.touch(seat, Act.LANGUAGES)
            sitting.touch(seat, Act.SPEAK, language)
    sitting.touch(seats[0], Act.SERVICE, PROJECTS)
    sitting.touch(seats[2], Act.SEARCH)
    sitting.touch(seats[3], Act.SERVICE, PROJECTS)
    sitting.touch(seats[3], Act.ENTRY, "commerce")
    sitting.take(f"table-panels{end}")
    for seat in (seats[2], seats[3]):
        sitting.touch(seat, Act.HOME)
        sitting.touch(seat, Act.END)
    sitting.touch(seats[0], Act.ENTRY, "pont")
    sitting.touch(seats[0], Act.LAY, "pont")
    sitting.carry(0, ((-50, 0), (50, 0)), ((-260, -130), (-150, -60)))
    sitting.touch(seats[0], Act.LAY, "pont/1")
    for comfort in ("large", "contrast"):
        sitting.touch(seats[1], Act.EASE, comfort)
    sitting.touch(seats[1], Act.SERVICE, PROJECTS)
    sitting.touch(seats[1], Act.ENTRY, "gare")
    sitting.touch(seats[1], Act.LAY, "gare")
    sitting.take(f"table-cards{end}")
    sitting.steady_s += LIMITS.idle_s + 1
    sitting.player.run_for(600)
    sitting.until(lambda: sitting.layer.is_settled)
    sitting.take(f"table-warned{end}")
    sitting.player.close()
    sitting.player.windows.clear()


def draw_sides(program: Program, objects: Path, out: Path, *, language: str, end: str) -> None:
    """A panel at each side, each with other comforts and another page."""
    sitting = Sitting(program, objects, out)
    seats = [sitting.sit(at) for at in (BOTTOM, TOP, LEFT, RIGHT)]
    comforts = ((), ("large",), ("contrast",), ("large", "contrast"))
    for seat, wanted in zip(seats, comforts, strict=True):
        if language != program.languages[0]:
            sitting.touch(seat, Act.LANGUAGES)
            sitting.touch(seat, Act.SPEAK, language)
        for comfort in wanted:
            sitting.touch(seat, Act.EASE, comfort)
    sitting.touch(seats[0], Act.EMERGENCY)
    sitting.touch(seats[1], Act.SERVICE, PROJECTS)
    sitting.touch(seats[2], Act.SERVICE, "avis")
    sitting.touch(seats[2], Act.POLL)
    sitting.take(f"table-sides{end}")
    sitting.player.close()
    sitting.player.windows.clear()


def main(out: Path) -> None:
    """In French and English, and in French by night."""
    application(offscreen=True)
    workspace = load(NANTES).workspace
    if workspace is None:
        sys.exit("the example cannot be read")
    with tempfile.TemporaryDirectory() as shelf, Library(Path(shelf), 2, root=NANTES) as library:
        program = Compiler(workspace, library.prepared()).compile("table-chateau").program
        (own,) = program.screens
        screen = msgspec.structs.replace(own.screen, width=WIDTH, height=HEIGHT)
        bare = msgspec.structs.replace(own, screen=screen, playlists={}, events=())
        program = msgspec.structs.replace(program, screens=(bare,))
        night = msgspec.structs.replace(program.theme, day=program.theme.night)
        draw(program, library.objects, out, language="fr", end="-fr")
        draw(program, library.objects, out, language="en", end="-en")
        draw_sides(program, library.objects, out, language="fr", end="-fr")
        draw_sides(program, library.objects, out, language="en", end="-en")
        dark = msgspec.structs.replace(program, theme=night)
        draw(dark, library.objects, out, language="fr", end="-night-fr")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
