"""Text of strangers as plain text that all screens can show: no markup, no hidden signs, bounded."""

from __future__ import annotations

import html
import re
import unicodedata

from layouts.lettering import lettered

_MOST = 20_000
"""Characters of a text that are looked at."""
_SILENT = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<!--.*?(-->|$)|</?[a-zA-Z!?/][^<>]*(>|$)", re.DOTALL)
_INLINE = re.compile(
    r"</?(a|abbr|b|cite|em|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.IGNORECASE
)
_BLANK = re.compile(r"\s+")
_DROPPED = {"Cc", "Cs", "Co", "Cn"}
_WITHIN = "Cf"
"""Signs within a word: hyphens that may be, what joins or parts letters, what turns their direction."""
_ROUNDS = 3
"""How often text may have been escaped; what then still looks like markup loses its angles."""


def plain(text: object, most: int) -> str:
    """A text as it can be shown, on one line, of at most `most` characters; "" where nothing is left of it.

    A longer one ends at a word, with an ellipsis.
    """
    return shortened(lettered(bare(text)), most)


def bare(text: object) -> str:
    """A text without markup in NFC, on one line, whatever its letters; "" for what is no text."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return ""
    found = str(text)[:_MOST]
    for _ in range(_ROUNDS):
        stripped = html.unescape(_TAG.sub(" ", _INLINE.sub("", _SILENT.sub(" ", found))))
        if stripped == found:
            break
        found = stripped
    found = _TAG.sub(" ", found).replace("<", "‹").replace(">", "›")
    kept = "".join(map(_seen, found))
    return unicodedata.normalize("NFC", _BLANK.sub(" ", kept)).strip()


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, cut at a word where one ends in its second half."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut.rfind(" ")
    return cut[: word if word > most // 2 else most - 1].rstrip(" ,;:.–-") + "…"


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == _WITHIN:
        return ""
    return " " if category in _DROPPED and not sign.isspace() else sign
