"""Tokens, sessions and pace: who enters, for how long, how often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from city_client import Clock
from kept_tokens import KeptTokens
from standing_city import NOW

from central.access import LIMITS, Access, Limits, Pace, Role, Token, Who, digest, mint
from central.answers import Audit
from central.errors import StoreError, TokenError
from central.sessions import MOST, Sessions

LINE = Audit(at=NOW, who="Anne", address="10.0.0.1", action="revoke", subject="")


def over(keeper: KeptTokens, clock: Clock, limits: Limits = LIMITS) -> Access:
    return Access(keeper, Sessions(keeper, clock), clock, limits)


def access(clock: Clock, *roles: Role, limits: Limits = LIMITS) -> tuple[Access, KeptTokens, list[str]]:
    made = [mint(role, role, NOW) for role in roles]
    keeper = KeptTokens(*(token for token, _ in made))
    return over(keeper, clock, limits), keeper, [secret for _, secret in made]


def admitted(clock: Clock, role: Role) -> tuple[Access, KeptTokens, str, Who]:
    """Somebody of a role who has come in by a token: it, and the secret of that."""
    held, keeper, (secret,) = access(clock, role)
    who = asyncio.run(held.by_secret(secret))
    assert who is not None
    return held, keeper, secret, who


def test_a_role_may_all_that_the_one_before_it_may() -> None:
    allowed = {(role, wanted) for role in Role for wanted in Role if role.may(wanted)}
    assert allowed == {
        (Role.VIEW, Role.VIEW),
        *((Role.OPERATE, wanted) for wanted in (Role.VIEW, Role.OPERATE)),
        *((Role.ADMIN, wanted) for wanted in Role),
    }


def test_a_token_is_kept_as_its_digest_and_never_repeated() -> None:
    (first, secret), (second, other) = mint("Anne", Role.VIEW, NOW), mint("Anne", Role.VIEW, NOW)
    assert secret not in str(first)
    assert first.digest == digest(secret) != second.digest == digest(other)
    assert len(secret) > 40


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "two\nlines", "\x00"])
def test_a_name_that_cannot_be_read_makes_no_token(name: str) -> None:
    with pytest.raises(TokenError):
        mint(name, Role.VIEW, NOW)


def test_who_holds_a_token_is_told_and_when_it_was_used() -> None:
    clock = Clock()
    held, keeper, secret, who = admitted(clock, Role.OPERATE)
    assert (who.name, who.role, who.cookie) == ("operate", Role.OPERATE, False)
    clock.move(seconds=30)
    asyncio.run(held.by_secret(secret))
    assert asyncio.run(keeper.tokens())[0].used == NOW, "kept once a minute, not each time"
    clock.move(minutes=1)
    asyncio.run(held.by_secret(secret))
    assert asyncio.run(keeper.tokens())[0].used == clock.now


@pytest.mark.parametrize("secret", ["", "parvis_", "parvis_x", "é\ud800", "a" * 10_000])
def test_nobody_holds_what_is_no_token(secret: str) -> None:
    held, _, _ = access(Clock(), Role.VIEW)
    assert asyncio.run(held.by_secret(secret)) is None


def test_a_revoked_token_is_good_for_nothing_nor_its_sessions() -> None:
    held, keeper, (secret,) = access(Clock(), Role.ADMIN)
    who = asyncio.run(held.by_secret(secret))
    assert who is not None
    word = asyncio.run(held.sign_in(who, LINE))
    asyncio.run(held.revoke(who.id, LINE))
    assert asyncio.run(held.by_secret(secret)) is None
    assert asyncio.run(held.by_session(word)) is None
    assert asyncio.run(keeper.tokens())[0].revoked == NOW
    assert asyncio.run(held.revoke("nobody", LINE)) is None


def test_a_token_that_was_revoked_elsewhere_is_out_within_seconds() -> None:
    clock = Clock()
    held, keeper, (secret,) = access(clock, Role.VIEW)
    assert asyncio.run(held.by_secret(secret))
    other = over(keeper, clock)
    asyncio.run(other.revoke(asyncio.run(keeper.tokens())[0].id, LINE))
    clock.move(seconds=LIMITS.fresh.total_seconds())
    assert asyncio.run(held.by_secret(secret)) is None


def test_a_use_that_is_noted_does_not_undo_what_was_revoked_elsewhere() -> None:
    clock = Clock()
    held, keeper, secret, who = admitted(clock, Role.ADMIN)
    clock.move(minutes=1)
    asyncio.run(held.tokens())
    asyncio.run(keeper.revoke(who.id, clock.now, LINE))
    assert asyncio.run(held.by_secret(secret)), "it is not known yet, and the use is noted"
    assert asyncio.run(keeper.tokens())[0].revoked == clock.now
    clock.move(seconds=LIMITS.fresh.total_seconds())
    assert asyncio.run(held.by_secret(secret)) is None


def test_a_reading_of_the_instant_before_does_not_undo_what_was_revoked_here() -> None:
    clock = Clock()
    held, keeper, secret, who = admitted(clock, Role.ADMIN)
    read = asyncio.run(keeper.tokens())
    asyncio.run(held.revoke(who.id, LINE))

    async def before() -> tuple[Token, ...]:
        return read

    keeper.tokens = before  # type: ignore[method-assign]
    clock.move(seconds=LIMITS.fresh.total_seconds())
    assert asyncio.run(held.by_secret(secret)) is None


def test_what_the_disk_refuses_to_do_to_a_token_is_not_done_and_can_be_done_again() -> None:
    held, keeper, _, who = admitted(Clock(), Role.ADMIN)
    given = keeper.keep, keeper.revoke

    async def full(*_: object) -> None:
        raise StoreError("the disk is full")

    keeper.keep, keeper.revoke = full, full  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreError):
        asyncio.run(held.make("Loïc", Role.VIEW, LINE))
    with pytest.raises(StoreError):
        asyncio.run(held.revoke(who.id, LINE))
    assert [token.revoked for token in asyncio.run(held.tokens())] == [None]
    keeper.keep, keeper.revoke = given  # type: ignore[method-assign]
    asyncio.run(held.revoke(who.id, LINE))
    assert asyncio.run(keeper.tokens())[0].revoked == NOW


def test_a_disk_that_takes_nothing_keeps_nobody_from_looking() -> None:
    clock = Clock()
    held, keeper, secret, _ = admitted(clock, Role.VIEW)

    async def full(*_: object) -> None:
        raise StoreError("the disk is full")

    keeper.use = full  # type: ignore[method-assign, assignment]
    clock.move(minutes=2)
    assert asyncio.run(held.by_secret(secret))


def test_a_session_ends_and_cannot_be_written_by_others() -> None:
    clock = Clock()
    held, keeper, _, who = admitted(clock, Role.VIEW)
    word = asyncio.run(held.sign_in(who, LINE))
    found = asyncio.run(held.by_session(word))
    assert found is not None
    assert found.cookie
    assert asyncio.run(over(keeper, clock).by_session(word)), "it holds after a restart"
    assert word not in str(keeper.kept), "central's disk tells no word"
    (kept,) = keeper.kept
    for forged in ("", ".", word[:-1], f"{word}é", "é\ud800", kept, who.id):
        assert asyncio.run(held.by_session(forged)) is None
    clock.now = NOW + LIMITS.session
    assert asyncio.run(held.by_session(word)) is None
    asyncio.run(held.sign_in(who, LINE))
    assert kept not in keeper.kept, "what is over makes room"


def test_who_signs_out_is_out_with_every_copy_of_the_cookie_and_nobody_else_is() -> None:
    clock = Clock()
    held, keeper, _, who = admitted(clock, Role.VIEW)
    mine, other = (asyncio.run(held.sign_in(who, LINE)) for _ in range(2))
    seen = asyncio.run(held.by_session(mine))
    assert seen is not None
    assert asyncio.run(held.lasts(seen))
    asyncio.run(held.sign_out(mine, "10.0.0.1"))
    assert asyncio.run(held.by_session(mine)) is None
    assert not asyncio.run(held.lasts(seen)), "nor does what it opened"
    assert asyncio.run(over(keeper, clock).by_session(mine)) is None, "nor after a restart"
    assert asyncio.run(held.by_session(other))
    asyncio.run(held.sign_out(mine, "10.0.0.1"))
    asyncio.run(held.sign_out("nothing", "10.0.0.1"))


def test_with_one_token_so_many_are_signed_in_and_the_earliest_are_out() -> None:
    clock = Clock()
    held, keeper, _, who = admitted(clock, Role.VIEW)
    words = []
    for _ in range(MOST + 2):
        words.append(asyncio.run(held.sign_in(who, LINE)))
        clock.move(seconds=1)
    good = [asyncio.run(held.by_session(word)) is not None for word in words]
    assert good == [False] * 2 + [True] * MOST
    assert len(keeper.kept) == MOST


def test_who_cannot_be_signed_out_on_the_disk_is_told_so_and_stays_in() -> None:
    clock = Clock()
    held, keeper, _, who = admitted(clock, Role.VIEW)
    word = asyncio.run(held.sign_in(who, LINE))

    async def full(*_: object) -> None:
        raise StoreError("the disk is full")

    keeper.end_session = full  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreError):
        asyncio.run(held.sign_out(word, "10.0.0.1"))
    assert asyncio.run(held.by_session(word))


def test_who_signs_in_while_nothing_can_be_written_may_look_and_no_more(
    expect_log: Callable[[str], None],
) -> None:
    clock = Clock()
    held, keeper, _, who = admitted(clock, Role.ADMIN)

    async def full(*_: object) -> None:
        raise StoreError("the disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeper, "begin_session", full)
        expect_log("Anne signs in from 10.0.0.1, to look only: the disk is full")
        word = asyncio.run(held.sign_in(who, LINE))
        patch.setattr(keeper, "end_session", full)
        other = asyncio.run(held.sign_in(who, LINE))
        asyncio.run(held.sign_out(other, "10.0.0.1"))
    found = asyncio.run(held.by_session(word))
    assert found is not None
    assert (found.role, found.looks, asyncio.run(held.lasts(found))) == (Role.VIEW, True, True)
    assert asyncio.run(held.by_session(other)) is None, "signing out needs no disk then"
    assert asyncio.run(over(keeper, clock).by_session(word)) is None, "nor does it last beyond the process"
    again = asyncio.run(held.by_session(asyncio.run(held.sign_in(who, LINE))))
    assert again is not None
    assert (again.role, again.looks) == (Role.ADMIN, False)


def test_there_are_tokens_enough_at_some_time_but_not_for_those_that_were_revoked() -> None:
    held, _, _ = access(Clock(), Role.ADMIN, limits=Limits(tokens=2))
    more, _ = asyncio.run(held.make("one more", Role.VIEW, LINE))
    with pytest.raises(TokenError):
        asyncio.run(held.make("too many", Role.VIEW, LINE))
    asyncio.run(held.revoke(more.id, LINE))
    asyncio.run(held.make("another", Role.VIEW, LINE))


def test_a_bucket_gives_what_is_in_it_and_fills_with_time() -> None:
    pace = Pace(2.0, 3, 10)
    assert [pace.wait_s("a", NOW) for _ in range(4)] == [0, 0, 0, 0.5]
    assert pace.wait_s("b", NOW) == 0, "others are not held up"
    assert pace.wait_s("a", NOW + timedelta(seconds=0.5)) == 0
    assert pace.wait_s("a", NOW + timedelta(seconds=0.5)) > 0


def test_a_bucket_for_everybody_who_ever_came_is_not_kept() -> None:
    pace = Pace(1.0, 1, 100)
    for number in range(1000):
        pace.wait_s(str(number), NOW)
    assert len(pace._left) == 100


def test_an_address_that_fails_again_and_again_is_not_listened_to() -> None:
    clock = Clock()
    held, _, _ = access(clock, Role.VIEW)
    for _ in range(LIMITS.failed_burst):
        assert held.shut_out_s("10.0.0.1") == 0
        held.failed("10.0.0.1")
    assert held.shut_out_s("10.0.0.1") > 0
    assert held.shut_out_s("10.0.0.2") == 0
    clock.move(seconds=1 / LIMITS.failed_rate)
    assert held.shut_out_s("10.0.0.1") == 0
