"""Whatever is done at central stands in its audit log, by whom and by whatever way; or it is not done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from central_process import feed, parvis
from feed_world import World
from store_world import AT, play, report, take, taken
from whole_central import whole

from central.access import Role, mint
from central.acts import Acts
from central.answers import Audit
from central.chains import Chains
from central.errors import OrderError, StoreError
from central.standing import Alarm, Severity
from central.store import notes
from central.store.enrolments import Gone, retire
from central.store.keys import enrolled
from central.store.store import Store
from central.view import By
from device_profiles.identity import DeviceKey
from playlists.feed.orders import Order
from playlists.feed.publishing.orders import OrderDesk, standing
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import ORDERS

KIOSK, RESET = "kiosk-001", "reset"


class City:
    """Central in this process, with the keys to give orders, a token and an alarm; and what stands in it."""

    def __init__(self, folder: Path) -> None:
        self.world: World = feed(folder)
        self.now = self.world.now + timedelta(seconds=1)
        self.store = Store.open(f"sqlite:///{folder}/central.db")
        self.token, _ = mint("Mur", Role.VIEW, self.now)
        self.alarm = Alarm(
            id="a1",
            code="black",
            severity=Severity.MAJOR,
            scope="device",
            subject=KIOSK,
            screens=(KIOSK,),
            since=self.now,
        )
        asyncio.run(self.store.write(partial(notes.keep_token, token=self.token)))
        asyncio.run(self.store.write(partial(notes.keep_alarms, given=(self.alarm,))))
        desk = OrderDesk(self.world.feed, self.world.anchor, self.world.keyring)
        works = whole(self.world, self.store, lambda: self.now, desk=desk)
        self.chains, keyring = Chains(self.store), works._keyring
        self.acts = Acts(
            works.service, works._watch, self.world.feed, chains=self.chains, keyring=keyring, desk=desk
        )

    def entry(self, action: str) -> Audit:
        return Audit(at=self.now, who="Anne", address="", action=action, subject=KIOSK)

    def lines(self) -> list[str]:
        return [line.action for line in reversed(self.store.look(partial(notes.newest_notes, most=99)))]

    def given(self) -> tuple[Order, ...]:
        """The orders that devices hear of."""
        return standing(Repository(self.world.feed, self.world.anchor))

    def kept(self) -> dict[str, Any]:
        """All that may be changed, as the store has it."""
        look = self.store.look
        return {
            "tokens": look(notes.known_tokens),
            "out": look(notes.out_of_service),
            "keys": look(enrolled),
            "alarms": look(notes.lasting),
            "orders": look(partial(notes.newest_orders, since=self.world.now, most=9)),
        }


ACTS: dict[str, Callable[[City], Coroutine[Any, Any, object]]] = {
    "acknowledge": lambda city: city.acts.acknowledge("a1", city.entry("acknowledge")),
    "snooze": lambda city: city.acts.snooze("a1", city.now + timedelta(hours=1), city.entry("snooze")),
    "service": lambda city: city.acts.serve(KIOSK, "Travaux", city.entry("service")),
    "enrol": lambda city: city.acts.enrol(KIOSK, DeviceKey.make().public, city.entry("enrol")),
    "order": lambda city: city.acts.order(RESET, [KIOSK], city.entry("order")),
    "token": lambda city: city.acts.keep(mint("Anne", Role.ADMIN, city.now)[0], city.entry("token")),
    "revoke": lambda city: city.acts.revoke(city.token.id, city.now, city.entry("revoke")),
}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    made = City(tmp_path)
    yield made
    made.store.close()


@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_is_noted_and_what_cannot_be_noted_is_not_done(
    act: str, city: City, expect_log: Callable[[str], None]
) -> None:
    def rename(before: str, after: str) -> None:
        statement = sa.text(f"ALTER TABLE {before} RENAME TO {after}")
        asyncio.run(city.store.write(lambda connection: connection.execute(statement)))

    before = city.kept()
    rename("audit", "away")
    with pytest.raises(StoreError):
        asyncio.run(ACTS[act](city))
    rename("away", "audit")
    assert (city.kept(), city.given(), city.lines()) == (before, (), [])
    asyncio.run(ACTS[act](city))
    assert city.lines() == [act]
    assert city.kept() != before
    expect_log("nothing can be written")


def test_an_order_is_kept_and_noted_before_any_device_can_hear_of_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[tuple[int, list[str]]]()
    save = Repository.save

    def saving(repository: Repository, *given: Any) -> None:
        seen.append((len(city.kept()["orders"]), city.lines()))
        save(repository, *given)

    monkeypatch.setattr(Repository, "save", saving)
    line = asyncio.run(ACTS["order"](city))
    assert seen == [(1, ["order"])]
    assert city.kept()["orders"] == (line,)
    assert [order.id for order in city.given()] == [line.id]  # type: ignore[attr-defined]


def test_an_order_that_cannot_be_signed_stands_as_one_that_failed_and_is_over(city: City) -> None:
    (city.world.keyring.folder / ORDERS).unlink()
    with pytest.raises(OrderError, match="must be signed"):
        asyncio.run(ACTS["order"](city))
    (line,) = city.kept()["orders"]
    assert line.outcomes[KIOSK].startswith("failed: ")
    assert line.until == city.now, "another may be given at once"
    assert city.lines() == ["order", "order_failed"]
    assert city.given() == ()


def test_what_commands_do_is_noted_in_the_name_of_who_runs_them(tmp_path: Path) -> None:
    data, key = ("--data", tmp_path), DeviceKey.make().public
    for told in (
        ("token", "add", "Mur", "--role", "view", *data),
        ("enrol", *data, KIOSK, key),
        ("enrol", *data, KIOSK, "--remove"),
    ):
        assert parvis("central", *told).returncode == 0
    store = Store.open(f"sqlite:///{tmp_path}/central.db")
    (token,) = store.look(notes.known_tokens)
    gone = Gone(device="kiosk-002", at=token.made, by="Soizic", why="")
    asyncio.run(store.write(partial(retire, gone=gone)))
    refused = parvis("central", "enrol", *data, "kiosk-002", key)
    assert (refused.returncode, "kiosk-002 is retired" in refused.stderr) == (1, True)
    for _ in range(2):
        assert parvis("central", "token", "revoke", token.id, *data).returncode == 0
    lines = store.look(partial(notes.newest_notes, most=9))
    store.close()
    assert [(line.action, line.subject, line.detail) for line in reversed(lines)] == [
        ("token", "Mur", "view"),
        ("enrol", KIOSK, key),
        ("expel", KIOSK, ""),
        ("revoke", "Mur", ""),
    ]
    assert all(line.who.endswith(" (parvis central)") for line in lines)


def test_proof_of_play_is_called_whole_only_once_it_was_looked_through(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.chains._STEP_S", 0.0)
    take(city.store, taken(report(1, play(1, start=AT))))

    def told() -> tuple[bool | None, int]:
        found = asyncio.run(city.acts.plays(AT.date(), AT.date(), [By.ITEM]))
        return found.intact, found.unlooked

    assert told() == (None, 1)
    asyncio.run(city.chains.look())
    assert told() == (True, 0)
    city.chains.broken.add((AT.date(), KIOSK))
    assert told() == (False, 0)


def test_of_days_of_which_totals_alone_are_kept_nothing_is_called_whole(city: City) -> None:
    """After 13 months the plays are let go of: nobody can look them through any more."""
    take(city.store, taken(report(1, play(1, start=AT))))
    asyncio.run(city.store.write(lambda c: [c.execute(sa.text(said)) for said in LET_GO]))
    found = asyncio.run(city.acts.plays(AT.date(), AT.date(), [By.ITEM]))
    assert [line.plays for line in found.lines] == [1]
    assert (found.intact, found.unlooked, found.totals_alone) == (None, 0, 1)


LET_GO = ("DROP TABLE plays_20261126", "DROP TABLE seals_20261126", "DELETE FROM chains")
