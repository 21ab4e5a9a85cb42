"""The door and the forms of the web page: who enters, and what is done without a program in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest
from city_client import OURS, Central

from central.access import Role
from central.errors import StoreError
from playlists.feed.orders import Care

ALARM = "silent-led-001-202611261319"
PART = {**OURS, "hx-request": "true"}


@pytest.mark.parametrize("path", ["/", "/alarms", "/devices/kiosk-001", "/plays", "/admin", "/parts/map"])
def test_whoever_is_not_signed_in_is_sent_to_the_door(path: str) -> None:
    with Central().client() as client:
        answer = client.get(path, headers={"accept": "text/html"})
        part = client.get(path, headers={"hx-request": "true"})
    wanted = "/" if path.startswith("/parts") else path
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?wanted={wanted}")
    assert part.headers["hx-redirect"].startswith("/login")


def test_a_link_from_elsewhere_finds_the_session_though_its_cookie_is_strict() -> None:
    with Central().client() as client:
        answer = client.get("/alarms", headers={"accept": "text/html", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert 'http-equiv="refresh"' in answer.text


def test_signing_in_sets_a_cookie_that_no_program_reads_and_no_other_site_sends() -> None:
    central = Central()
    with central.client() as client:
        bad = client.post("/login", data={"token": "wrong", "wanted": "/alarms"}, headers=OURS)
        assert (bad.status_code, 'aria-invalid="true"' in bad.text) == (401, True)
        assert "set-cookie" not in bad.headers
        good = client.post(
            "/login", data={"token": central.secrets[Role.VIEW], "wanted": "/alarms"}, headers=OURS
        )
        assert (good.status_code, good.headers["location"]) == (303, "/alarms")
        cookie = good.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "secure" not in cookie, "this came over plain HTTP"
        assert client.get("/alarms").status_code == 200
        copied = client.cookies["parvis"]
        client.post("/logout", headers=OURS)
        assert client.get("/alarms").status_code == 303
        client.cookies.set("parvis", copied)
        assert client.get("/alarms").status_code == 303, "nor by a copy of the cookie"
    assert [line.action for line in central.city._audit[:2]] == ["sign_out", "sign_in"]


def test_who_signs_in_on_a_full_disk_sees_all_and_is_offered_nothing_to_do(
    expect_log: Callable[[str], None],
) -> None:
    central = Central()

    async def full(*_: object) -> None:
        raise StoreError("the disk is full")

    central.keeper.begin_session = full  # type: ignore[method-assign, assignment]
    expect_log("to look only")
    with central.browser(Role.ADMIN, "en") as client:
        page = client.get("/alarms")
        done = client.post(f"/alarms/{ALARM}/acknowledge", headers=OURS)
    assert (page.status_code, "you may look, and change nothing" in page.text) == (200, True)
    assert (f"/alarms/{ALARM}/acknowledge" in page.text, done.status_code) == (False, 403)


def test_who_signs_in_again_in_the_same_browser_leaves_no_session_behind() -> None:
    central = Central()
    with central.browser(Role.VIEW) as client:
        copied = client.cookies["parvis"]
        client.post("/login", data={"token": central.secrets[Role.ADMIN], "wanted": "/"}, headers=OURS)
        assert client.get("/admin").status_code == 200
        client.cookies.set("parvis", copied)
        assert client.get("/alarms").status_code == 303


@pytest.mark.parametrize("page", [{}, {"origin": "https://evil.test"}, {"origin": "null"}])
def test_a_form_of_another_page_signs_nobody_in_or_out(page: dict[str, str]) -> None:
    central = Central()
    with central.client() as client:
        answer = client.post("/login", data={"token": central.secrets[Role.VIEW]}, headers=page)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
        client.post("/login", data={"token": central.secrets[Role.VIEW]}, headers=OURS)
        assert client.post("/logout", headers=page).status_code == 403
        assert client.get("/alarms").status_code == 200


def test_behind_tls_the_cookie_never_leaves_it() -> None:
    central = Central(public_url="https://parvis.nantes.fr")
    with central.client() as client:
        answer = client.post("/login", data={"token": central.secrets[Role.VIEW]}, headers=OURS)
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "wanted", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"]
)
def test_signing_in_sends_nobody_elsewhere(wanted: str) -> None:
    central = Central()
    with central.client() as client:
        answer = client.post(
            "/login", data={"token": central.secrets[Role.VIEW], "wanted": wanted}, headers=OURS
        )
    assert answer.headers["location"] == "/"


def test_guessing_at_the_door_is_slowed_down() -> None:
    with Central().client() as client:
        said = [client.post("/login", data={"token": f"no{n}"}, headers=OURS).status_code for n in range(12)]
    assert said == [401] * 10 + [429] * 2


def test_an_alarm_is_taken_and_put_to_sleep_by_forms() -> None:
    central = Central()
    with central.browser(Role.OPERATE) as client:
        from_here = {**OURS, "referer": "http://central.test/alarms"}
        taken = client.post(f"/alarms/{ALARM}/acknowledge", headers=from_here)
        assert (taken.status_code, taken.headers["location"]) == (303, "/alarms")
        part = client.post(f"/alarms/{ALARM}/snooze", data={"hours": "4"}, headers=PART)
        told = part.text.replace("\u00a0", " ")
        assert "en pause jusqu’à 18:32 · operate s’en charge depuis 14:32" in told
        woken = client.post(f"/alarms/{ALARM}/snooze", data={"hours": "0"}, headers=PART)
        assert "en pause" not in woken.text
        assert client.post("/alarms/none/acknowledge", headers=OURS).status_code == 404
    assert [entry.action for entry in central.city._audit] == ["snooze", "snooze", "acknowledge", "sign_in"]


def test_a_device_is_cared_for_by_forms() -> None:
    central = Central()
    with central.browser(Role.OPERATE) as client:
        client.post("/devices/kiosk-001/orders", data={"order": "picture"}, headers=OURS)
        assert (
            client.post("/devices/kiosk-001/orders", data={"order": "explode"}, headers=OURS).status_code
            == 422
        )
        client.post("/devices/kiosk-001/service", data={"out": "Travaux de voirie"}, headers=OURS)
        text = client.get("/devices/kiosk-001").text
        assert "Hors service" in text
        assert "Travaux de voirie" in text
        assert "Photo, operate" in text
        client.post("/devices/kiosk-001/service", data={"out": ""}, headers=OURS)
        assert "Travaux de voirie" not in client.get("/devices/kiosk-001").text


def test_every_care_has_its_button_and_its_outcome_is_told() -> None:
    central = Central()
    central.city._orders.clear()
    with central.browser(Role.OPERATE) as client:
        text = client.get("/devices/kiosk-001").text
        for care in Care:
            assert f'value="{care}"' in text
            assert f">{care}<" not in text, "a person reads words"
        client.post("/devices/kiosk-001/orders", data={"order": Care.DOCTOR}, headers=OURS)
        (given,) = central.city._orders
        outcomes = {
            "doing doctor": "en cours",
            "done: 12 of 14 passed, 2 skipped": "fait : 12 of 14 passed, 2 skipped",
            "failed: 1 of 14 failed: line/dns": "échec : 1 of 14 failed: line/dns",
        }
        for said, told in outcomes.items():
            central.city._orders[0] = msgspec.structs.replace(given, outcomes={"kiosk-001": said})
            shown = client.get("/devices/kiosk-001").text.replace("\u202f", " ").replace("\xa0", " ")
            assert f"Examiner, operate, 14:32 : {told}" in shown, said


def test_nobody_wipes_a_device_by_a_slip_of_the_finger() -> None:
    central = Central()
    central.city._orders.clear()
    with central.browser(Role.OPERATE) as client:
        for name in ("", "kiosk-002"):
            slip = {"order": Care.RESET, "name": name}
            refused = client.post("/devices/kiosk-001/orders", data=slip, headers=OURS)
            assert refused.status_code == 422
            assert refused.text.replace("\u00a0", " ").count("Rien n’a été") == 1
            assert re.search("le nom tapé n’est pas «\\skiosk-001\\s»[.]<", refused.text)
        assert central.city._orders == []
        meant = {"order": Care.RESET, "name": " kiosk-001 "}
        assert client.post("/devices/kiosk-001/orders", data=meant, headers=OURS).status_code == 303
    assert [order.order for order in central.city._orders] == [Care.RESET]


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (f"/alarms/{ALARM}/acknowledge", Role.OPERATE),
        (f"/alarms/{ALARM}/snooze", Role.OPERATE),
        ("/devices/kiosk-001/orders", Role.OPERATE),
        ("/devices/kiosk-001/service", Role.OPERATE),
        ("/admin/tokens", Role.ADMIN),
        ("/admin/tokens/x/revoke", Role.ADMIN),
    ],
)
def test_forms_want_a_role_and_our_own_page(path: str, least: Role) -> None:
    for role in Role:
        central = Central()
        with central.browser(role) as client:
            elsewhere = client.post(path, data={"x": "y"}, headers={"origin": "https://evil.test"})
            assert elsewhere.status_code == 403
            if not role.may(least):
                assert client.post(path, data={"x": "y"}, headers=OURS).status_code == 403
        assert [entry.action for entry in central.city._audit] == ["sign_in"]


def test_the_buttons_are_only_there_for_who_may_press_them() -> None:
    with Central().browser(Role.VIEW) as client:
        assert "/acknowledge" not in client.get("/alarms").text
        assert "/orders" not in client.get("/devices/kiosk-001").text
        assert client.get("/admin").status_code == 403


def test_a_token_is_made_shown_once_and_revoked() -> None:
    central = Central()
    with central.browser() as client:
        made = client.post("/admin/tokens", data={"name": "Mur de la salle", "role": "view"}, headers=OURS)
        secret = re.findall(r"parvis_[\w-]{40,}", made.text)[0]
        assert made.headers["cache-control"] == "no-store"
        assert secret not in client.get("/admin").text
        assert (
            client.post("/admin/tokens", data={"name": "x", "role": "king"}, headers=OURS).status_code == 400
        )
        revoked = client.post(f"/admin/tokens/{central.ids[Role.VIEW]}/revoke", headers=OURS)
        assert revoked.status_code == 303
        assert client.get("/v1/fleet", headers=central.bearer(Role.VIEW)).status_code == 401
        assert client.get("/v1/fleet", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
