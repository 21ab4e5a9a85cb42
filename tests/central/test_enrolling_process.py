"""A box becomes a device, end to end, over HTTP with a central that runs; and what is tried against that."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from central_process import Central, central, feed
from enrolling_world import MACHINE, OTHER_MACHINE, Box, Hands, operator
from feed_world import notice, program

from device_profiles.enrolment import ALPHABET
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Refusal

KIOSK, TOTEM = "kiosk-001", "totem-001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed of three devices."""
    folder = tmp_path_factory.mktemp("enrolling")
    world = feed(folder)
    assert world.publish(*(program(one, (notice("a", "Bonjour"),)) for one in (KIOSK, TOTEM, "plasma-001")))
    return folder


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Central]:
    with central(folder) as found:
        yield found


@pytest.fixture(scope="module")
def soizic(folder: Path, running: Central) -> Hands:
    """An operator."""
    return operator(folder / "data", running.url)


@pytest.fixture
def clean(soizic: Hands) -> Iterator[None]:
    """Every id is free, before and after."""
    for device in (KIOSK, TOTEM, "plasma-001"):
        soizic.ask("POST", f"/v1/enrolments/{device}/in", {"why": ""})
        soizic.ask("POST", f"/v1/enrolments/{device}/revoke", {"why": "test"})
    yield


@pytest.mark.usefixtures("clean")
def test_a_box_becomes_a_device_and_a_box_again(running: Central, soizic: Hands) -> None:
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
    assert (line["state"], line["claimed_by"], line["claimed_from"]) == ("claimed", "Yann", "127.0.0.1")
    with closing(box.device(KIOSK)) as device:
        assert isinstance(device.send(1), Receipt)
        line = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()
        assert (line["state"], line["machine"]) == ("enrolled", MACHINE)
        assert box.leave(KIOSK).status_code == 204
        assert box.leave(KIOSK).status_code == 204, "its answer may have been lost"
        said = device.send(2)
        assert isinstance(said, Refusal)
        assert said.code == "unknown_device"
    line = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()
    assert line["state"] == "none"
    assert line["keys"][0]["why"] == "reset: files 0, objects 0, generations 0"
    audit = operator(running.folder / "data", running.url, "admin").ask("GET", "/v1/audit").json()
    lines = {(one["action"], one["who"], one["subject"], one["address"]) for one in audit}
    assert lines >= {
        ("technician", "Soizic operate", "Yann", "127.0.0.1"),
        ("claim", "Yann", KIOSK, "127.0.0.1"),
        ("farewell", KIOSK, KIOSK, "127.0.0.1"),
    }


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


@pytest.mark.usefixtures("clean")
def test_of_two_technicians_exactly_one_has_the_box(running: Central, soizic: Hands) -> None:
    code = Box(running.url).code()
    together, said = Barrier(2), {}

    def claim(hands: Hands, device: str) -> None:
        together.wait()
        said[device] = hands.claim(code, device)

    hands = {KIOSK: soizic.technician("Yann"), TOTEM: soizic.technician("Erwan")}
    threads = [Thread(target=claim, args=(hand, device)) for device, hand in hands.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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
    with closing(old.device(KIOSK)) as device:
        assert isinstance(device.send(1), Receipt), "who was refused changed nothing"
        assert yann.claim(code, KIOSK, replace=True).status_code == 201
        assert isinstance(device.send(2), Refusal), "the old key counts no more"
    assert old.look().status_code == 404
    assert new.grant() is not None
    keys = soizic.ask("GET", f"/v1/enrolments/{KIOSK}").json()["keys"]
    assert [one["fingerprint"] for one in keys[:2]] == [new.print, old.print]
    assert keys[1]["why"].startswith("replaced by")


def test_wrong_codes_lock_their_source_out(folder: Path) -> None:
    with central(folder, "--data", str(folder / "locked")) as running:
        yann = operator(folder / "locked", running.url).technician()
        code = Box(running.url).code()
        for guess in ("22222222", "33333333", "no code", "44444444"):
            assert yann.claim(guess, KIOSK).status_code == 404
        last = yann.ask("GET", "/v1/pairings?code=55555555")
        assert (last.status_code, last.json()["code"]) == (423, "locked")
        assert 890 <= int(last.headers["retry-after"]) <= 900
        right = yann.claim(code, KIOSK)
        assert right.status_code == 423, "not even the right code is heard now"


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
    assert box.look(other.print).status_code == 403
    assert other.look(signer=box.key).status_code == 401
    assert box.leave("", other.print).status_code == 403
    assert other.look().status_code == 200, "nobody else sends a box away"
    assert Box(running.url).look().status_code == 404


@pytest.mark.usefixtures("clean")
def test_a_key_that_comes_from_another_machine_is_an_alarm(running: Central, soizic: Hands) -> None:
    box = Box(running.url)
    assert soizic.claim(box.code(), KIOSK).status_code == 201
    with closing(box.device(KIOSK)) as device:
        assert isinstance(device.send(1), Receipt)
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


def test_a_claim_outlives_a_kill_and_what_was_not_answered_may_be_asked_again(folder: Path) -> None:
    data = folder / "killed"
    with central(folder, "--data", str(data)) as running:
        soizic = operator(data, running.url)
        box = Box(running.url)
        code = box.code()
        assert soizic.claim(code, KIOSK).status_code == 201
        assert running.end(signal.SIGKILL) == -signal.SIGKILL
    with central(folder, "--data", str(data)) as running:
        box.url = soizic.url = running.url
        grant = box.grant()
        assert grant is not None
        assert grant.device == KIOSK
        assert soizic.claim(code, KIOSK).status_code == 201
        with closing(box.device(KIOSK)) as device:
            assert isinstance(device.send(1), Receipt)
