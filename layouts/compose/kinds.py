"""The kinds of card. A new kind is one file with a `tell`, and one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from layouts.card import LISTING, Card, Words
from layouts.compose import event, figure, listing, notice
from layouts.compose.alert import DRESSES
from layouts.compose.alert import tell as tell_alert
from layouts.compose.story import Story

_WRITTEN: Final[dict[str, Callable[[Card, Words], Story]]] = {
    "notice": notice.tell,
    "event": event.tell,
    "figure": figure.tell,
}
KINDS: Final[tuple[str, ...]] = tuple(_WRITTEN)
"""Those that editors may use."""

TELLERS: Final[dict[str, Callable[[Card, Words], Story]]] = {**_WRITTEN, LISTING: listing.tell}
"""These, and what is made of city data."""

WARNING_TELLERS: Final[dict[str, Callable[[Card, Words], Story]]] = dict.fromkeys(DRESSES, tell_alert)
"""Those that are for alerts alone."""
