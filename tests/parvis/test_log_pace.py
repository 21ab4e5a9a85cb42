"""Lines of a log that come at a pace."""

from __future__ import annotations

import logging
import subprocess
import sys

from parvis.log_pace import Limits, LogPace


def line(at: float, what: str = "refused %s", name: str = "central") -> logging.LogRecord:
    record = logging.LogRecord(name, logging.INFO, "", 0, what, ("10.0.0.1",), None)
    record.created = at
    return record


def test_of_a_thousand_lines_of_a_kind_a_few_are_written_and_the_rest_is_counted() -> None:
    pace = LogPace(Limits(burst=3, lines_s=0.5))
    assert [pace.filter(line(100.0)) for _ in range(1000)] == [True] * 3 + [False] * 997
    assert pace.filter(line(100.0, "something else %s")), "another kind is not held up"
    later = line(102.0)
    assert pace.filter(later)
    assert later.getMessage() == "refused 10.0.0.1 (997 more like it before)"
    assert not pace.filter(line(102.1))


def test_so_many_kinds_are_known() -> None:
    pace = LogPace(Limits(kinds=10))
    for number in range(100):
        assert pace.filter(line(0.0, f"{number} %s"))
    assert len(pace._left) == 10


WEBHOOK = "T00000000/B00000000/XXXXXXXX"
"""The end of a webhook's address: who has it may write there."""


def test_the_log_of_a_service_names_no_webhook() -> None:
    code = (
        "import logging, sys, httpx\n"
        "from parvis.log_pace import begin_log\n"
        "begin_log(sys.stderr)\n"
        "logging.getLogger('central').info('begun')\n"
        "answers = httpx.MockTransport(lambda _: httpx.Response(204))\n"
        f"httpx.Client(transport=answers).post('https://hooks.example/{WEBHOOK}')\n"
    )
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr  # noqa: S603
    assert "INFO central: begun" in told
    assert WEBHOOK not in told
