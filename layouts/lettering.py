"""Text of strangers in letters that every screen has: those of its one family, and those of boards of lamps.

What neither has would be a hollow box. It is written otherwise where that says the same, left out where it
is a mere sign, and where it is a letter an ellipsis says that something is missing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from layouts.led_type import TYPES
from layouts.shaping import missing_glyphs

_LOST: Final = "\ue000"
_GAPS: Final = re.compile(rf"{_LOST}(?:[^\w{_LOST}]*{_LOST})*")
_BLANKS: Final = re.compile(" {2,}")
_OTHERWISE: Final = {
    each: written
    for those, written in (
        ("❌❎✖✗✘✕🚫⛔", "×"),
        ("✓✔✅☑", "√"),
        ("➡➔➜➝⇒⟶▶►", "→"),
        ("⬅←⇐◀◄", "‹"),
        ("↔⇔⟷", "–"),
        ("●■▪◦‣⁃∙", "•"),
        ("―‒", "–"),
        ("′ʹʼʻ", "’"),
        ("″‟", "”"),
        ("⁄", "/"),
        ("№", "n°"),
        ("Ŋ", "Ng"),
        ("ŋ", "ng"),
        ("ɔ", "o"),
        ("Ɔ", "O"),
        ("ɛə", "e"),
        ("ƐƏ", "E"),
        ("ẞ", "SS"),
        ("\ufffd", _LOST),
    )
    for each in those
}
"""Signs that say something, as one that is there says it; letters without a form to fall back on."""


def lettered(text: str) -> str:
    """A text in NFC as every screen can show it; "" where nothing but gaps would be left of it."""
    found = "".join(map(_written, text))
    if _LOST in found:
        found = _GAPS.sub("…", found)
        if not any(letter.isalnum() for letter in found):
            return ""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", found)).strip()


@lru_cache(maxsize=4096)
def _written(sign: str) -> str:
    """One character as it can be shown."""
    if sign in _OTHERWISE:
        return _OTHERWISE[sign]
    if unicodedata.category(sign).startswith("M"):
        return ""
    if _is_held(sign):
        return sign
    if (figure := unicodedata.decimal(sign, None)) is not None:
        return str(figure)
    parts = unicodedata.normalize("NFKD", sign)
    if parts != sign:
        return _composed(parts)
    return _LOST if unicodedata.category(sign).startswith(("L", "N")) else ""


def _composed(parts: str) -> str:
    """What a character is made of, with as many of its accents as there is a letter for."""
    for end in range(len(parts), 0, -1):
        whole = unicodedata.normalize("NFC", parts[:end])
        if len(whole) == 1 and _is_held(whole):
            return whole + "".join(map(_written, parts[end:]))
    return "".join(map(_written, parts))


def _is_held(sign: str) -> bool:
    return sign.isspace() or (not missing_glyphs(sign) and TYPES[-1].has(sign))
