"""All objects that are missing, several at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from datetime import datetime

import msgspec

from player.agent.download import Downloader
from player.agent.errors import FetchError, RefusedError, UnreachableError
from player.agent.store import Wanted

_BUSY, _BROKEN = 429, 500


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """How many objects came, how many did not, and the first fault; `opens` is what others wait for."""

    fetched: int
    missing: int
    later: int = 0
    opens: datetime | None = None
    why: str = ""
    retry_after: float | None = None


class _Tally:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.fetched = 0
        self.fault: FetchError | None = None
        self.hopeless = False

    def bring(self, downloader: Downloader, wanted: Wanted) -> None:
        """Fetch one object, unless others have shown that it is of no use; in any thread."""
        if self.hopeless:
            return
        try:
            downloader.fetch(wanted)
        except FetchError as fault:
            with self.lock:
                self.fault = self.fault or fault
                if _is_hopeless(fault):
                    self.hopeless = True
            return
        except BaseException:
            self.hopeless = True
            raise
        with self.lock:
            self.fetched += 1


def gather(
    downloader: Downloader,
    missing: Iterable[Wanted],
    threads: int,
    *,
    meanwhile: Callable[[], object],
    every_s: float,
) -> Gathered:
    """Fetch objects, the small ones first. Where the server is gone or busy the rest is left for later.

    While they come, `meanwhile` is called every so many seconds, in this thread.
    Raises `StoppedError` and `OSError` as the downloader does.
    """
    waiting = sorted(missing, key=lambda one: (one.size, one.name))
    tally = _Tally()
    with ThreadPoolExecutor(threads, thread_name_prefix="fetch") as pool:
        pending = {pool.submit(tally.bring, downloader, wanted) for wanted in waiting}
        while pending:
            done, pending = wait(pending, every_s, FIRST_EXCEPTION)
            for finished in done:
                finished.result()
            if pending:
                meanwhile()
    retry_after = tally.fault.retry_after if isinstance(tally.fault, RefusedError) else None
    return Gathered(
        fetched=tally.fetched,
        missing=len(waiting) - tally.fetched,
        why=str(tally.fault or ""),
        retry_after=retry_after,
    )


def _is_hopeless(fault: FetchError) -> bool:
    """Whether other files of the same server will fare no better now."""
    if isinstance(fault, RefusedError):
        return fault.status == _BUSY or fault.status >= _BROKEN
    return isinstance(fault, UnreachableError)
