"""The history of keys in stores of both kinds: an older store has one from its keys, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from store_world import age

from central.errors import RetiredError
from central.store import enrolments, keys, outside, pairings
from central.store.enrolments import Gone, How
from central.store.migrations import VERSION
from central.store.pairing_tables import TABLES
from central.store.tables import ms
from device_profiles.identity import DeviceKey

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


def test_an_older_store_gets_a_history_of_the_keys_that_are_there(url: str) -> None:
    public = DeviceKey.make().public
    outside.write(url, lambda connection: keys.enrol(connection, "kiosk-001", public, AT))
    age(url, 2, *TABLES)
    assert outside.migrate(url) == (2, VERSION)
    (held,) = outside.write(url, lambda c: enrolments.history(c, "kiosk-001"))
    assert (held.public, held.since, held.seen, held.ended) == (public, AT, AT, None)


def test_keys_set_by_hand_stand_in_the_history_too(url: str) -> None:
    first, second = DeviceKey.make().public, DeviceKey.make().public

    def work(connection: sa.Connection) -> None:
        for minute, public in enumerate((first, second, second, None)):
            at = AT + timedelta(minutes=minute)
            keys.enrol(connection, "kiosk-001", public, at, How(by="Soizic", why=f"{minute}"))

    outside.write(url, work)
    newest, oldest = outside.write(url, lambda c: enrolments.history(c, "kiosk-001"))
    assert (oldest.public, oldest.ended, oldest.why) == (first, AT + timedelta(minutes=1), "1")
    assert (newest.public, newest.ended, newest.why) == (second, AT + timedelta(minutes=3), "3")
    assert outside.write(url, lambda c: enrolments.current(c, "kiosk-001")) is None


def test_an_id_that_is_gone_gets_no_key_until_it_is_taken_back(url: str) -> None:
    public = DeviceKey.make().public

    def work(connection: sa.Connection) -> None:
        enrolments.retire(connection, Gone(device="kiosk-001", at=AT, by="Soizic", why="Démonté"))
        with pytest.raises(RetiredError, match="retired by Soizic"):
            keys.enrol(connection, "kiosk-001", public, AT)
        keys.enrol(connection, "kiosk-001", None, AT)
        assert enrolments.history(connection, "kiosk-001") == ()
        enrolments.take_back(connection, "kiosk-001")
        keys.enrol(connection, "kiosk-001", public, AT)

    outside.write(url, work)
    assert list(outside.write(url, keys.enrolled)) == ["kiosk-001"]


def test_of_many_acceptances_the_newest_stay(url: str) -> None:
    def work(connection: sa.Connection) -> int:
        for minute in range(13):
            at = AT + timedelta(minutes=minute // 2)
            pairings.accept(connection, "kiosk-001", "f", b"%d" % minute, at)
        rows = connection.scalar(sa.select(sa.func.count()).select_from(TABLES[-1]))
        assert pairings.accept_page(connection, "kiosk-001", "other", b"%PDF-") is False
        return rows or 0

    assert outside.write(url, work) == 7, "two at one instant are one"
    found = outside.write(url, lambda c: pairings.acceptance(c, "kiosk-001"))
    assert found is not None
    assert (found.report, found.pdf, ms(found.at)) == (b"12", None, ms(AT + timedelta(minutes=6)))
