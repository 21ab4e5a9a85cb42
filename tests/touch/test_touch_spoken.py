"""Pages read by the engine of an appliance, from the button to the sound, with nothing in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from speaking_daemon import needs_speech, speaking
from stage_world import Shelf
from touch_kiosk import Kiosk
from touched_stage import played, until

from player.stage.theatre import application
from player.touch.aloud.voice import Voice
from player.touch.target import Act
from player.touch.words import say

pytestmark = needs_speech


@pytest.fixture(autouse=True)
def running() -> None:
    application()


def test_a_page_is_said_in_the_language_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "said").mkdir()
    with speaking(tmp_path / "said", monkeypatch, "fr", "en", "es") as daemon:
        voice = Voice()
        with played(lambda: Kiosk(Shelf(tmp_path / "objects"), voice)) as kiosk:
            kiosk.until(lambda: voice.languages >= {"fr", "en", "es"})
            kiosk.begin()
            kiosk.touch(Act.SERVICE, "piscines")
            kiosk.touch(Act.EASE, "speech")
            kiosk.until(lambda: "Piscines." in daemon.text("fr"))
            kiosk.until(lambda: "Léo-Lagrange" in daemon.text("fr"))
            assert not daemon.text("en")
            assert daemon.seconds("fr") > 0.5
        voice.close()


def test_it_speaks_though_nothing_speaks_the_language_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt then says that the engine failed: « Failed to initialize default locale and voice »."""
    monkeypatch.setenv("LC_ALL", "C")
    with speaking(tmp_path, monkeypatch, "fr") as daemon:
        voice = Voice()
        until(lambda: voice.languages >= {"fr"})
        voice.say(say("still_there", "fr"), "fr")
        until(lambda: "Êtes-vous toujours là" in daemon.text("fr"))
        voice.close()


def test_english_is_that_of_great_britain_where_it_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of espeak-ng's voices for what Qt calls « en » is that of the Caribbean."""
    with speaking(tmp_path, monkeypatch, "en-US", "en-GB") as daemon:
        voice = Voice()
        until(lambda: voice.languages >= {"en"})
        voice.say("Are you still there?", "en")
        until(lambda: bool(daemon.text("en-GB")))
        assert not daemon.text("en-US")
        voice.close()
