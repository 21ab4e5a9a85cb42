"""Wrong tries: who had too many of late is locked out."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime

from central.enrolling.limits import LIMITS
from device_profiles.enrolment import LOCKED, TRIES


class Tries:
    """The wrong tries of each source. After `TRIES` of them a source is locked out, `LOCKED` from the last.

    A right try takes nothing back: whoever knows one code may not guess at others between.
    """

    def __init__(self, sources: int = LIMITS.sources) -> None:
        self._most = sources
        self._wrong: OrderedDict[str, tuple[datetime, ...]] = OrderedDict()

    def locked(self, sources: Iterable[str], at: datetime) -> datetime | None:
        """Until when one of these is locked out; None where none is."""
        ends = [last + LOCKED for source in sources if (last := self._last(source, at))]
        return max(ends, default=None)

    def wrong(self, sources: Iterable[str], at: datetime) -> datetime | None:
        """One more wrong try of these, and until when they are locked out now."""
        named = tuple(sources)
        for source in named:
            self._wrong[source] = (*self._recent(source, at), at)[-TRIES:]
            self._wrong.move_to_end(source)
            while len(self._wrong) > self._most:
                self._wrong.popitem(last=False)
        return self.locked(named, at)

    def _last(self, source: str, at: datetime) -> datetime | None:
        recent = self._recent(source, at)
        return recent[-1] if len(recent) >= TRIES else None

    def _recent(self, source: str, at: datetime) -> tuple[datetime, ...]:
        """The tries that still count: none is older than the newest by more than a lock lasts."""
        tries = self._wrong.get(source, ())
        if not tries or at - tries[-1] >= LOCKED:
            return ()
        return tuple(one for one in tries if tries[-1] - one < LOCKED)


def source_of(address: str) -> str:
    """Whose tries those from an address are: of IPv6 its network, for there everybody has many addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
