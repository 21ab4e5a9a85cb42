"""What was really seen on a device's screens: the last look at each zone, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

from player.stage.expected import expected
from player.stage.inspector import Inspector, Sighting
from player.stage.instants import from_ms
from player.stage.ledger import Ledger
from player.stage.limits import Limits
from player.stage.props import PageKey
from player.stage.setup import Setup
from player.stage.worker import Worker
from player.status import Looked
from playlists.feed.pictures import Picture, Pictures
from playlists.program import Program

PicturesOf = Callable[[Program], Pictures | None]


class Inspection:
    """Has all screens inspected.

    `wrong` hears once of a page that a zone (`SCREEN/ZONE`) does not show as it should, and how far it is
    from that; `right` when the zone shows its item again.
    """

    def __init__(
        self, setup: Setup, wrong: Callable[[PageKey, str, str], None], right: Callable[[str], None]
    ) -> None:
        self._setup, self._tell_wrong, self._tell_right = setup, wrong, right
        self._limits = Limits()
        self._worker: Worker | None = None
        self._inspectors: dict[str, Inspector] = {}
        self._looked: dict[str, dict[str, Looked]] = {}
        self._wrong: dict[tuple[str, str, str], None] = {}

    def inspector(self, screen: str, ledger: Ledger, pictures: PicturesOf) -> Inspector:
        """Who inspects a screen from now on, in the place of whoever did before."""
        before = self._inspectors.get(screen)
        if before is not None:
            before.close()
        made = Inspector(
            expected=partial(_expected, pictures, screen),
            tell=partial(self._see, screen, ledger),
            worker=self._executor,
            clock=self._setup.clock,
            steady_ms=self._setup.steady_ms,
            limits=self._limits,
        )
        self._inspectors[screen] = made
        self._looked[screen] = {}
        return made

    def looked(self, screen: str, zones: Container[str]) -> tuple[Looked, ...]:
        """The last look at each of these zones of a screen."""
        return tuple(look for zone, look in self._looked.get(screen, {}).items() if zone in zones)

    def close(self) -> None:
        """Look no more; nobody waits for what is being judged."""
        for inspector in self._inspectors.values():
            inspector.close()
        if self._worker is not None:
            self._worker.shutdown(wait=False, cancel_futures=True)

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing is being judged any more, within so many seconds."""
        return self._worker is None or self._worker.join(patience_s)

    def _executor(self) -> Worker:
        if self._worker is None:
            self._worker = Worker("glass")
        return self._worker

    def _see(self, screen: str, ledger: Ledger, seen: Sighting) -> None:
        key, found = seen.layer.key, seen.distance
        self._looked[screen][seen.zone] = Looked(
            zone=seen.zone,
            item=key.item,
            page=key.page,
            at=from_ms(seen.at_ms),
            hash=seen.sight.hash,
            colour=seen.sight.colour,
            luma=seen.sight.luma,
            bits=found.bits if found else None,
            levels=found.levels if found else None,
            alike=found.is_none if found else None,
        )
        if found is None:
            return
        ledger.seen(seen.zone, seen.layer, found)
        place = (screen, seen.zone, key.item)
        if found.is_none and place in self._wrong:
            del self._wrong[place]
            self._tell_right(key.item)
        elif not found.is_none and place not in self._wrong:
            if len(self._wrong) >= self._limits.broken_known:
                del self._wrong[next(iter(self._wrong))]
            self._wrong[place] = None
            self._tell_wrong(
                key,
                f"{screen}/{seen.zone}",
                f"{screen}/{seen.zone} is {found.bits} bits of 256 and {found.levels} levels of 255 "
                f"from what was published, its mean light {seen.sight.luma}",
            )


def _expected(pictures: PicturesOf, screen: str, program: Program, key: PageKey) -> Picture | None:
    known = pictures(program)
    return expected(known, program, screen, key) if known else None
