"""What central does again and again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from central.errors import CentralError

_log = logging.getLogger(__name__)


async def every(pause_s: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do work, pause, and do it again, until cancelled.

    Where it fails for what lies outside of central it is logged, once until it works again.
    """
    failing = False
    while True:
        try:
            await work()
        except CentralError as error:
            if not failing:
                _log.error("%s: %s", work.__qualname__, error)
            failing = True
        else:
            failing = False
        await asyncio.sleep(pause_s)
