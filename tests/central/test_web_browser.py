"""The web page in Debian's Chromium: live, by keyboard, on a phone, lost, and asking nobody else."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium_browser import CONTRAST, IN_CHROMIUM, WAIT_MS, browser
from playwright.sync_api import Browser, ViewportSize, expect
from served_city import ServedCity, served
from web_reader import AT, DESKTOP, bad_day, opened

PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES = ("/", "/alarms", "/devices/kiosk-150", "/plays", "/voices", "/admin", "/api")

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def city() -> Iterator[ServedCity]:
    with bad_day() as found:
        yield found


def test_the_map_has_every_device_and_draws_what_is_wrong_as_a_sign(
    chromium: Browser, city: ServedCity
) -> None:
    with opened(chromium, city) as page:
        expect(page.locator("#map")).to_have_attribute("data-ready", "224")
        assert page.locator("#map .g-silent").count() == 7
        assert page.locator("#map .g-frozen").count() == 1
        assert page.locator("#map canvas").count() == 1


def test_searching_and_filtering_stand_in_the_address(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city) as page:
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("leo lagrange")
        expect(page.locator("#devices tbody tr").first).to_contain_text("Piscine Léo-Lagrange")
        page.select_option("#state", "degraded")
        expect(page.locator("#devices .found")).to_contain_text("appareil")
        assert "q=leo+lagrange&state=degraded" in page.url
        page.reload()
        expect(page.locator("#q")).to_have_value("leo lagrange")
        page.locator("#q").focus()
        page.keyboard.press("Escape")
        expect(page.locator("#q")).to_have_value("")


def test_an_alarm_is_taken_by_keyboard_alone(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city, "/alarms") as page:
        page.keyboard.press("Tab")
        expect(page.get_by_text("Au contenu")).to_be_focused()
        page.keyboard.press("Enter")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('strong')"):
                break
        first = page.locator(".alarm").first
        expect(first.locator("button.strong")).to_be_focused()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(outline.removesuffix("px")) >= 3, "who cannot see where they are is lost"
        page.keyboard.press("Enter")
        expect(first).to_contain_text("Test operate s’en charge", use_inner_text=True)
        expect(first.locator("summary")).to_be_focused()
        first.locator("summary").click()
        expect(first.get_by_text("kiosk-001/upper")).to_be_visible()
        first.get_by_role("button", name="4 h", exact=True).click()
        expect(first).to_contain_text("en pause jusqu’à", use_inner_text=True)
        expect(first.get_by_text("kiosk-001/upper")).to_be_visible()


def test_a_device_shows_both_pictures_its_day_and_its_plots(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city, "/devices/kiosk-150") as page:
        expect(page.locator("h1")).to_have_text("kiosk-150")
        expect(page.locator(".sentence").first).to_contain_text("Image figée depuis 14:26")
        loaded = "[...document.querySelectorAll('.pair img')].map(image => image.naturalWidth > 0)"
        page.wait_for_load_state("load")
        assert page.evaluate(loaded) == [True] * 4
        expect(page.locator("#plots")).to_have_attribute("data-ready", "6")
        page.get_by_role("button", name="30 jours").click()
        expect(page.get_by_role("button", name="30 jours")).to_have_attribute("aria-pressed", "true")
        assert page.locator(".band rect.b-frozen").count() == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_what_stands_for_a_picture_is_as_large_as_the_one_beside_it(
    chromium: Browser, city: ServedCity, size: ViewportSize
) -> None:
    boxes = (
        "pair => [...pair.querySelectorAll('img, .no-picture')].map(one => one.getBoundingClientRect())"
        ".map(box => [box.left, box.right, box.top, box.bottom].map(Math.round))"
    )
    with opened(chromium, city, "/devices/kiosk-092", size=size, locale="en-GB") as page:
        assert page.locator(".no-picture").count() == 2
        for pair in page.locator(".pair.upright").all():
            shown, due = pair.evaluate(boxes)
            assert shown[1] < due[0], "one lies over the other"
            assert shown[2:] == due[2:]
            assert abs((shown[1] - shown[0]) - (due[1] - due[0])) <= 1


def test_on_a_phone_nothing_is_wider_than_the_glass(chromium: Browser, city: ServedCity) -> None:
    small = (
        "[...document.querySelectorAll('button, select, input:not([type=hidden])')]"
        ".filter(one => one.offsetParent && !one.closest('.tick')).map(one => one.offsetHeight)"
    )
    with opened(chromium, city, role="admin", size=PHONE) as page:
        for path in PAGES:
            page.goto(city.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert min([*page.evaluate(small), 99]) >= 32, "what is pressed is large enough for a finger"


def test_the_title_of_an_alarm_begins_beside_its_sign(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city, "/alarms", size=PHONE) as page:
        tops = "one => Math.round(one.getBoundingClientRect().top)"
        sign, title = (page.locator(f".alarm {part}").first.evaluate(tops) for part in ("> .glyph", "h3"))
        assert abs(sign - title) <= 6


def test_every_letter_stands_out_from_its_ground(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city, role="admin") as page:
        for path in PAGES:
            page.goto(city.url + path)
            assert page.evaluate(CONTRAST) == [], path


def test_without_a_program_the_lists_still_read(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city, java_script_enabled=False) as page:
        expect(page.locator("#devices tbody tr").first).to_contain_text("Écran tactile · écran noir")
        expect(page.get_by_text("Le plan demande JavaScript.")).to_be_visible()
        page.fill("#q", "totem-006")
        page.click("#filters button")
        expect(page.locator("#devices tbody tr")).to_have_count(1)
        page.click("#go-totem-006")
        expect(page.locator("h1")).to_have_text("totem-006")
        page.get_by_role("button", name="English").click()
        expect(page.get_by_text("It shows what is due")).to_be_visible()


def test_a_reader_who_wants_no_motion_gets_none(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city, reduced_motion="reduce") as page:
        moving = (
            "[...document.querySelectorAll('main *')].filter(one => !one.closest('#map')"
            " && getComputedStyle(one).transitionDuration !== '0s').length"
        )
        assert page.evaluate(moving) == 0


def test_the_loss_of_central_is_said_at_once_and_large_and_its_return_too(
    chromium: Browser, tmp_path: Path
) -> None:
    same = ("--devices", "7", "--at", AT, "--token", "fest", "--sessions", str(tmp_path / "sessions"))
    with served("--day", "calm", *same) as first:
        port = first.url.rpartition(":")[2]
        context = chromium.new_context(viewport=DESKTOP, locale="fr-FR")
        page = context.new_page()
        page.goto(f"{first.url}/login")
        page.get_by_label("Jeton d’accès").fill("fest")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{first.url}/")
        expect(page.get_by_text("Aucune alarme")).to_be_visible()
        expect(page.locator("#lost")).to_be_hidden()
        page.wait_for_timeout(1500)
        os.kill(first.pid, signal.SIGKILL)
        lost = page.get_by_role("alert").filter(has_text="Le central ne répond pas")
        expect(lost).to_be_visible(timeout=3000)
        size = "parseFloat(getComputedStyle(document.querySelector('.lost strong')).fontSize)"
        assert page.evaluate(size) >= 40
        assert "grayscale" in page.evaluate("getComputedStyle(document.querySelector('main')).filter")
    with served("--day", "bad", "--port", port, *same):
        expect(page.locator("#lost")).to_be_hidden(timeout=WAIT_MS)
        expect(page.locator(".alarm")).to_have_count(4, timeout=WAIT_MS)
        context.close()


def test_a_central_that_stands_but_says_nothing_is_lost_too(chromium: Browser) -> None:
    with served("--devices", "7", "--day", "calm", "--at", AT, "--token", "fest") as city:
        context = chromium.new_context(viewport=DESKTOP, locale="en-GB")
        page = context.new_page()
        page.goto(f"{city.url}/login")
        page.get_by_label("Access token").fill("fest")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{city.url}/")
        os.kill(city.pid, signal.SIGSTOP)
        expect(page.locator("#lost")).to_be_visible(timeout=16_000)
        os.kill(city.pid, signal.SIGCONT)
        expect(page.locator("#lost")).to_be_hidden(timeout=WAIT_MS)
        context.close()


@pytest.mark.parametrize("path", ["/voices", "/admin"])
def test_on_a_small_phone_every_page_is_in_sight_of_every_other(
    chromium: Browser, city: ServedCity, path: str
) -> None:
    with opened(chromium, city, path, "admin", size={"width": 360, "height": 740}) as page:
        for link in page.locator(".top nav a").all():
            box = link.bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= box["x"] + box["width"] <= 360, link.inner_text()
