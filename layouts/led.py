"""LED text boards: a text or a card becomes pages of dots that fit the matrix, each long enough to read."""

from __future__ import annotations

from dataclasses import dataclass

from device_profiles.profile import Colour, Screen
from layouts.card import Card
from layouts.led_breaking import side_margin
from layouts.led_drawing import AMBER, GREEN, RED, Canvas, draw_lines, number_pages
from layouts.led_sheets import PICTURE_GAP, Sheet, choose_sheets
from layouts.led_thoughts import thoughts
from layouts.led_type import TYPES, plain
from layouts.legibility import count_words

DARK_MS = 300
"""The matrix stays dark so long at the beginning of every page (NCHRP: blank between phases)."""

SCROLL_PX_S = 40
"""Five or six characters a second (TSI PRM: at most six)."""

_SHORTEST_MS, _WORD_MS = 3000, 1000
_HOLD_MS = 1500


@dataclass(frozen=True, slots=True)
class LedPage:
    """One page of a matrix of `width` x `height` dots.

    Every row has a byte for each dot: 0 dark, 1 amber, 2 red, 3 green. Rows are `scroll_px` longer than
    the matrix where a single word is wider than it. `dwell_ms` is the page's whole time, the dark at its
    beginning included. `text` is what it says.
    """

    width: int
    height: int
    rows: tuple[bytes, ...]
    dwell_ms: int
    scroll_px: int = 0
    text: str = ""


def led_pages(words: str | Card, screen: Screen) -> tuple[LedPage, ...]:
    """The pages that say `words` on the matrix `screen`, in every language in turn; none for an empty text.

    As few pages as fit, at least one for nine words, then the largest type, never below the size that the
    screen's rule asks where the words allow it; no word is cut.
    """
    category = words.category if isinstance(words, Card) else ""
    pages: list[LedPage] = []
    for series in thoughts(words):
        sheets = choose_sheets(series, screen, category)
        canvases = [_canvas(sheet, screen, category) for sheet in sheets]
        if len(sheets) > 1 and not any(sheet.runs for sheet in sheets):
            number_pages(canvases)
        pages += [_page(sheet, canvas, screen) for sheet, canvas in zip(sheets, canvases, strict=True)]
    return tuple(pages)


def missing_glyphs(text: str, screen: Screen) -> str:
    """The characters of `text` that LED type cannot draw on `screen`, each once, in order."""
    faces = [face for face in TYPES if face.size <= screen.height]
    return "".join(
        dict.fromkeys(
            character for character in plain(text) if not all(face.has(character) for face in faces)
        )
    )


def offset_px(page: LedPage, elapsed_ms: int) -> int:
    """How far a page has scrolled `elapsed_ms` after it began: it stands, runs once, and stands again."""
    run_ms = elapsed_ms - DARK_MS - _HOLD_MS
    return max(0, min(page.scroll_px, run_ms * SCROLL_PX_S // 1000))


def reading_ms(text: str) -> int:
    """The time that a page needs to be read, in milliseconds: 1 s a word, at least 3 s.

    That is never less than 2 s for each unit of three words (NCHRP Human Factors Guidelines, changeable
    message signs: the longer of the two).
    """
    return max(_SHORTEST_MS, count_words(text) * _WORD_MS)


def _colour(screen: Screen, category: str) -> int:
    """One meaning a colour: red warns, amber informs."""
    return RED if screen.colour is Colour.TRICOLOUR and category == "alert" else AMBER


def _canvas(sheet: Sheet, screen: Screen, category: str) -> Canvas:
    colour, face, left = _colour(screen, category), sheet.face, 0
    canvas = Canvas(face.width(sheet.lines[0]) if sheet.runs else screen.width, screen.height)
    if sheet.picture is not None:
        green = screen.colour is Colour.TRICOLOUR and category == "environment"
        top = (screen.height - len(sheet.picture.rows)) // 2
        margin = side_margin(screen.width)
        canvas.put(sheet.picture, margin, top, GREEN if green else colour)
        left = margin + sheet.picture.width + PICTURE_GAP
    draw_lines(canvas, [face.strip(line) for line in sheet.lines], face, left, colour)
    return canvas


def _page(sheet: Sheet, canvas: Canvas, screen: Screen) -> LedPage:
    text = "\n".join(sheet.lines)
    scroll = canvas.width - screen.width
    running = 2 * _HOLD_MS + scroll * 1000 // SCROLL_PX_S if scroll else 0
    return LedPage(
        width=screen.width,
        height=screen.height,
        rows=canvas.rows(),
        dwell_ms=DARK_MS + max(reading_ms(text), running),
        scroll_px=scroll,
        text=text,
    )
