"""What lies under all: the map's pins with their names, and at each side a word on how to begin. Pure."""

from __future__ import annotations

import msgspec

from device_profiles.profile import Screen
from layouts.layout import Rect
from layouts.page import Face, Page
from layouts.shaping import advance
from layouts.theme import Palette
from player.touch.district.colours import map_ink
from player.touch.district.compose import Style, compose_map
from player.touch.district.frame import Frame
from player.touch.furniture import fit
from player.touch.here import Here
from player.touch.ink import Ink, ink
from player.touch.measures import Measures
from player.touch.session import Comfort
from player.touch.sheet import Sheet
from player.touch.table.geometry import Point
from player.touch.table.limits import LIMITS
from player.touch.table.sides import Side, overlap
from player.touch.target import holds
from player.touch.words import say
from playlists.distance import Position
from playlists.district import DistrictMap
from playlists.plane import east_and_south
from playlists.services import said
from playlists.table import Project, Table

_CHIP_MM = 20.0
_NAME_MM = 95.0
_PLATE_MM = 300.0
_SPOKEN = 3


class Decal(msgspec.Struct, frozen=True):
    """A small page on the ground: where, and how far it is turned."""

    page: Page
    rect: Rect
    side: Side
    radius: float = 0.0


class Ground(msgspec.Struct, frozen=True):
    """The ground of a table without its map: its colour, what is on it, which project each pin stands for."""

    colour: str
    decals: tuple[Decal, ...]
    pins: tuple[tuple[str, Rect], ...]

    def project_at(self, at: Point) -> str:
        """The project whose pin is at a point, "" where none is."""
        return next((name for name, rect in self.pins if holds(rect, *at)), "")


def on_table(table: Table, screen: Screen, position: Position) -> Point:
    """Where a place (latitude, longitude in degrees) lies on the table, in pixels."""
    east, south = east_and_south(position, table.centre)
    scale = screen.width / table.across_m
    return screen.width / 2 + east * scale, screen.height / 2 + south * scale


def district_page(here: Here, table: Table, palette: Palette) -> Page | None:
    """The map of the district under a table, its names towards the lower side; None where there is none."""
    district, screen = here.district, here.screen
    if district is None:
        return None
    measures = Measures(screen, Comfort(), headed=False)
    middle = district.place(table.centre)
    frame = Frame(*middle, screen.width / table.across_m, screen.width, screen.height)
    style = Style(ink=map_ink(palette, strong=False), size=measures.body, mm=1 / screen.pitch_mm)
    stands = district.place(here.position) if here.position else None
    words = say("here", here.offered.languages[0])
    return compose_map(district, frame, style, here=stands, here_words=(words,)).page


def ground(here: Here, palette: Palette) -> Ground:
    """The ground of a table."""
    colours = ink(palette, strong=False)
    composer = _Composer(here, colours)
    table = here.offered.table
    pins = [composer.pin(table, project) for project in table.projects] if table else []
    signs = [composer.sign(side) for side in Side]
    if table and here.offered.map:
        signs.append(composer.credit(here.offered.map))
    return Ground(
        colour=palette.surface,
        decals=(*(decal for decal, _, _ in pins), *signs),
        pins=tuple((name, rect) for _, name, rect in pins),
    )


class _Composer:
    """Sets what is on the ground."""

    def __init__(self, here: Here, colours: Ink) -> None:
        self.here, self.ink = here, colours
        self.measures = Measures(here.screen, Comfort(), headed=False)
        self.taken: list[Rect] = []

    def pin(self, table: Table, project: Project) -> tuple[Decal, str, Rect]:
        """A project's pin: its sign in its place, and its name beside it, towards the nearer long side."""
        screen, measures = self.here.screen, self.measures
        at = on_table(table, screen, project.position)
        side = Side.TOP if at[1] < screen.height / 2 else Side.BOTTOM
        chip, pad, size = measures.mm(_CHIP_MM), measures.mm(3.0), measures.body
        title = said(project.title, self.here.offered.languages[0], "")
        probe = Sheet(measures, self.ink)
        lines = probe.lines(title, measures.mm(_NAME_MM), size, Face.BOLD)
        wide = max(advance(line, Face.BOLD, size) for line in lines) if lines else 0.0
        high = max(chip, round(len(lines) * size * 1.15 + 2 * pad))
        whole = round(chip + wide + 3 * pad)
        rect, flipped = self._place(at, chip, whole, high, side)
        sheet = Sheet(self._sized(whole, high), self.ink)
        sheet.card(Rect(0, 0, whole, high))
        chip_x = whole - chip if flipped else 0.0
        ground, drawn = self.ink.chip(project.category)
        edge = round(chip * 0.1)
        plate = Rect(chip_x + edge, (high - chip) / 2 + edge, chip - 2 * edge, chip - 2 * edge)
        sheet.panel(plate, ground, round(size * 0.3))
        inset = round(chip * 0.22)
        place = Rect(chip_x + inset, (high - chip) / 2 + inset, chip - 2 * inset, chip - 2 * inset)
        sheet.pictogram(place, project.pictogram, drawn)
        left = pad if flipped else chip + pad
        top = (high - len(lines) * size * 1.15) / 2
        sheet.set_lines(lines, left, top, size, self.ink.word, face=Face.BOLD, leading=1.15)
        self.taken.append(rect)
        return Decal(sheet.done().page, rect, side, round(size * 0.5)), project.id, rect

    def _place(self, at: Point, chip: float, wide: float, high: float, side: Side) -> tuple[Rect, bool]:
        """Where a pin lies whole on the table, its sign over its place, its name over no other one."""
        screen = self.here.screen
        found: list[tuple[Rect, bool]] = []
        for flipped in (False, True):
            to_left = flipped != (side is Side.TOP)
            left = at[0] + chip / 2 - wide if to_left else at[0] - chip / 2
            rect = Rect(round(left), round(at[1] - high / 2), wide, high)
            if rect.x >= 0 and rect.right <= screen.width:
                found.append((rect, flipped))
        free = [one for one in found if not any(overlap(one[0], other) for other in self.taken)]
        if free or found:
            return (free or found)[0]
        return Rect(min(max(0.0, at[0] - chip / 2), screen.width - wide), at[1] - high / 2, wide, high), False

    def sign(self, side: Side) -> Decal:
        """The subject and the way to begin, at a side."""
        screen, measures, offered = self.here.screen, self.measures, self.here.offered
        size = measures.body
        leading = offered.languages[0]
        subject = said(offered.table.title, leading, "") if offered.table else self.here.place
        spoken = [say("open_panel", language) for language in offered.languages[:_SPOKEN]]
        wide, high = measures.mm(_PLATE_MM), measures.mm(LIMITS.edge_mm)
        sheet = Sheet(self._sized(wide, high), self.ink)
        sheet.panel(Rect(0, 0, wide, high), self.ink.bar)
        lines = [(subject, Face.BOLD), *((text, Face.REGULAR) for text in spoken)]
        lines = [(text, face) for text, face in lines if text]
        step = high / (len(lines) + 0.4)
        em = min(size, step / 1.12)
        for number, (text, face) in enumerate(lines):
            fitting = fit(text, face, em, wide - 2 * measures.mm(6.0))
            top = step * (number + 0.2)
            sheet.set_lines([text], 0, top, fitting, self.ink.on_bar, face=face, leading=1.12, centred=wide)
        along = screen.width if side.is_long else screen.height
        start = round((along - wide) / 2)
        rect = {
            Side.BOTTOM: Rect(start, screen.height - high, wide, high),
            Side.TOP: Rect(start, 0, wide, high),
            Side.LEFT: Rect(0, start, high, wide),
            Side.RIGHT: Rect(screen.width - high, start, high, wide),
        }[side]
        return Decal(sheet.done().page, rect, side)

    def credit(self, told: DistrictMap) -> Decal:
        """Whose map it is, in a corner."""
        text, size = said(told.attribution, self.here.offered.languages[0], ""), self.measures.body
        pad = self.measures.mm(3.0)
        wide, high = advance(text, Face.REGULAR, size) + 2 * pad, size * 1.25 + pad
        sheet = Sheet(self._sized(wide, high), self.ink)
        sheet.set_lines([text], pad, pad / 2, size, self.ink.word)
        screen = self.here.screen
        return Decal(
            sheet.done().page, Rect(screen.width - wide, screen.height - high, wide, high), Side.BOTTOM
        )

    def _sized(self, wide: float, high: float) -> Measures:
        pitch = self.here.screen.pitch_mm
        screen = msgspec.structs.replace(
            self.here.screen,
            width=int(wide),
            height=int(high),
            width_mm=wide * pitch,
            height_mm=high * pitch,
        )
        return Measures(screen, Comfort(), headed=False)
