"""How long a refusal says why a device is not heard."""

from __future__ import annotations

from datetime import timedelta

from programs import utc

from central.held import Held
from central.standing import Refusal

AT = utc(2026, 11, 18, 12)
MINUTE = timedelta(minutes=1)


def test_a_refusal_is_of_late_for_eleven_minutes_and_told_since_it_began() -> None:
    held = Held()
    held.refuse("foreign", AT)
    held.refuse("foreign", AT + 5 * MINUTE)
    assert held.refused(AT + 15 * MINUTE) == Refusal("foreign", AT, AT + 5 * MINUTE)
    assert held.refused(AT + 16 * MINUTE) is None
    held.refuse("untimely", AT + 7 * MINUTE)
    assert held.refused(AT + 7 * MINUTE) == Refusal("untimely", AT + 7 * MINUTE, AT + 7 * MINUTE)
