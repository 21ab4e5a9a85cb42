"""Somebody who reads central’s web page in Chromium, signed in, over a city on a bad day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from chromium_browser import WAIT_MS
from playwright.sync_api import Browser, Page, ViewportSize
from served_city import ServedCity, served

DESKTOP: ViewportSize = {"width": 1366, "height": 768}
AT = "2026-11-26T13:32:07+00:00"


def bad_day() -> AbstractContextManager[ServedCity]:
    """A city of 224 devices on a bad day, as long as the block lasts."""
    return served("--devices", "224", "--day", "bad", "--at", AT)


@contextmanager
def opened(
    chromium: Browser, city: ServedCity, path: str = "/", role: str = "operate", **how: Any
) -> Iterator[Page]:
    """A page of somebody who has signed in; whatever it complains of or asks of others fails the test."""
    context = chromium.new_context(
        viewport=how.pop("size", DESKTOP), locale=how.pop("locale", "fr-FR"), **how
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    wrong: list[str] = []
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(city.url) else None)
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{city.url}/login?wanted={path}")
    page.get_by_label("Jeton d’accès").or_(page.get_by_label("Access token")).fill(city.tokens[role])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{city.url}{path}")
    yield page
    context.close()
    assert not wrong
