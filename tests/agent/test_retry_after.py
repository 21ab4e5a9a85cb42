"""How long a server asks us to wait: whatever it says, seconds within bounds or nothing."""

from __future__ import annotations

from email.utils import format_datetime

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from teller import NOON

from player.agent.connection import retry_after
from player.agent.limits import Limits

DATE = format_datetime(NOON, usegmt=True)


def told(text: bytes, date: bytes = DATE.encode()) -> float | None:
    return retry_after(httpx.Headers([(b"retry-after", text), (b"date", date)]), Limits())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (b"120", 120),
        (b"Wed, 25 Nov 2026 12:10:00 GMT", 600),
        (b"Wed, 25 Nov 2026 11:00:00 GMT", 0),
        (b"999999999", Limits().retry_after_s),
        (b"-5", None),
        (b"", None),
        (b"Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        (b"Mon, 01 Jan 2024 00:00:00 +99999999999999999999", None),
    ],
)
def test_a_wait_is_seconds_or_an_instant_and_all_else_none(text: bytes, seconds: float | None) -> None:
    assert told(text) == seconds


WORDS = st.sampled_from(
    [
        "Mon,",
        "01",
        "Jan",
        "2024",
        "99999999999999999999",
        "00:00:00",
        "1:2",
        "GMT",
        "+9999",
        "-99999999999999",
    ]
)


@given(
    st.lists(WORDS, max_size=7).map(" ".join) | st.text(), st.sampled_from([DATE, "", "Mon, 1 Jan 1 0:0 -1"])
)
@example("9" * 5000, DATE)
def test_no_header_is_too_much(text: str, date: str) -> None:
    found = told(text.encode(), date.encode())
    assert found is None or 0 <= found <= Limits().retry_after_s
