"""Text of strangers as plain typographic text: no markup, no control or direction signs, bounded length."""

from __future__ import annotations

import html
import re
import unicodedata

_MOST = 20_000
"""Characters of a text that are looked at."""
_SILENT = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<!--.*?(-->|$)|</?[a-zA-Z!?/][^<>]*(>|$)", re.DOTALL)
_INLINE = re.compile(r"</?(a|abbr|b|cite|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\u200d"}
"""The joiner of pictographs and of some scripts; every other sign that does not show goes."""
_ROUNDS = 3
"""How often text may have been escaped; what then still looks like markup loses its angles."""


def plain(text: object, most: int) -> str:
    """A text without markup in NFC, on one line, of at most `most` characters; "" for what is no text.

    A longer one ends at a word, with an ellipsis.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return ""
    found = str(text)[:_MOST]
    for _ in range(_ROUNDS):
        bare = html.unescape(_TAG.sub(" ", _INLINE.sub("", _SILENT.sub(" ", found))))
        if bare == found:
            break
        found = bare
    found = _TAG.sub(" ", found).replace("<", "‹").replace(">", "›")
    kept = (sign if sign in _KEPT or not _is_unseen(sign) else " " for sign in found)
    found = unicodedata.normalize("NFC", _BLANK.sub(" ", "".join(kept))).strip()
    return shortened(found, most)


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, cut at a word where one ends in its second half."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut.rfind(" ")
    return cut[: word if word > most // 2 else most - 1].rstrip(" ,;:.–-") + "…"


def _is_unseen(sign: str) -> bool:
    return not sign.isspace() and unicodedata.category(sign) in _DROPPED
