"""How a thought breaks into lines and pages of an LED board: few, balanced, broken where sense allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from layouts.led_type import Type, is_hard_space

_MOST_AT_ONCE = 80
"""Words broken together; longer texts are broken in stretches, so that time grows with length only."""

_SENTENCE, _CLAUSE = ".!?…", ",;:)»–—"
_LEANING = (
    "à au aux avec ce ces cette chez dans de des du elle en et il la le les leur ne ni nous ou où "
    "par pas pour que qui se si sous sur un une vers vous "
    "a an and at by for from in is of on or the to with"
)
_MONTH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "january february march april may june july august september october november december"
)
_WEAK = frozenset(_LEANING.split())
_MONTHS = frozenset(_MONTH_NAMES.split())
_MID_CLAUSE_PAGE, _WEAK_PAGE, _WEAK_LINE, _CLAUSE_LINE = 0.35, 1.2, 0.4, -0.15
_EMPTY_LINE = 0.6
_TIGHT_LINE = 0.3
_SHORT_FORM = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never broken: a word, with what hard spaces tie to it.

    `begins` says that a line begins here, `tied` that no space stands before it.
    """

    text: str
    begins: bool = False
    tied: bool = False

    @property
    def weak(self) -> bool:
        """Whether it should not end a line: an article, a preposition."""
        return self.text.lower() in _WEAK

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence may end here; short forms as « dim. » do not end one."""
        return self.text[-1] in _SENTENCE and (len(self.text) > _SHORT_FORM or self.text[-1] != ".")


@dataclass(frozen=True, slots=True)
class Setting:
    """A type size and how many lines of it fill the matrix."""

    face: Type
    lines: int
    width: int


Lines = tuple[str, ...]


def side_margin(width: int) -> int:
    """Dark dots at either end of a line, wherever a size that is still legible leaves them."""
    return max(2, width // 40)


def pieces(fields: tuple[str, ...]) -> tuple[Piece, ...]:
    """The unbreakable pieces of a thought; every field and every sentence begins a line."""
    found: list[Piece] = []
    for field in fields:
        begins = True
        for text in _soft_split(field):
            piece = Piece(text, begins=begins or (found[-1].ends_sentence and text[0].isupper()))
            found.append(piece)
            begins = False
    return tuple(found)


def loosened(words: tuple[Piece, ...], face: Type, width: int) -> tuple[Piece, ...]:
    """The same pieces, those too wide for a line broken at hard spaces, then after hyphens."""
    loose: list[Piece] = []
    for word in words:
        parts = [word.text]
        if face.width(word.text) > width:
            parts = word.text.split()
        first = word.begins
        for part in parts:
            halves = re.findall(r"[^-]*-+|[^-]+", part) if face.width(part) > width else [part]
            for number, half in enumerate(halves):
                loose.append(Piece(half, begins=first, tied=number > 0))
                first = False
    return tuple(loose)


def count_pages(words: tuple[Piece, ...], setting: Setting) -> int:
    """How many pages `words` need at least, 0 where a piece is wider than a line."""
    face, pages = setting.face, 0
    for start in range(0, len(words), _MOST_AT_ONCE):
        lines, used = 0, 0
        for word in words[start : start + _MOST_AT_ONCE]:
            wide = face.width(word.text)
            if wide > setting.width:
                return 0
            longer = used + _joint(word, face) + wide
            if not used or word.begins or longer > setting.width:
                lines, used = lines + 1, wide
            else:
                used = longer
        pages += -(-lines // setting.lines)
    return pages


def break_pages(words: tuple[Piece, ...], setting: Setting) -> tuple[Lines, ...]:
    """The fewest pages for `words`, none of which is wider than a line, and of those the best balanced."""
    pages: list[Lines] = []
    for start in range(0, len(words), _MOST_AT_ONCE):
        stretch = words[start : start + _MOST_AT_ONCE]
        pages.extend(_Breaker(stretch, setting).pages(count_pages(stretch, setting)))
    return tuple(pages)


def _joint(word: Piece, face: Type) -> int:
    """Dots between a piece and the one before it on its line."""
    return face.gap if word.tied else face.gap + face.space


def _soft_split(text: str) -> list[str]:
    """Split at spaces that may break."""
    soft = "".join("\n" if c.isspace() and not is_hard_space(c) else c for c in text)
    return [part for part in soft.split("\n") if part.strip()]


class _Breaker:
    """Finds the cheapest pages for one stretch of words. Costs are squares of empty fractions of lines."""

    def __init__(self, words: tuple[Piece, ...], setting: Setting) -> None:
        self._words = words
        self._setting = setting
        self._ends = self._measure()

    def pages(self, wanted: int) -> tuple[Lines, ...]:
        """The cheapest division into `wanted` pages, the fewest there can be."""
        count = len(self._words)
        best: list[dict[int, tuple[float, tuple[tuple[int, ...], ...]]]] = [{} for _ in range(count + 1)]
        best[0][0] = (0.0, ())
        for start in range(count):
            for end, (cost, cuts) in self._page_from(start).items():
                total_cut = cost + self._page_break(end)
                for used, (before, done) in best[start].items():
                    total = before + total_cut
                    if used < wanted and (used + 1 not in best[end] or total < best[end][used + 1][0]):
                        best[end][used + 1] = (total, (*done, (start, *cuts)))
        return tuple(tuple(self._text(a, b) for a, b in pairwise(cuts)) for cuts in best[count][wanted][1])

    def _measure(self) -> list[dict[int, float]]:
        """For each first word, the lines that fit: the word after the last, and what the line costs."""
        face, width = self._setting.face, self._setting.width
        wide = [face.width(word.text) for word in self._words]
        table: list[dict[int, float]] = []
        for start in range(len(wide)):
            used = wide[start]
            fits = {start + 1: self._line(used)}
            for end in range(start + 1, len(wide)):
                word = self._words[end]
                used += _joint(word, face) + wide[end]
                if word.begins or used > width:
                    break
                fits[end + 1] = self._line(used)
            table.append(fits)
        return table

    def _line(self, used: int) -> float:
        """What a line of `used` dots costs: it should be long, and leave both ends of the matrix dark."""
        width = self._setting.width
        return (1 - used / width) ** 2 + (_TIGHT_LINE if used > width - 2 * side_margin(width) else 0.0)

    def _text(self, start: int, end: int) -> str:
        text = self._words[start].text
        for word in self._words[start + 1 : end]:
            text += word.text if word.tied else f" {word.text}"
        return text

    def _page_from(self, start: int) -> dict[int, tuple[float, tuple[int, ...]]]:
        """The cheapest page from `start` to each word it can end before, with its line ends."""
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        front: dict[int, tuple[float, tuple[int, ...]]] = {start: (0.0, ())}
        for used in range(1, self._setting.lines + 1):
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for at, (cost, cuts) in front.items():
                for end, line in self._ends[at].items() if at < len(self._words) else ():
                    total = cost + line + (self._line_break(at) if cuts else 0.0)
                    if end not in following or total < following[end][0]:
                        following[end] = (total, (*cuts, end))
            unused = (self._setting.lines - used) * _EMPTY_LINE
            for end, (cost, cuts) in following.items():
                if end not in found or cost + unused < found[end][0]:
                    found[end] = (cost + unused, cuts)
            front = following
        return found

    def _line_break(self, at: int) -> float:
        """What it costs to begin a line at a word."""
        last = self._words[at - 1]
        if self._words[at].begins:
            return 0.0
        if self._belongs(at):
            return _WEAK_LINE
        return _CLAUSE_LINE if last.ends_sentence or last.text[-1] in _CLAUSE else 0.0

    def _page_break(self, at: int) -> float:
        """What it costs to begin a page at a word."""
        last = self._words[at - 1]
        if at == len(self._words) or self._words[at].begins or last.ends_sentence:
            return 0.0
        if last.text[-1] in _CLAUSE:
            return _MID_CLAUSE_PAGE / 3
        return _WEAK_PAGE if self._belongs(at) else _MID_CLAUSE_PAGE

    def _belongs(self, at: int) -> bool:
        """Whether a word belongs to the one before it: « la | mairie », « 22 | mai », « 412 | voix »."""
        last, word = self._words[at - 1], self._words[at]
        counts = last.text.isdecimal() and word.text[0].islower()
        if counts and (at == 1 or self._words[at - 2].weak):  # « Tram 1 » names, « de 412 voix » counts
            return True
        if last.weak or word.text.lower().rstrip(_SENTENCE + _CLAUSE) in _MONTHS:
            return True
        if not word.text[0].isdecimal():
            return False
        dated = at + 1 < len(self._words) and self._words[at + 1].text.lower() in _MONTHS
        return last.text[-1] == "." or (not dated and last.text[-1] not in _CLAUSE)
