"""Weather: the same for the same seed, as long as it is said, for those whom it names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fleet_world import MINUTE, NOON, SECOND, spell

from parvis.simulation.weather import Kind, Weather, WeatherError, Whereabouts, built_in, read, span

HERE = Whereabouts(
    device="totem-1", place="Commerce", profile="totem-rue", family="totem", groups=("centre", "tram-1")
)
MANY = [Whereabouts(device=f"d-{n}", place=f"p-{n // 10}") for n in range(1000)]


def test_a_spell_lasts_from_its_beginning_to_its_end() -> None:
    lot = Weather([spell(Kind.OUTAGE, "1m", "2m")]).lot(HERE, NOON)
    for seconds, suffers in ((59, False), (60, True), (179, True), (180, False)):
        assert (lot.suffers(Kind.OUTAGE, NOON + seconds * SECOND) is not None) is suffers
    found = lot.suffers(Kind.OUTAGE, NOON + 90 * SECOND)
    assert found is not None
    assert (found.since, found.until) == (NOON + MINUTE, NOON + 3 * MINUTE)
    assert lot.suffers(Kind.BLACKOUT, NOON + 90 * SECOND) is None


def test_it_may_have_begun_before_and_may_never_end() -> None:
    lot = Weather([spell(Kind.CLOCK, "-2h")]).lot(HERE, NOON)
    assert lot.suffers(Kind.CLOCK, NOON - timedelta(hours=2, seconds=1)) is None
    found = lot.suffers(Kind.CLOCK, NOON + timedelta(days=300))
    assert found is not None
    assert found.until is None


def test_it_comes_again_and_meets_others_each_time() -> None:
    weather = Weather([spell(Kind.OUTAGE, "0s", "30s", every="1m", share=0.5)])
    met = [
        {where.device for where in MANY if weather.lot(where, NOON).suffers(Kind.OUTAGE, at)}
        for at in (NOON + 15 * SECOND, NOON + 75 * SECOND)
    ]
    assert all(400 < len(found) < 600 for found in met)
    assert met[0] != met[1]
    lot = Weather([spell(Kind.OUTAGE, "0s", "30s", every="1m")]).lot(HERE, NOON)
    assert lot.suffers(Kind.OUTAGE, NOON + 45 * SECOND) is None
    found = list(lot.onsets(Kind.OUTAGE, NOON, NOON + 2 * MINUTE))
    assert [one.since for one in found] == [NOON + n * MINUTE for n in (0, 1, 2)]


def test_a_share_of_places_takes_all_that_stands_there() -> None:
    weather = Weather([spell(Kind.OUTAGE, share=0.1, by="place")])
    places: dict[str, set[bool]] = {}
    for where in MANY:
        met = weather.lot(where, NOON).suffers(Kind.OUTAGE, NOON) is not None
        places.setdefault(where.place, set()).add(met)
    assert all(len(met) == 1 for met in places.values())
    assert 3 < sum(met == {True} for met in places.values()) < 20


def test_the_same_seed_gives_the_same_weather_and_another_another() -> None:
    weather = Weather([spell(Kind.BLACK, share=0.1)])

    def met(seed: int) -> list[str]:
        return [w.device for w in MANY if weather.lot(w, NOON, seed=seed).suffers(Kind.BLACK, NOON)]

    assert met(1) == met(1) != met(2)
    assert 60 < len(met(1)) < 150


def test_a_fast_weather_passes_faster() -> None:
    lot = Weather([spell(Kind.OUTAGE, "10m", "20m")]).lot(HERE, NOON, speed=10)
    found = lot.suffers(Kind.OUTAGE, NOON + MINUTE)
    assert found is not None
    assert found.until == NOON + 3 * MINUTE


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("*", True),
        ("totem-1", True),
        ("place:Commerce", True),
        ("group:tram-1", True),
        ("profile:totem-rue", True),
        ("family:totem", True),
        (("kiosk-1", "group:centre"), True),
        ("totem-2", False),
        ("group:tram", False),
    ],
)
def test_it_meets_those_whom_it_names(who: str | tuple[str, ...], meant: bool) -> None:
    assert HERE.is_meant(who) is meant


@pytest.mark.parametrize("seed", range(5))
def test_in_a_large_fleet_every_kind_of_a_bad_day_is_to_be_seen(seed: int) -> None:
    fleet = MANY[:224]
    weather = read("bad-day").over(fleet, seed)
    lots = [weather.lot(where, NOON, seed=seed) for where in fleet]
    moments = [NOON + minutes * MINUTE + 15 * SECOND for minutes in range(12)]
    met = {kind: sum(any(lot.suffers(kind, at) for at in moments) for lot in lots) for kind in Kind}
    missed = {kind for kind, count in met.items() if not count}
    assert missed <= {Kind.FORGED}
    assert all(count < 80 for kind, count in met.items() if kind is not Kind.FILM)
    few = read("bad-day").over(MANY[:7], seed)
    assert few.spells == read("bad-day").spells


@pytest.mark.parametrize("name", sorted(built_in()))
def test_every_weather_that_comes_with_parvis_can_be_read(name: str) -> None:
    assert read(name).lot(HERE, datetime.now(UTC), speed=3, seed=9).kinds() is not None


def test_a_script_of_ones_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[[spells]]\nkind = "outage"\nwho = "place:Commerce"\nfrom = "5s"\nfor = "1m30s"\n')
    (one,) = read(str(file)).spells
    assert (one.kind, one.who, one.begins, one.lasts) == (Kind.OUTAGE, "place:Commerce", "5s", "1m30s")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[spells]]\nkind = 'hail'\n", "hail"),
        ("[[spells]]\nkind = 'outage'\nwhen = '5s'\n", "when"),
        ("[[spells]]\nkind = 'outage'\nshare = 2\n", "share"),
        ("[[spells]]\nkind = 'outage'\nfrom = 'noon'\n", "noon"),
        ("[[spells]", "mine.toml"),
    ],
)
def test_what_is_no_weather_is_said(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(WeatherError, match=said):
        read(str(file))
    with pytest.raises(WeatherError, match="bad-day, calm, storm"):
        read(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("5m", 300), ("2h30m", 9000), ("-2h", -7200), ("1h1m1s", 3661)]
)
def test_spans(text: str, seconds: int) -> None:
    assert span(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "5", "5 m", "m5", "1d", "-"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(WeatherError, match="no span"):
        span(text)
