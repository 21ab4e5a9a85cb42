"""What lies over a screen for those who touch it: pages over one that stands, a table where it lies flat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from player.touch.aloud.reader import Speaks
from player.touch.layer import TouchLayer
from player.touch.show import Show
from player.touch.tally import Ledger
from playlists.rendition import Rendition

if TYPE_CHECKING:
    from player.touch.table.layer import TableLayer


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """What covers work with.

    `offer` gives an image an address for QML, `withdraw` takes it back; `picture` decodes a prepared one,
    `fetch` gives the bytes of an object, None where they cannot be had. `clock` is the wall clock in
    milliseconds since 1970, `steady_ms` the monotonic one.
    """

    offer: Callable[[QImage], str]
    withdraw: Callable[[str], None]
    picture: Callable[[Rendition], QImage]
    fetch: Callable[[str], bytes | None]
    clock: Callable[[], int]
    steady_ms: Callable[[], float]


def is_touched(screen: Screen) -> bool:
    """Whether a screen answers those who touch it."""
    return bool(screen.touch_points) and not screen.is_matrix


def cover(show: Show, means: Means, *, ledger: Ledger, voice: Speaks | None) -> TouchLayer | TableLayer:
    """What lies over a screen that is touched; `ledger` keeps what is counted, `voice` reads aloud."""
    if not show.screen.flat:
        return TouchLayer(
            show,
            ledger=ledger,
            voice=voice,
            offer=means.offer,
            withdraw=means.withdraw,
            fetch=means.fetch,
            clock=means.clock,
            steady_ms=means.steady_ms,
        )
    from player.touch.table.layer import TableLayer  # noqa: PLC0415 - only tables load it

    return TableLayer(
        show,
        ledger=ledger,
        voice=voice,
        offer=means.offer,
        withdraw=means.withdraw,
        picture=means.picture,
        fetch=means.fetch,
        clock=means.clock,
        steady_ms=means.steady_ms,
    )
