"""What comes while somebody looks at the web page: nothing they are at moves, and nothing late wins."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from chromium_browser import IN_CHROMIUM, WAIT_MS, browser
from playwright.sync_api import Browser, Route, expect
from served_city import ServedCity
from web_reader import bad_day, opened

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def city() -> Iterator[ServedCity]:
    with bad_day() as found:
        yield found


def test_the_page_is_live_without_being_loaded_again(chromium: Browser, city: ServedCity) -> None:
    with opened(chromium, city) as page:
        row = page.locator("tr", has=page.locator("#go-totem-005"))
        page.fill("#q", "totem-005")
        expect(row).to_contain_text("Juste")
        head = {"Authorization": f"Bearer {city.tokens['operate']}"}
        out = {"out": "Travaux de voirie"}
        httpx.put(f"{city.url}/v1/devices/totem-005/service", json=out, headers=head).raise_for_status()
        expect(row).to_contain_text("Travaux de voirie", timeout=WAIT_MS)
        httpx.put(f"{city.url}/v1/devices/totem-005/service", json={"out": ""}, headers=head)
        expect(row).to_contain_text("Juste", timeout=WAIT_MS)
        assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_what_can_be_pressed_at_an_alarm_is_named_by_it_and_not_by_its_place(
    chromium: Browser, city: ServedCity
) -> None:
    """By its `id` htmx finds again what has the focus: another alarm on top must not have it."""
    pressed = """() => [...document.querySelectorAll('.alarm :is(button, summary)')].map(
        (one) => [one.closest('[data-alarm]').dataset.alarm, one.id])"""
    with opened(chromium, city, "/alarms") as page:
        found = page.evaluate(pressed)
    assert len({name for _, name in found}) == len(found) > 10
    assert [name for alarm, name in found if not name.endswith(f"-{alarm}")] == []


def test_a_new_alarm_is_read_out_whichever_part_of_the_page_comes_first(
    chromium: Browser, city: ServedCity
) -> None:
    tell = """(alarms) => {
        const at = new Date(document.body.dataset.now), figures = {alarms: alarms.length};
        const data = JSON.stringify({at, figures, devices: [], alarms: alarms.map((id) => ({id}))});
        source.dispatchEvent(new MessageEvent('change', {data}));
    }"""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with opened(chromium, city, "/alarms") as page:
        page.add_init_script(
            "window.EventSource = class extends EventSource"
            " { constructor(...asked) { super(...asked); window.source = this; } }"
        )
        page.goto(f"{city.url}/")
        title = page.locator(".alarm h3").first.inner_text()
        ids = [one.get_attribute("data-alarm") for one in page.locator(".alarm").all()]
        page.evaluate(tell, ids[1:])
        page.locator(".alarm").first.evaluate("(one) => one.remove()")
        page.route("**/parts/alarms", hold)
        with page.expect_response("**/parts/figures"):
            page.evaluate(tell, ids)
        page.wait_for_timeout(200)
        for route in held:
            route.continue_()
        expect(page.locator("#said")).to_contain_text(title)


def test_what_is_open_stays_open_however_news_come(chromium: Browser, city: ServedCity) -> None:
    news = "() => Promise.all([1, 2, 3, 4].map(() => htmx.ajax('GET', '/parts/alarms', {target: '#alarms'})))"
    with opened(chromium, city, "/alarms") as page:
        page.locator(".alarm summary").first.click()
        page.evaluate(news)
        page.wait_for_timeout(100)
        expect(page.locator(".alarm details[open]")).to_have_count(1)


def test_plots_are_of_what_was_asked_last(chromium: Browser, city: ServedCity) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    drawn = """new MutationObserver((found) => { window.drawn = (window.drawn || 0) + found.length; })
        .observe(document.getElementById('plots'), {attributeFilter: ['data-ready']})"""
    with opened(chromium, city) as page:
        page.route("**/*span=day", hold)
        page.goto(f"{city.url}/devices/kiosk-150")
        page.evaluate(drawn)
        page.get_by_role("button", name="30 jours").click()
        expect(page.locator("#plots")).to_have_attribute("data-ready", "6")
        for route in held:
            route.continue_()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.drawn") == 1


def test_an_alarm_that_has_just_come_under_the_pointer_takes_no_press(
    chromium: Browser, city: ServedCity
) -> None:
    pressed = """async (gone) => {
        if (gone) document.querySelector('.alarm').remove();
        const box = document.querySelector('.alarm .acts button').getBoundingClientRect();
        const meets = () => Boolean(document.elementFromPoint(box.x + 5, box.y + 5).closest('.alarm'));
        await htmx.ajax('GET', '/parts/alarms', {target: '#alarms'});
        const at_once = meets();
        await new Promise((done) => setTimeout(done, 900));
        return [at_once, meets()];
    }"""
    with opened(chromium, city, "/alarms") as page:
        assert page.evaluate(pressed, 0) == [True, True]
        assert page.evaluate(pressed, 1) == [False, True]
