"""What became of an order, as people read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from standing_city import NOW

from central.answers import OrderLine
from central.telling import told
from central.telling.speech import Speech

MINUTE = timedelta(minutes=1)


def line(said: str) -> OrderLine:
    return OrderLine(
        id="o1", order="doctor", devices=("a",), by="Anne", at=NOW, until=NOW + 15 * MINUTE,
        outcomes={"a": said} if said else {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "english", "french"),
    [
        ("", "waiting for the device", "attend l’appareil"),
        ("doing doctor", "under way", "en cours"),
        ("waiting check_objects", "waits until “Check the files” is over", "attend la fin de"),
        ("done: 12 of 12 passed", "done: 12 of 12 passed", "fait\N{NO-BREAK SPACE}: 12 of 12 passed"),
        ("failed: no stage runs", "failed: no stage runs", "échec\N{NO-BREAK SPACE}: no stage runs"),
    ],
)
def test_what_a_device_says_of_an_order_is_told_in_the_reader_s_language(
    said: str, english: str, french: str
) -> None:
    assert told.order(line(said), "a", Speech("said", "en"), NOW + MINUTE).endswith(f": {english}")
    assert french in told.order(line(said), "a", Speech("said", "fr"), NOW + MINUTE)


@pytest.mark.parametrize("said", ["", "waiting doctor"])
def test_what_waits_beyond_its_time_is_told_as_not_taken_up(said: str) -> None:
    told_late = told.order(line(said), "a", Speech("said", "en"), NOW + 16 * MINUTE)
    assert told_late.endswith(": not taken up in time")
