"""What is chosen of a source, in which order, and how each thing is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from playlists.documents import AGES, Availability, Batch, Departure, Event, Forecast, Notice, Place, State
from playlists.living_choice import Wish, chosen, endings
from playlists.living_words import Setting, brief_mark, parts, small_print

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
"""A Thursday, 13 h in Nantes."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = (47.2131, -1.5583)


def batch(*documents: Event | Availability | Departure | Notice | Place) -> Batch:
    return Batch(source="x", fetched=NOON, ages=AGES[type(documents[0])], documents=documents)


def event(title: str, starts: datetime, lasts: timedelta = 2 * HOUR, theme: str = "") -> Event:
    return Event(id=f"{title} {starts}", title=title, starts=starts, ends=starts + lasts, theme=theme)


def wish(**changes: object) -> Wish:
    return Wish(**{"zone": "Europe/Paris", "position": HERE, **changes})  # type: ignore[arg-type]


def titles(found: Batch, at: datetime, **changes: object) -> list[str]:
    return [each.title for each in chosen(found, at, wish(**changes)) if isinstance(each, Event)]


AGENDA = batch(
    event("exposition", NOON - 20 * DAY, 60 * DAY),
    event("conte", NOON + 2 * DAY - 2 * HOUR, theme="Jeunesse"),
    event("conte", NOON + 9 * DAY - 2 * HOUR, theme="Jeunesse"),
    event("ce soir", NOON + 6 * HOUR),
    event("tôt dimanche", NOON + 2 * DAY + 13 * HOUR),
    event("lundi", NOON + 4 * DAY),
    event("fini", NOON - 3 * HOUR),
)


@pytest.mark.parametrize(
    ("at", "changes", "said"),
    [
        (NOON, {}, ["ce soir", "conte", "tôt dimanche", "lundi", "exposition"]),
        (NOON, {"days": "today"}, ["ce soir", "exposition"]),
        (NOON, {"days": "weekend"}, ["conte", "tôt dimanche", "exposition"]),
        (NOON + 3 * DAY, {"days": "weekend"}, ["exposition"]),
        (NOON + 2 * DAY, {"days": "weekend"}, ["tôt dimanche", "exposition"]),
        (NOON, {"theme": "jeunesse"}, ["conte"]),
        (NOON, {"theme": "sport"}, []),
    ],
)
def test_an_agenda_is_of_the_days_and_the_theme_that_are_wanted_and_exhibitions_come_last(
    at: datetime, changes: dict[str, object], said: list[str]
) -> None:
    assert titles(AGENDA, at, **changes) == said


def test_what_is_chosen_changes_only_at_endings() -> None:
    since, until = NOON, NOON + 5 * DAY
    for changes in ({}, {"days": "today"}, {"days": "weekend"}):
        edges = [since, *endings(AGENDA, wish(**changes), since, since + DAY), since + DAY]
        for begins, ends in pairwise(edges):
            middle = begins + (ends - begins) / 2
            assert titles(AGENDA, begins, **changes) == titles(AGENDA, middle, **changes)
    assert until > since


def test_what_nobody_can_use_comes_last_however_near_it_is() -> None:
    def bikes(name: str, free: int, away: float) -> Availability:
        state = State.OPEN if free else State.FULL
        return Availability(
            id=name, name=name, free=free, state=state, position=(HERE[0] + away / 111_200, HERE[1])
        )

    found = batch(bikes("vide", 0, 50), bikes("loin", 3, 900), bikes("près", 1, 300))
    names = [each.name for each in chosen(found, NOON, wish(near_m=2000)) if isinstance(each, Availability)]
    assert names == ["près", "loin", "vide"]
    setting = Setting(
        at=NOON, language="fr", zone="Europe/Paris", country="FR", position=HERE, unit="vélos", near=True
    )
    told = {each.id: parts(each, setting) for each in found.documents}
    assert [told[name].value for name in ("vide", "loin", "près")] == ["plus de vélos", "3 vélos", "1 vélo"]
    assert told["près"].note.replace("\u00a0", " ") == "à 300 m"


def test_each_document_is_as_old_as_its_source_says() -> None:
    fresh, stale, gone = (
        Availability(id=name, name=name, free=1, state=State.OPEN, updated=NOON - age)
        for name, age in (("a", timedelta(minutes=1)), ("b", timedelta(minutes=30)), ("c", 2 * HOUR))
    )
    found = batch(fresh, stale, gone)
    assert [each.id for each in chosen(found, NOON, wish())] == ["a", "b"]
    setting = Setting(at=NOON, language="fr", zone="Europe/Paris", country="FR", position=None)
    assert small_print(found, setting, [fresh]) == ""
    assert small_print(found, setting, [fresh, stale]).replace("\u00a0", " ") == "Données de 12 h 30"
    assert brief_mark(found, setting, stale).replace("\u00a0", " ") == "à 12 h 30"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_document_has_its_words_in_every_language(language: str) -> None:
    setting = Setting(at=NOON, language=language, zone="Europe/Paris", country="FR", position=HERE, near=True)
    told = [
        parts(Departure(id="1", line="C20", towards="Chantrerie", leaves=NOON), setting),
        parts(Forecast(id="1", starts=NOON, ends=NOON + DAY, code=95, lowest=1, highest=2), setting),
        parts(event("expo", NOON - 3 * DAY, 10 * DAY), setting),
        parts(Place(id="1", name="Petit-Port", hours="Mo-Su 08:00-21:00", position=HERE), setting),
        parts(Notice(id="1", title="Travaux", body="Une phrase. " + "Une autre, très longue " * 8), setting),
    ]
    assert told[0].mark == "C20"
    assert told[1].mark == "@cloud-storm"
    assert {"fr": "jusqu’au", "en": "until", "es": "hasta el"}[language] in told[2].value
    assert told[3].note
    assert told[4].note == "Une phrase."
