"""The list of devices: what is searched for, the worst first, a page at a time. No drawing, no request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from central.answers import DeviceLine
from central.standing import State
from central.telling.signs import ODD, Sign, signs_of

ROWS = 60
"""The most devices on a page of the list."""
_ORDER = (*ODD, Sign.NEW, Sign.OUT, Sign.DARK, Sign.RIGHT)
_TROUBLE = "trouble"
"""Stands for every state in which somebody has something to do."""
STATES = (_TROUBLE, *(state.value for state in State))


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader wants to see of the list; empty: all."""

    q: str = ""
    state: str = ""
    family: str = ""
    group: str = ""
    page: int = 1

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.q or self.state or self.family or self.group)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list: `found` counts all that fit, `pages` those it takes."""

    lines: tuple[DeviceLine, ...]
    found: int
    page: int
    pages: int


def listing(lines: Sequence[DeviceLine], filters: Filters) -> Listing:
    """The devices that fit, the worst first."""
    words = plain(filters.q).split()
    fit = [line for line in lines if _fits(line, filters, words)]
    fit.sort(key=lambda line: (_ORDER.index(worst(line)), line.device))
    pages = max(1, -(-len(fit) // ROWS))
    page = min(max(1, filters.page), pages)
    shown = tuple(fit[(page - 1) * ROWS : page * ROWS])
    return Listing(lines=shown, found=len(fit), page=page, pages=pages)


def worst(line: DeviceLine) -> Sign:
    """The sign of a device: that of its worst screen."""
    return min(signs_of(line), key=_ORDER.index)


def families(lines: Iterable[DeviceLine]) -> tuple[str, ...]:
    """The families that there are."""
    return tuple(sorted({line.family for line in lines}))


def groups(lines: Iterable[DeviceLine]) -> tuple[str, ...]:
    """The groups that there are."""
    return tuple(sorted({group for line in lines for group in line.groups}))


def plain(text: str) -> str:
    """A text as it is compared: small, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _fits(line: DeviceLine, filters: Filters, words: Sequence[str]) -> bool:
    if filters.family and line.family != filters.family:
        return False
    if filters.group and filters.group not in line.groups:
        return False
    if filters.state and not _stands(line, filters.state):
        return False
    if not words:
        return True
    items = (item for screen in line.screens for item in screen.items.values())
    text = plain(" ".join((line.device, line.place, line.family, line.profile, *line.groups, *items)))
    return all(word in text for word in words)


def _stands(line: DeviceLine, state: str) -> bool:
    if state == _TROUBLE:
        return line.state in {State.WRONG, State.SILENT, State.DEGRADED}
    return line.state == state
