"""Who is read to is not read to anew because time goes by, and chooses what they have just heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from listened_voice import Listened
from stage_world import Shelf
from test_touch_aloud import find, listening
from touch_kiosk import Kiosk
from touched_stage import played

from player.stage.instants import from_ms
from player.touch.limits import LIMITS
from player.touch.target import Act, Target
from playlists.documents import AGES, Batch, Departure


@pytest.fixture
def kiosk(tmp_path: Path, voice: Listened) -> Iterator[Kiosk]:
    """A kiosk that knows of a tram in three minutes, whose page is read in English."""
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"), voice)) as made:
        made.until(lambda: bool(voice.languages))
        trams(made)
        listening(made, voice)
        chosen(made, find(made, Act.SERVICE, "tram"))
        made.until(lambda: "In 3 minutes" in voice.said[-1])
        yield made


def trams(kiosk: Kiosk, *minutes: int) -> None:
    """What leaves is known anew."""
    now = from_ms(kiosk.clock())
    leaving = tuple(
        Departure(id=f"{n}", line="1", towards=f"Terminus {n}", leaves=now + timedelta(minutes=n, seconds=30))
        for n in minutes or (3,)
    )
    kiosk.layer.know((Batch(source="tan-commerce", fetched=now, ages=AGES[Departure], documents=leaving),))


def chosen(kiosk: Kiosk, target: Target) -> None:
    kiosk.finger.tap_in(target.rect)
    kiosk.finger.tap_in(target.rect)


def goes_by(kiosk: Kiosk, minutes: int) -> None:
    """The wall clock goes on, and the page with it."""
    page = kiosk.layer.page
    kiosk.clock.go(minutes * 60_000)
    kiosk.until(lambda: kiosk.layer.page is not page)


def test_a_minute_that_goes_by_does_not_begin_the_page_anew(kiosk: Kiosk, voice: Listened) -> None:
    heard = len(voice.said)
    goes_by(kiosk, 1)
    assert len(voice.said) == heard
    again = find(kiosk, Act.AGAIN)
    chosen(kiosk, again)
    assert "In 2 minutes" in voice.said[-1]


def test_other_data_do_not_begin_the_page_anew(kiosk: Kiosk, voice: Listened) -> None:
    heard, page = len(voice.said), kiosk.layer.page
    trams(kiosk, 5, 9)
    kiosk.until(lambda: kiosk.layer.page is not page)
    assert len(voice.said) == heard


def test_what_was_heard_is_chosen_by_a_second_touch_though_a_minute_went_by(
    kiosk: Kiosk, voice: Listened
) -> None:
    tram = find(kiosk, Act.ENTRY, "tan-commerce/3")
    kiosk.finger.tap_in(tram.rect)
    goes_by(kiosk, 1)
    kiosk.finger.tap_in(find(kiosk, Act.ENTRY, "tan-commerce/3").rect)
    kiosk.until(lambda: voice.said[-1].startswith("1 , Terminus 3") or "Terminus 3." in voice.said[-1])
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place.entry == "tan-commerce/3"


def test_where_one_goes_is_read_as_ever(kiosk: Kiosk, voice: Listened) -> None:
    goes_by(kiosk, 1)
    chosen(kiosk, find(kiosk, Act.HOME))
    kiosk.until(lambda: voice.said[-1].startswith("What are you looking for?"))


def test_nobody_is_asked_in_the_middle_of_what_is_read_to_them(kiosk: Kiosk, voice: Listened) -> None:
    read = len(voice.said[-1]) / LIMITS.spoken_letters_s
    assert read > 5
    kiosk.passes(LIMITS.idle_s + 1)
    kiosk.player.run_for(600)
    assert not kiosk.is_asked()
    kiosk.passes(read)
    kiosk.until(kiosk.is_asked)
    kiosk.passes(LIMITS.warning_s - 2)
    kiosk.player.run_for(600)
    assert kiosk.is_asked()
    kiosk.passes(2)
    kiosk.until(lambda: kiosk.layer.session is None)


def test_whoever_touches_is_asked_as_ever(kiosk: Kiosk) -> None:
    kiosk.finger.tap(500, 400)
    kiosk.passes(LIMITS.idle_s + 1)
    kiosk.until(kiosk.is_asked)
