"""The store: each report and record once, durable when answered, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from store_world import AT, PARIS, SPOOL, band, fault, heartbeat, play, report, taken

from central.errors import StoreError
from central.standing import Judged, Verdict
from central.store import proof, reading
from central.store.bands import overwritten
from central.store.group import Outcome
from central.store.limits import Limits
from central.store.store import Store
from central.store.tables import audit, names, service_notes
from central.store.taken import Days, Mark, Taken, Untaken
from device_profiles.report import Fingernail, Lost, PlaySum

DAY = date(2026, 11, 26)
HOUR = timedelta(hours=1)


def mark(sequence: int, upto: int, device: str = "kiosk-001", spool: str = SPOOL) -> Mark:
    return Mark(device=device, spool=spool, sequence=sequence, upto=upto)


def take(store: Store, *given: Taken) -> list[Outcome]:
    """Take reports, all at once."""

    async def act() -> list[Outcome]:
        return list(await asyncio.gather(*(store.take(one) for one in given)))

    return asyncio.run(act())


def plays(store: Store) -> int:
    return sum(total.plays for total in store.look(lambda c: list(proof.totals(c, DAY, DAY))))


def faults(store: Store) -> list[str]:
    return [line.message for line in store.look(lambda c: reading.faults_of(c, "kiosk-001", AT - HOUR, 99))]


def test_a_report_counts_once_and_each_of_its_records_once(store: Store) -> None:
    first = taken(report(1, play(1), play(2), fault(3)))
    assert take(store, first) == [mark(1, 3)]
    assert take(store, first) == [Untaken.REPLAYED]
    assert take(store, taken(report(2, play(2), fault(3), play(4)))) == [mark(2, 4)]
    assert plays(store) == 3
    assert faults(store) == ["no such file"]
    assert list(store.marks()) == [mark(2, 4)]


def test_the_same_holds_of_reports_that_are_written_together(store: Store) -> None:
    told = take(
        store,
        taken(report(1, play(1), play(2))),
        taken(report(1, play(1), play(2))),
        taken(report(2, play(1), play(2), play(3))),
        taken(report(1, play(1), device="kiosk-002")),
        taken(report(4, spool="f" * 32)),
    )
    assert told == [
        mark(1, 2),
        Untaken.REPLAYED,
        mark(2, 3),
        mark(1, 1, "kiosk-002"),
        mark(4, 0, spool="f" * 32),
    ]
    assert plays(store) == 4


def test_what_was_taken_is_known_to_the_next_process(url: str) -> None:
    judged = Judged(at=AT, screens=())
    before = Store.open(url)
    take(before, taken(report(7, play(3)), bands=(band(0, 30),), judged=judged, state=b"remembered"))
    before.close()
    after = Store.open(url)
    (last,) = after.last()
    assert (last.device, last.received, last.state) == ("kiosk-001", AT, b"remembered")
    assert msgspec.json.decode(last.heartbeat, type=type(heartbeat())) == heartbeat()
    assert last.judged == msgspec.json.encode(judged)
    assert list(after.marks()) == [mark(7, 3)]
    told = take(after, taken(report(7, play(3))), taken(report(8, play(3), play(4)), bands=(band(30, 60),)))
    assert told == [Untaken.REPLAYED, mark(8, 4)]
    assert after.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR)) == (band(0, 60),)
    after.close()


def test_bands_that_adjoin_are_one_and_no_second_counts_twice(store: Store) -> None:
    take(store, taken(report(1), bands=(band(0, 30),)), taken(report(2), bands=(band(30, 60),)))
    take(store, taken(report(3), bands=(band(45, 90), band(90, 100, Verdict.BLACK))))
    take(store, taken(report(4), bands=(band(0, 100, Verdict.BLACK),)))
    found = store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR))
    assert found == (band(0, 90), band(90, 100, Verdict.BLACK))
    days = store.look(lambda c: reading.days_of(c, DAY, DAY))
    assert days == {(DAY, "kiosk-001"): {Verdict.RIGHT: 90.0, Verdict.BLACK: 10.0}}
    at = store.look(lambda c: reading.bands_at(c, AT + timedelta(seconds=90)))
    assert at == {"kiosk-001": (band(90, 100, Verdict.BLACK),)}


def test_a_band_is_cut_where_a_day_begins(store: Store) -> None:
    # The broadcast day of Paris begins at 04:00, 18 hours after nine o’clock in UTC.
    take(store, taken(report(1), bands=(band(18 * 3600 - 10, 18 * 3600 + 20),)))
    days = store.look(lambda c: reading.days_of(c, DAY, DAY + timedelta(1), "kiosk-001"))
    assert days == {
        (DAY, "kiosk-001"): {Verdict.RIGHT: 10.0},
        (DAY + timedelta(1), "kiosk-001"): {Verdict.RIGHT: 20.0},
    }
    take(store, taken(report(2), bands=(band(18 * 3600 + 20, 18 * 3600 + 30),)))
    found = store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + 24 * HOUR))
    assert found == (band(18 * 3600 - 10, 18 * 3600), band(18 * 3600, 18 * 3600 + 30))


def test_late_proof_takes_the_place_of_unknown_time(store: Store) -> None:
    take(store, taken(report(1), bands=(band(0, 10), band(10, 40, Verdict.UNKNOWN), band(40, 50))))
    take(store, taken(report(2), corrections=(band(20, 40), band(12, 14, Verdict.FALLBACK))))
    assert store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR)) == (
        band(0, 10),
        band(10, 12, Verdict.UNKNOWN),
        band(12, 14, Verdict.FALLBACK),
        band(14, 20, Verdict.UNKNOWN),
        band(20, 50),
    )
    days = store.look(lambda c: reading.days_of(c, DAY, DAY))
    assert days[DAY, "kiosk-001"] == {Verdict.RIGHT: 40, Verdict.UNKNOWN: 8, Verdict.FALLBACK: 2}
    take(store, taken(report(3), bands=(band(50, 60),)))
    assert store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR))[-1] == band(20, 60)


STRETCHES = st.tuples(st.integers(0, 30), st.integers(1, 30), st.sampled_from("abc"))


@given(st.lists(STRETCHES, min_size=1, max_size=6))
def test_what_is_overwritten_says_of_each_second_what_was_said_last(said: list[tuple[int, int, str]]) -> None:
    there: list[tuple[int, int, str]] = []
    seconds: dict[int, str] = {}
    for start, length, verdict in said:
        there = overwritten(there, (start, start + length, verdict))
        seconds |= dict.fromkeys(range(start, start + length), verdict)
    assert {second: verdict for start, end, verdict in there for second in range(start, end)} == seconds
    assert all(left[1] <= right[0] for left, right in pairwise(there))
    assert all((left[1], left[2]) != (right[0], right[2]) for left, right in pairwise(there))


def test_plays_of_a_wrong_clock_are_listed_on_the_day_they_came_and_count_nowhere(store: Store) -> None:
    wrong = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
    future = AT + 2 * HOUR
    take(store, taken(report(1, play(1, start=wrong), play(2, start=future), play(3, start=AT))))
    assert plays(store) == 1
    assert store.look(lambda c: list(proof.broken(c, DAY, DAY))) == []
    shown = store.look(lambda c: proof.ticks(c, "kiosk-001", wrong, future + HOUR, 9))
    assert [tick.start for tick in shown] == [AT]


def test_sums_losses_and_strange_texts_are_kept_too(store: Store) -> None:
    first = play(1).record
    summed = PlaySum(**msgspec.structs.asdict(first) | {"count": 12})
    lost = Lost(device="kiosk-001", at=AT, count=40)
    entries = (msgspec.structs.replace(play(1), record=summed), msgspec.structs.replace(play(2), record=lost))
    take(store, taken(report(1, *entries, fault(3, message="a\0b"), fault(4, message="é" * 5000))))
    assert plays(store) == 12
    assert faults(store) == ["é" * 1000, "a\N{REPLACEMENT CHARACTER}b", ""]


def test_figures_and_pictures_are_read_as_they_came(store: Store) -> None:
    picture = Fingernail(screen="upper", at=AT, jpeg=b"\xff\xd8\xff1")
    later = Fingernail(screen="upper", at=AT + HOUR, jpeg=b"\xff\xd8\xff2")
    take(store, taken(report(1, fingernails=(picture,))), taken(report(2, fingernails=(later,)), AT + HOUR))
    told = store.look(lambda c: reading.series(c, "kiosk-001", AT, AT + 2 * HOUR, reading.RAW_S))
    assert told.at == (AT.timestamp(), (AT + HOUR).timestamp())
    assert (told.values["fps"], told.values["luma"]) == ((30.0, 30.0), (120.0, 120.0))
    assert told.values["temperature"] == (None, None)
    assert store.look(lambda c: reading.fingernail(c, "kiosk-001", "upper")) == (AT + HOUR, later.jpeg)
    assert store.look(lambda c: reading.pictures_of(c, "kiosk-001")) == {"upper": AT + HOUR}
    assert store.look(lambda c: reading.fingernail(c, "kiosk-002", "upper")) is None


def test_a_device_that_nobody_knows_has_no_history(store: Store) -> None:
    assert store.look(lambda c: reading.bands_of(c, "none", AT, AT + HOUR)) == ()
    assert store.look(lambda c: reading.series(c, "none", AT, AT + HOUR, reading.RAW_S)).at == ()
    assert store.look(lambda c: proof.ticks(c, "none", AT, AT + HOUR, 9)) == ()


def test_only_the_newest_outboxes_of_a_device_are_known(url: str) -> None:
    store = Store.open(url, Limits(outboxes=2))
    take(store, *(taken(report(1, spool=f"{number:032x}")) for number in range(4)))
    assert {found.spool for found in store.marks()} == {f"{number:032x}" for number in (2, 3)}
    store.close()


def test_little_is_remembered_and_all_is_right_all_the_same(url: str) -> None:
    store = Store.open(url, Limits(names=8, chains=1, seal_rows=2, linger_s=0.0, commit_rows=1))
    for sequence in range(1, 6):
        numbers = range(10 * sequence, 10 * sequence + 5)
        reports = [
            report(sequence, *(play(n, device=device, item=f"i{n}") for n in numbers), device=device)
            for device in ("kiosk-001", "kiosk-002", "kiosk-003")
        ]
        take(store, *(taken(one) for one in reports))
    assert plays(store) == 75
    assert store.look(lambda c: list(proof.broken(c, DAY, DAY))) == []
    found = store.look(lambda c: c.scalars(sa.select(names.c.name)).all())
    assert len(found) == len(set(found))
    store.close()


def note(connection: sa.Connection) -> None:
    connection.execute(service_notes.insert().values(device="kiosk-001", out="painters", since=1))


def test_work_that_fails_is_undone_and_leaves_the_rest_alone(store: Store) -> None:
    def fail(connection: sa.Connection) -> None:
        note(connection)
        raise KeyError("mine")

    async def act() -> None:
        one = store.take(taken(report(1, play(1))))
        two, three = store.write(fail), store.write(lambda c: c.scalar(sa.select(sa.func.count(names.c.id))))
        told = await asyncio.gather(one, two, three, return_exceptions=True)
        assert told[0] == mark(1, 1)
        assert isinstance(told[1], KeyError)
        assert isinstance(told[2], int)

    asyncio.run(act())
    assert store.look(lambda c: c.execute(sa.select(service_notes)).all()) == []


def test_a_report_that_cannot_be_written_takes_no_other_with_it(
    store: Store, expect_log: Callable[[str], None]
) -> None:
    async def act() -> None:
        bad = taken(report(1, play(1, duration_ms=2**70), device="kiosk-002"))
        told = await asyncio.gather(
            store.take(taken(report(1, play(1)))),
            store.take(bad),
            store.write(note),
            store.take(taken(report(2, play(2)))),
            return_exceptions=True,
        )
        assert (told[0], told[3]) == (mark(1, 1), mark(2, 2))
        assert isinstance(told[1], StoreError)

    asyncio.run(act())
    assert plays(store) == 2
    assert list(store.marks()) == [mark(2, 2)]
    expect_log("nothing can be written")


def test_where_too_much_waits_nothing_more_is_taken(url: str) -> None:
    store = Store.open(url, Limits(waiting_rows=20))
    told = take(store, *(taken(report(sequence)) for sequence in range(1, 10)))
    assert told.count(Untaken.BUSY) == 6
    assert take(store, taken(report(20))) == [mark(20, 0)]
    store.close()


def test_a_store_has_one_central(url: str) -> None:
    store = Store.open(url)
    with pytest.raises(StoreError, match="another central"):
        Store.open(url)
    store.close()
    Store.open(url).close()


def test_what_waits_is_written_before_the_store_closes(url: str) -> None:
    store = Store.open(url, Limits(linger_s=60.0))

    async def act() -> Outcome:
        asking = asyncio.create_task(store.take(taken(report(1, play(1)))))
        await asyncio.sleep(0)
        closing = asyncio.to_thread(store.close)
        return (await asyncio.gather(asking, closing))[0]

    assert asyncio.run(act()) == mark(1, 1)
    with pytest.raises(StoreError, match="closed"):
        asyncio.run(store.write(note))


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        store.look(lambda c: c.execute(audit.delete()))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)])
def test_days_follow_each_other_without_gap_whatever_the_clocks_do(day: date) -> None:
    start, end = PARIS.span(day)
    assert PARIS.day(start) == PARIS.day(end - timedelta(microseconds=1)) == day
    assert PARIS.day(start - timedelta(microseconds=1)) == day - timedelta(1)
    parts = list(Days(time_zone="Europe/Paris").parts(start, end))
    assert parts[0][1] == start
    assert parts[-1][2] == end
    assert all(left[2] == right[1] for left, right in pairwise(parts))
