"""Enrolling by its rules alone, at instants that tests choose: codes, tries, grants, sticks, clones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from enrolling_town import MACHINE, ONE, OTHER, SOIZIC, TWO, Town, ticket

from central.enrolling.boxes import Unpaired
from central.enrolling.codes import new_code, new_secret, typed_secret
from central.enrolling.limits import Limits
from central.enrolling.pairings import Denied, Hand, Kept, Why
from central.enrolling.tries import Tries, source_of
from central.judging.clones import Machines, by_turns, seen
from central.standing import State
from central.store.enrolments import Held
from device_profiles.claiming import Claimed, EnrolmentState, NewTechnician
from device_profiles.enrolment import ALPHABET, LIVES, TRIES
from device_profiles.identity import DeviceKey


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.store.close()


def test_codes_and_secrets_are_of_signs_that_nobody_takes_for_another() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) <= set(ALPHABET)
    secret = new_secret()
    assert len(secret) == 19
    assert typed_secret(f" {secret.lower().replace('-', ' ')}\n") == secret
    assert typed_secret(secret[:-1]) is None


def test_a_source_is_locked_out_from_its_last_wrong_try() -> None:
    tries, at = Tries(), datetime(2026, 11, 26, tzinfo=UTC)
    for minute in (0, 3, 6, 9):
        assert tries.wrong(("a",), at + timedelta(minutes=minute)) is None
    last = at + timedelta(minutes=12)
    assert tries.wrong(("a", "b"), last) == last + timedelta(minutes=15)
    assert tries.locked(("b",), last) is None
    assert tries.locked(("a", "c"), last + timedelta(minutes=14, seconds=59))
    assert tries.locked(("a",), last + timedelta(minutes=15)) is None
    few = Tries(sources=3)
    for number in range(50):
        few.wrong((str(number),), at)
    assert len(few._wrong) == 3


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_of_ipv6_the_network_counts(address: str, source: str) -> None:
    assert source_of(address) == source


def test_a_code_ends_after_a_quarter_of_an_hour(town: Town) -> None:
    async def go() -> None:
        key = DeviceKey.make()
        code = await town.code(key)
        town.now += LIVES - timedelta(seconds=1)
        assert await town.code(key) == code
        town.now += timedelta(seconds=1)
        state = await town.stands(key)
        assert state is not None
        assert state.expired
        late = await town.claim(code, ONE)
        assert isinstance(late, Denied)
        assert late.why is Why.EXPIRED
        fresh = await town.code(key)
        assert fresh != code
        gone = await town.claim(code, ONE)
        assert isinstance(gone, Denied)
        assert gone.why is Why.CODE
        assert isinstance(await town.claim(fresh, ONE), Claimed)

    asyncio.run(go())


def test_only_so_many_boxes_wait_behind_an_address_and_at_all(tmp_path: Path) -> None:
    town = Town(tmp_path, Limits(pairings=3, pairings_of_address=2))

    async def go() -> None:
        first = DeviceKey.make()
        await town.ask(first)
        await town.ask(DeviceKey.make())
        assert await town.ask(DeviceKey.make()) is Unpaired.FULL
        assert isinstance(await town.ask(first), Kept), "who waits already keeps its place"
        assert isinstance(await town.ask(DeviceKey.make(), source="2"), Kept)
        assert await town.ask(DeviceKey.make(), source="3") is Unpaired.FULL
        town.now += LIVES
        assert isinstance(await town.ask(DeviceKey.make()), Kept), "what has ended makes room"

    asyncio.run(go())
    town.store.close()


def test_a_box_fits_its_device_and_the_feed_names_that(town: Town) -> None:
    async def go() -> None:
        code = await town.code(DeviceKey.make(), profile="kiosk")
        wrong = await town.claim(code, ONE)
        assert isinstance(wrong, Denied)
        assert wrong.why is Why.PROFILE
        nowhere = await town.claim(await town.code(DeviceKey.make()), "kiosk-999")
        assert isinstance(nowhere, Denied)
        assert nowhere.why is Why.UNKNOWN_DEVICE

    asyncio.run(go())


def test_another_grant_has_a_higher_number_and_receipts_tell_of_it(town: Town) -> None:
    async def go() -> None:
        key = DeviceKey.make()
        await town.claim(await town.code(key), ONE)
        state = await town.stands(key)
        assert state is not None
        assert state.grant is not None
        assert (state.grant.number, state.grant.place) == (1, "Place du Commerce")
        assert not (await town.report(1, MACHINE)).regrant
        town.publish("Place Royale")
        await town.service.follow()
        await town.enrolling.ground.look()
        assert (await town.report(2, MACHINE)).regrant
        state = await town.stands(key)
        assert state is not None
        assert state.grant is not None
        assert (state.grant.number, state.grant.place) == (2, "Place Royale")
        assert not (await town.report(3, MACHINE)).regrant

    asyncio.run(go())


def test_a_device_is_renamed_retired_and_taken_back_once(town: Town) -> None:
    life = town.enrolling.life

    async def go() -> None:
        key = DeviceKey.make()
        await town.claim(await town.code(key), ONE)
        await town.stands(key)
        unpublished = await life.rename(ONE, "kiosk-999", SOIZIC)
        assert isinstance(unpublished, Denied)
        assert (unpublished.why, unpublished.device) == (Why.UNKNOWN_DEVICE, "kiosk-999")
        again = ((ONE, TWO), (ONE, TWO), (TWO, TWO))
        assert [await life.rename(old, new, SOIZIC) for old, new in again] == [True, False, False]
        state = await town.stands(key)
        assert state is not None
        assert state.grant is not None
        assert (state.grant.device, state.grant.number) == (TWO, 2)
        assert town.keyring(ONE) is None
        assert town.keyring(TWO) is not None
        assert [await life.retire(TWO, "Démonté", SOIZIC) for _ in range(2)] == [True, False]
        assert town.keyring(TWO) is None
        refused = await town.claim(await town.code(DeviceKey.make()), TWO, replace=True)
        assert isinstance(refused, Denied)
        assert (refused.why, refused.detail) == (Why.RETIRED, "Démonté")
        assert [await life.take_back(TWO, SOIZIC) for _ in range(2)] == [True, False]
        line = await life.one(TWO)
        assert line is not None
        assert line.state is EnrolmentState.NONE
        assert line.keys[0].why == "Démonté"
        assert [await life.revoke(ONE, "", SOIZIC) for _ in range(2)] == [False, False]

    asyncio.run(go())


def test_of_a_box_that_is_taken_away_nothing_is_wrong_any_more(town: Town) -> None:
    """What it reported last, and that it says nothing any more, rings nobody."""

    async def go() -> None:
        for number, take in enumerate((town.enrolling.life.revoke, town.enrolling.life.retire), start=1):
            key = DeviceKey.make()
            await town.claim(await town.code(key), ONE)
            await town.report(number, MACHINE)
            town.now += timedelta(hours=1)
            town.service.look_all()
            assert town.service.held[ONE].standing.state is State.SILENT
            await take(ONE, "Volée", SOIZIC)
            standing = town.service.held[ONE].standing
            assert (standing.state, standing.reasons) == (State.NOT_ENROLLED, ())

    asyncio.run(go())


def test_signed_settings_claim_once_in_their_time_and_a_free_id_alone(town: Town) -> None:
    async def go() -> None:
        given, box = ticket(town.world, ONE), DeviceKey.make()
        forged = given.replace("kiosk-001", "kiosk-002")
        assert isinstance(await town.ask(box, ticket=forged), Kept)
        mine = await town.ask(box, ticket=given)
        assert isinstance(mine, Held)
        assert mine.device == ONE
        assert town.keyring(ONE) is not None
        assert isinstance(await town.ask(box, ticket=given), Held), "its answer may have been lost"
        await town.enrolling.ground.look()
        assert (await town.report(1, MACHINE)).regrant, "also of a central that was started anew in between"
        assert isinstance(await town.ask(DeviceKey.make(), ticket=given), Kept)
        await town.enrolling.life.revoke(ONE, "", SOIZIC)
        assert isinstance(await town.ask(DeviceKey.make(), ticket=given), Kept), "a ticket is good once"
        late = ticket(town.world, TWO, timedelta(hours=1), nonce="1")
        town.now += timedelta(hours=1)
        assert isinstance(await town.ask(DeviceKey.make(), ticket=late), Kept)

    asyncio.run(go())


def test_a_key_on_two_machines_is_told_once_they_come_by_turns(town: Town) -> None:
    async def codes(*machines: str) -> set[str]:
        for machine in machines:
            sequences[machine] = sequences.get(machine, 0) + 1
            await town.report(sequences[machine], machine)
        reason = town.service.held[ONE].standing.reasons
        return {one.code for one in reason}

    sequences: dict[str, int] = {}

    async def go() -> None:
        await town.claim(await town.code(DeviceKey.make()), ONE)
        assert "cloned" not in await codes(MACHINE, MACHINE)
        assert "cloned" not in await codes(OTHER, OTHER), "a disk that moved is no copy"
        assert "cloned" in await codes(MACHINE)

    asyncio.run(go())


def test_turns_are_forgotten_after_an_hour() -> None:
    at, known = datetime(2026, 11, 26, tzinfo=UTC), Machines()
    for machine in (MACHINE, OTHER, MACHINE):
        at += timedelta(minutes=1)
        known = seen(known, machine, at)
    assert [reason.code for reason in by_turns(known)] == ["cloned"]
    assert not list(by_turns(seen(known, MACHINE, at + timedelta(minutes=61))))
    assert not list(by_turns(seen(Machines(), "", at)))


def test_right_secrets_at_once_lock_nobody_out_and_guesses_at_once_are_counted(town: Town) -> None:
    technicians = town.enrolling.technicians

    async def story() -> None:
        made = await technicians.make(NewTechnician(name="Yann"), SOIZIC)
        right = (technicians.by_secret(made.secret, "192.0.2.5") for _ in range(2 * TRIES))
        assert all(await asyncio.gather(*right))
        assert technicians.locked("192.0.2.5") is None
        guesses = [new_secret() for _ in range(TRIES)] + [made.secret]
        found = await asyncio.gather(*(technicians.by_secret(guess, "192.0.2.6") for guess in guesses))
        assert not any(found), "the sixth is no longer looked at"

    asyncio.run(story())


def test_a_technician_enters_for_so_long_and_a_session_is_theirs_alone(town: Town) -> None:
    technicians = town.enrolling.technicians

    async def go() -> None:
        made = await technicians.make(NewTechnician(name="Yann", valid_hours=1, most=2), SOIZIC)
        found = await technicians.by_secret(made.secret, "192.0.2.5")
        assert found is not None
        word, lasts = await technicians.sign_in(found, "192.0.2.5")
        assert lasts == 3600
        assert await technicians.by_session(word) == found
        for forged in ("", "a.b.c", word[:-1], found.id):
            assert await technicians.by_session(forged) is None
        copied, _ = await technicians.sign_in(found, "192.0.2.5")
        await technicians.sign_out(copied, "192.0.2.5")
        assert await technicians.by_session(copied) is None
        for _ in range(5):
            assert await technicians.by_secret("2222-2222-2222-2222", "192.0.2.6") is None
        assert technicians.locked("192.0.2.6")
        assert await technicians.by_secret(made.secret, "192.0.2.6") is None, "not even the right one"
        assert await technicians.by_secret(made.secret, "192.0.2.5") is not None
        town.now += timedelta(hours=1)
        assert await technicians.by_secret(made.secret, "192.0.2.5") is None
        assert await technicians.by_session(word) is None
        hand = Hand(name="Yann", token=found.id, is_technician=True)
        refused = await town.claim(await town.code(DeviceKey.make()), ONE, hand)
        assert isinstance(refused, Denied)
        assert refused.why is Why.BARRED

    asyncio.run(go())
