"""A box becomes a device, end to end, over HTTP with a central that runs; and what is tried against that."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import msgspec
import pytest
from central_process import Central, central, feed
from enrolling_world import MACHINE, OTHER_MACHINE, PROFILE, Box, Hands, somebody
from feed_world import notice, program

from central.web.claim_list import Offer, offered
from device_profiles.claiming import EnrolmentLine, EnrolmentState
from device_profiles.enrolment import ALPHABET
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Refusal

KIOSK, TOTEM, OWN = "kiosk-001", "totem-001", "plasma-001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed of three devices."""
    world = feed(tmp_path_factory.mktemp("enrolling"))
    *others, last = (program(one, (notice("a", "Bonjour"),)) for one in (KIOSK, TOTEM, OWN))
    own = msgspec.structs.replace(last, profile="salle-municipale", family=PROFILE)
    assert world.publish(*others, own)
    return world.folder


@pytest.fixture(scope="module")
def known(folder: Path) -> dict[str, Hands]:
    return {role: somebody(folder / "data", role) for role in ("operate", "admin")}


@pytest.fixture(scope="module")
def running(folder: Path, known: dict[str, Hands]) -> Iterator[Central]:
    with central(folder) as found:
        for hands in known.values():
            hands.url = found.url
        yield found


@pytest.fixture(scope="module")
def soizic(running: Central, known: dict[str, Hands]) -> Hands:
    del running
    return known["operate"]


@pytest.fixture
def clean(soizic: Hands) -> None:
    for device in (KIOSK, TOTEM, OWN):
        soizic.ask("POST", f"/v1/enrolments/{device}/in", {"why": ""})
        soizic.ask("POST", f"/v1/enrolments/{device}/revoke", {"why": "test"})


@pytest.mark.usefixtures("clean")
def test_a_box_becomes_a_device_and_a_box_again(
    running: Central, soizic: Hands, known: dict[str, Hands]
) -> None:
    box, yann = Box(running.url), soizic.technician()
    asked = box.ask()
    assert asked.status_code == 201
    code = asked.json()["code"]
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert asked.json()["claim_url"] == f"{running.url}/claim?code={code}"
    assert box.code() == code, "the same box gets the same code"
    assert box.grant() is None
    found = yann.ask("GET", f"/v1/pairings?code={code.lower()}").json()
    assert (found["fingerprint"], found["address"], found["machine_known"]) == (box.print, "10.0.0.7", None)
    claimed = yann.claim(code, KIOSK)
    assert claimed.status_code == 201, claimed.text
    assert claimed.json() == {
        "device": KIOSK, "fingerprint": box.print, "profile": "plasma-16x9", "place": "Place du Commerce",
    }  # fmt: skip
    grant = box.grant()
    assert grant is not None
    assert (grant.device, grant.number, grant.feed, grant.central) == (KIOSK, 1, running.url, running.url)
    assert '"root"' in grant.root
    line = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()
    assert (line["state"], line["claimed_by"], line["claimed_from"]) == ("claimed", "Yann", "192.0.2.2")
    assert isinstance(box.report(KIOSK), Receipt)
    line = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()
    assert (line["state"], line["machine"]) == ("enrolled", MACHINE)
    assert box.leave(TOTEM).status_code == 409
    assert box.leave(KIOSK).status_code == 204
    assert box.leave(KIOSK).status_code == 204, "its answer may have been lost"
    said = box.report(KIOSK)
    assert isinstance(said, Refusal)
    assert said.code == "unknown_device"
    line = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()
    assert line["state"] == "none"
    assert line["keys"][0]["why"] == "reset: files 0, objects 0, generations 0"
    audit = known["admin"].ask("GET", "/v1/audit").json()
    lines = {(one["action"], one["who"], one["subject"], one["address"]) for one in audit}
    assert lines >= {
        ("technician", "Soizic operate", "Yann", "192.0.2.1"),
        ("claim", "Yann", KIOSK, "192.0.2.2"),
        ("farewell", KIOSK, KIOSK, "127.0.0.1"),
    }


@pytest.mark.usefixtures("clean")
def test_a_box_is_given_the_family_that_it_knows_of_a_site_s_own_profile(
    running: Central, soizic: Hands
) -> None:
    box = Box(running.url)
    claimed = soizic.technician().claim(box.code(), OWN)
    assert claimed.status_code == 201, claimed.text
    assert claimed.json()["profile"] == "salle-municipale"
    grant = box.grant()
    assert grant is not None
    assert grant.profile == PROFILE
    line = soizic.ask("GET", f"/v1/enrolments/{OWN}").json()
    assert (line["profile"], line["family"]) == ("salle-municipale", PROFILE)
    free = EnrolmentLine(device=OWN, state=EnrolmentState.NONE, profile=line["profile"], family=PROFILE)
    assert offered([free], PROFILE, "", Offer.FREE).found == 1, "the page on a phone offers it to such a box"
    assert offered([free], "kiosk", "", Offer.FREE).found == 0


@pytest.mark.usefixtures("clean")
def test_a_code_is_good_for_one_claim(running: Central, soizic: Hands) -> None:
    box, yann, erwan = Box(running.url), soizic.technician("Yann"), soizic.technician("Erwan")
    code = box.code()
    assert yann.claim(code, KIOSK).status_code == 201
    assert yann.claim(code, KIOSK).status_code == 201, "the answer may have been lost on the way"
    again = erwan.claim(code, TOTEM)
    assert (again.status_code, again.json()["code"], again.json()["what"]) == (409, "claimed", "box")
    assert (again.json()["by"], again.json()["device"]) == ("Yann", KIOSK)
    assert again.json()["at"]
    soizic.ask("POST", f"/v1/enrolments/{KIOSK}/revoke", {"why": "test"})
    assert erwan.claim(code, TOTEM).status_code == 409, "nor is it once the box is free again"


@pytest.mark.usefixtures("clean")
def test_of_two_technicians_exactly_one_has_the_box(running: Central, soizic: Hands) -> None:
    code = Box(running.url).code()
    together, said = Barrier(2), {}

    def claim(hands: Hands, device: str) -> None:
        together.wait()
        said[device] = hands.claim(code, device)

    hands = {KIOSK: soizic.technician("Yann"), TOTEM: soizic.technician("Erwan")}
    with ThreadPoolExecutor(2) as both:
        list(both.map(claim, hands.values(), hands))
    assert sorted(one.status_code for one in said.values()) == [201, 409]
    (winner,) = (device for device, one in said.items() if one.status_code == 201)
    (loser,) = (one for one in said.values() if one.status_code == 409)
    assert loser.json()["device"] == winner
    states = {one["device"]: one["state"] for one in soizic.ask("GET", "/v1/enrolments").json()}
    assert sorted((states[KIOSK], states[TOTEM])) == ["claimed", "none"]


@pytest.mark.usefixtures("clean")
def test_an_id_that_has_a_box_is_given_to_another_only_on_purpose(running: Central, soizic: Hands) -> None:
    old, new, yann = Box(running.url), Box(running.url, OTHER_MACHINE), soizic.technician()
    assert yann.claim(old.code(), KIOSK).status_code == 201
    code = new.code()
    taken = yann.claim(code, KIOSK)
    assert (taken.status_code, taken.json()["code"], taken.json()["what"]) == (409, "claimed", "id")
    assert taken.json()["by"] == "Yann"
    assert isinstance(old.report(KIOSK), Receipt), "who was refused changed nothing"
    assert yann.claim(code, KIOSK, replace=True).status_code == 201
    assert isinstance(old.report(KIOSK), Refusal), "the old key counts no more"
    assert old.look().status_code == 404
    assert new.grant() is not None
    keys = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()["keys"]
    assert [one["fingerprint"] for one in keys[:2]] == [new.print, old.print]
    assert keys[1]["why"].startswith("replaced by")


@pytest.mark.usefixtures("clean")
def test_wrong_codes_lock_their_source_out(running: Central, soizic: Hands) -> None:
    yann, code = soizic.technician("Guesser", "2001:db8:1:2::1"), Box(running.url).code()
    for guess in ("22222222", "33333333", "no code", "44444444"):
        assert yann.claim(guess, KIOSK).status_code == 404
    last = yann.ask("GET", "/v1/pairings?code=55555555")
    assert (last.status_code, last.json()["code"]) == (423, "locked")
    assert 880 <= int(last.headers["retry-after"]) <= 900
    assert yann.claim(code, KIOSK).status_code == 423, "not even the right code is heard now"
    yann.address = "192.0.2.77"
    assert yann.claim(code, KIOSK).status_code == 423, "nor from another address"
    neighbour = soizic.technician("Neighbour", "2001:db8:1:2::ffff")
    assert neighbour.claim(code, KIOSK).status_code == 423, "nor by another token from the same network"
    assert soizic.technician().claim(code, KIOSK).status_code == 201, "others are heard"


def test_a_request_is_of_its_key_its_time_and_its_box(running: Central) -> None:
    box, other = Box(running.url), Box(running.url)
    box.code(), other.code()
    now = datetime.now(UTC)
    for off in (timedelta(minutes=-6), timedelta(minutes=6)):
        late = box.ask(at=now + off)
        assert (late.status_code, late.json()["code"]) == (401, "untimely")
        assert abs(datetime.fromisoformat(late.json()["at"]) - now) < timedelta(minutes=1)
    forged = box.ask(signer=DeviceKey.make())
    assert (forged.status_code, forged.json()["code"]) == (401, "foreign")
    named = box.ask(key=other.key.public)
    assert named.status_code == 401, "who asks for another's key does not have it"
    assert box.ask(name=KIOSK).status_code == 401, "a box has no name but its fingerprint"
    assert box.look(other.print).status_code == 403
    assert other.look(signer=box.key).status_code == 401
    assert box.leave("", other.print).status_code == 403
    assert other.look().status_code == 200, "nobody else sends a box away"
    assert Box(running.url).look().status_code == 404


@pytest.mark.usefixtures("clean")
def test_a_key_that_comes_from_another_machine_is_an_alarm(running: Central, soizic: Hands) -> None:
    box = Box(running.url)
    assert soizic.claim(box.code(), KIOSK).status_code == 201
    assert isinstance(box.report(KIOSK), Receipt)
    copy = Box(running.url, OTHER_MACHINE, box.key).ask()
    assert (copy.status_code, copy.json()["code"]) == (409, "machine_known")
    reasons = soizic.ask("GET", f"/v1/devices/{KIOSK}").json()["reasons"]
    assert "cloned" in {reason["code"] for reason in reasons}
    assert box.ask().is_success, "the right machine may ask again"


@pytest.mark.usefixtures("clean")
def test_a_technician_may_so_long_so_often_and_until_revoked(running: Central, soizic: Hands) -> None:
    once = soizic.technician("Nolwenn", most=1)
    assert once.claim(Box(running.url).code(), KIOSK).status_code == 201
    used = once.claim(Box(running.url).code(), TOTEM)
    assert (used.status_code, used.json()["code"]) == (403, "used_up")
    short = soizic.technician("Gwenn", valid_hours=1e-5)
    assert short.claim(Box(running.url).code(), TOTEM).status_code == 401
    yann = soizic.technician("Morwenna")
    known = soizic.ask("GET", "/v1/technicians").json()
    line = next(one for one in known if one["name"] == "Morwenna")
    assert soizic.ask("DELETE", f"/v1/technicians/{line['id']}").status_code == 200
    assert yann.claim(Box(running.url).code(), TOTEM).status_code == 401
    assert soizic.technician().ask("POST", "/v1/technicians", {"name": "X"}).status_code == 403
    assert soizic.technician().ask("POST", f"/v1/enrolments/{KIOSK}/revoke").status_code == 403
    assert soizic.ask("POST", "/v1/technicians", {"name": "X", "valid_hours": 73}).status_code == 400


@pytest.mark.usefixtures("clean")
def test_a_device_hands_in_its_acceptance_and_nobody_else_does(running: Central, soizic: Hands) -> None:
    box, other = Box(running.url), Box(running.url)
    path = f"/v1/enrolments/{KIOSK}/acceptance"
    assert soizic.ask("GET", path).status_code == 404
    assert soizic.claim(box.code(), KIOSK).status_code == 201
    report, page = b'{"passed": true}', b"%PDF-1.7 one page"
    assert box.put(f"{path}.pdf", page, KIOSK).status_code == 409, "a page belongs to a report"
    for wrong, status in ((b"[]", 400), (b"{", 400), (b'"' + b"x" * 2**18 + b'"', 413)):
        assert box.put(path, wrong, KIOSK).status_code == status
    assert box.put(path, report, KIOSK).status_code == 204
    assert box.put(f"{path}.pdf", b"<html>", KIOSK).status_code == 400
    assert box.put(f"{path}.pdf", page, KIOSK).status_code == 204
    assert other.put(path, b"{}", KIOSK).status_code == 401
    assert box.put(path, b"{}", TOTEM).status_code == 403
    assert soizic.claim(other.code(), TOTEM).status_code == 201
    for ending, forged in (("", b"{}"), (".pdf", b"%PDF-1.7 another")):
        assert other.put(f"{path}{ending}", forged, TOTEM, first=KIOSK).status_code == 403
    assert soizic.ask("GET", path).content == report
    found = soizic.ask("GET", f"{path}.pdf")
    assert (found.content, found.headers["content-type"]) == (page, "application/pdf")


def test_a_box_that_names_another_before_itself_is_not_that_one(running: Central) -> None:
    box, other = Box(running.url), Box(running.url)
    assert all((box.code(), other.code()))
    looks = other.look(box.print, first=box.print), other.look(first=box.print), other.look()
    assert [look.status_code for look in looks] == [401, 403, 200]


@pytest.mark.usefixtures("clean")
def test_what_cannot_be_done_to_an_id_is_refused_with_a_reason(
    running: Central, soizic: Hands, known: dict[str, Hands]
) -> None:
    def do(act: str, why: str = "") -> tuple[bool | str, str]:
        answer = soizic.ask("POST", f"/v1/enrolments/{KIOSK}/{act}", {"why": why}).json()
        return answer.get("changed", answer.get("code")), answer.get("enrolment", {}).get("state", "")

    assert do("reset")[0] == "no_box"
    box = Box(running.url)
    assert soizic.claim(box.code(), KIOSK).status_code == 201
    assert do("reset")[0] == "unheard"
    assert isinstance(box.report(KIOSK), Receipt)
    assert do("reset")[0] == "no_keys"
    assert do("out")[0] == "no_reason"
    assert [do("out", "Travaux") for _ in range(2)] == [(True, "out"), (False, "out")]
    assert [do("in") for _ in range(2)] == [(True, "enrolled"), (False, "enrolled")]
    assert [do("retire", "Démonté") for _ in range(2)] == [(True, "retired"), (False, "retired")]
    assert isinstance(box.report(KIOSK), Refusal)
    by_hand = known["admin"].ask("PUT", f"/v1/devices/{KIOSK}/key", {"key": box.key.public}).json()
    assert by_hand["code"] == "retired"
    assert [do("in") for _ in range(2)] == [(True, "none"), (False, "none")]
    assert do("dance")[0] == "unknown"
    assert soizic.ask("POST", f"/v1/enrolments/{KIOSK}/rename", {"to": "kiosk-999"}).status_code == 422
    assert soizic.ask("POST", "/v1/enrolments/nobody/revoke").status_code == 404
