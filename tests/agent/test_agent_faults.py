"""Whatever a server does, nothing wrong enters the store, what was there stays, the next cycle heals it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from agent_world import MB, QUICK, Device, noise, notice, picture, playing
from bad_servers import DISGUISED, FAULTS, status
from erring_server import Request

from player.agent.outcome import Accepted, Incomplete, Rejected, Unchanged, Unreached

SIZE = 3 * MB


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with playing(tmp_path, "Avant") as made:
        yield made


@pytest.mark.parametrize("name", [*FAULTS, *DISGUISED])
@pytest.mark.parametrize("path", [r"metadata/\d+\.root", "metadata/timestamp"])
def test_metadata_that_do_not_come_change_nothing(one: Device, path: str, name: str) -> None:
    one.publish(notice("a", "Après"))
    one.server.err(path, (FAULTS | DISGUISED)[name])
    outcome = one.cycle()
    assert isinstance(outcome, Unreached if name in FAULTS else Rejected)
    assert one.texts() == [["Avant"]]
    one.server.faults.clear()
    assert isinstance(one.cycle(), Accepted)
    assert one.texts() == [["Après"]]


@pytest.mark.parametrize("code", [403, 404])
def test_no_newer_root_is_no_fault(one: Device, code: int) -> None:
    one.server.err(r"metadata/\d+\.root", status(code))
    assert one.cycle() == Unchanged(generation=1)


def test_not_modified_where_nobody_asked_for_that_is_told_as_what_it_is(one: Device) -> None:
    one.server.err("timestamp", status(304))
    outcome = one.cycle()
    assert isinstance(outcome, Unreached)
    assert "the server says 304" in outcome.why


@pytest.mark.parametrize("name", [*FAULTS, *DISGUISED, "403", "404"])
@pytest.mark.parametrize("path", ["programs/", "objects/"])
def test_files_that_do_not_come_whole_change_nothing(one: Device, path: str, name: str) -> None:
    data = noise(SIZE)
    one.publish(notice("a", "Après"), picture("p", one.world.source, data))
    fault = status(int(name)) if name in {"403", "404"} else (FAULTS | DISGUISED)[name]
    one.server.err(path, fault)
    assert isinstance(one.cycle(), Unreached if path == "programs/" else Incomplete)
    assert one.texts() == [["Avant"]]
    one.require_sound()
    assert sum(asked.sent for asked in one.server.log) < SIZE + 12 * MB, "with what the sockets hold"
    one.server.faults.clear()
    assert one.cycle() == Accepted(generation=2, fetched=1)
    assert one.texts() == [["Après"]]
    one.require_sound()


def test_a_half_synchronised_cdn_changes_nothing(one: Device) -> None:
    one.publish(notice("a", "Après"))
    one.server.err(r"\.approved-marie\.json", status(404))
    assert isinstance(one.cycle(), Unreached)
    one.require_sound()
    assert one.texts() == [["Avant"]]
    one.server.faults.clear()
    assert isinstance(one.cycle(), Accepted)


def test_a_server_that_asks_us_to_wait_is_heard(one: Device) -> None:
    one.server.err("timestamp", status(503, {"Retry-After": "120"}))
    assert one.agent.wait_after(one.cycle()) == 120
    one.server.faults.clear()
    dates = {"Date": "Wed, 25 Nov 2026 12:00:00 GMT", "Retry-After": "Wed, 25 Nov 2026 12:10:00 GMT"}

    def until(request: Request) -> None:
        request.asked.status = 429
        head = "".join(f"{name}: {value}\r\n" for name, value in dates.items())
        request.wfile.write(f"HTTP/1.1 429 Busy\r\nContent-Length: 0\r\n{head}\r\n".encode())

    one.server.err("timestamp", until)
    assert one.agent.wait_after(one.cycle()) == 600
    dates["Retry-After"] = "Wed, 25 Nov 2099 12:10:00 GMT"
    assert one.agent.wait_after(one.cycle()) == QUICK.retry_after_s


def test_faults_make_the_waits_longer_up_to_a_limit(one: Device) -> None:
    one.server.err("timestamp", status(500))
    waits = [one.agent.wait_after(one.cycle()) for _ in range(7)]
    assert waits[:5] == sorted(waits[:5])
    assert 50 < waits[0] < 70
    assert all(wait <= QUICK.back_off_s * (1 + QUICK.jitter) for wait in waits)
    one.server.faults.clear()
    assert 26 < one.agent.wait_after(one.cycle()) < 34


def test_a_server_in_trouble_is_not_asked_for_each_object(one: Device) -> None:
    one.publish(*(picture(f"p{number}", one.world.source, noise(1000, number)) for number in range(60)))
    one.server.err("objects/", status(503))
    assert isinstance(one.cycle(), Incomplete)
    assert len(one.server.asked("objects/")) <= 2 * QUICK.threads


def test_error_pages_do_not_cost_the_connection(one: Device) -> None:
    ports = set()

    def note(request: Request) -> bool:
        ports.add(request.client_address[1])
        return False

    one.server.faults.append(note)
    for _ in range(5):
        one.cycle()
    assert len(ports) == 1


@pytest.mark.parametrize("replayed", ["all", "timestamp"])
def test_old_metadata_replayed_are_refused(one: Device, replayed: str) -> None:
    import shutil

    shutil.copytree(one.world.feed, one.world.folder / "old")
    one.publish(notice("a", "Après"))
    one.cycle()
    if replayed == "all":
        one.server.folder = one.world.folder / "old"
    else:
        shutil.copy(one.world.folder / "old/metadata/timestamp.json", one.world.feed / "metadata")
    for _ in range(2):
        assert isinstance(one.cycle(), Rejected)
        assert one.texts() == [["Après"]]
        one.restarted()
