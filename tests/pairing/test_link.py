"""Box, technician and central as they are: a published workspace, real processes, and no test's stand-in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from chromium_browser import IN_CHROMIUM, WAIT_MS, browser, follow
from linked_city import HALL, PLASMA, PROFILE, LinkedCity, founded
from pairing_box import Box, wait_until
from pairing_trial import Trial
from playwright.sync_api import expect

from device_profiles.enrolment import spoken
from player.agent.report import read_status
from player.enrolled import read_enrolment
from player.pairing import Step
from player.state import State

pytestmark = pytest.mark.timeout(300)  # each waits for several processes to start


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkedCity]:
    """A city with a central at work and a technician of the day."""
    city = founded(tmp_path_factory.mktemp("city"))
    city.open()
    city.technician()
    yield city
    city.close()


@pytest.fixture
def box(city: LinkedCity, tmp_path: Path) -> Iterator[Callable[..., Box]]:
    """Starts boxes, and ends them."""
    made: list[Box] = []

    def start(name: str = "box", *flags: str | Path, alone: bool = False) -> Box:
        made.append(Box(tmp_path / name, None if alone else city.url, *map(str, flags)))
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
    anew = mine.pairing
    assert anew is not None
    assert anew.fingerprint != was, "its old key is gone"


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
        follow(page.locator("main .go"))
        expect(page.locator("#code")).to_have_value(shown.code)
        follow(page.locator("main .go"))
        page.locator("#q").fill(HALL)
        follow(page.locator(".search button"))
        follow(page.locator(".rows a"))
        expect(page.locator(".print")).to_have_text(spoken(shown.fingerprint).replace(" ", ""))
        follow(page.locator("main .go"))
        wait_until(mine.plays, "content on the glass")
        expect(page.locator(".steps .yes")).to_have_count(3, timeout=6 * WAIT_MS)
    assert mine.device == HALL
    assert city.line(HALL).claimed_by == "Rozenn"


def test_a_stick_plays_without_network_and_the_device_is_confirmed_when_there_is_one(
    city: LinkedCity, box: Callable[..., Box], tmp_path: Path
) -> None:
    city.free(PLASMA)
    city.close()
    (tmp_path / "usb").mkdir()
    mine = box("box", "--usb", tmp_path / "usb", "--root", city.root, alone=True)
    wait_until(lambda: mine.pairing, "the page")
    city.stick(tmp_path / "usb", PLASMA)
    wait_until(mine.plays, "content on the glass")
    own = read_enrolment(mine.state)
    assert own
    assert (own.grant.device, own.grant.number, own.confirmed) == (PLASMA, 0, None)
    assert not mine.state.pairing.exists()
    mine.kill()
    city.open()
    mine.start()
    wait_until(lambda: city.is_enrolled(PLASMA), "the first report at central")
    line = city.line(PLASMA)
    assert (line.bundle, line.claimed_by) == (own.bundle, f"bundle {own.bundle}")
    wait_until(lambda: (now := read_enrolment(mine.state)) and now.confirmed and now.grant.number, "a grant")
    assert mine.plays()


def test_a_box_cut_off_while_it_was_claimed_takes_its_grant_when_it_is_back_in_1972_and_another_later(
    city: LinkedCity, tmp_path: Path
) -> None:
    city.free(PLASMA, HALL)
    mine = Trial(tmp_path / "box", city, profile=PROFILE).start()
    wait_until(lambda: mine.status and mine.status.code, "a code")
    assert mine.status
    mine.end()
    city.post("/v1/claims", code=mine.status.code, device=PLASMA)
    again = Trial(tmp_path / "box", city, profile=PROFILE).start(-timedelta(days=20_000))
    wait_until(lambda: again.got, "its grant")
    city.report(tmp_path / "box")
    assert city.is_enrolled(PLASMA)
    city.post(f"/v1/enrolments/{PLASMA}/rename", to=HALL)
    for _ in range(2):
        city.report(tmp_path / "box")
    assert city.is_enrolled(HALL)
    own = read_enrolment(again.state)
    assert own
    assert (own.grant.device, own.grant.place) == (HALL, "Gare maritime")


def test_of_two_boxes_with_one_stick_one_is_confirmed_and_the_other_says_by_what_it_is_to_be_claimed(
    city: LinkedCity, tmp_path: Path
) -> None:
    city.free(PLASMA, HALL)
    stick = city.stick(tmp_path / "usb", PLASMA)
    first, second = tmp_path / "first", tmp_path / "second"

    def begin(folder: Path) -> None:
        box = Trial(folder, city, profile=PROFILE, usb=stick, root=city.root).start()
        wait_until(lambda: box.got, "what the stick brings")
        city.report(folder)
        box.end()

    begin(first)
    begin(second)
    city.report(first)
    assert city.line(PLASMA).machine
    assert city.is_enrolled(PLASMA)
    city.report(second)
    status = read_status(State(second))
    assert status
    assert status.central
    assert "unknown_device" not in status.central.trouble, "the id has a key, of the other box"
    city.post("/v1/claims", code=status.central.code, device=HALL)
    for _ in range(2):
        city.report(second)
    assert city.is_enrolled(HALL)
    own = read_enrolment(State(second))
    assert own
    assert own.grant.device == HALL
