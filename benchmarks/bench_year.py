"""A year of 224 devices in central's store: how long each page, and each question of the control room, takes.

The example city is published for 224 devices, and a store filled as their reports of a year would leave it:
totals of plays and seconds by verdict for 365 days, figures by the hour for a year and by five minutes for 30
days, bands for 30 days, and for the last two days every play and every sample, as many as at ten seconds a
play and thirty a report. Then the real central is started with it, and asked over HTTP, each question five
times in turn; the slowest counts. The first look after the start, which plans the day, is counted too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import httpx
import sqlalchemy as sa
from central_city import central
from figures import Row, scratch, tell

from central.access import Role, mint
from central.judging.fleet import FleetReader
from central.standing import Verdict
from central.store import groups, outside
from central.store.keys import enrol
from central.store.notes import keep_token
from central.store.tables import (
    bands,
    day_sums,
    hours,
    ms,
    names,
    number_of,
    play_days,
    play_sums,
    plays_of,
    samples_of,
    steps_of,
)
from device_profiles.identity import DeviceKey
from parvis.console import Voice
from parvis.simulation.publishing import prepare_feed

DEVICES, DAYS, RECENT, RAW = 224, 365, 30, 2
ITEMS, PROMISED_S, TRIES, AT_ONCE = 30, 0.3, 5, 5_000
NANTES = Path(__file__).parents[1] / "examples" / "nantes"
VALUES = (1.0, 0.1, 1e9, 5e9, 48.0, 20.0, 3.0, 0.0, 90.0, 0.0, 0.0)
"""One sample, in the order of `tables.VALUES`."""
SCREEN, ZONE, FIRST_ITEM, VERIFIED = 1, 2, 3, 2
"""Numbers of names; those of the devices follow the items'."""


def main() -> None:
    """Fill, ask, tell."""
    with scratch("year") as folder:
        prepare_feed(NANTES, folder, DEVICES, Voice("en"), lit=True, report_s=None)
        token = fill(folder)
        with central(folder, folder, "--root", f"{folder}/keys/root.json") as (port, _):
            tell(asked(port, token))


def fill(folder: Path) -> str:
    """A store as a year leaves it; returns a token that opens it."""
    url, now = f"sqlite:///{folder}/data/central.db", datetime.now(UTC)
    (folder / "data").mkdir()
    token, secret = mint("bench", Role.ADMIN, now)
    outside.write(url, partial(keep_token, token=token))
    devices = known(folder)
    for device in devices:
        outside.write(url, partial(enrol, device=device, public=DeviceKey.make().public, at=now))
    outside.write(url, partial(filled, devices=devices, now=now))
    return secret


def known(folder: Path) -> list[str]:
    """The devices of the feed."""
    reader = FleetReader(folder / "feed", (folder / "keys" / "root.json").read_bytes())
    reader.refresh(datetime.now(UTC))
    return list(reader.roll.members)


def filled(connection: sa.Connection, devices: list[str], now: datetime) -> None:
    """Put the rows of a year in."""
    words = ["main", "frames presented", *(f"item-{number}" for number in range(ITEMS)), *devices]
    put(connection, names, ((number, word) for number, word in enumerate(words, start=1)))
    ids = range(FIRST_ITEM + ITEMS, FIRST_ITEM + ITEMS + len(devices))
    today = now.date()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    put(connection, play_sums, of_plays(days, ids))
    put(connection, play_days, ((number_of(day), 1, 0) for day in days))
    for day in days[1:]:  # as the upkeep does when a day has ended
        groups.keeping(groups.added_up(connection, number_of(day)))(connection)
    put(connection, day_sums, of_seconds(days, ids))
    put(connection, hours, series(now, ids, timedelta(hours=1), timedelta(days=DAYS)))
    put(connection, bands, of_bands(days[:RECENT], ids))
    for day in days[:RECENT]:
        table = steps_of(number_of(day))
        table.create(connection, checkfirst=True)
        put(connection, table, series(midnight(day, now), ids, timedelta(minutes=5), timedelta(days=1)))
    for day in days[:RAW]:
        for table, rows in (
            (
                samples_of(number_of(day)),
                series(midnight(day, now), ids, timedelta(seconds=30), timedelta(days=1)),
            ),
            (plays_of(number_of(day)), raw_plays(midnight(day, now), ids)),
        ):
            table.create(connection, checkfirst=True)
            put(connection, table, rows)
    print("  filled", file=sys.stderr, flush=True)


def put(connection: sa.Connection, table: sa.Table, rows: Iterable[tuple[object, ...]]) -> None:
    """Insert rows, in the order of the table's columns."""
    columns = [column.name for column in table.columns]
    statement, rest = table.insert(), iter(rows)
    while piece := list(islice(rest, AT_ONCE)):
        connection.execute(statement, [dict(zip(columns, row, strict=True)) for row in piece])


def midnight(day: date, now: datetime) -> datetime:
    """The end of a day, or now."""
    return min(now, datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1))


def of_plays(days: list[date], devices: Iterable[int]) -> Iterator[tuple[object, ...]]:
    """Totals: thirty items in one zone."""
    for day in days:
        for device in devices:
            for item in range(ITEMS):
                yield (number_of(day), device, SCREEN, ZONE, FIRST_ITEM + item, 288, 2_880_000, 250, 0)


def of_seconds(days: list[date], devices: Iterable[int]) -> Iterator[tuple[object, ...]]:
    """Seconds by verdict."""
    told = ((Verdict.RIGHT, 80_000_000), (Verdict.UNKNOWN, 400_000), (Verdict.DARK, 6_000_000))
    for day in days:
        for device in devices:
            for verdict, took in told:
                yield (number_of(day), device, SCREEN, verdict.value, took)


def of_bands(days: list[date], devices: Iterable[int]) -> Iterator[tuple[object, ...]]:
    """A band each hour."""
    for day in days:
        begun = ms(datetime(day.year, day.month, day.day, tzinfo=UTC))
        for device in devices:
            for hour in range(24):
                start = begun + hour * 3_600_000
                verdict = Verdict.UNKNOWN if hour == device % 24 else Verdict.RIGHT
                yield (device, SCREEN, start, number_of(day), start + 3_600_000, verdict.value)


def series(
    end: datetime, devices: Iterable[int], step: timedelta, span: timedelta
) -> Iterator[tuple[object, ...]]:
    """Figures, back from an instant."""
    count = int(span / step)
    for device in devices:
        for number in range(count):
            yield (device, ms(end - number * step), *VALUES)


def raw_plays(end: datetime, devices: Iterable[int]) -> Iterator[tuple[object, ...]]:
    """Every play of a day: one each ten seconds."""
    for device in devices:
        for number in range(8_640):
            start = ms(end) - number * 10_000
            item = FIRST_ITEM + number % ITEMS
            yield (
                device,
                number,
                1,
                number,
                SCREEN,
                ZONE,
                item,
                None,
                start,
                10_000,
                1,
                VERIFIED,
                None,
                None,
                None,
                1,
                0,
            )


def asked(port: int, token: str) -> Iterator[Row]:
    """Ask everything that the faces ask; the slowest of each."""
    now = datetime.now(UTC)
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}, timeout=60
    ) as client:
        device = client.get("/v1/fleet").json()["devices"][0]["device"]
        ago = {days: (now - timedelta(days=days)).isoformat() for days in (1, 7, 30)}
        month, year = (now - timedelta(days=30)).date(), (now - timedelta(days=364)).date()
        history = f"/v1/devices/{device}/history"
        questions = {
            "the fleet": ("/v1/fleet", {}),
            "the fleet a week ago": ("/v1/fleet", {"at": ago[7]}),
            "a device": (f"/v1/devices/{device}", {}),
            "a device’s 24 hours": (history, {"start": ago[1]}),
            "a device’s 30 days": (history, {"start": ago[30]}),
            "alarms that ended": ("/v1/alarms", {"ended": "true"}),
            "proof of play, 30 days by campaign": ("/v1/plays", {"start": f"{month}", "by": "campaign"}),
            "proof of play, one device, 30 days by item": (
                "/v1/plays",
                {"start": f"{month}", "by": "item", "device": device},
            ),
            "proof of play, 30 days by device": ("/v1/plays", {"start": f"{month}", "by": "device"}),
            "proof of play, a year by campaign": ("/v1/plays", {"start": f"{year}", "by": "campaign"}),
            "proof of play, a year by day": ("/v1/plays", {"start": f"{year}", "by": "day"}),
            "the account of 30 days": ("/v1/account", {"start": f"{month}"}),
            "web page: the fleet": ("/", {}),
            "web page: a device": (f"/devices/{device}", {}),
            "web page: alarms": ("/alarms", {}),
            "web page: proof of play": ("/plays", {}),
        }
        for subject, (path, query) in questions.items():
            slowest = max(timed(client, path, query) for _ in range(TRIES))
            yield Row(
                f"a year of {DEVICES} devices: {subject}",
                f"≤ {PROMISED_S * 1000:.0f} ms",
                f"{slowest * 1000:.0f} ms",
                slowest <= PROMISED_S,
            )


def timed(client: httpx.Client, path: str, query: dict[str, str]) -> float:
    """Seconds that an answer takes."""
    began = time.perf_counter()
    client.get(path, params=query).raise_for_status()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
