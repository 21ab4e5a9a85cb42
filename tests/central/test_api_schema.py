"""The API under what schemathesis makes of its own description: whatever is asked, central does not fail."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from city_client import Central
from hypothesis import HealthCheck, Phase, settings

from central.access import Limits, Role

CENTRAL = Central(limits=Limits(token_rate=1e6, token_burst=10**6, address_rate=1e6, address_burst=10**6))
schema = schemathesis.openapi.from_asgi("/schema/openapi.json", CENTRAL.app)
EXAMPLES = 12
"""Requests of each operation."""


@pytest.mark.timeout(180)
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_asked_makes_central_fail(case: Any) -> None:
    answer = case.call(headers=CENTRAL.bearer(Role.ADMIN))
    assert answer.status_code < 500, (case.formatted_path, case.query, case.body, answer.text)
    if answer.status_code >= 400:
        assert answer.json()["code"]
