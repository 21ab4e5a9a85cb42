"""A card: what an editor says in words, with a picture and a code to scan, before it is set."""

from __future__ import annotations

import msgspec

LISTING = "listing"
"""The kind of card that city data make: each line of its body is a thing of its own."""
PART = "\t"
"""Between the parts of such a line: what it is about, its value, its note, its mark."""
ALERT, CAUTION = "alert", "caution"
"""Kinds of card, and their categories, that are for alerts alone: a danger, and a call to be careful."""
WARNING = frozenset({ALERT, CAUTION})


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """All the texts of a card in one language, typographically finished; empty where there is none."""

    language: str
    headline: str = ""
    body: str = ""
    date: str = ""
    place: str = ""
    figure: str = ""
    source: str = ""
    led: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `kind` names a composition, `category` a hue of the theme.

    `pictogram` names a drawing of `layouts/pictograms`; where it is empty the category chooses. `words`
    holds one entry per language, the leading language first, each complete. `has_picture` says that a
    picture was prepared for it; `qr` is the address to scan, `qr_label` the readable short form.
    """

    kind: str
    words: tuple[Words, ...]
    category: str = ""
    pictogram: str = ""
    has_picture: bool = False
    qr: str = ""
    qr_label: str = ""
