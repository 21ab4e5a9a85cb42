"""Which alerts stand when nobody can rely on the clock, or one of them made a player die."""

from __future__ import annotations

from datetime import timedelta

import pytest
from device_world import NOW
from feed_world import HOUR, alert

from player.clock import ClockTrust
from player.standing import Standing, due

CRUE = alert(NOW)
SOON = alert(NOW, "vent", opens=NOW + 2 * HOUR)


def shown(*alerts: object, known_for: timedelta = timedelta(), **told: object) -> list[str]:
    standing = Standing(alerts=alerts, version=2)  # type: ignore[arg-type]
    facts = {"barred": (), "last_seen": None, **told}
    return [one.id for one in due(standing, ClockTrust.UNTRUSTED, known_for=known_for, **facts)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known_for", "ids"),
    [
        (timedelta(), ["crue"]),
        (2 * HOUR, ["crue", "vent"]),
        (6 * HOUR - timedelta(seconds=1), ["crue", "vent"]),
        (6 * HOUR, []),
    ],
)
def test_time_goes_on_from_the_signature_by_the_steady_clock(known_for: timedelta, ids: list[str]) -> None:
    assert shown(CRUE, SOON, known_for=known_for) == ids


def test_it_is_never_earlier_than_when_a_good_clock_was_seen_or_another_alert_signed() -> None:
    assert shown(CRUE, last_seen=NOW + 5 * HOUR) == ["crue"]
    assert shown(CRUE, last_seen=NOW + 6 * HOUR) == []
    assert shown(CRUE, alert(NOW + 7 * HOUR, "pluie")) == ["pluie"]


def test_by_a_good_clock_the_timeline_decides() -> None:
    standing = Standing(alerts=(CRUE, SOON), version=2)
    for trust in (ClockTrust.SYNCHRONISED, ClockTrust.HARDWARE):
        found = due(standing, trust, (), last_seen=NOW + 90 * HOUR, known_for=90 * HOUR)
        assert found == (CRUE, SOON)


def test_what_made_a_player_die_is_set_aside() -> None:
    assert shown(CRUE, known_for=HOUR, barred={"@alert/crue"}) == []
