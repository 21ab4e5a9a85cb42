"""What people say by buttons, and what is counted of them, on a real stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage_world import Shelf
from touch_kiosk import Kiosk
from touched_stage import played

from device_profiles.report import What
from layouts.page import TextLine
from player.touch.limits import LIMITS
from player.touch.target import Act
from player.touch.words import say

HOUR_MS = 3_600_000
POLL = "avis/place-du-commerce"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"))) as made:
        yield made


def words(kiosk: Kiosk) -> str:
    page = kiosk.layer.page
    assert page is not None
    return " ".join(mark.text for mark in page.page.marks if isinstance(mark, TextLine))


def leave(kiosk: Kiosk) -> None:
    kiosk.passes(LIMITS.idle_s + LIMITS.warning_s)
    kiosk.until(lambda: kiosk.layer.session is None)


def vote(kiosk: Kiosk, answer: str) -> None:
    kiosk.begin()
    kiosk.touch(Act.SERVICE, "avis")
    kiosk.touch(Act.POLL, "place-du-commerce")
    kiosk.touch(Act.VOTE, answer)


def said(kiosk: Kiosk) -> list[tuple[What, str, str]]:
    voices = (What.POLL, What.SIGNAL)
    return [(what, name, answer) for what, name, answer, *_ in kiosk.heard.told if what in voices]


def test_a_vote_counts_once_in_a_session_and_once_more_in_the_next(kiosk: Kiosk) -> None:
    vote(kiosk, "arbres")
    assert say("vote_thanks", "fr") in words(kiosk)
    assert say("answers_here", "fr", count=1) in words(kiosk)
    kiosk.touch(Act.HOME)
    kiosk.touch(Act.SERVICE, "avis")
    kiosk.touch(Act.POLL, "place-du-commerce")
    assert kiosk.layer.page is not None
    assert not [one for one in kiosk.layer.page.targets if one.act is Act.VOTE]
    leave(kiosk)
    vote(kiosk, "bancs")
    assert said(kiosk) == [(What.POLL, POLL, "arbres"), (What.POLL, POLL, "bancs")]
    assert say("percent", "fr", part=50) in words(kiosk)


def test_a_finger_that_is_faster_than_the_page_votes_once(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.touch(Act.SERVICE, "avis")
    kiosk.touch(Act.POLL, "place-du-commerce")
    assert kiosk.layer.page is not None
    trees = next(one for one in kiosk.layer.page.targets if one.act is Act.VOTE)
    for _ in range(3):
        kiosk.finger.tap_in(trees.rect)
    assert said(kiosk) == [(What.POLL, POLL, "arbres")]


def test_thanks_are_said_when_it_is_on_the_disk(kiosk: Kiosk) -> None:
    kiosk.heard.on_disk = False
    vote(kiosk, "arbres")
    assert say("vote_thanks", "fr") not in words(kiosk)
    kiosk.heard.on_disk = True
    kiosk.until(lambda: say("vote_thanks", "fr") in words(kiosk))


def test_whoever_drums_is_told_kindly_and_counts_no_more(kiosk: Kiosk) -> None:
    for _ in range(LIMITS.votes):
        kiosk.layer.desk.ballots.cast(What.POLL, POLL, "jeux", kiosk.clock(), kiosk.steady / 1000)
    vote(kiosk, "rien")
    assert say("no_room", "fr") in words(kiosk).replace("\N{NO-BREAK SPACE}", " ")
    assert len(said(kiosk)) == LIMITS.votes
    leave(kiosk)
    kiosk.passes(LIMITS.ballots_s)
    vote(kiosk, "rien")
    assert len(said(kiosk)) == LIMITS.votes + 1


def test_what_is_out_of_date_is_said_by_one_button(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.touch(Act.SERVICE, "piscines")
    kiosk.touch(Act.ENTRY, "leo-lagrange")
    kiosk.touch(Act.OUTDATED, "leo-lagrange")
    kiosk.touch(Act.SIGNAL, "hours")
    assert say("signal_thanks", "fr") in words(kiosk)
    assert said(kiosk) == [(What.SIGNAL, "piscines/leo-lagrange", "hours")]


def test_use_is_counted_by_the_hour_and_leaves_when_it_is_over(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.touch(Act.SERVICE, "piscines")
    kiosk.touch(Act.LANGUAGES)
    kiosk.touch(Act.SPEAK, "en")
    kiosk.touch(Act.EASE, "contrast")
    kiosk.touch(Act.HOME)
    kiosk.touch(Act.SEARCH)
    for letter in "piscine":
        kiosk.touch(Act.TYPE, letter)
    leave(kiosk)
    assert not kiosk.heard.told
    began = kiosk.clock() // HOUR_MS * HOUR_MS
    kiosk.clock.go(HOUR_MS)
    assert kiosk.layer.touches() == 14
    assert {told[3] for told in kiosk.heard.told} <= {began, began - HOUR_MS}
    counts = {(what, name): count for what, name, _, _, count in kiosk.heard.told}
    assert counts == {
        (What.COMFORT, "contrast"): 1,
        (What.LANGUAGE, "en"): 1,
        (What.LANGUAGE, "fr"): 1,
        (What.PAGE, "home"): 2,
        (What.PAGE, "languages"): 1,
        (What.PAGE, "search"): 1,
        (What.PAGE, "service/piscines"): 2,
        (What.SESSION, ""): 1,
        (What.TOUCH, ""): 14,
    }
