"""A thread beside the drawing one, for which nobody waits: not when it hangs, not at the end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Worker(Executor):
    """Does one job after the other, in a thread that begins with the first one.

    A process ends without waiting for it, as it does for Python's own executors: a decoder that never comes
    back would keep it for ever. To be used by one thread.
    """

    def __init__(self, name: str) -> None:
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def submit(
        self, fn: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """Do this after what was asked for before."""
        future: Future[_Result] = Future()
        self._jobs.put(partial(_do, future, partial(fn, *args, **kwargs)))
        if self._thread.ident is None:
            self._thread.start()
        return future

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
        """After `shutdown`, wait for the end of the job in hand, so long at most: whether it has come."""
        if self._thread.ident is not None:
            self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


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
