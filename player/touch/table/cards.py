"""How a card looks: its picture, its words, and the buttons that do with one finger what two can. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from layouts.layout import Rect
from layouts.page import Face, Photo
from layouts.theme import Palette
from player.touch.here import Here
from player.touch.ink import ink
from player.touch.measures import Measures
from player.touch.projects import find
from player.touch.session import Comfort
from player.touch.sheet import Sheet
from player.touch.table.board import Plate
from player.touch.table.limits import LIMITS
from player.touch.target import Act, TouchPage
from player.touch.words import say
from playlists.rendition import Rendition
from playlists.services import said
from playlists.table import Project

_LARGE = 1.5
"""How much wider a card is whose text is twice as large."""


class CardFace(msgspec.Struct, frozen=True):
    """A card's page, its middle at the middle of the page, and the picture that belongs into it."""

    page: TouchPage
    picture: Rendition | None


def card_face(here: Here, plate: Plate, palette: Palette) -> CardFace | None:
    """A card as it looks; None where there is no such project or picture any more."""
    project = find(here.offered.table, plate.project)
    if project is None:
        return None
    if plate.picture is not None and plate.picture >= len(project.pictures):
        return None
    return _Composer(here, plate, palette, project).face()


class _Composer:
    """Sets one card."""

    def __init__(self, here: Here, plate: Plate, palette: Palette, project: Project) -> None:
        self.here, self.plate, self.project = here, plate, project
        self.measures = Measures(here.screen, plate.comfort, headed=False)
        self.width = self.measures.mm(LIMITS.card_mm * (_LARGE if plate.comfort.large else 1.0))
        self.sheet = Sheet(self.measures, ink(palette, strong=plate.comfort.contrast))
        self.pad = self.measures.mm(6.0)
        self.inner = self.width - 2 * self.pad

    def face(self) -> CardFace:
        """Picture, words and buttons, one under the other."""
        whole = self.plate.picture is None
        index = 0 if self.plate.picture is None else self.plate.picture
        picture = self.project.pictures[index] if index < len(self.project.pictures) else None
        measures, sheet = self.measures, self.sheet
        high = self._picture_height(picture.rendition) if picture else 0.0
        texts: list[tuple[str, float, Face]] = []
        if whole:
            texts.append((self._say(self.project.title), round(measures.body * 1.3), Face.BOLD))
            texts.append((self._say(self.project.lead), measures.body, Face.REGULAR))
        elif picture:
            texts.append((self._say(picture.caption), measures.body, Face.REGULAR))
        set_texts = [(sheet.lines(text, self.inner, size, face), size, face) for text, size, face in texts]
        button = measures.mm(LIMITS.button_mm)
        words = sum(len(lines) * size * 1.25 for lines, size, _ in set_texts)
        height = round(3 * self.pad + high + words + measures.gap + button)
        self._frame(height)
        top = self.pad
        if picture:
            top = self._set_picture(picture.rendition, top, high) + self.pad / 2
        for lines, size, face in set_texts:
            sheet.set_lines(lines, self.pad, top, size, sheet.ink.word, face=face)
            top += len(lines) * size * 1.25
        self._set_buttons(height - self.pad - button, button, photos=whole and bool(self.project.pictures))
        screen = msgspec.structs.replace(
            self.here.screen,
            width=int(self.width),
            height=height,
            width_mm=self.width * self.here.screen.pitch_mm,
            height_mm=height * self.here.screen.pitch_mm,
        )
        sheet.measures = Measures(screen, self.plate.comfort, headed=False)
        return CardFace(sheet.done(), picture.rendition if picture else None)

    def _say(self, texts: dict[str, str]) -> str:
        return said(texts, self.plate.language, self.here.offered.languages[0])

    def _frame(self, height: float) -> None:
        """An edge all around, so that cards on each other are told apart."""
        edge = self.measures.mm(1.2)
        self.sheet.panel(Rect(0, 0, self.width, height), self.sheet.ink.word)
        inner = Rect(edge, edge, self.width - 2 * edge, height - 2 * edge)
        self.sheet.panel(inner, self.sheet.ink.card)

    def _picture_height(self, rendition: Rendition) -> float:
        most = self.measures.mm(LIMITS.card_high_mm)
        return float(round(min(self.inner / rendition.width * rendition.height, most)))

    def _set_picture(self, rendition: Rendition, top: float, high: float) -> float:
        wide = round(min(self.inner, high / rendition.height * rendition.width))
        left = self.pad + (self.inner - wide) / 2
        self.sheet.marks.append(Photo(Rect(round(left), round(top), wide, high)))
        return top + high

    def _set_buttons(self, top: float, side: float, *, photos: bool) -> None:
        """The buttons, from edge to edge."""
        language = self.plate.language
        buttons: list[tuple[Act, str, str, str]] = [
            (Act.SWIVEL, str(-LIMITS.turn_deg), "rotate", "swivel_left"),
            (Act.SWIVEL, str(LIMITS.turn_deg), "rotate-clockwise", "swivel_right"),
            (Act.ZOOM, str(1 / LIMITS.zoom), "minus", "smaller"),
            (Act.ZOOM, str(LIMITS.zoom), "plus", "larger"),
        ]
        if photos:
            buttons.append((Act.LAY, self.plate.project, "photo", "pictures"))
        buttons.append((Act.END, "", "x", "put_away"))
        step = (self.inner - side) / (len(buttons) - 1)
        for number, (act, value, sign, code) in enumerate(buttons):
            rect = Rect(round(self.pad + number * step), round(top), side, side)
            self.sheet.card(rect)
            inset = round(side * 0.24)
            place = Rect(rect.x + inset, rect.y + inset, side - 2 * inset, side - 2 * inset)
            self.sheet.pictogram(place, sign, self.sheet.ink.word)
            self.sheet.target(rect, act, say(code, language), value)


def card_comfort(comfort: Comfort) -> Comfort:
    """The comforts of a person that their cards have too."""
    return Comfort(large=comfort.large, contrast=comfort.contrast)


def photos_of(project: Project) -> Sequence[int]:
    """The pictures that come out when a project's card is asked for them: all but the one it shows."""
    return range(1, len(project.pictures)) if len(project.pictures) > 1 else range(len(project.pictures))
