"""Has the ground of a table painted: when it looks otherwise, and again where something of it was missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from layouts.theme import Palette
from player.touch.atlas import Atlas
from player.touch.here import Here
from player.touch.table.easel import Easel, ground_picture
from player.touch.table.ground import Ground, ground
from player.touch.table.limits import LIMITS

GROUND = "ground"
_NO_COLOUR = "#000000"


class Groundwork:
    """The ground as it is now, and the last picture of it; `fetch` gives the bytes of an object.

    It keeps its picture until there is another one. Without its map, which may not be on the disk yet, it is
    painted again after `LIMITS.again_s`, until the map is there; so is one that could not be painted at all.
    """

    def __init__(self, easel: Easel, fetch: Callable[[str], bytes | None]) -> None:
        self._easel, self._atlas = easel, Atlas(fetch)
        self._key: object = None
        self._asked_s = 0.0
        self._failed = False
        self._made: Ground | None = None
        self.picture = ""
        """Its address; empty before the first one."""

    @property
    def colour(self) -> str:
        """What is seen where no picture is."""
        return self._made.colour if self._made else _NO_COLOUR

    def look(self, here: Here, palette: Palette, at_s: float) -> Ground:
        """The ground of a table, by the steady clock; what it lacks in pictures is asked for."""
        key = here.offered, palette
        made = self._made
        if made is None or key != self._key:
            self._key, self._made = key, (made := ground(here, palette))
        elif not (self._failed or self._atlas.lacks) or at_s - self._asked_s < LIMITS.again_s:
            return made
        self._asked_s, self._failed = at_s, False
        self._easel.ask(GROUND, partial(ground_picture, made, here, palette, self._atlas))
        return made

    def take(self, address: str) -> None:
        """It was painted."""
        self.picture = address

    def lack(self) -> None:
        """It could not be painted."""
        self._failed = True
