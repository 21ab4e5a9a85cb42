"""Typeset: a text becomes lines of a given measure, ragged right, broken as a typographer breaks them.

Lines are chosen together (Knuth and Plass 1981, without stretching): even lines, no short word left alone,
no article or preposition at the end of a line, names with hyphens whole where possible.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from layouts.page import Face
from layouts.shaping import shape

_WEAK: Final = frozenset(
    re.findall(
        r"\w+",
        "le la les l un une des du de d et ou où à au aux en par sur sous pour dans avec sans ce cet cette "
        "ces son sa ses votre vos notre nos leur leurs ne se qui que chez vers entre "
        "arrêt rue avenue boulevard station "
        "the a an of and or to in on at by for with your our is are el los las del y con por su",
    )
)
_DAY: Final = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,3}(?:[\u202f.,]?\d{3})*")
_PHRASE: Final = re.compile(r"\u00a0\w")
"""Words that are held together: « 14 h 30 » is no word left alone."""
_WEAK_END, _DAY_END = 0.16, 0.4
_HYPHEN_BREAK = 0.4
_LONE_WORD = 0.9
_LONE_BELOW = 0.34
_STUB = 1.2
_SENTENCE_END, _CLAUSE_END = -0.14, -0.05
_PIECES = re.compile(r"(?<=\w\w[-\u2010])(?=\w\w)|(?<=\w\w/)(?=\w\w)|(?<=\u00ad)")


class _Piece(NamedTuple):
    """A stretch of text that stays together: `gap` is what stands between it and the piece before.

    `lean` is what a line costs that ends with it.
    """

    text: str
    gap: str
    width: float
    gap_width: float
    lean: float


def break_lines(
    text: str, face: Face, measure: float, *, tracking: float = 0.0, balanced: bool = False
) -> tuple[str, ...] | None:
    """The lines of `text` within `measure`, or None where a word is wider than that.

    `measure` and `tracking` are in font units (thousandths of the em). `balanced` makes all lines of a
    paragraph about equally long, in as few lines as the measure allows: the setting of headlines.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        broken = _paragraph(paragraph, face, round(measure, 3), round(tracking, 3), balanced)
        if broken is None:
            return None
        lines.extend(broken)
    return tuple(lines)


def break_anywhere(text: str, face: Face, measure: float, *, tracking: float = 0.0) -> tuple[str, ...]:
    """As `break_lines`, but words wider than the measure are cut where they must be: the last resort."""
    cut = "\n".join(
        " ".join(_cut(word, face, measure, tracking) for word in paragraph.split(" "))
        for paragraph in text.split("\n")
    )
    return break_lines(cut, face, measure, tracking=tracking) or (text,)


def ends_weakly(line: str) -> bool:
    """Whether a line ends with a word that leans on the next one: an article, a preposition."""
    return re.split("[ \u00a0\u202f’']", line)[-1].lower() in _WEAK


def is_weak(line: str) -> bool:
    """Whether a line has nothing but words that lean on the next one."""
    return all(word in _WEAK for word in re.findall(r"\w+", line.lower()))


def _cut(word: str, face: Face, measure: float, tracking: float) -> str:
    if all(_width(piece, face, tracking) <= measure for piece in _PIECES.split(word)):
        return word
    parts, part = [], ""
    for letter in word:
        if part and _width(part + letter, face, tracking) > measure:
            parts.append(part)
            part = ""
        part += letter
    return " ".join([*parts, part])


def _width(text: str, face: Face, tracking: float) -> float:
    run = shape(text, face)
    return run.advance + tracking * len(run.glyphs)


@lru_cache(maxsize=4096)
def _pieces(paragraph: str, face: Face, tracking: float, *, hyphens: bool) -> tuple[_Piece, ...]:
    space = _width(" ", face, tracking)
    words, pieces = paragraph.split(" "), list[_Piece]()
    for word, following in zip(words, [*words[1:], ""], strict=True):
        for i, part in enumerate(_PIECES.split(word) if hyphens else [word]):
            gap = " " if i == 0 else ""
            lean = _lean(part, following)
            pieces.append(_Piece(part, gap, _width(part, face, tracking), space if gap else 0.0, lean))
    return tuple(pieces)


def _lean(part: str, following: str) -> float:
    """How much `part` leans on what follows: a small word, a number, or the day of the week of a date."""
    last = re.split("[\u00a0\u202f’']", part)[-1]
    if _DAY.fullmatch(last) and following[:1].isdigit():
        return _DAY_END
    counts = _NUMBER.fullmatch(part) is not None and following[:1].islower()
    return _WEAK_END if counts or last.lower() in _WEAK else 0.0


@lru_cache(maxsize=8192)
def _paragraph(
    paragraph: str, face: Face, measure: float, tracking: float, balanced: bool
) -> tuple[str, ...] | None:
    pieces = _pieces(paragraph, face, tracking, hyphens=not balanced)
    if balanced and any(piece.width > measure for piece in pieces):
        pieces = _pieces(paragraph, face, tracking, hyphens=True)
    if any(piece.width > measure for piece in pieces):
        return None
    wanted = _fewest_lines(pieces, measure) if balanced else None
    starts = _best_starts(pieces, measure, wanted)
    ends = [*starts[1:], len(pieces)]
    return tuple(_join(pieces[start:end]) for start, end in zip(starts, ends, strict=True))


def _fewest_lines(pieces: tuple[_Piece, ...], measure: float) -> int:
    lines, width = 1, pieces[0].width
    for piece in pieces[1:]:
        width += piece.gap_width + piece.width
        if width > measure:
            lines, width = lines + 1, piece.width
    return lines


def _best_starts(pieces: tuple[_Piece, ...], measure: float, wanted: int | None) -> list[int]:
    """Where each line starts in the cheapest breaking; in exactly `wanted` lines unless None.

    A state is (pieces set, lines so far); without a wanted number the lines are not counted.
    """
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for end in range(1, len(pieces) + 1):
        width = 0.0
        for start in range(end - 1, -1, -1):
            width += pieces[start].width + (pieces[start + 1].gap_width if start + 1 < end else 0.0)
            if width > measure:
                break
            cost = _cost(pieces, start, end, width / measure, balanced=wanted is not None)
            for line in range(1 if wanted is None else wanted):
                before = best.get((start, line))
                after = (end, line if wanted is None else line + 1)
                if before and (after not in best or before[0] + cost < best[after][0]):
                    best[after] = (before[0] + cost, (start, line))
    state, starts = (len(pieces), wanted or 0), []
    while state[0] > 0:
        state = best[state][1]
        starts.append(state[0])
    return starts[::-1]


def _cost(pieces: tuple[_Piece, ...], start: int, end: int, filled: float, *, balanced: bool) -> float:
    last = end == len(pieces)
    if last and not balanced:
        short = filled < _LONE_BELOW and start > 0
        return _LONE_WORD * (_LONE_BELOW - filled) / _LONE_BELOW if short else 0.0
    cost = (1 - filled) ** 2 + (_STUB * max(0.0, 0.5 - filled) if balanced else 0.0)
    if last:
        lone = start == end - 1 and start > 0 and not _PHRASE.search(pieces[start].text)
        return cost + (_LONE_WORD if lone and filled < _LONE_BELOW else 0.0)
    cost += pieces[end - 1].lean
    if not pieces[end].gap:
        cost += _HYPHEN_BREAK
    if pieces[end - 1].text.endswith((".", "!", "?")):
        cost += _SENTENCE_END
    if pieces[end - 1].text.endswith((":", ",", ";")):
        cost += _CLAUSE_END
    return cost


def _join(pieces: tuple[_Piece, ...]) -> str:
    text = "".join(piece.gap + piece.text for piece in pieces).removeprefix(" ")
    return text.replace("\u00ad", "") if not text.endswith("\u00ad") else text.replace("\u00ad", "") + "-"
