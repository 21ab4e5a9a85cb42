"""Box, technician and central as they are: a published workspace, real processes, and no test's stand-in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium_browser import IN_CHROMIUM, WAIT_MS, browser
from linked_city import HALL, PLASMA, LinkedCity, founded, open_central
from pairing_box import Box, wait_until
from playwright.sync_api import expect

from device_profiles.enrolment import spoken
from player.enrolled import read_enrolment
from player.pairing import Step


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkedCity]:
    """A city with a central at work and a technician of the day."""
    city = founded(tmp_path_factory.mktemp("city"))
    with open_central(city):
        city.technician()
        yield city


@pytest.fixture
def box(city: LinkedCity, tmp_path: Path) -> Iterator[Callable[..., Box]]:
    """Starts boxes, and ends them."""
    made: list[Box] = []

    def start(name: str = "box", *flags: str) -> Box:
        made.append(Box(tmp_path / name, city.url, *flags))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.end()


def shows_its_code(box: Box) -> set[str]:
    """Wait for the pairing page with a code on the glass; the files that a box has then."""
    wait_until(lambda: box.code, "a code")
    assert len(box.glass().getcolors(100_000) or ()) > 20, "words and a code are on the glass"
    return box.files()


def test_a_box_becomes_a_device_of_the_city_and_a_box_again_that_has_nothing_of_it(
    city: LinkedCity, box: Callable[..., Box], capsys: pytest.CaptureFixture[str]
) -> None:
    mine = box()
    fresh = shows_its_code(mine)
    assert mine.pairing
    was = mine.pairing.fingerprint
    began = time.monotonic()
    city.claim(mine.code, PLASMA)
    wait_until(mine.plays, "content on the glass")
    with capsys.disabled():
        print(f"\nfrom the claim to content on the glass: {time.monotonic() - began:.1f} s")  # noqa: T201
    wait_until(lambda: city.is_enrolled(PLASMA), "the first report at central")
    wait_until(lambda: (own := read_enrolment(mine.state)) and own.confirmed, "the confirmation")
    line = city.line(PLASMA)
    assert (line.fingerprint, line.claimed_by, line.place) == (was, "Yann", "Place du Commerce")
    assert mine.device == PLASMA
    assert not mine.state.pairing.exists()
    assert mine.files() - fresh, "a device has more than a box"

    assert "wipe itself" in city.provision("reset", PLASMA)
    wait_until(lambda: mine.pairing and mine.pairing.step is Step.CODE, "another code")
    mine.glass()
    line = city.line(PLASMA)
    assert (line.state, line.keys[0].ended_by) == ("none", PLASMA)
    assert line.keys[0].why == "reset: files 0, objects 0, generations 0"
    assert mine.files() == fresh, "nothing is left that a box has not"
    assert mine.pairing
    assert mine.pairing.fingerprint != was, "its old key is gone"


@IN_CHROMIUM[0]
@IN_CHROMIUM[1]
def test_a_box_is_claimed_on_a_phone_from_the_code_on_its_glass(
    city: LinkedCity, box: Callable[..., Box]
) -> None:
    mine = box()
    wait_until(lambda: mine.code, "a code")
    assert mine.pairing
    shown = mine.pairing
    secret = city.technician("Rozenn")
    with browser() as chromium:
        page = chromium.new_page(
            viewport={"width": 360, "height": 740}, locale="fr-FR", has_touch=True, is_mobile=True
        )
        page.set_default_timeout(WAIT_MS)
        page.goto(shown.claim_url)
        page.locator("#token").fill(secret)
        page.locator("main .go").tap()
        expect(page.locator("#code")).to_have_value(shown.code)
        page.locator("main .go").tap()
        page.locator("#q").fill(HALL)
        page.locator(".search button").tap()
        page.locator(".rows a").tap()
        expect(page.locator(".print")).to_have_text(spoken(shown.fingerprint).replace(" ", ""))
        page.locator("main .go").tap()
        wait_until(mine.plays, "content on the glass")
        expect(page.locator(".steps .yes")).to_have_count(3, timeout=WAIT_MS)
    assert mine.device == HALL
    assert city.line(HALL).claimed_by == "Rozenn"
