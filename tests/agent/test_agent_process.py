"""`parvis agent` as a process: killed at any instant, started twice, told to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_world import DEVICE, MB, Device, device, noise, notice, picture
from erring_server import Request

from player.lock import Lock

SIZE = 24 * MB
KILLS = 6


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    """A feed that is good by today's clock."""
    with device(tmp_path) as made:
        made.world.now = datetime.now(UTC).replace(microsecond=0)
        made.world.repository.renew(made.world.keyring, made.world.now)
        made.publish(notice("a", "Avant"))
        yield made


def start(one: Device, *flags: str, program: tuple[str, ...] = ("-m", "parvis")) -> subprocess.Popen[str]:
    root = str(one.world.folder / "keys" / "root.json")
    common = ("--state", str(one.state.root), "--device", DEVICE, "--root", root)
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *program, "agent", *common, *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )


def once(one: Device, *flags: str) -> tuple[int, str, str]:
    process = start(one, "--feed", one.server.url, "--once", *flags)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_once_brings_all_and_says_so(one: Device) -> None:
    assert once(one) == (0, "New: generation 1 is complete.\n", "")
    assert once(one, "--language", "fr") == (0, "Tout est là\u00a0: la génération 1.\n", "")
    one.server.err("timestamp", lambda request: request.answer(500, b""))
    code, out, _ = once(one, "--json")
    assert code == 1
    told = json.loads(out)
    assert (told["kind"], told["generation"], told["fault"]["times"]) == ("unreached", 1, 1)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--once",), "Say where the feed is"),
        (("--feed", "ftp://example.org"), "is no address of a web server"),
        (("--feed", "http://127.0.0.1:1", "--ca", __file__), "holds no certificates"),
        (("--feed", "http://127.0.0.1:1", "--root", __file__), "is no root.json of a feed"),
        (("--feed", "http://127.0.0.1:1", "--root", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_cannot_work_is_said_at_once(one: Device, flags: tuple[str, ...], said: str) -> None:
    process = start(one, *flags)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


def test_a_second_agent_says_who_holds_the_state(one: Device) -> None:
    lock = Lock(one.state.lock)
    code, _, err = once(one)
    lock.release()
    assert code == 1
    assert f"has an agent already, process {os.getpid()}" in err


def test_it_goes_on_until_it_is_told_to_end(one: Device) -> None:
    process = start(one, "--feed", one.server.url)
    assert process.stdout
    assert process.stdout.readline() == "New: generation 1 is complete.\n"
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_stick_that_is_put_in_is_seen_at_once(one: Device, tmp_path: Path) -> None:
    stick = tmp_path / "media" / "stick"
    stick.parent.mkdir()
    process = start(one, "--usb", str(stick))
    assert process.stdout
    one.world.feed.rename(stick)
    assert process.stdout.readline() == "New: generation 1 is complete.\n"
    process.terminate()
    process.communicate(timeout=30)


def test_kill_9_at_any_instant_leaves_the_old_or_the_new_and_costs_little(one: Device) -> None:
    assert once(one)[0] == 0
    data = noise(SIZE)
    one.publish(notice("a", "Après"), picture("p", one.world.source, data))
    running: list[subprocess.Popen[str]] = []

    def kill_in_the_middle(request: Request) -> None:
        """Kill it when it has been sent the next part of the object."""
        goal = SIZE * len(running) // (KILLS + 2)
        whole = request.file or b""
        told = {"Content-Range": f"bytes {request.start}-{SIZE - 1}/{SIZE}"} if request.start else {}
        request.head(206 if request.start else 200, told, length=SIZE - request.start)
        request.send(whole[request.start : goal])
        running[-1].kill()
        request.hang_up()

    one.server.err("objects/", kill_in_the_middle)
    for _ in range(KILLS):
        process = start(one, "--feed", one.server.url, "--once")
        running.append(process)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        one.require_sound()
        assert one.texts() == [["Avant"]]
    one.server.faults.clear()
    one.server.log.clear()
    assert once(one) == (0, "New: generation 2 is complete.\n", "")
    one.require_sound()
    assert one.texts() == [["Après"]]
    assert sum(asked.sent for asked in one.server.asked("objects/")) < SIZE * 0.5


def test_kill_9_between_any_two_steps_on_the_disk(one: Device) -> None:
    """The process dies at its n-th fsync: of metadata, documents, objects, the generation, the link."""
    assert once(one)[0] == 0
    dying = str(Path(__file__).with_name("dying_agent.py"))
    deaths = 0
    for calls in range(1, 40, 5):
        one.publish(notice("a", f"Avant {calls}"), picture("p", one.world.source, noise(MB, calls)))
        process = start(one, "--feed", one.server.url, "--once", program=(dying, str(calls)))
        process.communicate(timeout=60)
        deaths += process.returncode == -signal.SIGKILL
        one.require_sound()
    assert 4 < deaths < 8
    assert once(one)[0] == 0
    one.require_sound()
    assert one.texts() == [[f"Avant {calls}"]]
