"""What is refused: the right code, a line in the log, and the store as it was, byte for byte."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from keeping import Keeping
from store_world import AT, PROMPT, fault, heartbeat, play, report

from central.standing import Refusal as Unwanted
from central.store.keys import Enrolled
from central.store.limits import Limits
from central.store.store import Store
from central.taking.intake import Intake
from central.taking.intake import Limits as IntakeLimits
from central.taking.keyring import Keyring
from central.taking.reporting import REPORTS, Reports
from device_profiles.identity import DeviceKey
from device_profiles.report import REPORT_BYTES, REPORT_RECORDS, Entry, FaultSum, Fingernail, Receipt, Refusal

KEY, OTHER = DeviceKey.make(), DeviceKey.make()
TALL = '{"format": 2, "device": "kiosk-001", "news": true}'
PICTURE = Fingernail(screen="upper", at=AT, jpeg=b"\xff\xd8\xff" + bytes(20))


class Door:
    """Central’s way in, on a store of its own."""

    def __init__(
        self, folder: Path, limits: Limits | None = None, intake: IntakeLimits | None = None
    ) -> None:
        self.folder, self.now = folder, AT
        self.store = Store.open(f"sqlite:///{folder}/central.db", limits)
        keyring = Keyring()
        keyring.fill({device: Enrolled(KEY.public, AT) for device in ("kiosk-001", "kiosk-002")})
        self.intake = Intake(keyring, self.store.marks(), intake)
        self.unwanted: list[tuple[str, str, bool]] = []
        reports = Reports(self.intake, Keeping(self.store), lambda: self.now, self._note)
        self._transport = httpx.ASGITransport(reports)

    def _note(self, device: str, refusal: Unwanted) -> None:
        assert refusal.since == refusal.last == self.now
        self.unwanted.append((device, refusal.code, refusal.signed))

    def send(
        self, body: bytes, key: DeviceKey = KEY, at: datetime = AT, **headers: str | None
    ) -> httpx.Response:
        """Send a body as a device signs it; headers that are None are left out."""
        signed = key.sign("kiosk-001", "POST", REPORTS, body, at) if body else {}
        told = {"Content-Type": "application/json"} | signed
        told |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        for name in (name for name, value in headers.items() if value is None):
            told.pop(name.replace("_", "-"))
        return self.request("POST", body, told)

    def request(self, method: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Send anything."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://central") as client:
                return await client.request(method, REPORTS, content=body, headers=headers)

        return asyncio.run(ask())

    def stored(self) -> list[str]:
        """What the store’s files hold."""
        return [sha256(path.read_bytes()).hexdigest() for path in sorted(self.folder.glob("central.db*"))]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(tmp_path, PROMPT)
    yield opened
    opened.store.close()


def encoded(*entries: Any, **changed: Any) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(report(2, *entries), **changed))


def raw(**changed: Any) -> bytes:
    """A report with fields that its type would not take."""
    return msgspec.json.encode(msgspec.to_builtins(report(2)) | changed)


def beat(**changed: Any) -> dict[str, Any]:
    told = msgspec.to_builtins(heartbeat())
    assert isinstance(told, dict)
    return told | changed


def faults(number: int, **changes: Any) -> Entry:
    told = FaultSum(device="kiosk-001", at=AT, part="stage", kind="item", message="", count=1)
    return Entry(number, msgspec.structs.replace(told, **changes))


def at_year(year: str) -> bytes:
    """A report with a fault since a year that no clock of ours has, at the offset that leads out of time."""
    since = f"{year}-01-01T00:00:00+14:00" if year == "0001" else f"{year}-12-31T23:59:59-14:00"
    return raw(heartbeat=beat(faults=[{"code": "item", "what": "a", "since": since}]))


REFUSED: dict[str, tuple[int, str, Callable[[Door], httpx.Response]]] = {
    "no signature": (401, "unsigned", lambda door: door.send(encoded(), Signature=None)),
    "no signature input": (401, "unsigned", lambda door: door.send(encoded(), Signature_Input=None)),
    "a foreign key": (401, "foreign", lambda door: door.send(encoded(), OTHER)),
    "another body": (401, "foreign", lambda door: door.send(encoded(), Content_Digest="sha-256=:AAAA:")),
    "a broken signature": (401, "foreign", lambda door: door.send(encoded(), Signature="parvis=:AAAA:")),
    "two signatures": (
        401,
        "foreign",
        lambda door: door.send(encoded(), Signature_Input='a=("@method");keyid="kiosk-001", b=("@path")'),
    ),
    "an old signature": (401, "untimely", lambda door: door.send(encoded(), at=AT - timedelta(minutes=6))),
    "a future signature": (401, "untimely", lambda door: door.send(encoded(), at=AT + timedelta(minutes=6))),
    "an unknown device": (
        403,
        "unknown_device",
        lambda door: door.request("POST", encoded(), unknown(encoded())),
    ),
    "no JSON": (400, "malformed", lambda door: door.send(b"{")),
    "no report": (400, "malformed", lambda door: door.send(b"[]")),
    "nothing": (401, "unsigned", lambda door: door.send(b"")),
    "a time without offset": (
        400,
        "malformed",
        lambda door: door.send(raw(heartbeat=beat(at="2026-11-26T09:00:00"))),
    ),
    "a count that overflows": (
        400,
        "malformed",
        lambda door: door.send(raw(heartbeat=beat(spool={"waiting": 2**63}))),
    ),
    "a play of centuries": (400, "malformed", lambda door: door.send(encoded(play(2, duration_ms=2**53)))),
    "more faults than can be": (400, "malformed", lambda door: door.send(encoded(faults(2, count=2**31)))),
    "a temperature that nothing has": (
        400,
        "malformed",
        lambda door: door.send(raw(heartbeat=beat(machine={"temperature_c": -1.7e308}))),
    ),
    "an instant before all clocks": (400, "malformed", lambda door: door.send(at_year("0001"))),
    "an instant of a far century": (400, "malformed", lambda door: door.send(at_year("9999"))),
    "a negative sequence": (400, "malformed", lambda door: door.send(raw(sequence=-1))),
    "a strange outbox": (400, "malformed", lambda door: door.send(encoded(spool="../etc"))),
    "numbers that fall": (400, "malformed", lambda door: door.send(encoded(play(3), play(2)))),
    "a number twice": (400, "malformed", lambda door: door.send(encoded(play(3), play(3)))),
    "a number of nothing": (400, "malformed", lambda door: door.send(encoded(play(0)))),
    "too many records": (
        400,
        "malformed",
        lambda door: door.send(encoded(*(fault(number + 1) for number in range(REPORT_RECORDS + 1)))),
    ),
    "a long name": (400, "malformed", lambda door: door.send(encoded(play(2, item="x" * 301)))),
    "a name that hides": (400, "malformed", lambda door: door.send(encoded(play(2, item="a\0b")))),
    "a large picture": (
        400,
        "malformed",
        lambda door: door.send(
            encoded(fingernails=(msgspec.structs.replace(PICTURE, jpeg=PICTURE.jpeg * 600),))
        ),
    ),
    "a picture that is none": (
        400,
        "malformed",
        lambda door: door.send(encoded(fingernails=(msgspec.structs.replace(PICTURE, jpeg=b"<svg/>"),))),
    ),
    "too many screens": (
        400,
        "malformed",
        lambda door: door.send(encoded(heartbeat=heartbeat(screens=heartbeat().screens * 17))),
    ),
    "too long a list": (
        400,
        "malformed",
        lambda door: door.send(encoded(heartbeat=heartbeat(quarantined=("a",) * 501))),
    ),
    "another device": (422, "wrong_device", lambda door: door.send(encoded(device="kiosk-002"))),
    "a record of another": (
        422,
        "wrong_device",
        lambda door: door.send(encoded(play(2, device="kiosk-002"))),
    ),
    "a later format": (422, "format", lambda door: door.send(encoded(format=2))),
    "a later format that cannot be read": (422, "format", lambda door: door.send(TALL.encode())),
    "a replay": (409, "replayed", lambda door: door.send(encoded(sequence=1))),
    "an older sequence": (409, "replayed", lambda door: door.send(encoded(sequence=0))),
    "a form": (415, "media_type", lambda door: door.send(encoded(), Content_Type="text/plain")),
    "no media type": (415, "media_type", lambda door: door.send(encoded(), Content_Type=None)),
    "another encoding": (415, "media_type", lambda door: door.send(encoded(), Content_Encoding="gzip")),
    "too large": (413, "too_large", lambda door: door.send(bytes(REPORT_BYTES + 1))),
    "another method": (405, "method", lambda door: door.request("PUT", encoded(), {})),
}


def unknown(body: bytes) -> dict[str, str]:
    return OTHER.sign("kiosk-666", "POST", REPORTS, body, AT) | {"Content-Type": "application/json"}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_logged_and_changes_nothing(
    door: Door, what: str, expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    status, code, ask = REFUSED[what]
    assert door.send(msgspec.json.encode(report(1, play(1)))).status_code == 200
    before = door.stored()
    answer = ask(door)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert msgspec.json.decode(answer.content, type=Refusal).at == AT
    assert door.stored() == before
    expect_log(rf"/v1/reports refused \S+: {status} {code}: ")
    (line,) = (record.getMessage() for record in caplog.records if record.name == "central.taking.asking")
    assert line.isprintable()
    later = door.send(msgspec.json.encode(report(3, play(2))))
    assert msgspec.json.decode(later.content, type=Receipt).upto == 2


def test_a_device_that_reports_too_often_is_told_when_to_come_again(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    door = Door(tmp_path, intake=IntakeLimits(reports_s=1.0, reports_burst=3))
    for sequence in (1, 2, 3):
        assert door.send(msgspec.json.encode(report(sequence))).status_code == 200
    before = door.stored()
    answer = door.send(msgspec.json.encode(report(4)))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_often")
    assert int(answer.headers["Retry-After"]) > 0
    assert door.stored() == before
    door.now = AT + timedelta(seconds=1)
    assert door.send(msgspec.json.encode(report(4))).status_code == 200
    door.store.close()
    expect_log("429 too_often")


def test_where_the_writer_is_full_a_report_may_come_again_as_it_is(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    door = Door(tmp_path, Limits(waiting_rows=-1))
    before = door.stored()
    for _ in range(2):
        answer = door.send(msgspec.json.encode(report(1)))
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
    assert door.stored() == before
    door.store.close()
    expect_log("503 busy")


def test_under_which_name_something_was_refused_is_told_and_what_a_well_device_gets_is_not(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    door = Door(tmp_path)
    door.send(msgspec.json.encode(report(1)))
    door.send(msgspec.json.encode(report(1)))
    assert door.unwanted == []
    door.send(msgspec.json.encode(report(2)), OTHER)
    door.send(msgspec.json.encode(report(2)), at=AT - timedelta(minutes=6))
    assert door.unwanted == [("kiosk-001", "foreign", False), ("kiosk-001", "untimely", True)]
    door.unwanted.clear()
    door.send(msgspec.json.encode(report(2)), Signature=None)
    assert door.unwanted == []
    door.send(b"{}")
    assert door.unwanted == [("kiosk-001", "malformed", True)]
    door.store.close()
    expect_log("409 replayed")
    expect_log("401 foreign")
    expect_log("401 untimely")
    expect_log("401 unsigned")
    expect_log("400 malformed")


def test_of_two_equal_reports_at_once_one_is_taken(tmp_path: Path) -> None:
    door = Door(tmp_path)
    body = msgspec.json.encode(report(1))
    headers = KEY.sign("kiosk-001", "POST", REPORTS, body, AT)
    headers = {name.lower(): value for name, value in headers.items()} | {"content-type": "application/json"}
    answers = [type(door.intake.take("POST", REPORTS, headers, body, AT)).__name__ for _ in range(2)]
    assert answers == ["Accepted", "Refused"]
    door.store.close()


def test_an_outbox_that_is_new_begins_at_any_number(door: Door) -> None:
    other = report(1, play(77), spool="f" * 32)
    assert door.send(msgspec.json.encode(report(5, play(1)))).status_code == 200
    answer = door.send(msgspec.json.encode(other))
    assert msgspec.json.decode(answer.content, type=Receipt).upto == 77


def test_the_built_in_slide_has_no_zone_and_is_taken_all_the_same(door: Door) -> None:
    answer = door.send(msgspec.json.encode(report(1, play(1, zone="", item="built-in", edition=None))))
    assert msgspec.json.decode(answer.content, type=Receipt).upto == 1
