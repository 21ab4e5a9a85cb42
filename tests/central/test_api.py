"""The API: what each operation answers, to whom, and what it says when it cannot."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import Any, cast

import msgspec
import pytest
from city_client import OURS, Central
from standing_city import NOW, Day

from central.access import Limits, Role
from central.answers import Audit, Device, Fleet, History, OrderLine, Plays, Where
from central.standing import Alarm, State, Verdict

KEY = "MCowBQYDK2VwAyEAexampleexampleexampleexampleexam"
GOOD_KEY = "7DOVJqEBTwqPBtVaf3yPuBdOa2QVbWFCkkM0UnzBvQ4="
ALARM = "silent-led-001-202611261319"
NEVER = "2026-11-26T12:00:00"
SNOOZE = {"until": "2026-11-26T20:00:00Z"}
# What is asked, the least role that may, and what it takes.
OPERATIONS: tuple[tuple[str, str, Role, Any], ...] = (
    ("GET", "/v1/me", Role.VIEW, None),
    ("GET", "/v1/account", Role.VIEW, None),
    ("GET", "/v1/account?format=pdf", Role.VIEW, None),
    ("GET", "/v1/fleet", Role.VIEW, None),
    ("GET", "/v1/devices/kiosk-001", Role.VIEW, None),
    ("GET", "/v1/devices/kiosk-001/history", Role.VIEW, None),
    ("GET", "/v1/devices/kiosk-001/screens/upper/shown", Role.VIEW, None),
    ("GET", "/v1/devices/kiosk-001/screens/upper/due", Role.VIEW, None),
    ("GET", "/v1/where?item=noel", Role.VIEW, None),
    ("GET", "/v1/alarms", Role.VIEW, None),
    ("POST", f"/v1/alarms/{ALARM}/acknowledge", Role.OPERATE, None),
    ("POST", f"/v1/alarms/{ALARM}/snooze", Role.OPERATE, SNOOZE),
    ("GET", "/v1/plays", Role.VIEW, None),
    *(("GET", f"/v1/{kind}", Role.VIEW, None) for kind in ("polls", "signals", "usage")),
    ("GET", "/v1/orders", Role.VIEW, None),
    ("POST", "/v1/orders", Role.OPERATE, {"order": "picture", "devices": ["kiosk-001"]}),
    ("PUT", "/v1/devices/kiosk-001/service", Role.OPERATE, {"out": "Travaux"}),
    ("PUT", "/v1/devices/kiosk-001/key", Role.ADMIN, {"key": GOOD_KEY}),
    ("DELETE", "/v1/devices/kiosk-001/key", Role.ADMIN, None),
    ("GET", "/v1/tokens", Role.ADMIN, None),
    ("POST", "/v1/tokens", Role.ADMIN, {"name": "Mur", "role": "view"}),
    ("DELETE", "/v1/tokens/nobody", Role.ADMIN, None),
    ("GET", "/v1/audit", Role.ADMIN, None),
)


def test_every_operation_stands_in_the_table_of_roles() -> None:
    central = Central()
    told = {
        (method.upper(), path.replace("{device}", "kiosk-001"))
        for path, methods in central.app.openapi_schema.to_schema()["paths"].items()
        for method in methods
    }
    assert len(told) == len(OPERATIONS) - 2, "the two pictures are one operation, and the two accounts"


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize(("method", "path", "least", "body"), OPERATIONS)
def test_each_role_may_what_it_may_and_nothing_else(
    method: str, path: str, least: Role, body: Any, role: Role | None
) -> None:
    central = Central()
    with central.client(role) as client:
        answer = client.request(method, path, json=body)
    if role is None:
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json()["code"] == "unauthorised"
    elif role.may(least):
        assert answer.status_code in ({404} if "nobody" in path else {200, 201}), answer.text
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert not central.city._audit, "what was refused is not done"


# What is asked wrongly, and what the answer says.
REFUSED: tuple[tuple[str, str, Any, int, str], ...] = (
    ("GET", "/v1/nowhere", None, 404, "unknown"),
    ("DELETE", "/v1/fleet", None, 405, "wrong_method"),
    ("GET", "/v1/fleet?at=yesterday", None, 400, "malformed"),
    ("GET", f"/v1/fleet?at={NEVER}", None, 400, "malformed"),
    ("GET", "/v1/fleet?at=2100-01-01T00:00:00Z", None, 400, "malformed"),
    ("GET", "/v1/fleet?at=0001-01-01T00:00:00%2B14:00", None, 400, "malformed"),
    ("GET", "/v1/devices/nobody", None, 404, "unknown"),
    ("GET", "/v1/devices/nobody/history", None, 404, "unknown"),
    ("GET", "/v1/devices/kiosk-001/history?start=2026-11-26T10:00:00Z&end=2026-11-26T09:00:00Z", None, 400,
     "malformed"),
    ("GET", "/v1/devices/kiosk-001/history?start=2020-01-01T00:00:00Z", None, 400, "malformed"),
    ("GET", "/v1/devices/kiosk-001/screens/upper/guessed", None, 404, "unknown"),
    ("GET", "/v1/devices/kiosk-001/screens/third/shown", None, 404, "unknown"),
    ("GET", "/v1/where", None, 400, "malformed"),
    ("GET", "/v1/where?item=a%00b", None, 400, "malformed"),
    ("GET", "/v1/alarms?ended=perhaps", None, 400, "malformed"),
    ("POST", "/v1/alarms/none/acknowledge", None, 404, "unknown"),
    ("POST", "/v1/alarms/none/snooze", SNOOZE, 404, "unknown"),
    ("POST", f"/v1/alarms/{ALARM}/snooze", {"until": "2026-11-25T00:00:00Z"}, 400, "malformed"),
    ("POST", f"/v1/alarms/{ALARM}/snooze", {"until": "2027-11-25T00:00:00Z"}, 400, "malformed"),
    ("POST", f"/v1/alarms/{ALARM}/snooze", {}, 400, "malformed"),
    ("GET", "/v1/plays?start=2026-11-26&end=2026-11-20", None, 400, "malformed"),
    ("GET", "/v1/plays?start=0001-01-01", None, 400, "malformed"),
    ("GET", "/v1/plays?end=9999-12-31", None, 400, "malformed"),
    ("GET", "/v1/plays?start=2020-01-01", None, 400, "malformed"),
    ("GET", "/v1/account?format=csv", None, 400, "malformed"),
    ("GET", "/v1/account?start=2026-11-26&end=2026-11-20", None, 400, "malformed"),
    ("GET", "/v1/plays?by=colour", None, 400, "malformed"),
    ("GET", "/v1/plays?format=xls", None, 400, "malformed"),
    ("POST", "/v1/orders", {"order": "explode", "devices": ["kiosk-001"]}, 422, "order"),
    ("POST", "/v1/orders", {"order": "picture", "devices": ["nobody"]}, 422, "order"),
    ("POST", "/v1/orders", {"order": "picture", "devices": []}, 400, "malformed"),
    ("POST", "/v1/orders", {"order": "picture", "devices": ["kiosk-001"], "x": 1}, 400, "malformed"),
    ("PUT", "/v1/devices/nobody/service", {"out": "x"}, 404, "unknown"),
    ("PUT", "/v1/devices/kiosk-001/service", {"out": "x" * 401}, 400, "malformed"),
    ("PUT", "/v1/devices/kiosk-001/service", {"out": "two\nlines"}, 400, "malformed"),
    ("PUT", "/v1/devices/kiosk-001/key", {"key": KEY}, 400, "malformed"),
    ("PUT", "/v1/devices/nobody/key", {"key": GOOD_KEY}, 404, "unknown"),
    ("DELETE", "/v1/devices/nobody/key", None, 404, "unknown"),
    ("POST", "/v1/tokens", {"name": "", "role": "view"}, 400, "malformed"),
    ("POST", "/v1/tokens", {"name": " ", "role": "view"}, 400, "malformed"),
    ("POST", "/v1/tokens", {"name": "Anne", "role": "king"}, 400, "malformed"),
    ("GET", "/v1/audit?most=0", None, 400, "malformed"),
    ("GET", "/v1/audit?most=many", None, 400, "malformed"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "status", "code"), REFUSED)
def test_what_cannot_be_done_is_said_in_json_and_changes_nothing(
    method: str, path: str, body: Any, status: int, code: str
) -> None:
    central = Central()
    with central.client(Role.ADMIN) as client:
        answer = client.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"].startswith("application/json")
    assert not central.city._audit


@pytest.mark.parametrize("body", [b'{"order":', b"[]", b"\xff\xfe", b"null"])
def test_a_body_that_is_no_json_is_refused(body: bytes) -> None:
    with Central().client(Role.ADMIN) as client:
        answer = client.post("/v1/orders", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_body_over_the_limit_is_refused() -> None:
    with Central().client(Role.ADMIN) as client:
        answer = client.post("/v1/orders", json={"order": "picture", "devices": ["x" * 70_000]})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_wrong_token_is_refused_and_after_some_the_address_is_told_to_wait() -> None:
    central = Central()
    with central.client() as client:
        said = [
            client.get("/v1/fleet", headers={"Authorization": f"Bearer wrong{n}"}).status_code
            for n in range(12)
        ]
        assert said == [401] * 10 + [429] * 2
        late = client.get("/v1/fleet", headers={"Authorization": "Bearer wrong"})
        assert late.headers["retry-after"] == "5"
        assert client.get("/v1/fleet", headers=central.bearer(Role.VIEW)).status_code == 200, "not for others"
        central.clock.move(seconds=5)
        assert client.get("/v1/fleet", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    central = Central(limits=Limits(token_rate=1, token_burst=3))
    with central.client(Role.VIEW) as client:
        assert [client.get("/v1/alarms").status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = client.get("/v1/alarms")
        assert (answer.json()["code"], answer.headers["retry-after"]) == ("too_often", "1")
        assert client.get("/v1/alarms", headers=central.bearer(Role.ADMIN)).status_code == 200


def test_the_fleet_now_and_in_the_past() -> None:
    with Central(224).client(Role.VIEW) as client:
        now = msgspec.json.decode(client.get("/v1/fleet").content, type=Fleet)
        then = msgspec.json.decode(client.get("/v1/fleet?at=2026-11-26T12:00:00Z").content, type=Fleet)
    assert (now.live, then.live) == (True, False)
    assert (now.figures.devices, now.figures.screens) == (224, 374)
    assert now.figures.states[State.SILENT] == 7
    assert State.SILENT not in then.figures.states


def test_a_device_its_history_and_its_pictures() -> None:
    with Central(224).client(Role.VIEW) as client:
        device = msgspec.json.decode(client.get("/v1/devices/kiosk-150").content, type=Device)
        history = msgspec.json.decode(client.get("/v1/devices/kiosk-150/history").content, type=History)
        shown, due = (
            client.get(f"/v1/devices/kiosk-150/screens/upper/{which}") for which in ("shown", "due")
        )
    assert device.judged[0].verdict is Verdict.FROZEN
    assert history.bands[-1].verdict in {Verdict.FROZEN, Verdict.RIGHT}
    assert history.end - history.start == timedelta(days=1)
    assert (shown.headers["content-type"], shown.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert (due.headers["content-type"], due.content[:4]) == ("image/png", b"\x89PNG")


def test_where_an_item_is() -> None:
    with Central().client(Role.VIEW) as client:
        where = msgspec.json.decode(client.get("/v1/where?item=noel").content, type=Where)
    assert "screen-8m2-001/main" in where.shown


def test_an_alarm_is_taken_put_to_sleep_and_woken() -> None:
    central = Central()
    with central.client(Role.OPERATE) as client:
        taken = msgspec.json.decode(client.post(f"/v1/alarms/{ALARM}/acknowledge").content, type=Alarm)
        asleep = client.post(f"/v1/alarms/{ALARM}/snooze", json=SNOOZE).json()
        awake = client.post(f"/v1/alarms/{ALARM}/snooze", json={"until": None}).json()
    assert (taken.acknowledged_by, taken.acknowledged_at) == ("operate", NOW)
    assert asleep["snoozed_until"] == "2026-11-26T20:00:00Z"
    assert (awake["snoozed_until"], awake["acknowledged_by"]) == (None, "operate")


@pytest.mark.parametrize(("format_", "begins"), [("csv", b"\xef\xbb\xbfItem,Day,Plays"), ("pdf", b"%PDF-")])
def test_proof_of_play_as_a_document(format_: str, begins: bytes) -> None:
    with Central().client(Role.VIEW) as client:
        told = msgspec.json.decode(client.get("/v1/plays?by=item,day").content, type=Plays)
        answer = client.get(f"/v1/plays?by=item,day,item&format={format_}&language=en")
    assert len(told.lines) == 16 * 7
    assert answer.content.startswith(begins)
    assert (
        f'filename="parvis-item-day-2026-11-20-2026-11-26.{format_}"' in answer.headers["content-disposition"]
    )


def test_every_write_stands_in_the_audit_log() -> None:
    central = Central()
    with central.client(Role.ADMIN) as client:
        given = msgspec.json.decode(
            client.post(
                "/v1/orders", json={"order": "picture", "devices": ["kiosk-001", "kiosk-001"]}
            ).content,
            type=OrderLine,
        )
        client.put("/v1/devices/kiosk-001/service", json={"out": "Travaux"})
        client.put("/v1/devices/kiosk-001/key", json={"key": GOOD_KEY})
        client.delete("/v1/devices/kiosk-001/key")
        made = client.post("/v1/tokens", json={"name": "Mur", "role": "view"}).json()
        client.delete(f"/v1/tokens/{made['token']['id']}")
        client.post(f"/v1/alarms/{ALARM}/acknowledge")
        audit = msgspec.json.decode(client.get("/v1/audit").content, type=list[Audit])
    assert given.devices == ("kiosk-001",)
    assert [entry.action for entry in reversed(audit)] == [
        "order", "service", "enrol", "expel", "token", "revoke", "acknowledge",
    ]  # fmt: skip
    assert {entry.who for entry in audit} == {"admin"}
    assert made["secret"] not in json.dumps([msgspec.to_builtins(entry) for entry in audit])


def test_a_new_token_opens_and_a_revoked_one_does_not() -> None:
    central = Central()
    with central.client(Role.ADMIN) as client:
        made = client.post("/v1/tokens", json={"name": "Mur", "role": "view"}).json()
        head = {"Authorization": f"Bearer {made['secret']}"}
        assert client.get("/v1/fleet", headers=head).status_code == 200
        assert "digest" not in client.get("/v1/tokens").text
        client.delete(f"/v1/tokens/{made['token']['id']}")
        assert client.get("/v1/fleet", headers=head).status_code == 401


def test_what_did_not_change_is_said_in_a_word_and_what_is_long_comes_zipped() -> None:
    central = Central(224)
    with central.client(Role.VIEW) as client:
        first = client.get("/v1/fleet", headers={"accept-encoding": "gzip"})
        again = client.get("/v1/fleet", headers={"if-none-match": first.headers["etag"]})
        plain = client.get("/v1/fleet", headers={"accept-encoding": "identity"})
        central.clock.move(minutes=3)
        later = client.get("/v1/fleet", headers={"if-none-match": first.headers["etag"]})
    assert first.headers["content-encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
    assert "content-encoding" not in plain.headers
    assert len(gzip.compress(plain.content)) < len(plain.content) / 5
    assert later.status_code == 200


def test_a_session_cookie_does_what_a_token_does_but_only_from_our_own_pages() -> None:
    central = Central()
    with central.browser(Role.OPERATE) as client:
        client.headers["accept"] = "application/json"
        path = f"/v1/alarms/{ALARM}/acknowledge"
        assert client.get("/v1/fleet").status_code == 200
        assert client.post(path).json()["code"] == "foreign_page"
        assert client.post(path, headers={"origin": "https://evil.test"}).status_code == 403
        assert client.post(path, headers=OURS).status_code == 200


def test_the_description_asks_for_nothing_from_elsewhere() -> None:
    with Central(day=Day.CALM).client() as client:
        told = client.get("/schema/openapi.json")
    assert told.status_code == 200
    schema = cast("dict[str, Any]", told.json())
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert "/v1/stream" not in schema["paths"], "it is described in words"
