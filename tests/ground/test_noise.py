"""The defences of tests/conftest.py, tried: each noise fails a test, and passes where it is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"

NOISY = """
import gc, logging, threading, warnings

def log(): logging.getLogger("parvis.x").warning("no answer from %s", "central")

def thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

class Fragile:
    def __del__(self): raise ValueError("finaliser")

def test_quiet(): logging.getLogger("parvis.x").info("well")
def test_log(): log()
def test_thread(): thread()
def test_finaliser():
    Fragile()
    gc.collect()
def test_warning(): warnings.warn("old", DeprecationWarning)
def test_silence(expect_log): expect_log("never said")
def test_other_log(expect_log):
    expect_log("something else")
    log()
def test_expected_log(expect_log):
    expect_log("WARNING parvis.x: no answer from central")
    log()
def test_expected_thread(expect_exception):
    expect_exception("ZeroDivisionError")
    thread()
def test_expected_finaliser(expect_exception):
    expect_exception("ValueError: finaliser")
    Fragile()
    gc.collect()
def test_after_all(): pass
"""

NOISY_QT = """
from PySide6.QtCore import QObject, QUrl, Signal, qDebug, qInfo, qWarning
from PySide6.QtQml import QQmlComponent, QQmlEngine

class Source(QObject):
    told = Signal()

def slot():
    source = Source()
    source.told.connect(lambda: 1 / 0)
    source.told.emit()

def qml(text):
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(text, QUrl("noisy.qml"))
    thing = component.create()
    assert thing is not None, component.errorString()

def test_quiet(qapp): qInfo("well")
def test_message(qapp): qWarning("lost")
def test_debris(qapp): qDebug("here")
def test_slot(qapp): slot()
def test_binding(qapp): qml(b"import QtQml; QtObject { property int n: nothing.there }")
def test_expected_message(qapp, expect_qt_message):
    expect_qt_message("^warning: lost")
    qWarning("lost")
def test_expected_binding(qapp, expect_qt_message):
    expect_qt_message("nothing is not defined")
    qml(b"import QtQml; QtObject { property int n: nothing.there }")
def test_expected_slot(qapp, expect_exception):
    expect_exception("ZeroDivisionError")
    slot()
def test_after_all(qapp): pass
"""

SETTINGS = """
import os, time
from hypothesis import settings

def test_settings():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert os.environ["QT_QUICK_BACKEND"] == "software"
    assert time.tzname != ("UTC", "UTC")
    assert os.path.isdir(os.path.dirname(os.environ["XDG_CACHE_HOME"]))
    assert "PARVIS_STATE" not in os.environ
    assert settings().derandomize
    assert settings().deadline is None

def test_pure():
    import sys
    assert "PySide6" not in sys.modules
"""


@pytest.fixture
def guarded(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test run of its own under our conftest."""
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    for name in ("CI", "QT_QPA_PLATFORM", "QT_QUICK_BACKEND"):
        monkeypatch.delenv(name, raising=False)
    return pytester


def failures(run: pytest.RunResult) -> set[str]:
    """The names of the tests that did not end well."""
    return {
        line.split("::")[1].split(" ")[0]
        for line in run.outlines
        if line.startswith(("FAILED ", "ERROR ")) and "::" in line
    }


def test_noise_fails_a_test_unless_it_is_expected(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(NOISY)
    run = guarded.runpytest_subprocess("-ra", "-p", "no:cacheprovider")
    assert failures(run) == {
        *("test_log", "test_thread", "test_finaliser", "test_warning", "test_silence", "test_other_log"),
    }
    run.stdout.fnmatch_lines(["*unexpected log record: WARNING parvis.x: no answer from central*"])
    run.stdout.fnmatch_lines(["*expected log record, never heard: never said*"])


def test_what_qt_says_fails_a_test_unless_it_is_expected(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(NOISY_QT)
    run = guarded.runpytest_subprocess("-ra", "-p", "no:cacheprovider")
    assert failures(run) == {"test_message", "test_debris", "test_slot", "test_binding"}
    run.stdout.fnmatch_lines(["*unexpected Qt message: warning: lost*"])
    run.stdout.fnmatch_lines(["*unexpected exception: in a slot:*"])


def test_the_machine_stays_outside(guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_STATE", "elsewhere")
    guarded.makepyfile(SETTINGS)
    guarded.runpytest_subprocess().assert_outcomes(passed=2)


def test_a_platform_chosen_by_hand_is_kept(guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    guarded.makepyfile("import os\ndef test_it(): assert os.environ['QT_QPA_PLATFORM'] == 'xcb'")
    guarded.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("ci", "outcomes"), [("true", {"failed": 1, "errors": 1}), ("", {"skipped": 2})], ids=["CI", "at a desk"]
)
def test_nothing_is_skipped_in_continuous_integration(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcomes: dict[str, int]
) -> None:
    monkeypatch.setenv("CI", ci)
    guarded.makepyfile(test_whole="import pytest\npytest.importorskip('no_such_package')")
    guarded.makepyfile(
        """
        import pytest

        def test_it(): pytest.skip("no Xvfb here")

        @pytest.mark.xfail(strict=True)
        def test_known(): assert False
        """
    )
    run = guarded.runpytest_subprocess("--continue-on-collection-errors")
    run.assert_outcomes(**outcomes, xfailed=1)
