"""The account of some days over the API."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
from city_client import Central

from central.access import Role
from central.answers import Account


def test_before_the_hour_at_which_a_day_begins_today_is_the_day_before() -> None:
    """At two in the morning screens still play yesterday’s programme: today has nothing to tell yet."""
    central = Central()
    central.clock.now = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
    with central.browser(Role.VIEW) as client:
        found = msgspec.json.decode(client.get("/v1/account").content, type=Account)
        pages = client.get("/plays").text
    assert (found.start, found.end) == (date(2026, 11, 20), date(2026, 11, 26))
    assert "start=2026-11-26&amp;end=2026-11-26" in pages


def test_the_account_of_some_days_as_figures_and_as_a_document() -> None:
    with Central().client(Role.VIEW) as client:
        told = msgspec.json.decode(client.get("/v1/account?start=2026-11-24").content, type=Account)
        answer = client.get("/v1/account?start=2026-11-24&format=pdf&language=en")
        wrong = client.get("/v1/account?format=csv")
    assert (told.start, told.end, len(told.days)) == (date(2026, 11, 24), date(2026, 11, 26), 3)
    assert 0 < (told.whole.availability or 0) <= 1
    assert answer.content.startswith(b"%PDF-")
    assert (answer.headers["content-type"], wrong.status_code) == ("application/pdf", 400)
