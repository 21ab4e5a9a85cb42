"""A thread beside the drawing one, for which nobody waits: not when it hangs, not at the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_Jobs = SimpleQueue[Callable[[], None] | None]
_log = logging.getLogger(__name__)


class Worker(Executor):
    """Does one job after the other, in a thread that begins with the first one.

    A process ends without waiting for it, as it does for Python's own executors: a decoder that never comes
    back would keep it for ever. To be used by one thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: _Jobs = SimpleQueue()
        self._hands: list[_Hand] = []
        self._seen: int | None = None
        self._seen_ms = 0.0

    def submit(
        self, fn: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """Do this after what was asked for before."""
        future: Future[_Result] = Future()
        self._jobs.put(partial(_do, future, partial(fn, *args, **kwargs)))
        if not self._hands:
            self._hands.append(_Hand(self._name, self._jobs))
        return future

    def relieve(self, now_ms: float, patience_ms: float, most: int) -> None:
        """Let another thread do what waits, where one has been seen at the same job for longer than that.

        Not while `most` threads have not come back. To be called now and then, with a steady clock.
        """
        lost = [hand for hand in self._hands[:-1] if hand.is_alive()]
        self._hands = [*lost, *self._hands[-1:]]
        doing = self._hands[-1].doing if self._hands else None
        if doing is None or doing != self._seen:
            self._seen, self._seen_ms = doing, now_ms
            return
        waits = now_ms - self._seen_ms > patience_ms and not self._jobs.empty()
        if waits and len(lost) < most and self._hands[-1].retire():
            _log.warning("a job of %s does not end, the others go on without it", self._name)
            self._hands.append(_Hand(self._name, self._jobs))
            self._seen = None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs, and end after those that wait; `cancel_futures` drops them."""
        while cancel_futures:
            try:
                self._jobs.get_nowait()
            except Empty:
                break
        self._jobs.put(None)
        if wait:
            self.join(None)

    def join(self, patience_s: float | None) -> bool:
        """After `shutdown`, wait for the end of what is in hand, so long at most: whether it has come."""
        for hand in self._hands:
            hand.join(patience_s)
        return not any(hand.is_alive() for hand in self._hands)


class _Hand(Thread):
    """Takes jobs until there are no more, or until it is relieved of them; it has begun."""

    def __init__(self, name: str, jobs: _Jobs) -> None:
        super().__init__(name=name, daemon=True)
        self._jobs, self._lock = jobs, Lock()
        self.doing: int | None = None
        self._is_relieved = False
        self.start()

    def retire(self) -> bool:
        """Take no other job after the one in hand; False where that has just ended."""
        with self._lock:
            self._is_relieved = self.doing is not None
            return self._is_relieved

    def run(self) -> None:
        """In its own thread."""
        number = 0
        while not self._is_relieved and (job := self._jobs.get()) is not None:
            self.doing = number = number + 1
            job()
            del job  # what it knew of somebody is not kept until the next one
            with self._lock:
                self.doing = None


def joined(joins: Iterable[Callable[[float], bool]], patience_s: float) -> bool:
    """Whether all have ended, each within so many seconds; once one hangs, nobody waits for the others."""
    all_ended = True
    for join in joins:
        all_ended &= join(patience_s if all_ended else 0)
    return all_ended


def _do(future: Future[_Result], job: Callable[[], _Result]) -> None:
    """What a job gives, or fails with, for whoever asked."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = job()
    except Exception as error:  # noqa: BLE001 - the next job is none the worse for it
        future.set_exception(error)
    else:
        future.set_result(result)
