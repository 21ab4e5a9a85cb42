"""The stream of hints: heeded at once, never trusted, never needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest
from patience import until
from small_central import HIDDEN, Request, SmallCentral, small_central

from device_profiles.identity import DeviceKey
from player.agent.central import Central, Unanswered
from player.agent.connection import client
from player.agent.hearing import FEED, ORDERS, Hearing
from player.agent.limits import Limits, ReportLimits

OWN = ReportLimits(reconnect_s=0.05, silence_s=0.4, hints_s=0.0, spread_s=0.0, line_bytes=1000)
DEVICE = "totem-1"


class Ears:
    def __init__(self, url: str, key: DeviceKey, own: ReportLimits, proxy: str | None = None) -> None:
        self.heard: list[str] = []
        self.key = key
        quick = Limits(connect_s=1.0)
        self.line = Central(url, DEVICE, key, client(quick, connections=2, proxy=proxy), (quick, own))
        heeds = {event: lambda event=event: self.heard.append(event) for event in (FEED, ORDERS)}
        self.hearing = Hearing(DEVICE, self.line, own, heeds)


@contextmanager
def listening(
    central: SmallCentral, own: ReportLimits = OWN, *, known: bool = True, hidden: bool = False
) -> Iterator[Ears]:
    key = DeviceKey.make()
    if known:
        central.keys[DEVICE] = key.public
    ears = Ears(HIDDEN, key, own, proxy=central.url) if hidden else Ears(central.url, key, own)
    thread = threading.Thread(target=ears.hearing.run, args=(lambda: datetime.now(UTC),))
    thread.start()
    try:
        yield ears
    finally:
        ears.hearing.end()
        central.lose_stream()
        central.over.set()
        thread.join(10)
        assert not thread.is_alive()
        ears.line.close()


@pytest.fixture
def central() -> Iterator[SmallCentral]:
    with small_central() as made:
        yield made


def test_what_is_hinted_is_heeded_once_and_other_events_are_not(central: SmallCentral) -> None:
    with listening(central) as ears:
        until("the stream stands", lambda: central.listeners)
        for event, data in (("feed", "3"), ("feed", "3"), ("news", "x"), ("orders", "a"), ("feed", "4")):
            central.hint(event, data)
        until("all is heard", lambda: len(ears.heard) == 3)
        assert ears.heard == [FEED, ORDERS, FEED]


def test_a_stream_that_is_lost_or_silent_is_opened_again(central: SmallCentral) -> None:
    with listening(central) as ears:
        for number in range(3):
            until("the stream stands", lambda: central.listeners)
            central.hint("feed", f"{number}")
            until("it is heard", lambda number=number: len(ears.heard) == number + 1)  # type: ignore[misc]
            if number:
                first = central.listeners[0]
                until("it is given up", lambda first=first: central.listeners[-1] is not first)  # type: ignore[misc]
            else:
                central.lose_stream()


def test_a_plain_proxy_hands_on_the_stream_and_reports(central: SmallCentral) -> None:
    with listening(central, hidden=True) as ears:
        until("the stream stands", lambda: central.listeners)
        central.hint("feed", "7")
        until("it is heard", lambda: ears.heard == [FEED])
        assert not isinstance(ears.line.send(b"{}", datetime.now(UTC)), Unanswered)
        assert central.refusals == ["malformed"], "the signature holds, the report is none"


def a_long_line(request: Request) -> None:
    request.wfile.write(b"data: " + b"x" * 5000)


def a_web_page(request: Request) -> None:
    request.answer(200, b"<html>Welcome</html>", Content_Type="text/html")


def no(request: Request) -> None:
    request.answer(500, b"")


def bytes_of_nothing(request: Request) -> None:
    request.answer(200, b"\xff\xfe\x00", Content_Type="text/event-stream")


@pytest.mark.parametrize("do", [a_long_line, a_web_page, no, bytes_of_nothing])
def test_what_is_no_stream_is_left_and_tried_again(
    central: SmallCentral, do: Callable[[Request], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(request: Request) -> None:
        asked.append(request.path)
        if do is a_long_line:
            request.send_response(200)
            request.send_header("Content-Type", "text/event-stream")
            request.end_headers()
        request.close_connection = True
        do(request)
        if do is a_long_line:
            central.over.wait(5)

    monkeypatch.setattr(Request, "do_GET", answer)
    with listening(central, ReportLimits(reconnect_s=0.05, silence_s=20, line_bytes=1000)) as ears:
        until("it is tried again", lambda: len(asked) >= 3, 5)
        assert ears.heard == []


def test_a_device_that_is_not_known_hears_nothing(central: SmallCentral) -> None:
    with listening(central, known=False) as ears:
        until("it is refused", lambda: len(central.refusals) >= 2)
        assert set(central.refusals) == {"foreign"}
        assert ears.heard == []


def test_after_a_long_outage_devices_come_back_soon_and_one_by_one() -> None:
    limits, quick = ReportLimits(), Limits()
    waits = []
    for number in range(200):
        line = Central(
            "http://127.0.0.1:1", DEVICE, DeviceKey.make(), client(quick, connections=1), (quick, limits)
        )
        hearing = Hearing(f"totem-{number}", line, limits, {})
        hearing._faults = 99
        waits.append(hearing.pause_s(limits.reconnect_s))
        line.close()
    assert limits.reconnect_s / 2 <= min(waits) <= max(waits) <= limits.reconnect_s <= 10
    seconds = [sum(second <= wait < second + 1 for wait in waits) for second in range(5, 10)]
    assert max(seconds) < 80, "a fifth of them each second, and no crowd"


def waited(monkeypatch: pytest.MonkeyPatch, status: int, tries: int, **headers: str) -> list[float]:
    """How long a device wants to wait after each try of a stream that is refused."""
    limits, quick, waits = ReportLimits(), Limits(), list[float]()
    line = Central("http://central", DEVICE, DeviceKey.make(), client(quick, connections=1), (quick, limits))
    hearing = Hearing(DEVICE, line, limits, {})
    answer = httpx.Response(status, headers=headers, request=httpx.Request("GET", "http://central"))

    def refuse(*_: object) -> None:
        answer.raise_for_status()

    def wait(_: threading.Event, timeout: float | None = None) -> bool:
        assert timeout is not None
        waits.append(timeout)
        if len(waits) == tries:
            hearing.end()
        return False

    monkeypatch.setattr(Hearing, "_listen", refuse)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Event, "wait", wait)
        hearing.run(lambda: datetime.now(UTC))
    line.close()
    return waits


@pytest.mark.parametrize("status", [401, 403, 404])
def test_where_it_is_not_wanted_a_device_comes_less_and_less(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    waits = waited(monkeypatch, status, 20)
    assert waits[0] <= 2
    assert 150 <= min(waits[10:]) <= max(waits) <= 300
    assert len(set(waits[10:])) == 10


def test_whoever_asks_for_patience_has_it_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, least, most in (("60", 60, 72), ("0", 1, 1.2), ("86400", 300, 360)):
        waits = waited(monkeypatch, 503, 8, **{"Retry-After": asked})
        assert least <= min(waits) <= max(waits) <= most
        assert len(set(waits)) == 8


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_central_that_comes_back_has_the_stream_soon(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    assert 5 <= waited(monkeypatch, status, 30)[-1] <= 10


def test_a_device_that_is_wanted_again_listens_at_once(central: SmallCentral) -> None:
    with listening(central, ReportLimits(), known=False) as ears:
        until("it is refused", lambda: central.refusals)
        ears.hearing._faults = 16
        ears.hearing.hope()
        until("it is refused again, and waits for minutes", lambda: len(central.refusals) > 1)
        central.keys[DEVICE] = ears.key.public
        ears.hearing.hope()
        until("it stands", lambda: central.listeners, 10)
