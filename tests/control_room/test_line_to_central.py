"""The line to a real central: heard, lost, heard again; refused, quiet, unreadable; ended at once."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop

from central.control_room.app import Open
from central.control_room.asking import AskError, Asking
from central.control_room.limits import Limits
from central.control_room.link import Cause
from central.control_room.parts import Setting
from central.control_room.said import (
    AlarmsHeard,
    ChangeHeard,
    DeniedHeard,
    DeviceHeard,
    FailedHeard,
    FleetHeard,
    Heard,
    LostHeard,
    MeHeard,
    ReportHeard,
)
from central.control_room.talk import Question, Talk
from central.telling.signs import Key
from central.view import Picture

SERVER = Path(__file__).parents[1] / "central" / "serve_city.py"
QUICK = Limits(quiet_s=0.6, connect_s=0.5, answer_s=0.6, again_s=(0.05,), denied_s=0.05)
STEADY = Limits(again_s=(0.05,))
PATIENCE_S = 30
Word = TypeVar("Word", bound=Heard)


class Served:
    """A central in a process of its own."""

    def __init__(self, port: int = 0) -> None:
        command = [
            sys.executable,
            str(SERVER),
            "--devices",
            "7",
            "--port",
            str(port),
            "--token",
            "admin-token",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        self.url, self.tokens = said["url"], said["tokens"]
        self.port = int(self.url.rpartition(":")[2])

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Listener:
    """Keeps what a talk tells."""

    def __init__(self, url: str, token: str, limits: Limits = QUICK) -> None:
        self.words: list[Heard] = []
        self._new = threading.Condition()
        self.talk = Talk(Asking(url, token, limits), self._tell, limits)

    def _tell(self, word: Heard) -> None:
        with self._new:
            self.words.append(word)
            self._new.notify()

    def wait(self, wanted: Callable[[Heard], bool], after: int = 0) -> Heard:
        with self._new:
            found: list[Heard] = []

            def come() -> bool:
                found[:] = [word for word in self.words[after:] if wanted(word)]
                return bool(found)

            assert self._new.wait_for(come, PATIENCE_S), [type(word).__name__ for word in self.words]
            return found[0]

    def one(self, kind: type[Word], after: int = 0) -> Word:
        found = self.wait(lambda word: isinstance(word, kind), after)
        assert isinstance(found, kind)
        return found


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    made = Served()
    yield made
    made.end()


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    made: list[Listener] = []

    def listener(url: str, token: str, limits: Limits = QUICK) -> Listener:
        made.append(Listener(url, token, limits))
        return made[-1]

    yield listener
    for one in made:
        one.talk.close()


def test_who_we_are_the_fleet_and_the_alarms_come_first_then_changes(
    served: Served, listen: Callable[..., Listener]
) -> None:
    heard = listen(served.url, served.tokens["view"], STEADY)
    heard.one(ChangeHeard)
    kinds = [type(word) for word in heard.words[:3]]
    assert kinds == [MeHeard, FleetHeard, AlarmsHeard]
    me = heard.one(MeHeard).me
    assert (me.role, me.orders) == ("view", ())


def test_questions_are_answered_and_what_is_refused_is_said(
    served: Served, listen: Callable[..., Listener], tmp_path: Path
) -> None:
    heard = listen(served.url, served.tokens["view"], STEADY)
    fleet = heard.one(FleetHeard).fleet
    heard.talk.ask("device", lambda central: DeviceHeard(name="x", device=central.device("totem-001")))
    device = heard.one(DeviceHeard).device
    assert device is not None
    assert device.line.device == "totem-001"
    heard.talk.ask("no", lambda central: FailedHeard(slot=central.acknowledge("x").id, why=""))
    assert "role operate" in heard.one(FailedHeard).why
    path, day = tmp_path / "made" / "report.pdf", fleet.at.date()
    heard.talk.ask("report", lambda central: ReportHeard(path=central.report(day, day, "fr", path)))
    assert heard.one(ReportHeard).path.read_bytes().startswith(b"%PDF")


def test_every_question_of_the_window_is_one_of_the_api(served: Served) -> None:
    asking = Asking(served.url, served.tokens["operate"], STEADY)
    fleet, alarms = asking.fleet(), asking.alarms()
    device, before = fleet.devices[0], fleet.at - timedelta(hours=1)
    key = Key(device.device, device.screens[0].screen)
    assert asking.fleet(at=fleet.at).live is False
    assert asking.device("nobody") is None
    assert (history := asking.history(device.device, before, fleet.at))
    assert history.device == device.device
    assert (asking.picture(key, Picture.DUE) or b"").startswith(b"\x89PNG")
    assert asking.picture(Key(device.device, "none"), Picture.DUE) is None
    assert asking.where("mairie").item == "mairie"
    assert asking.acknowledge(alarms[0].id).acknowledged_by == "Test operate"
    assert asking.snooze(alarms[0].id, None).snoozed_until is None
    assert asking.order("picture", device.device).devices == (device.device,)
    with pytest.raises(AskError, match="not on the list"):
        asking.order("format_disk", device.device)
    asking.close()


def test_a_token_that_is_not_known_is_denied(served: Served, listen: Callable[..., Listener]) -> None:
    listen(served.url, "", QUICK).one(DeniedHeard)


def test_a_central_that_dies_is_lost_at_once_and_found_when_it_comes_back(
    listen: Callable[..., Listener],
) -> None:
    first = Served()
    heard = listen(first.url, "admin-token", STEADY)
    heard.one(AlarmsHeard)
    first.end()
    begun, known = time.monotonic(), len(heard.words)
    assert heard.one(LostHeard).cause is Cause.REFUSED
    assert time.monotonic() - begun < 2
    again = Served(first.port)
    heard.one(AlarmsHeard, after=known)
    again.end()


def test_nobody_there_is_refused(listen: Callable[..., Listener]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert listen(f"http://127.0.0.1:{port}", "x").one(LostHeard).cause is Cause.REFUSED


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n", Cause.QUIET),
        (b"", Cause.QUIET),
        (b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n", Cause.ANSWER),
        (b"HTTP/1.1 404 No\r\ncontent-length: 3\r\n\r\nno!", Cause.ANSWER),
        (b'HTTP/1.1 502 No\r\ncontent-length: 15\r\n\r\n{"detail":"\xe9t"}', Cause.ANSWER),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", Cause.UNREAD),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Cause.REFUSED),
    ],
)
def test_what_is_no_central_is_told_apart(
    answer: bytes, cause: Cause, listen: Callable[..., Listener]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()
        thread = threading.Thread(target=_answer, args=(server, answer, ended))
        thread.start()
        heard = listen(f"http://127.0.0.1:{server.getsockname()[1]}", "x")
        found = heard.one(LostHeard)
        heard.talk.close()
        ended.set()
        thread.join()
        assert found.cause is cause


def _answer(server: socket.socket, answer: bytes, ended: threading.Event) -> None:
    """Says the same to everybody, and holds the line."""
    server.settimeout(0.05)
    lines: list[socket.socket] = []
    while not ended.is_set():
        try:
            line, _ = server.accept()
        except TimeoutError:
            continue
        line.recv(4096)
        line.sendall(answer)
        lines.append(line)
    for line in lines:
        line.close()


def test_closing_waits_for_no_silent_stream(served: Served) -> None:
    heard = Listener(served.url, served.tokens["view"], STEADY)
    heard.one(AlarmsHeard)
    begun = time.monotonic()
    heard.talk.close()
    assert time.monotonic() - begun < 2
    known = len(heard.words)
    assert all(not isinstance(word, LostHeard) for word in heard.words[:known])


def test_of_a_kind_only_the_newest_question_waits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        heard = Listener(f"http://127.0.0.1:{free.getsockname()[1]}", "x", QUICK)
        gate = threading.Event()

        def answering(number: int) -> Question:
            return lambda _central: FailedHeard(slot="past", why=str(number))

        def hold(_central: Asking) -> Heard:
            gate.wait(PATIENCE_S)
            return FailedHeard(slot="hold", why="")

        heard.talk.ask("hold", hold)
        for number in range(9):
            heard.talk.ask("past", answering(number))
        gate.set()
        heard.wait(lambda word: isinstance(word, FailedHeard) and word.slot == "past")
        answered = [word.why for word in heard.words if isinstance(word, FailedHeard) and word.slot == "past"]
        assert answered == ["8"]
        heard.talk.close()


def test_the_window_says_that_a_real_central_died_and_that_it_is_back(tmp_path: Path) -> None:
    served = Served()
    opened = Open(Setting("fr", served.url, tmp_path), "admin-token", time.monotonic, STEADY)
    opened.window.show()

    def seen(wanted: Callable[[], bool]) -> bool:
        begun = time.monotonic()
        while not wanted() and time.monotonic() - begun < PATIENCE_S:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        return wanted()

    cover = opened.window.cover
    assert seen(lambda: opened.room.live is not None and not cover.isVisible())
    served.end()
    lost = "Le central ne répond pas"
    assert seen(lambda: cover.isVisible() and cover.cover is not None and cover.cover.title == lost)
    again = Served(served.port)
    assert seen(lambda: not cover.isVisible())
    opened.close()
    again.end()


def test_an_answer_without_end_is_cut_off(served: Served) -> None:
    asking = Asking(served.url, served.tokens["view"], msgspec.structs.replace(STEADY, picture_bytes=100))
    key = Key("totem-001", "main")
    with pytest.raises(AskError, match="too large"):
        asking.picture(key, Picture.DUE)
    asking.close()
