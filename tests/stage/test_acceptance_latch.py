"""What of the door is on the disk: nobody waits for it, and no try is lost."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from threading import Event, current_thread
from types import SimpleNamespace

import pytest
from acceptance_room import PIN, desk, pump

import player.stage.acceptance.latch
from player.acceptance import Desk
from player.pin import Known, is_right, is_weak, read_pin, read_tries, write_pin
from player.stage.acceptance import words
from player.stage.acceptance.latch import Latch, Outcome
from player.stage.acceptance.pin_page import get_ready
from player.stage.theatre import application

LONG_S = 60.0


@pytest.fixture
def files(tmp_path: Path) -> Desk:
    made = desk(tmp_path)
    write_pin(made.pin, PIN)
    return made


@pytest.fixture
def latch(files: Desk) -> Latch:
    application(offscreen=True)
    return Latch(files, lambda: 1_800_000_000_000, lambda: 0.0, lambda: None)


def test_nobody_waits_for_the_disk_that_has_the_pin(
    latch: Latch, files: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def hang(file: Path) -> Known | None:
        gate.wait(LONG_S)
        return read_pin(file)

    monkeypatch.setattr(player.stage.acceptance.latch, "read_pin", hang)
    found: list[bool] = []
    judged: list[Outcome] = []
    latch.found.connect(found.append)
    latch.judged.connect(judged.append)
    began = time.monotonic()
    latch.look()
    latch.look()
    assert time.monotonic() - began < LONG_S / 2
    gate.set()
    pump(lambda: not latch.is_busy)
    assert found == [True], "one answer, however often it was asked meanwhile"
    gate.clear()
    began = time.monotonic()
    latch.attempt(PIN)
    assert time.monotonic() - began < LONG_S / 2
    gate.set()
    pump(lambda: not latch.is_busy)
    assert judged == [Outcome.RIGHT]
    assert files.take()


def test_what_the_page_says_is_read_beside_the_drawing_thread(
    files: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[str] = []

    def loads(text: str) -> dict[str, object]:
        readers.append(current_thread().name)
        return tomllib.loads(text)

    application(offscreen=True)
    monkeypatch.setattr(words, "tomllib", SimpleNamespace(loads=loads))
    words.catalogue.cache_clear()
    latch = Latch(files, lambda: 0, lambda: 0.0, get_ready)
    latch.look()
    pump(lambda: not latch.is_busy)
    words.say("pin-ask", "fr")
    assert readers == ["pin"]


def test_a_try_counts_before_it_is_known_to_be_wrong(
    latch: Latch, files: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    def judge(_known: Known, _typed: str) -> bool:
        counted.append(read_tries(files.door).wrong)
        return False

    monkeypatch.setattr(player.stage.acceptance.latch, "is_right", judge)
    latch.attempt("111119")
    pump(lambda: not latch.is_busy)
    assert counted == [1]


@pytest.mark.parametrize(
    "pin", ["", "12345", "123456", "987654", "777777", "1234567890123", "12345a", "890123"]
)
def test_a_pin_that_anybody_tries_is_none(pin: str, tmp_path: Path) -> None:
    assert is_weak(pin)
    with pytest.raises(ValueError, match="6 to 12"):
        write_pin(tmp_path / "pin", pin)


def test_what_is_kept_of_a_pin_is_not_the_pin(files: Desk) -> None:
    known = read_pin(files.pin)
    assert known is not None
    assert PIN.encode() not in files.pin.read_bytes()
    assert is_right(known, PIN)
    assert not is_right(known, "739147")
    other = desk(files.pin.parent / "other")
    write_pin(other.pin, PIN)
    assert other.pin.read_bytes() != files.pin.read_bytes()
