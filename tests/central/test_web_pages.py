"""The web page as a browser without programs gets it: everything is there to read, and to do by forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from city_client import OURS, Central
from msgspec.structs import replace
from standing_city import Day

from central.answers import Device
from central.errors import StoreError
from central.web import house
from central.web.house import statics
from central.wording import words
from device_profiles.heartbeat import ClockBeat

ALARM = "silent-led-001-202611261319"
PAGES = ("/", "/alarms", "/devices/kiosk-002", "/plays", "/voices", "/admin", "/api", "/login", "/nowhere")
_ROOT = Path(house.__file__).parents[1]


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_landmarks_labels_and_nothing_of_elsewhere(path: str, language: str) -> None:
    with Central().browser(language=language) as client:
        answer = client.get(path)
        for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text):
            found = client.get(name)
            assert found.status_code == 200
            assert "immutable" in found.headers["cache-control"]
    page = Page(answer.text)
    assert page.of("html")[0]["lang"] == language
    assert len(page.of("main")) == len(page.of("h1")) == 1
    policy = answer.headers["content-security-policy"]
    assert "'unsafe" not in policy
    assert "http" not in policy
    for tag, attributes in page.tags:
        assert "style" not in attributes, f"{tag} has a style of its own"
        assert not any(name.startswith("on") for name in attributes), (
            f"{tag} runs what is written in the page"
        )
        for name in ("src", "href", "action"):
            assert not (attributes.get(name) or "/").startswith(("http", "//")), attributes
    for image in page.of("img"):
        assert image["alt"]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "an id stands once"
    assert all(script.get("src") or script.get("type") for script in page.of("script"))


def test_the_first_page_names_what_is_wrong_the_worst_first() -> None:
    with Central(224).browser() as client:
        text = client.get("/").text
    names = re.findall(r'id="go-([^"]+)"', text)
    assert names[:4] == ["kiosk-072", "kiosk-150", "screen-8m2-007", "plasma-010"]
    assert names[4:11] == [f"kiosk-{number:03}" for number in range(1, 8)]
    assert "Place du Commerce : 7 appareils muets" in text.replace("\u00a0", " ")
    assert len(names) == 60, "a page of the list"


def test_a_picture_of_a_frozen_glass_says_what_is_on_it_and_since_when() -> None:
    with Central(224).browser() as client:
        text = client.get("/devices/kiosk-150").text
    (shown, *_) = re.findall(r"<figcaption><b>À l’écran</b>(.*?)</figcaption>", text, re.DOTALL)
    assert shown.endswith(", machines, inchangé depuis 14:26")


@pytest.mark.parametrize(
    ("offset_ms", "said"), [(-40, "rtc, -40 ms"), (7_200_000, "rtc, +2 h"), (-7_200_000, "rtc, −2 h")]
)
def test_how_wrong_a_clock_is_can_be_read(offset_ms: int, said: str) -> None:
    central = Central()
    known = central.city.device

    async def device(name: str, at: datetime | None = None) -> Device | None:
        found = await known(name, at)
        assert found is not None
        assert found.heartbeat is not None
        clock = ClockBeat(trust="rtc", offset_ms=offset_ms)
        return replace(found, heartbeat=replace(found.heartbeat, clock=clock))

    central.city.device = device  # type: ignore[assignment, method-assign]
    with central.browser() as client:
        text = client.get("/devices/totem-001").text
    assert f"<dd>{said}</dd>" in text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_calm_day_says_so() -> None:
    with Central(224, Day.CALM).browser() as client:
        text = client.get("/").text
    assert "Aucune alarme" in text
    assert "alarm severe" not in text


def test_a_fleet_without_devices_says_how_to_begin() -> None:
    with Central(0, Day.CALM).browser() as client:
        assert "Pas encore d’appareil" in client.get("/").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=kiosk-0420", 0),
        ("q=kiosk-042", 1),
        ("q=leo-lagrange", None),
        ("q=LÉO+LAGRANGE&family=kiosk", None),
        ("state=silent", 7),
        ("state=trouble", 20),
        ("family=totem", 7),
        ("group=parcs&family=kiosk", 4),
        ("q=%00%ff&page=99999&state=nonsense", 0),
        ("page=²", 224),
        ("page=4", 224),
    ],
)
def test_the_list_is_searched_and_filtered_without_a_program(asked: str, found: int | None) -> None:
    with Central(224).browser(language="en") as client:
        text = client.get(f"/?{asked}").text
    told = int(re.findall(r'role="status">(\d+) device', text)[0])
    assert told == found if found is not None else 0 < told < 20


def test_an_item_is_found_with_where_it_is_missing() -> None:
    with Central(224).browser(language="en") as client:
        text = client.get("/?q=noel").text
    assert "“noel” is on the glass of" in text


def test_proof_of_play_is_counted_and_what_cannot_be_is_said() -> None:
    with Central().browser() as client:
        good = client.get("/plays?by=campaign&by=day&start=2026-11-25&end=2026-11-26")
        assert good.text.count("<tr>") == 1 + 4 * 2
        assert (
            "/v1/plays?format=csv&amp;start=2026-11-25&amp;end=2026-11-26&amp;by=campaign%2Cday" in good.text
        )
        for asked in ("start=tomorrow", "start=2026-11-26&end=2026-11-01", "by=colour", "item=a%00b"):
            bad = client.get(f"/plays?{asked}")
            assert (bad.status_code, 'role="alert"' in bad.text) == (400, True)


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.5", "fr"),
        ("en-GB", "en"),
        ("de,en;q=0.3,fr;q=0.2", "en"),
        ("", "fr"),
        ("fr;q=x", "fr"),
    ],
)
def test_the_page_speaks_the_readers_language_until_another_is_chosen(wanted: str, spoken: str) -> None:
    with Central().client() as client:
        client.headers["accept-language"] = wanted
        assert f'<html lang="{spoken}">' in client.get("/login").text
        client.post("/language", data={"language": "en"})
        assert '<html lang="en">' in client.get("/login").text


def test_what_was_written_by_others_is_shown_and_never_run() -> None:
    central = Central()
    evil = "<script>alert(1)</script>"
    with central.browser() as client:
        client.post("/devices/kiosk-001/service", data={"out": evil}, headers=OURS)
        for path in (
            "/",
            f"/?q={evil}",
            "/devices/kiosk-001",
            f"/devices/{evil}",
            f"/plays?item={evil}",
            "/admin",
        ):
            assert evil not in client.get(path).text


def test_a_fault_of_ours_is_a_page_too_and_stands_in_the_log(expect_log: object) -> None:
    assert callable(expect_log)
    expect_log("a request failed")
    central = Central()

    async def broken(*_: object) -> None:
        raise RuntimeError("broken")

    central.city.audit = broken  # type: ignore[assignment]
    with central.browser() as client:
        page = client.get("/admin")
        assert (page.status_code, "journal" in page.text) == (500, True)
        data = client.get("/v1/audit", headers={"accept": "application/json"})
        assert (data.status_code, data.json()) == (500, {"code": "failed", "detail": ""})


def test_a_store_that_does_not_answer_is_told_as_that_and_in_one_line(
    expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("a request failed")
    central = Central()

    async def full(*_: object) -> None:
        raise StoreError("it cannot be written: disk is full\n[SQL: INSERT]")

    central.city.serve = full  # type: ignore[assignment, method-assign]
    with central.browser() as client:
        page = client.post("/devices/kiosk-001/service", data={"out": "travaux"}, headers=OURS)
        assert (page.status_code, "Rien n’a été fait" in page.text) == (503, True)
        data = client.put("/v1/devices/kiosk-001/service", json={"out": "travaux"}, headers=OURS)
        assert (data.status_code, data.json()["code"], "SQL" in data.text) == (503, "busy", False)
    told = [one for one in caplog.records if "a request failed" in one.message]
    assert all(one.exc_info is None and one.message.endswith("disk is full") for one in told)


def test_tiles_may_come_from_where_the_operator_says_and_from_nowhere_else() -> None:
    with Central(tile_url="https://{s}.tuiles.nantes.fr/{z}/{x}/{y}.png").browser() as client:
        policy = client.get("/").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tuiles.nantes.fr;" in policy


def test_every_sentence_of_the_page_is_used_and_every_one_that_is_asked_for_is_there() -> None:
    sources = [*(_ROOT / "web").rglob("*.py"), *(_ROOT / "web/templates").rglob("*.html")]
    text = "\n".join(file.read_text("utf-8") for file in sources)
    named = re.findall(r"^\[([^\]]+)\]", (_ROOT / "words/web.toml").read_text("utf-8"), re.MULTILINE)
    made = (
        "state-",
        "role-",
        "action-",
        "severity-",
        "problem-",
        "by-",
        "figure-",
        "claim-no-",
        "use-",
        "reason-",
    )
    unused = [
        name
        for name in named
        if not re.search(rf"""["']{re.escape(re.sub("-(one|many)$", "", name))}["']""", text)
        and not name.startswith(made)
    ]
    assert not unused
    for name in set(re.findall(r"\bt\([\"']([\w-]+)[\"'][,)]", text)):
        assert f"[{name}]" in "\n".join(f"[{one}]" for one in named) or words(f"said.{name}"), name


def test_static_files_are_those_of_the_folder_and_no_others() -> None:
    with Central().client() as client:
        for path in ("/static/../house.py", "/static/%2e%2e/house.py", "/static/nothing.js", "/static/"):
            assert client.get(path).status_code == 404
    assert "fonts/AtkinsonHyperlegible-Regular.ttf" in statics()
