"""How a message is divided among the pages of an LED board, and in which size of type."""

from __future__ import annotations

from dataclasses import dataclass

from device_profiles.profile import Screen
from layouts.card import WARNING
from layouts.led_breaking import (
    Lines,
    Piece,
    Setting,
    break_pages,
    count_pages,
    loosened,
    pieces,
    side_margin,
)
from layouts.led_pictograms import pictogram
from layouts.led_thoughts import Thought
from layouts.led_type import TYPES, Strip, Type
from layouts.legibility import unit_px

PICTURE_GAP = 3
"""Dark dots between a pictogram and the text beside it."""

_WORDS_A_PAGE = 9
"""Three units of three words: what drivers take in at once (NCHRP Human Factors Guidelines)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before its dots. One that `runs` holds a single word, wider than the matrix."""

    lines: Lines
    face: Type
    picture: Strip | None = None
    runs: bool = False


def choose_sheets(series: tuple[Thought, ...], screen: Screen, category: str) -> list[Sheet]:
    """Thought by thought; neighbours share a page where two lines fill the matrix or none loses its size."""
    chooser = _Chooser(screen, warns=category in WARNING)
    picture = pictogram(category, screen.height)
    found: list[Sheet] = []
    held, held_sheets = series[0], chooser.sheets(series[0], picture)
    for thought in series[1:]:
        alone = chooser.sheets(thought, None)
        both = chooser.sheets((*held, *thought), picture if not found else None)
        if _shared(both, screen.height // 2, held_sheets, alone):
            held, held_sheets = (*held, *thought), both
            continue
        found += held_sheets
        held, held_sheets = thought, alone
    return found + held_sheets


def _shared(both: list[Sheet], large: int, *apart: list[Sheet]) -> bool:
    """Whether one page says what two would, in `large` type or as large as they would."""
    smallest = min(sheet.face.size for sheets in apart for sheet in sheets)
    return len(both) == 1 and both[0].face.size >= min(smallest, large)


def _told(lines: Lines) -> Lines:
    """The lines of a page as they are lit: a break says what its only comma says."""
    commas = sum(f"{line} ".count(", ") for line in lines)
    return tuple(line.removesuffix(",") for line in lines) if commas == 1 else lines


class _Chooser:
    """Sets thoughts on one screen."""

    def __init__(self, screen: Screen, *, warns: bool) -> None:
        self._screen = screen
        self._warns = warns
        self._fitting = tuple(face for face in TYPES if face.size <= screen.height)
        least = round(unit_px(screen))
        legible = tuple(face for face in self._fitting if face.capital >= least)
        self._legible = legible or self._fitting[:1]

    def sheets(self, thought: Thought, picture: Strip | None) -> list[Sheet]:
        """The sheets of one thought. Words too wide for any size run through, each on a page of its own."""
        words, faces, width = pieces(thought), self._legible, self._screen.width
        if any(faces[-1].width(word.text) > width for word in words):
            faces = self._fitting
            words = loosened(words, faces[-1], width)
        found: list[Sheet] = []
        stretch: list[Piece] = []
        for word in words:
            if faces[-1].width(word.text) <= width:
                stretch.append(word)
                continue
            found += self._pages(tuple(stretch), faces, None)
            found.append(Sheet((word.text,), faces[len(faces) // 2], runs=True))
            stretch = []
        return found + self._pages(tuple(stretch), faces, None if found else picture)

    def _pages(self, words: tuple[Piece, ...], faces: tuple[Type, ...], picture: Strip | None) -> list[Sheet]:
        """The words that fit; beside a picture where that costs no page and, unless it warns, no size."""
        if not words:
            return []
        pages, setting = self._largest(words, faces, self._screen.width)
        beside = None
        if picture is not None:
            width = self._screen.width - picture.width - PICTURE_GAP - side_margin(self._screen.width)
            usable = faces if self._warns else (setting.face,)
            if any(self._count(words, face, width) == pages for face in usable):
                _, setting = self._largest(words, usable, width)
                beside = picture
        return [Sheet(_told(lines), setting.face, beside) for lines in break_pages(words, setting)]

    def _largest(self, words: tuple[Piece, ...], faces: tuple[Type, ...], width: int) -> tuple[int, Setting]:
        """The largest size that needs no more pages than the smallest, or than drivers need to read them.

        A size that leaves both ends of its lines dark comes before a larger one that does not.
        """
        fewest = min(count for face in faces if (count := self._count(words, face, width)))
        wanted = max(fewest, -(-len(words) // _WORDS_A_PAGE))
        rooms = (max(1, width - 2 * side_margin(width)), width)
        choices = ((face, self._count(words, face, room)) for room in rooms for face in faces)
        face = next(face for face, count in choices if 0 < count <= wanted)
        return self._count(words, face, width), self._setting(face, width)

    def _count(self, words: tuple[Piece, ...], face: Type, width: int) -> int:
        """How many pages words need, 0 where one is wider than a line."""
        return count_pages(words, self._setting(face, width))

    def _setting(self, face: Type, width: int) -> Setting:
        return Setting(face, self._screen.height // face.size, width)
