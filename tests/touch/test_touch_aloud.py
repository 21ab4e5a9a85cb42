"""Pages read aloud: what is said, in which order; and one finger that hears and chooses, on a real stage."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from listened_voice import Listened
from PySide6.QtCore import QPoint, QProcess
from PySide6.QtTest import QTest
from stage_world import Shelf
from touch_kiosk import Kiosk
from touch_world import here, index, palette, places, session_at
from touched_stage import played

from layouts.layout import Rect
from player.touch.aloud.utterances import spoken, utterances
from player.touch.aloud.voice import Voice
from player.touch.limits import LIMITS
from player.touch.pages import compose
from player.touch.session import Comfort, Kind, Place, Session
from player.touch.target import Act, Target, TouchPage
from player.touch.words import say

POOL = Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")


def page(session: Session, at_s: float = 0.0) -> TouchPage:
    return compose(here(), index(), session, palette(), at_ms=1_795_699_920_000, at_s=at_s, speaks=True)


def aloud(place: Place, language: str = "fr") -> TouchPage:
    return page(session_at(place, language, Comfort(speech=True)))


def test_a_page_is_read_from_its_title_to_its_last_button() -> None:
    read = spoken(aloud(POOL)).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert read.startswith("Piscine Léo-Lagrange. Ouvert jusqu’à 20 h. Île Gloriette")
    assert read.endswith("Signaler une erreur.")
    assert "Accueil" not in read
    assert "14:32" not in read


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_target_is_said_once_and_what_is_seen_is_what_is_said(language: str) -> None:
    for place in places():
        made = aloud(place, language)
        parts = utterances(made)
        said = [one.target for one in parts if one.target]
        assert sorted(map(str, said)) == sorted(map(str, made.targets)), place
        assert all(one.text.strip() for one in parts), place
        assert spoken(made).strip(), place


def test_of_a_warning_nothing_is_read_that_lies_under_it() -> None:
    warned = page(session_at(POOL, comfort=Comfort(speech=True)), at_s=LIMITS.idle_s + 1)
    assert "Léo-Lagrange" not in spoken(warned)
    assert say("more_time", "fr") in spoken(warned)


def test_a_keyboard_is_not_read_key_by_key() -> None:
    assert " A. Z. E." not in spoken(aloud(Place(Kind.SEARCH)))


@pytest.fixture
def kiosk(tmp_path: Path, voice: Listened) -> Iterator[Kiosk]:
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"), voice)) as made:
        made.until(lambda: bool(voice.languages))
        yield made


def find(kiosk: Kiosk, act: Act, value: str = "") -> Target:
    assert kiosk.layer.page is not None
    return next(one for one in kiosk.layer.page.targets if (one.act, one.value) == (act, value))


def in_english(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.touch(Act.LANGUAGES)
    kiosk.touch(Act.SPEAK, "en")


def listening(kiosk: Kiosk, voice: Listened) -> None:
    in_english(kiosk)
    kiosk.touch(Act.EASE, "speech")
    kiosk.until(lambda: bool(voice.said))


def drag(kiosk: Kiosk, *through: Rect) -> None:
    """One finger over the page, lifted on the last."""
    window, device = kiosk.window.window, QTest.createTouchDevice()
    for number, rect in enumerate(through):
        point = _middle(rect)
        event = QTest.touchEvent(window, device)
        (event.press if number == 0 else event.move)(0, point, window).commit()
    QTest.touchEvent(window, device).release(0, _middle(through[-1]), window).commit()


def _middle(rect: Rect) -> QPoint:
    return QPoint(round(rect.x + rect.width / 2), round(rect.y + rect.height / 2))


def test_it_is_offered_where_the_language_is_spoken_and_only_there(kiosk: Kiosk) -> None:
    kiosk.begin()
    assert kiosk.layer.page is not None
    assert not [one for one in kiosk.layer.page.targets if one.value == "speech"]
    kiosk.touch(Act.LANGUAGES)
    kiosk.touch(Act.SPEAK, "en")
    assert find(kiosk, Act.EASE, "speech").label == "Read aloud: off"


def test_a_button_has_the_page_read_and_the_next_one_too(kiosk: Kiosk, voice: Listened) -> None:
    listening(kiosk, voice)
    assert voice.said[-1].startswith(say("aloud_hint", "en"))
    assert "What are you looking for?" in voice.said[-1]
    pools = find(kiosk, Act.SERVICE, "piscines")
    kiosk.finger.tap_in(pools.rect)
    assert voice.said[-1] == pools.label
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place()
    kiosk.finger.tap_in(pools.rect)
    kiosk.until(lambda: voice.said[-1].startswith("Swimming pools."))
    assert kiosk.layer.session.place == Place(Kind.SERVICE, service="piscines")


def test_a_finger_hears_what_it_moves_over_and_chooses_where_it_was_lifted(
    kiosk: Kiosk, voice: Listened
) -> None:
    listening(kiosk, voice)
    agenda, pools = find(kiosk, Act.SERVICE, "agenda"), find(kiosk, Act.SERVICE, "piscines")
    heard = len(voice.said)
    drag(kiosk, agenda.rect, pools.rect)
    assert voice.said[heard:] == [agenda.label, pools.label]
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place()
    kiosk.finger.tap_in(agenda.rect)
    assert kiosk.layer.session.place == Place()
    kiosk.finger.tap_in(agenda.rect)
    assert kiosk.layer.session.place == Place(Kind.SERVICE, service="agenda")


def test_it_is_read_again_and_stopped(kiosk: Kiosk, voice: Listened) -> None:
    listening(kiosk, voice)
    again = find(kiosk, Act.AGAIN)
    kiosk.finger.tap_in(again.rect)
    kiosk.finger.tap_in(again.rect)
    assert voice.said[-1].startswith("What are you looking for?")
    stop = find(kiosk, Act.EASE, "speech")
    kiosk.finger.tap_in(stop.rect)
    kiosk.finger.tap_in(stop.rect)
    kiosk.until(lambda: voice.said[-1] == "")
    assert kiosk.layer.session is not None
    assert not kiosk.layer.session.comfort.speech


def test_a_language_that_is_not_spoken_leaves_nobody_with_a_silent_screen(
    kiosk: Kiosk, voice: Listened
) -> None:
    listening(kiosk, voice)
    for act, value in ((Act.LANGUAGES, ""), (Act.SPEAK, "es")):
        target = find(kiosk, act, value)
        kiosk.finger.tap_in(target.rect)
        before = kiosk.layer.page
        kiosk.finger.tap_in(target.rect)
        kiosk.until(lambda before=before: kiosk.layer.page is not before)  # type: ignore[misc]
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.language == "es"
    assert not kiosk.layer.session.comfort.speech


def test_the_warning_is_heard_once_and_said(kiosk: Kiosk, voice: Listened) -> None:
    listening(kiosk, voice)
    assert kiosk.layer.session is not None
    kiosk.passes(kiosk.layer.session.heard_s + LIMITS.idle_s + 1)
    kiosk.until(lambda: voice.said[-1].startswith(say("still_there", "en")))
    for _ in range(3):
        kiosk.passes(1)
        page = kiosk.layer.page
        kiosk.until(lambda page=page: kiosk.layer.page is not page)  # type: ignore[misc]
    assert voice.rung == 1
    kiosk.passes(LIMITS.warning_s)
    kiosk.until(lambda: kiosk.layer.session is None)
    assert voice.said[-1] == ""


def test_an_engine_that_never_answers_keeps_nobody_waiting(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What libspeechd does with a daemon that hangs: it waits for ever, and with it who asked it."""
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "speechd.sock"))
        mute.listen()
        monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{tmp_path}/speechd.sock")
        voice = Voice(("speechd",))
        voice.say("Bonjour", "fr")
        in_english(kiosk)
        assert not voice.languages
        voice.close()
        assert voice.process.state() is QProcess.ProcessState.NotRunning


def test_an_engine_that_is_not_there_offers_nothing(tmp_path: Path) -> None:
    none = Voice(("no-such-engine",))
    found: list[bool] = []
    none.found.connect(lambda: found.append(True))
    kiosk = Kiosk(Shelf(tmp_path / "objects"), none)
    kiosk.until(lambda: bool(found))
    in_english(kiosk)
    assert kiosk.layer.page is not None
    assert not [one for one in kiosk.layer.page.targets if one.value == "speech"]
    kiosk.player.close()
    none.close()
