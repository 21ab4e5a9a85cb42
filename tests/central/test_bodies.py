"""Nobody fills central's memory: what is read of a report, for how long, and for whom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from store_world import AT, play, report

from central.store.keys import Enrolled
from central.taking.bodies import Bodies, Limits
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.reporting import REPORTS, Reports
from device_profiles.identity import DeviceKey
from device_profiles.report import REPORT_BYTES, Receipt, Report

DEVICE = "kiosk-001"
KEY = DeviceKey.make()
BODY = msgspec.json.encode(report(1, play(1)))
HALF = len(BODY) // 2


class Keeper:
    """Keeps every report."""

    async def report(self, report: Report, received: Any) -> Receipt:
        return Receipt(spool=report.spool, sequence=report.sequence, upto=0, at=received)


class Line:
    """A sender’s line: what it brings, and then nothing more until the rest is let go."""

    def __init__(self, *parts: bytes, stays: bool = False) -> None:
        self.parts, self.stays, self.read = list(parts), stays, 0
        self.rest = asyncio.Event()
        self.said: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        self.read += 1
        if len(self.parts) == 1 and self.stays:
            await self.rest.wait()
        return {"type": "http.request", "body": self.parts.pop(0), "more_body": bool(self.parts)}

    async def send(self, message: dict[str, Any]) -> None:
        self.said.append(message)

    @property
    def answer(self) -> tuple[int, str]:
        """Status, and the code of a refusal."""
        body = msgspec.json.decode(self.said[1]["body"])
        return self.said[0]["status"], body.get("code", "")


def scope(**changes: str | None) -> dict[str, Any]:
    signed = KEY.sign(DEVICE, "POST", REPORTS, BODY, AT) | {"Content-Type": "application/json"}
    told = signed | {name.replace("_", "-"): value for name, value in changes.items()}
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items() if value is not None]
    return {"method": "POST", "path": REPORTS, "headers": headers}


def reports(**limits: Any) -> Reports:
    keyring = Keyring()
    keyring.fill({DEVICE: Enrolled(KEY.public, AT)})
    return Reports(Intake(keyring), Keeper(), lambda: AT, bodies=Bodies(Limits(**limits)))


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"Signature": None}, (401, "unsigned")),
        ({"Signature_Input": None, "Signature-Input": None}, (401, "unsigned")),
        ({"Signature-Input": 'parvis=();keyid="kiosk-666"'}, (403, "unknown_device")),
        ({"Content-Length": str(REPORT_BYTES + 1)}, (413, "too_large")),
    ],
)
def test_of_what_its_head_refuses_no_body_is_read(
    changes: dict[str, str | None], answer: tuple[int, str], expect_log: Callable[[str], None]
) -> None:
    line = Line(BODY)
    asyncio.run(reports()(scope(**changes), line.receive, line.send))
    assert line.answer == answer
    assert line.read == 0
    expect_log(answer[1])


def test_a_body_that_does_not_come_to_its_end_is_not_waited_for(expect_log: Callable[[str], None]) -> None:
    line = Line(BODY[:HALF], BODY[HALF:], stays=True)
    asyncio.run(reports(seconds=0.01)(scope(), line.receive, line.send))
    assert line.answer == (408, "slow")
    assert (b"connection", b"close") in line.said[0]["headers"]
    expect_log("408 slow")


def test_all_bodies_that_are_not_whole_have_bounded_room_and_give_it_back(
    expect_log: Callable[[str], None],
) -> None:
    async def go() -> tuple[Line, Line, Line]:
        door = reports(together=HALF + 10)
        first, second, third = (Line(BODY[:HALF], BODY[HALF:], stays=True) for _ in range(3))
        waits = asyncio.create_task(door(scope(), first.receive, first.send))
        await asyncio.sleep(0)
        await door(scope(), second.receive, second.send)
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
        door_waits = asyncio.create_task(door(scope(), third.receive, third.send))
        await asyncio.sleep(0)
        whole = Line(BODY)
        await door(scope(), whole.receive, whole.send)
        assert not door_waits.done()
        door_waits.cancel()
        return second, third, whole

    second, third, whole = asyncio.run(go())
    assert second.answer == (503, "busy")
    assert third.said == []
    assert whole.answer == (200, "")
    expect_log("503 busy")
