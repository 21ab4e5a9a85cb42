"""The store: each report and record once, durable when answered, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
import sqlalchemy as sa
from store_world import AT, SPOOL, band, fault, heartbeat, play, report, take, taken

from central.errors import StoreError
from central.standing import Judged
from central.store import proof, reading
from central.store.group import Outcome
from central.store.limits import Limits
from central.store.store import Store
from central.store.tables import audit, names, service_notes
from central.store.taken import Mark, Untaken
from device_profiles.report import Fingernail, Lost, PlaySum

DAY = date(2026, 11, 26)
HOUR = timedelta(hours=1)


def mark(sequence: int, upto: int, device: str = "kiosk-001", spool: str = SPOOL) -> Mark:
    return Mark(device=device, spool=spool, sequence=sequence, upto=upto)


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


def test_of_screens_that_a_device_names_the_newest_have_their_pictures_kept(url: str) -> None:
    store = Store.open(url, Limits(pictures=3))
    take(store, taken(report(1, device="kiosk-002", fingernails=(nail("upper"),))))
    for number in range(1, 6):
        pair = (nail(f"a{number}"), nail(f"b{number}"))
        take(store, taken(report(number, fingernails=pair), AT + number * HOUR))
    found = store.look(lambda c: set(reading.pictures_of(c, "kiosk-001")))
    others = store.look(lambda c: set(reading.pictures_of(c, "kiosk-002")))
    store.close()
    assert (found, others) == ({"a5", "b5", "a4"}, {"upper"})


def nail(screen: str) -> Fingernail:
    return Fingernail(screen=screen, at=AT, jpeg=b"\xff\xd8\xff")


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


def test_what_the_database_refuses_is_said_in_a_line_without_what_was_to_be_written(
    store: Store, expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    """The statement and its values are nobody's to read in a log: among them are digests of tokens."""
    expect_log("nothing can be written")
    with pytest.raises(StoreError) as told:
        asyncio.run(
            store.write(lambda c: c.execute(sa.text("INSERT INTO nowhere VALUES (:a)"), {"a": "xyz"}))
        )
    for said in (str(told.value), caplog.messages[-1]):
        assert "nowhere" in said
        assert "\n" not in said
        assert "xyz" not in said


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
