"""What holds for every test: noise fails it, the machine it runs on stays outside, chance is fixed.

A test fails when anything logs a warning, Qt complains, an exception ends up in a slot, a thread or a
finaliser, or Python warns. A test that means to provoke one says so: `expect_log("no answer from")`,
`expect_qt_message(…)`, `expect_exception(…)`, each a regular expression that must then be heard.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ["LC_ALL"] = "C.UTF-8"
# Where it is set, nobody notices that a command keeps its lines to itself.
os.environ.pop("PYTHONUNBUFFERED", None)
# A time zone that no test names: what reads the machine's local time comes out wrong.
os.environ["TZ"] = "Asia/Kathmandu"
time.tzset()

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# `pytest --hypothesis-profile=explore` looks further, by chance.
settings.register_profile(
    "explore", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

Expect = Callable[[str], None]


class Ear:
    """Hears one kind of noise. What is expected must be heard, what is heard must be expected."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.heard: list[str] = []
        self.expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """Lets this test make noise that `pattern` finds, and demands it."""
        self.expected.append(pattern)

    def verdict(self) -> list[str]:
        """What is wrong now that the test has ended; forgets what it heard and expected."""
        heard, expected = self.heard[:], self.expected[:]
        self.heard.clear()
        self.expected.clear()
        unexpected = [noise for noise in heard if not any(re.search(pattern, noise) for pattern in expected)]
        silent = [pattern for pattern in expected if not any(re.search(pattern, noise) for noise in heard)]
        return [f"unexpected {self.kind}: {noise}" for noise in unexpected] + [
            f"expected {self.kind}, never heard: {pattern}" for pattern in silent
        ]


class LogEar(Ear, logging.Handler):
    """Hears log records from WARNING up."""

    def __init__(self) -> None:
        Ear.__init__(self, "log record")
        logging.Handler.__init__(self, logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a record."""
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


class ExceptionEar(Ear):
    """Hears exceptions that nothing caught: in a slot, in a thread, in a finaliser."""

    def __init__(self) -> None:
        super().__init__("exception")

    def note(self, error: BaseException | None, where: str) -> None:
        """Keeps an exception as text, so that it keeps nothing else alive."""
        self.heard.append(f"in {where}: {''.join(traceback.format_exception(error)).strip()}")

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Takes the three hooks for the length of a test."""
        monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: self.note(error, "a slot"))
        monkeypatch.setattr(sys, "unraisablehook", lambda args: self.note(args.exc_value, repr(args.object)))
        monkeypatch.setattr(
            threading, "excepthook", lambda args: self.note(args.exc_value, f"thread {args.thread}")
        )


class QtEar(Ear):
    """Hears Qt's messages, `console.log` included; only what is mere information passes."""

    OF_THE_MACHINE = ("qt.multimedia.symbolsresolver",)
    """Tells which optional libraries are not there (PipeWire, for screen capture)."""

    def __init__(self) -> None:
        super().__init__("Qt message")

    def listen(self) -> None:
        """Takes Qt's message handler, if the tests have loaded Qt at all."""
        if core := sys.modules.get("PySide6.QtCore"):
            core.qInstallMessageHandler(self.note)

    def note(self, kind: Any, context: Any, text: str) -> None:
        """Keeps a message."""
        level = kind.name.removeprefix("Qt").removesuffix("Msg").lower()
        if level != "info" and context.category not in self.OF_THE_MACHINE:
            self.heard.append(f"{level}: {text} ({context.file}:{context.line})")


LOGS, EXCEPTIONS, QT_MESSAGES = LogEar(), ExceptionEar(), QtEar()


@pytest.fixture(autouse=True)
def _noise_fails(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    logging.getLogger().addHandler(LOGS)
    EXCEPTIONS.listen(monkeypatch)
    QT_MESSAGES.listen()
    yield
    logging.getLogger().removeHandler(LOGS)
    wrong = LOGS.verdict() + EXCEPTIONS.verdict() + QT_MESSAGES.verdict()
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.fixture
def expect_log() -> Expect:
    """Says which log record the test provokes: a pattern of `WARNING parvis.stage: …`."""
    return LOGS.expect


@pytest.fixture
def expect_exception() -> Expect:
    """Says which uncaught exception the test provokes: a pattern of its printed traceback."""
    return EXCEPTIONS.expect


@pytest.fixture
def expect_qt_message() -> Expect:
    """Says which message of Qt the test provokes: a pattern of `warning: …`."""
    return QT_MESSAGES.expect


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        for name in [name for name in os.environ if name.startswith("PARVIS_")]:
            patch.delenv(name)
        yield


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder where every user may go: pytest shuts its own."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module", autouse=True)
def _nothing_of_qt_is_left() -> Iterator[None]:
    """Sweeps up Qt objects here: a thread of a later module that found them in a cycle would crash."""
    yield
    if "PySide6.QtCore" in sys.modules:
        gc.collect()


@pytest.fixture(scope="session")
def qapp(_own_home: None) -> Any:
    """The one QGuiApplication of the process, for tests that draw."""
    from PySide6.QtGui import QGuiApplication

    QT_MESSAGES.listen()
    return QGuiApplication.instance() or QGuiApplication(["parvis-tests"])


def _patience_s(item: pytest.Item) -> float:
    """For how many seconds a test may go on, where it asks for more than others have."""
    mark = item.get_closest_marker("timeout")
    return float(mark.args[0]) if mark and mark.args else 0.0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among several workers, files whose tests wait for long begin first: the end waits for none of them.

    `scripts/check` gives each worker one file after the other, in this order; many tests come before few.
    """
    if not hasattr(config, "workerinput"):
        return
    patience: dict[Path, float] = {}
    for item in items:
        patience[item.path] = max(patience.get(item.path, 0.0), _patience_s(item))
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (-patience[item.path], -tests[item.path]))


def _fail_a_skip(report: pytest.TestReport | pytest.CollectReport, name: str) -> None:
    """In continuous integration what cannot run has failed."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, and with CI=true nothing is: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Looks at the report of a test."""
    report = yield
    _fail_a_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Looks at the report of a module that skips itself as a whole."""
    report = yield
    _fail_a_skip(report, collector.nodeid)
    return report
