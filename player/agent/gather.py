"""All objects that are missing, several at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime

import msgspec

from player.agent.download import Downloader
from player.agent.errors import FetchError, RefusedError, UnreachableError
from player.agent.outcome import Incomplete, Waiting
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

    @property
    def unfinished(self) -> Incomplete | Waiting | None:
        """What keeps a generation from being whole, if anything does."""
        if not self.missing:
            if self.opens is None:
                return None
            return Waiting(missing=self.later, fetched=self.fetched, opens=self.opens)
        return Incomplete(
            missing=self.missing, fetched=self.fetched, why=self.why, retry_after=self.retry_after
        )


class _Tally:
    def __init__(self, left: int, over: threading.Event) -> None:
        self.lock = threading.Lock()
        self._left, self._over = left, over
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

    def done(self, one: Future[None]) -> None:
        """Tell where that was the last object, or there will be no more."""
        with self.lock:
            self._left -= 1
            is_over = not self._left
        if is_over or one.exception() is not None:
            self._over.set()


def gather(
    downloader: Downloader,
    missing: Iterable[Wanted],
    threads: int,
    *,
    meanwhile: Callable[[], object] = lambda: None,
    every_s: float | None = None,
    hint: threading.Event | None = None,
) -> Gathered:
    """Fetch objects, the small ones first. Where the server is gone or busy the rest is left for later.

    While they come, `meanwhile` is called every so many seconds, and upon a `hint`, in this thread.
    Raises `StoppedError` and `OSError` as the downloader does.
    """
    waiting = sorted(missing, key=lambda one: (one.size, one.name))
    hint = hint or threading.Event()
    tally = _Tally(len(waiting), hint)
    with ThreadPoolExecutor(threads, thread_name_prefix="fetch") as pool:
        pending = {pool.submit(tally.bring, downloader, wanted) for wanted in waiting}
        for one in pending:
            one.add_done_callback(tally.done)
        while pending:
            hint.wait(every_s)
            hint.clear()
            done, pending = wait(pending, 0)
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
