"""NUL in what people and devices send: PostgreSQL keeps none in a text, and no way in may break on one."""

from __future__ import annotations

import asyncio
import copy
import functools
import operator
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from central_process import feed
from store_world import AT, entry, fault, heartbeat, play, report
from whole_central import whole

from central.access import Role, mint
from central.store.enrolments import How
from central.store.keys import enrol
from central.store.notes import keep_token
from central.store.store import Store
from central.taking.reporting import REPORTS
from central.works import Works
from device_profiles.enrolment import PAIRINGS, fingerprint
from device_profiles.heartbeat import FeedBeat, NetworkBeat, Standing
from device_profiles.identity import DeviceKey
from device_profiles.report import Tally, What
from playlists.feed.publishing.orders import OrderDesk

DEVICE, NUL = "kiosk-001", "a\0b"
HOST = "http://central"
KEY = DeviceKey.make()
PRINT = fingerprint(KEY.public)
JSON: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", "/v1/orders", {"order": NUL, "devices": [DEVICE]}),
    ("POST", "/v1/orders", {"order": "picture", "devices": [NUL]}),
    ("PUT", f"/v1/devices/{DEVICE}/service", {"out": NUL}),
    ("PUT", f"/v1/devices/{DEVICE}/key", {"key": NUL}),
    ("POST", "/v1/tokens", {"name": NUL, "role": "view"}),
    ("POST", "/v1/technicians", {"name": NUL}),
    ("POST", "/v1/claims", {"code": NUL, "device": DEVICE}),
    ("POST", "/v1/claims", {"code": "2345-6789", "device": NUL}),
    ("POST", "/v1/alarms/a/snooze", {"until": NUL}),
    ("POST", f"/v1/enrolments/{DEVICE}/rename", {"to": NUL}),
    *(
        ("POST", f"/v1/enrolments/{DEVICE}/{act}", {"why": NUL})
        for act in ("revoke", "reset", "out", "in", "retire")
    ),
)
FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/login", {"token": NUL, "wanted": f"/{NUL}"}),
    ("/claim/door", {"token": NUL, "code": NUL}),
    ("/claim", {"code": NUL, "device": DEVICE}),
    ("/claim", {"code": "2345-6789", "device": NUL, "replace": "yes"}),
    ("/language", {"language": NUL}),
    (f"/devices/{DEVICE}/orders", {"order": NUL, "name": NUL}),
    (f"/devices/{DEVICE}/orders", {"order": "reset", "name": NUL}),
    (f"/devices/{DEVICE}/service", {"out": NUL}),
    ("/admin/tokens", {"name": NUL, "role": "view"}),
    ("/admin/tokens", {"name": "Anne", "role": NUL}),
    ("/alarms/a/snooze", {"until": NUL, "hours": NUL}),
)


class Asked:
    """Central, whole, and an admin who asks it."""

    def __init__(self, works: Works, store: Store, secret: str) -> None:
        self.works, self._store, self._secret = works, store, secret

    def enrol(self) -> None:
        """The device has its key."""
        work = partial(enrol, device=DEVICE, public=KEY.public, at=self.works.service.clock(), how=How())
        asyncio.run(self._store.write(work))
        asyncio.run(self.works._keys())

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **sent: Any
    ) -> httpx.Response:
        """Its answer; to a box, which signs, or to the admin."""
        own = {"Authorization": f"Bearer {self._secret}", "Origin": HOST, "Accept": "text/html"}
        head = own if headers is None else headers

        async def ask() -> httpx.Response:
            given = httpx.ASGITransport(self.works.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=given, base_url=HOST) as client:
                return await client.request(method, path, headers=head, **sent)

        return asyncio.run(ask())


@pytest.fixture
def asked(tmp_path: Path, store: Store) -> Asked:
    world = feed(tmp_path)
    desk = OrderDesk(world.feed, world.anchor, world.keyring)
    works = whole(world, store, lambda: world.now + timedelta(seconds=1), desk=desk)
    token, secret = mint("Soizic", Role.ADMIN, works.service.clock())
    asyncio.run(store.write(partial(keep_token, token=token)))
    return Asked(works, store, secret)


@pytest.mark.parametrize(("method", "path", "body"), JSON)
def test_a_program_that_sends_nul_is_refused(
    asked: Asked, method: str, path: str, body: dict[str, Any]
) -> None:
    said = asked.ask(method, path, content=msgspec.json.encode(body))
    assert 400 <= said.status_code < 500, said.text


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_a_form_with_nul_breaks_nothing(asked: Asked, path: str, form: dict[str, str]) -> None:
    said = asked.ask("POST", path, data=form)
    assert said.status_code < 500, said.text


def box(path: str, method: str, body: bytes, name: str) -> dict[str, Any]:
    """What a box sends that signs as somebody."""
    head = KEY.sign(name, method, path, body, datetime.now(UTC)) | {"Content-Type": "application/json"}
    return {"content": body, "headers": head}


@pytest.mark.parametrize("field", ["profile", "version", "address", "ticket", "machine"])
def test_a_box_that_sends_nul_is_refused_or_its_words_are_no_settings(asked: Asked, field: str) -> None:
    told = {"key": KEY.public, "machine": "0" * 64} | {field: NUL}
    said = asked.ask("POST", PAIRINGS, **box(PAIRINGS, "POST", msgspec.json.encode(told), PRINT))
    assert said.status_code == (201 if field == "ticket" else 400), said.text


def test_a_farewell_with_nul_breaks_nothing(asked: Asked) -> None:
    asked.enrol()
    path = f"{PAIRINGS}/{PRINT}"
    body = msgspec.json.encode({"device": NUL})
    said = asked.ask("DELETE", path, **box(path, "DELETE", body, PRINT))
    assert 400 <= said.status_code < 500, said.text


def changes(told: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where texts stand in something that was decoded."""
    if isinstance(told, str):
        yield path
    pairs = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for name, one in pairs:
        yield from changes(one, (*path, name))


def with_nul(told: Any, path: tuple[Any, ...]) -> Any:
    """The same with NUL in one text."""
    made = copy.deepcopy(told)
    *to, last = path
    place = functools.reduce(operator.getitem, to, made)
    place[last] = f"{place[last]}\0"
    return made


def test_nul_in_any_text_of_a_report_is_refused_or_kept_as_something_else(
    asked: Asked, expect_log: Callable[[str], None]
) -> None:
    expect_log("refused")
    asked.enrol()
    beat = heartbeat(
        faults=(Standing(code="item", what="x", object="f" * 64, zone="upper/main"),),
        orders={"o1": "failed: x"},
        versions={"parvis": "1"},
        network=NetworkBeat(address="10.0.0.1"),
        feed=FeedBeat(outcome="unreached", why="x"),
        quarantined=("x",),
    )
    poll = Tally(device=DEVICE, screen="lower", hour=AT, what=What.POLL, name="avis", answer="oui")
    whole_ = report(1, play(1), fault(2), entry(3, poll), heartbeat=beat)
    told = msgspec.json.decode(msgspec.json.encode(whole_))
    found = set()
    for sequence, path in enumerate(changes(told), start=2):
        body = msgspec.json.encode({**with_nul(told, path), "sequence": sequence})
        said = asked.ask("POST", REPORTS, **box(REPORTS, "POST", body, DEVICE))
        assert said.status_code < 500, (path, said.text)
        found.add(said.status_code)
    assert found >= {200, 400}
    asyncio.run(asked.works._looks())
    assert asked.ask("GET", f"/devices/{DEVICE}").status_code == 200
