"""How long a refusal says why a device is not heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from programs import utc

from central.held import Held
from central.standing import Refusal

AT = utc(2026, 11, 18, 12)
MINUTE = timedelta(minutes=1)


def refusal(code: str, at: datetime, *, signed: bool = True) -> Refusal:
    return Refusal(code, at, at, signed)


def test_what_strangers_send_under_a_name_hides_nothing_that_the_device_signed() -> None:
    held = Held()
    held.refuse(refusal("foreign", AT, signed=False))
    assert held.refused(AT) == refusal("foreign", AT, signed=False)
    held.refuse(refusal("untimely", AT + MINUTE))
    held.refuse(refusal("foreign", AT + 2 * MINUTE, signed=False))
    assert held.refused(AT + 2 * MINUTE) == refusal("untimely", AT + MINUTE)


def test_a_refusal_is_of_late_for_eleven_minutes_and_told_since_it_began() -> None:
    held = Held()
    held.refuse(refusal("foreign", AT))
    held.refuse(refusal("foreign", AT + 5 * MINUTE))
    assert held.refused(AT + 15 * MINUTE) == Refusal("foreign", AT, AT + 5 * MINUTE)
    assert held.refused(AT + 16 * MINUTE) is None
    held.refuse(refusal("untimely", AT + 7 * MINUTE))
    assert held.refused(AT + 7 * MINUTE) == Refusal("untimely", AT + 7 * MINUTE, AT + 7 * MINUTE)
