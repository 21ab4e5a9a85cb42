"""The stream of changes: to everybody who watches, and never held up by one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from typing import Any

import httpx
import msgspec
import pytest
from city_client import Clock
from kept_tokens import KeptTokens
from served_city import ServedCity, served
from standing_city import NOW

from central.access import LIMITS, Access, Role, Who, mint
from central.answers import Audit, Figures, FleetChange
from central.api import stream
from central.api.desk import Limits
from central.api.stream import Hub
from central.sessions import Sessions

LINE = Audit(at=NOW, who="Anne", address="", action="revoke", subject="")
CHANGE = FleetChange(at=NOW, figures=Figures(states={}, verdicts={}, devices=0, screens=0))
SCOPE: Any = {"user": Who(id="1", name="Anne", role=Role.VIEW)}
Message = MutableMapping[str, Any]


class Watcher:
    """Somebody who watches: what was sent, and a plug to pull."""

    def __init__(self, *, slow: bool = False) -> None:
        self.sent: list[Message] = []
        self.gone = asyncio.Event()
        self.begun = asyncio.Event()
        self.reads = asyncio.Event()
        if not slow:
            self.reads.set()

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            await self.reads.wait()
        self.sent.append(message)
        if b": still here" in self.heard:
            self.begun.set()

    @property
    def heard(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


async def lasts(_who: Who) -> bool:
    return True


def hub_of(source: asyncio.Queue[FleetChange | None]) -> Hub:
    async def changes() -> AsyncIterator[FleetChange]:
        while (change := await source.get()) is not None:
            yield change

    return Hub(changes, lasts)


async def settle() -> None:
    for _ in range(200):
        await asyncio.sleep(0)


def test_a_change_is_told_to_all_and_who_left_is_forgotten() -> None:
    async def play() -> None:
        source: asyncio.Queue[FleetChange | None] = asyncio.Queue()
        hub = hub_of(source)
        run = asyncio.create_task(hub.run())
        watchers = [Watcher() for _ in range(3)]
        tasks = [asyncio.create_task(hub.serve(SCOPE, one.receive, one.send)) for one in watchers]  # type: ignore[arg-type]
        await settle()
        source.put_nowait(CHANGE)
        await settle()
        for one in watchers:
            head, _, data = one.heard.partition(b"data: ")
            assert head.endswith(b"event: change\n")
            assert msgspec.json.decode(data, type=FleetChange) == CHANGE
        watchers[0].gone.set()
        await settle()
        assert len(hub._streams) == 2
        source.put_nowait(None)
        await asyncio.gather(run, *tasks)
        assert watchers[1].sent[-1]["more_body"] is False

    asyncio.run(play())


def test_one_who_does_not_keep_up_is_ended_and_holds_up_nobody() -> None:
    async def play() -> None:
        source: asyncio.Queue[FleetChange | None] = asyncio.Queue()
        hub = hub_of(source)
        run = asyncio.create_task(hub.run())
        slow, quick = Watcher(slow=True), Watcher()
        tasks = [asyncio.create_task(hub.serve(SCOPE, one.receive, one.send)) for one in (slow, quick)]  # type: ignore[arg-type]
        await settle()
        for _ in range(Limits().stream_events + 5):
            source.put_nowait(CHANGE)
            await settle()
        assert quick.heard.count(b"event: change") == Limits().stream_events + 5
        assert len(hub._streams) == 1
        slow.reads.set()
        await settle()
        assert tasks[0].done()
        source.put_nowait(None)
        await asyncio.gather(run, *tasks)

    asyncio.run(play())


def test_a_quiet_stream_says_that_it_is_there_and_one_too_many_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "LIMITS", Limits(streams=1, stream_quiet_s=0.01))

    async def play() -> None:
        hub = hub_of(asyncio.Queue())
        first, second = Watcher(), Watcher()
        task = asyncio.create_task(hub.serve(SCOPE, first.receive, first.send))  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        assert b": still here\n\n" in first.heard
        await hub.serve(SCOPE, second.receive, second.send)  # type: ignore[arg-type]
        assert second.sent[0]["status"] == 503
        first.gone.set()
        await task

    asyncio.run(play())


@pytest.mark.parametrize("end", ["revoked", "over", "signed out"])
def test_a_stream_ends_with_the_token_and_with_the_session_that_opened_it(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LIMITS", Limits(stream_quiet_s=0.01))

    async def play() -> None:
        clock, (token, secret) = Clock(), mint("Anne", Role.VIEW, NOW)
        keeper = KeptTokens(token)
        access = Access(keeper, Sessions(keeper, clock), clock)
        who = await access.by_secret(secret)
        assert who is not None
        word = await access.sign_in(who, LINE)
        who = await access.by_session(word)
        hub, one = Hub(hub_of(asyncio.Queue())._changes, access.lasts), Watcher()
        scope: Any = {"user": who}
        task = asyncio.create_task(hub.serve(scope, one.receive, one.send))  # type: ignore[arg-type]
        await asyncio.wait_for(one.begun.wait(), 10)
        if end == "revoked":
            await access.revoke(token.id, LINE)
        elif end == "signed out":
            await access.sign_out(word, "10.0.0.1")
        else:
            clock.now = NOW + LIMITS.session
        await asyncio.wait_for(task, 10)
        assert one.sent[-1]["more_body"] is False
        assert not hub._streams

    asyncio.run(play())


def test_a_source_that_breaks_off_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("the stream of changes broke off")
    monkeypatch.setattr(stream, "LIMITS", Limits(stream_again_s=0.0))
    asked = []

    async def changes() -> AsyncIterator[FleetChange]:
        asked.append(1)
        if len(asked) == 1:
            raise RuntimeError("the store is away")
        yield CHANGE

    asyncio.run(Hub(changes, lasts).run())
    assert len(asked) == 2


@pytest.fixture(scope="module")
def city() -> Iterator[ServedCity]:
    with served("--devices", "7", "--day", "bad", "--at", "2026-11-26T13:32:07+00:00") as found:
        yield found


def test_over_the_wire_the_stream_tells_what_changes_and_wants_a_token(city: ServedCity) -> None:
    head = {"Authorization": f"Bearer {city.tokens['view']}"}
    with httpx.stream("GET", f"{city.url}/v1/stream", headers=head, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines) == "retry: 2000"
        data = next(line for line in lines if line.startswith("data: "))
    assert msgspec.json.decode(data[6:], type=FleetChange).figures.devices == 7
    assert httpx.get(f"{city.url}/v1/stream").status_code == 401
