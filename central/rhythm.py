"""What central does again and again: nothing that fails once ends it, and what goes on failing is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from central.errors import CentralError
from central.standing import Reason

_log = logging.getLogger(__name__)
Work = Callable[[], Awaitable[None]]
PATIENCE = timedelta(seconds=30)
"""What has failed for so long is told; a busy disk is well again before."""

_SAID = 200
"""Characters of a failure that are told."""


class _Failure:
    """A piece of work that fails, since when; `kinds` of what it failed by were logged."""

    def __init__(self, since: datetime) -> None:
        self.since, self.kinds, self.said = since, set[type[Exception]](), ""


class Rhythm:
    """Does pieces of work, each by its name, and knows which of them fail now. `clock` tells the instant."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._failing: dict[str, _Failure] = {}

    @property
    def failing(self) -> int:
        """So many pieces of work failed when they were done last."""
        return len(self._failing)

    async def every(self, pause_s: float, name: str, work: Work) -> None:
        """Do work, pause, and do it again, until cancelled."""
        while True:
            await self.once(name, work)
            await asyncio.sleep(pause_s)

    async def once(self, name: str, work: Work) -> None:
        """Do work. Where it fails that is logged, of each kind once until it works again."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other work goes on
            self._note(name, error)
        else:
            self._failing.pop(name, None)

    def own(self) -> tuple[Reason, ...]:
        """What of central itself has been failing for a while, as one reason."""
        now = self._clock()
        lasting = {name: one for name, one in self._failing.items() if now - one.since >= PATIENCE}
        if not lasting:
            return ()
        detail = "; ".join(f"{name}: {one.said}" for name, one in sorted(lasting.items()))
        return (Reason(code="central", detail=detail, since=min(one.since for one in lasting.values())),)

    def _note(self, name: str, error: Exception) -> None:
        failure = self._failing.setdefault(name, _Failure(self._clock()))
        failure.said = f"{type(error).__name__} {error}".partition("\n")[0][:_SAID]
        if type(error) not in failure.kinds:
            _log.error("%s: %s", name, error, exc_info=None if isinstance(error, CentralError) else error)
        failure.kinds.add(type(error))
