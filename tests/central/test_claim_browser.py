"""The technician's pages in Chromium on a phone, with a real central: by touch alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from central_process import Central, central, feed
from chromium_browser import CONTRAST, IN_CHROMIUM, WAIT_MS, browser, follow
from enrolling_world import OTHER_MACHINE, Box, Hands, somebody
from feed_world import notice, program
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument

from device_profiles.enrolment import spoken, written
from device_profiles.report import Receipt

DOCS = Path(__file__).parents[2] / "docs"
PHONES = ({"width": 360, "height": 740}, {"width": 412, "height": 915})
KIOSK, TOTEM = "kiosk-001", "totem-001"
SMALL = """() => [...document.querySelectorAll('main a, main button, main input, main summary')]
  .filter((one) => one.type !== 'hidden' && one.getBoundingClientRect().height < 48)
  .map((one) => one.outerHTML)"""
WIDE = "() => document.documentElement.scrollWidth > innerWidth"

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claiming")
    world = feed(folder)
    assert world.publish(*(program(one, (notice("a", "Bonjour"),)) for one in (KIOSK, TOTEM)))
    return folder


@pytest.fixture(scope="module")
def soizic(folder: Path) -> Hands:
    return somebody(folder / "data")


@pytest.fixture(scope="module")
def running(folder: Path, soizic: Hands) -> Iterator[Central]:
    with central(folder) as found:
        soizic.url = found.url
        yield found


@contextmanager
def phone(
    chromium: Browser, size: int = 0, locale: str = "fr-FR", address: str = "192.0.2.9"
) -> Iterator[Page]:
    """A phone without a program; what does not fit, is small, or is pale fails the test."""
    context = chromium.new_context(
        viewport=PHONES[size],  # type: ignore[arg-type]
        locale=locale,
        has_touch=True,
        is_mobile=True,
        extra_http_headers={"X-Forwarded-For": address},
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.route("**/*.js*", lambda route: route.abort())
    yield page
    context.close()


def fits(page: Page) -> None:
    """Nothing is cut off, small or pale."""
    page.wait_for_load_state("load")
    assert not page.evaluate(WIDE)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(CONTRAST) == []
    assert page.locator("script").count() == 0


@pytest.mark.parametrize(("size", "locale"), [(0, "fr-FR"), (1, "en-GB")])
def test_a_box_is_claimed_by_thumb_from_its_qr_code(
    chromium: Browser, running: Central, soizic: Hands, size: int, locale: str
) -> None:
    soizic.ask("POST", f"/v1/enrolments/{KIOSK}/revoke")
    soizic.ask("POST", f"/v1/enrolments/{TOTEM}/revoke")
    box = Box(running.url)
    qr = box.ask().json()["claim_url"]
    yann = soizic.technician("Yann Le Bihan")
    with phone(chromium, size, locale) as page:
        page.goto(qr)
        fits(page)
        page.locator("#token").fill("2222-2222-2222-2222")
        follow(page.locator("main .go"))
        expect(page.get_by_role("alert")).to_be_visible()
        fits(page)
        page.locator("#token").fill(yann.secret.lower())
        follow(page.locator("main .go"))
        expect(page.locator("#code")).to_have_value(written(box.code()))
        fits(page)
        follow(page.locator("main .go"))
        page.locator("#q").fill("kiosk")
        follow(page.locator(".search button"))
        expect(page.locator(".rows a")).to_have_count(1)
        fits(page)
        follow(page.locator(".rows a"))
        expect(page.locator(".print")).to_have_text(spoken(box.print).replace(" ", ""))
        fits(page)
        follow(page.locator("main .go"))
        page.wait_for_url(f"**/claim/done/{KIOSK}")
        expect(page.locator(".steps .yes")).to_have_count(1)
        fits(page)
        assert isinstance(box.report(KIOSK), Receipt)
        expect(page.locator(".steps .yes")).to_have_count(2)
        fits(page)


def test_what_goes_wrong_is_said_with_what_to_do(chromium: Browser, running: Central, soizic: Hands) -> None:
    old, new = Box(running.url), Box(running.url, OTHER_MACHINE)
    soizic.claim(old.code(), KIOSK, replace=True)
    erwan = soizic.technician("Erwan")
    with phone(chromium, address="192.0.2.10") as page:
        page.goto(f"{running.url}/claim?code={new.code()}")
        page.locator("#token").fill(erwan.secret)
        follow(page.locator("main .go"))
        follow(page.locator("main .go"))
        page.locator("summary").tap()
        fits(page)
        follow(page.locator("details .rows a", has_text=KIOSK))
        expect(page.locator(".no")).to_contain_text("Soizic")
        fits(page)
        soizic.claim(new.code(), TOTEM, replace=True)
        follow(page.locator("main .go"))
        expect(page.get_by_role("alert")).to_contain_text(TOTEM)
        fits(page)
        page.goto(f"{running.url}/claim/confirm?code={Box(running.url).code()}&device=nowhere")
        expect(page.get_by_role("alert")).to_contain_text("nowhere n’y figure pas")
        fits(page)
        for guess in range(5):
            page.goto(f"{running.url}/claim/choose?code=2222222{guess + 2}")
            if guess == 0:
                expect(page.get_by_role("alert")).to_contain_text("Aucun boîtier")
                fits(page)
        expect(page.get_by_role("alert")).to_contain_text("15")
        fits(page)


def test_what_would_be_refused_is_not_offered(chromium: Browser, running: Central, soizic: Hands) -> None:
    """Who comes by an old address reads why before the button, not behind it: there is none."""
    soizic.ask("POST", f"/v1/enrolments/{TOTEM}/retire", {"why": "fauchée par un camion"})
    box = Box(running.url)
    other = box.ask(profile="table").json()["code"]
    yann = soizic.technician("Yann")
    with phone(chromium, address="192.0.2.12") as page:
        page.goto(f"{running.url}/claim?code={other}")
        page.locator("#token").fill(yann.secret)
        follow(page.locator("main .go"))
        expect(page.locator("#code")).to_be_visible()
        page.goto(f"{running.url}/claim/confirm?code={other}&device={KIOSK}")
        expect(page.get_by_role("alert")).to_contain_text(KIOSK)
        expect(page.locator("main button")).to_have_count(0)
        fits(page)
        page.goto(f"{running.url}/claim/confirm?code={Box(running.url).code()}&device={TOTEM}")
        expect(page.get_by_role("alert")).to_contain_text("fauchée par un camion")
        expect(page.locator("main button")).to_have_count(0)
        fits(page)
    soizic.ask("POST", f"/v1/enrolments/{TOTEM}/in")


def test_the_technicians_page_is_one_page_of_paper(chromium: Browser, tmp_path: Path) -> None:
    page, style = chromium.new_page(), "@page{size:A4;margin:12mm} body{font:9pt/1.3 sans-serif;margin:0}"
    style += "img{max-width:100%} p,ol{margin:1.2mm 0} h1{font-size:15pt;margin:0} table{width:100%}"
    written = MarkdownIt("commonmark").enable("table").render((DOCS / "technician.md").read_text("utf-8"))
    file = tmp_path / "page.html"
    file.write_text(f'<meta charset="utf-8"><base href="{DOCS.as_uri()}/"><style>{style}</style>{written}')
    page.goto(file.as_uri())
    assert page.evaluate("[...document.images].map(one => one.naturalWidth > 0)") == [True] * 3
    with PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        assert len(printed) == 1
    page.close()


def test_a_form_of_another_page_does_nothing(running: Central, soizic: Hands) -> None:
    box, yann = Box(running.url), soizic.technician("Yann")
    ours, theirs = {"Origin": running.url}, {"Origin": "http://evil.example"}
    wish = {"code": box.code(), "device": KIOSK, "replace": "yes"}
    with httpx.Client(base_url=running.url, headers={"X-Forwarded-For": "192.0.2.11"}) as browser:
        assert browser.post("/claim/door", data={"token": yann.secret}, headers=theirs).status_code == 403
        signed = browser.post("/claim/door", data={"token": yann.secret}, headers=ours)
        assert signed.status_code == 303
        told = signed.headers["set-cookie"].lower()
        assert all(word in told for word in ("httponly", "samesite=strict", "path=/claim"))
        for headers in (theirs, {}):
            assert browser.post("/claim", data=wish, headers=headers).status_code == 403
        assert box.grant() is None
        assert browser.post("/claim", data=wish, headers=ours).status_code == 303
        copied = browser.cookies["technician"]
        assert browser.post("/claim/leave", headers=ours).status_code == 303
        head = {"Cookie": f"technician={copied}"}
        assert "token" in browser.get("/claim", headers=head).text, "who left is asked for a token again"
    assert box.grant() is not None
