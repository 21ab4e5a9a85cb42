"""The chain of plays: a row that is changed, taken out or put in shows, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from store_world import AT, play, report, taken

from central.chains import Chains
from central.store import groups, proof
from central.store.limits import Limits
from central.store.proof import Broken
from central.store.store import Store
from central.store.tables import chains, names, play_groups, play_sums, plays_of, seals_of
from device_profiles.report import DIFFERS, MATCHED

DAY = date(2026, 11, 26)
PLAYS, SEALS = plays_of(20261126), seals_of(20261126)
SEAL = 10


def fill(url: str) -> Store:
    store = Store.open(url, Limits(seal_rows=SEAL))

    async def act() -> None:
        for sequence in range(1, 6):
            numbers = range(7 * sequence, 7 * sequence + 7)
            for device in ("kiosk-001", "kiosk-002"):
                await store.take(
                    taken(report(sequence, *(play(n, device=device) for n in numbers), device=device))
                )

    asyncio.run(act())
    return store


def broken(store: Store) -> list[Broken]:
    return store.look(lambda c: list(proof.broken(c, DAY - timedelta(1), DAY + timedelta(1))))


def at(connection: sa.Connection, row: int) -> sa.ColumnElement[bool]:
    device = connection.scalar(sa.select(names.c.id).where(names.c.name == "kiosk-002"))
    return sa.and_(PLAYS.c.device == device, PLAYS.c.row == row)


def change_a_play(c: sa.Connection) -> None:
    c.execute(sa.update(PLAYS).where(at(c, 17)).values(duration_ms=99_000))


def take_a_play_out(c: sa.Connection) -> None:
    c.execute(sa.delete(PLAYS).where(at(c, 17)))


def take_the_last_play_out(c: sa.Connection) -> None:
    c.execute(sa.delete(PLAYS).where(at(c, 35)))


def take_the_first_play_out(c: sa.Connection) -> None:
    c.execute(sa.delete(PLAYS).where(at(c, 1)))


def put_a_play_in(c: sa.Connection) -> None:
    row = c.execute(sa.select(PLAYS).where(at(c, 35))).mappings().one()
    c.execute(PLAYS.insert().values(dict(row) | {"row": 36}))


def take_all_out(c: sa.Connection) -> None:
    PLAYS.drop(c)


def change_a_seal(c: sa.Connection) -> None:
    c.execute(sa.update(SEALS).where(SEALS.c.rows == 20, SEALS.c.device == _device(c)).values(hash=b"x"))


def _device(c: sa.Connection) -> int:
    return int(c.scalar(sa.select(names.c.id).where(names.c.name == "kiosk-002")) or 0)


def hide_it_with_a_new_end(c: sa.Connection) -> None:
    c.execute(sa.update(PLAYS).where(at(c, 34)).values(item=1))
    c.execute(sa.update(chains).where(chains.c.device == _device(c)).values(rows=34))


@pytest.mark.parametrize(
    ("damage", "row"),
    [
        (change_a_play, 11),
        (take_a_play_out, 11),
        (take_the_first_play_out, 1),
        (take_the_last_play_out, 31),
        (put_a_play_in, 31),
        (change_a_seal, 11),
        (hide_it_with_a_new_end, 31),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_what_was_changed_shows_and_where(
    url: str, damage: Callable[[sa.Connection], None], row: int
) -> None:
    store = fill(url)
    assert broken(store) == []
    asyncio.run(store.write(damage))
    assert broken(store) == [Broken(DAY, "kiosk-002", row)]
    assert store.look(lambda c: list(proof.broken(c, DAY, DAY, "kiosk-001"))) == []
    store.close()


def test_of_what_was_not_looked_through_yet_nothing_is_told(
    url: str, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    monkeypatch.setattr("central.chains._STEP_S", 0.0)
    store = fill(url)
    chains = Chains(store)
    assert store.look(lambda c: proof.days(c, DAY - timedelta(9), DAY)) == (DAY,)
    assert store.look(lambda c: proof.days(c, DAY + timedelta(1), DAY + timedelta(9))) == ()
    assert chains.looked == set()
    asyncio.run(chains.look())
    assert (chains.looked, chains.broken) == ({DAY}, set())
    asyncio.run(store.write(change_a_play))
    asyncio.run(chains.look())
    assert chains.broken == {(DAY, "kiosk-002")}
    store.close()
    expect_log("were changed, from row")


def more_plays(c: sa.Connection) -> None:
    c.execute(sa.update(play_sums).where(play_sums.c.device == _device(c)).values(plays=999))


def more_seconds(c: sa.Connection) -> None:
    c.execute(sa.update(play_sums).where(play_sums.c.device == _device(c)).values(ms=play_sums.c.ms + 1))


def seen_each_time(c: sa.Connection) -> None:
    c.execute(sa.update(play_sums).where(play_sums.c.device == _device(c)).values(verified=play_sums.c.plays))


def another_item(c: sa.Connection) -> None:
    mine = play_sums.c.device == _device(c)
    least = sa.select(sa.func.min(play_sums.c.item)).where(mine).scalar_subquery()
    c.execute(sa.delete(play_sums).where(mine, play_sums.c.item == least))


def another_device(c: sa.Connection) -> None:
    c.execute(names.insert().values(id=999, name="kiosk-003"))
    mine = sa.select(play_sums).where(play_sums.c.device == _device(c))
    rows = [dict(row) | {"device": 999} for row in c.execute(mine).mappings()]
    c.execute(play_sums.insert(), rows)


@pytest.mark.parametrize(
    ("damage", "device"),
    [
        (more_plays, "kiosk-002"),
        (more_seconds, "kiosk-002"),
        (seen_each_time, "kiosk-002"),
        (another_item, "kiosk-002"),
        (another_device, "kiosk-003"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_totals_that_are_not_those_of_their_plays_show(
    url: str,
    damage: Callable[[sa.Connection], None],
    device: str,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    """What a client is told are the totals."""
    monkeypatch.setattr("central.chains._STEP_S", 0.0)
    expect_log("were changed, or their totals")
    store = fill(url)
    chains = Chains(store)
    asyncio.run(store.write(damage))
    asyncio.run(chains.look())
    assert chains.broken == {(DAY, device)}
    store.close()


def test_sums_of_the_fleet_that_were_changed_are_added_up_anew(
    url: str, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    monkeypatch.setattr("central.chains._STEP_S", 0.0)
    store = fill(url)
    found = store.look(lambda c: groups.added_up(c, 20261126))
    asyncio.run(store.write(groups.keeping(found)))
    before = store.look(lambda c: list(groups.totals(c, DAY, DAY, by_day=True)))
    asyncio.run(Chains(store).look())
    assert store.look(lambda c: groups.due(c, DAY + timedelta(1))) == ()
    asyncio.run(store.write(lambda c: c.execute(sa.update(play_groups).values(plays=999))))
    expect_log("sums of the fleet on 2026-11-26 were changed")
    asyncio.run(Chains(store).look())
    assert store.look(lambda c: list(groups.totals(c, DAY, DAY, by_day=True))) == before
    store.close()


def test_a_day_that_is_gone_shows_for_every_device(url: str) -> None:
    store = fill(url)
    asyncio.run(store.write(take_all_out))
    assert broken(store) == [Broken(DAY, "kiosk-001", 1), Broken(DAY, "kiosk-002", 1)]
    store.close()


def test_a_name_that_is_changed_breaks_what_was_played_by_it(url: str) -> None:
    store = fill(url)
    asyncio.run(
        store.write(lambda c: c.execute(sa.update(names).where(names.c.name == "main").values(name="side")))
    )
    assert [found.device for found in broken(store)] == ["kiosk-001", "kiosk-002"]
    store.close()


def test_totals_say_what_was_looked_at_and_how(store: Store) -> None:
    entries = (
        play(1, item="film"),
        play(2, item="film", verified=MATCHED),
        play(3, item="film", verified=DIFFERS),
        play(4, item="card"),
    )
    asyncio.run(store.take(taken(report(1, *entries))))
    found = store.look(lambda c: list(proof.totals(c, DAY, DAY, "kiosk-001")))
    told = {total.item: (total.plays, total.seconds, total.verified, total.differing) for total in found}
    assert told == {"film": (3, 30.0, 1, 1), "card": (1, 10.0, 0, 0)}


def test_the_newest_plays_of_a_device_come_in_their_order(store: Store) -> None:
    asyncio.run(store.take(taken(report(1, *(play(number) for number in range(1, 20))))))
    found = store.look(lambda c: proof.ticks(c, "kiosk-001", AT, AT + timedelta(hours=1), 5))
    assert [tick.start for tick in found] == [AT + timedelta(seconds=10 * number) for number in range(15, 20)]
    assert (found[0].screen, found[0].zone, found[0].duration_ms) == ("upper", "main", 10_000)
