"""Whatever a face of central refuses leaves a line in its log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from city_client import Central
from test_intake import Door

from central.access import Role


@pytest.mark.parametrize(
    ("method", "path", "role", "line"),
    [
        ("GET", "/v1/fleet", None, "GET /v1/fleet refused testclient: 401 unauthorised: a token is wanted"),
        ("PUT", "/v1/devices/kiosk-001/service", Role.VIEW, "403 forbidden: this wants the role operate"),
        ("GET", "/v1/devices/nobody", Role.VIEW, "404 unknown: nobody"),
        ("GET", "/v1/fleet?at=never", Role.VIEW, "400 malformed"),
        ("PATCH", "/v1/fleet", Role.ADMIN, "405 wrong_method"),
        ("GET", "/devices/nobody", Role.VIEW, "GET /devices/nobody refused testclient: 404 unknown: nobody"),
        ("GET", "/v1/devices/a%0Ab", Role.VIEW, r"GET /v1/devices/a\nb refused testclient: 404 unknown"),
    ],
)
def test_whatever_is_refused_leaves_a_line_in_the_log(
    method: str, path: str, role: Role | None, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "central"), Central().client(role) as client:
        answer = client.request(method, path, json=None if method == "GET" else {"out": "x"})
    assert 400 <= answer.status_code < 500
    (told,) = (record.getMessage() for record in caplog.records if "refused" in record.getMessage())
    assert line in told


def test_what_a_proxy_says_of_who_sent_a_report_stands_in_the_log(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    door = Door(tmp_path)
    assert door.send(b"{}", X_Forwarded_For="192.0.2.9\x1b[2J").status_code == 400
    door.store.close()
    expect_log(r"/v1/reports refused 127\.0\.0\.1 for 192\.0\.2\.9\\x1b\[2J: 400 malformed")
