"""The pairing page moves on while pictures of it are packed and written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from patience import until

import player.stage.pairing.stage
from device_profiles.catalog import catalog
from parvis.pairing_words import say
from player.stage.pairing.stage import PairingSetup, PairingStage
from player.stage.photograph import Photograph, develop
from player.stage.theatre import application
from player.state import State
from player.status import GLASS, read_glass

LONG_S = 60.0


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[PairingStage]:
    application(offscreen=True)
    setup = PairingSetup(
        state=State(tmp_path),
        screens=catalog()["plasma-16x9"].screens,
        say=say,
        clock=lambda: 1_800_000_000_000,
        steady_ms=lambda: 0.0,
        notify=lambda _: None,
        is_device=lambda: False,
    )
    made = PairingStage(setup)
    yield made
    made.close()


def test_nobody_waits_for_a_picture_of_the_page(
    stage: PairingStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def slowly(shots: tuple[Photograph, ...], folder: Path, asked: int, edition: str | None) -> None:
        gate.wait(LONG_S)
        develop(shots, folder, asked, edition)

    monkeypatch.setattr(player.stage.pairing.stage, "develop", slowly)
    began = time.monotonic()
    stage._see((None, False, 7))
    assert time.monotonic() - began < LONG_S / 2
    gate.set()
    file = State(tmp_path).status / GLASS
    until("the picture", lambda: (told := read_glass(file)) and told.asked == 7, LONG_S)
