"""What waits behind a job that hangs is done by another thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from weakref import ref

from patience import until

from player.stage.worker import Worker

LONG_S = 60.0
PATIENCE_MS = 100.0


def hung(worker: Worker, gate: Event) -> None:
    """Let it be at a job that does not end before the gate is open."""
    begun = Event()

    def job() -> None:
        begun.set()
        gate.wait(LONG_S)

    worker.submit(job)
    assert begun.wait(LONG_S)


def test_another_thread_goes_on_with_what_waits(expect_log: Callable[[str], None]) -> None:
    expect_log("a job of tested does not end")
    gate, worker = Event(), Worker("tested")
    hung(worker, gate)
    waits = worker.submit(int)
    for now_ms in (0.0, 50.0, 100.0):
        worker.relieve(now_ms, PATIENCE_MS, 1)
    assert not waits.done(), "not yet"
    worker.relieve(101.0, PATIENCE_MS, 1)
    assert waits.result(LONG_S) == 0
    worker.shutdown(wait=False)
    assert not worker.join(0), "the first one hangs"
    gate.set()
    assert worker.join(LONG_S)


def test_no_more_threads_are_lost_than_may_be(expect_log: Callable[[str], None]) -> None:
    expect_log("a job of tested does not end")
    first, second, worker = Event(), Event(), Worker("tested")
    hung(worker, first)
    waits = worker.submit(int)
    worker.relieve(0.0, PATIENCE_MS, 1)
    worker.relieve(101.0, PATIENCE_MS, 1)
    waits.result(LONG_S)
    hung(worker, second)
    waits = worker.submit(int)
    for now_ms in (200.0, 301.0, 400.0):
        worker.relieve(now_ms, PATIENCE_MS, 1)
    assert not waits.done()
    first.set()
    until("the first thread has ended", lambda: not worker._hands[0].is_alive(), LONG_S)
    worker.relieve(500.0, PATIENCE_MS, 1)
    assert waits.result(LONG_S) == 0
    second.set()
    worker.shutdown(wait=False)
    assert worker.join(LONG_S)


def test_a_thread_that_works_keeps_its_work() -> None:
    worker = Worker("tested")
    for number in range(5):
        gate = Event()
        hung(worker, gate)
        waits = worker.submit(int)
        worker.relieve(200.0 * number, PATIENCE_MS, 1)
        gate.set()
        waits.result(LONG_S)
    assert len(worker._hands) == 1
    worker.shutdown(wait=False)
    assert worker.join(LONG_S)


def test_nothing_is_kept_of_a_job_that_is_done() -> None:
    class Known:
        """What somebody touched."""

    worker, known = Worker("tested"), Known()
    gone = ref(known)
    worker.submit(id, known).result(LONG_S)
    del known
    until("it is forgotten", lambda: gone() is None, LONG_S)
    worker.shutdown()
