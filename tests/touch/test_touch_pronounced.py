"""What is read aloud is said as people say it: no « hache » in a time, no “em” behind a distance."""

from __future__ import annotations

import subprocess

import pytest
from speaking_daemon import needs_speech

from layouts.typography import finish
from player.touch.aloud.pronounced import pronounced


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("fr", "Ouvert jusqu’à 19 h 30 · à 450 m", "Ouvert jusqu’à 19 heures 30, à 450 mètres"),
        ("fr", "Fermé, ouvre demain à 0 h 05", "Fermé, ouvre demain à 0 heure 5"),
        ("fr", "samedi 28 novembre, 20 h – 22 h", "samedi 28 novembre, 20 heures à 22 heures"),
        ("fr", "Dans 3 min · temps réel", "Dans 3 minutes, temps réel"),
        ("fr", "Dans 1 min", "Dans 1 minute"),
        ("fr", "à 1,2 km", "à 1,2 kilomètre"),
        ("fr", "−3 à 4 °C, éclaircies", "moins 3 à 4 degrés, éclaircies"),
        ("fr", "1 234 places libres sur 12 000", "1234 places libres sur 12000"),
        ("fr", "02 40 41 90 00", "02 40 41 90 00"),
        ("fr", "Données du 26/11, 14 h 05", "Données du 26 novembre, 14 heures 5"),
        ("fr", "quai n° 12, 25 m²", "quai numéro 12, 25 m²"),
        ("en", "Open until 7.30 pm · 450 m away", "Open until 7:30 pm, 450 metres away"),
        ("en", "7.30 pm – 9 pm, 1 km", "7:30 pm to 9 pm, 1 kilometre"),
        ("es", "abierto hasta las 19:30 · a 450 m", "abierto hasta las 19:30, a 450 metros"),
        ("es", "datos del 26/11", "datos del 26 de noviembre"),
        ("br", "a · b", "a, b"),
    ],
)
def test_signs_are_said_in_words(language: str, written: str, said: str) -> None:
    found = pronounced(finish(written, language), language)
    assert found.replace("\u00a0", " ").replace("\u202f", " ") == said


@needs_speech
def test_the_engine_of_an_appliance_says_the_hour_and_the_distance() -> None:
    def sounds(text: str) -> str:
        engine = ["espeak-ng", "-q", "-x", "-v", "fr", text]
        return subprocess.run(engine, capture_output=True, check=True).stdout.decode()  # noqa: S603

    assert "_!'aS" in sounds("19 h 30"), "what was to be mended: the letter"
    said = sounds(pronounced(finish("Ouvert jusqu’à 19 h 30 · à 450 m", "fr"), "fr"))
    assert "_!'aS" not in said
    assert "m'Etr" in said
