"""Who may ask and do what: tokens with a role, sessions of a browser, and how often anybody may ask.

A token is long and random, so its SHA-256 is enough to know it by, and is all that is kept. A session ends
with the token that it was begun with.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import msgspec

from central.answers import Audit
from central.errors import StoreError, TokenError
from central.sessions import Session, Sessions


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Rates are requests a second, bursts what may come at once, the rest numbers, spans and letters."""

    token_rate: float = 20.0
    token_burst: int = 200
    address_rate: float = 50.0
    address_burst: int = 500
    failed_rate: float = 0.2
    failed_burst: int = 10
    paced_keys: int = 10_000
    session: timedelta = timedelta(hours=12)
    fresh: timedelta = timedelta(seconds=5)
    used_every: timedelta = timedelta(minutes=1)
    tokens: int = 1_000
    name_length: int = 80


LIMITS = Limits()
PREFIX = "parvis_"
"""What every token begins with, so that one that leaked is found by those who look for secrets."""


class Role(StrEnum):
    """What a token may: each may all that the one before it may."""

    VIEW = "view"
    OPERATE = "operate"
    ADMIN = "admin"

    def may(self, wanted: Role) -> bool:
        """Whether this is enough for what wants `wanted`."""
        ranks = tuple(Role)
        return ranks.index(self) >= ranks.index(wanted)


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it is kept: `digest` is the SHA-256 of its secret, in hexadecimal."""

    id: str
    name: str
    role: Role
    digest: str
    made: datetime
    used: datetime | None = None
    revoked: datetime | None = None


class TokenLine(msgspec.Struct, frozen=True, kw_only=True):
    """A token, as far as it is told: neither its secret nor what that is known by."""

    id: str
    name: str
    role: Role
    made: datetime
    used: datetime | None = None
    revoked: datetime | None = None


def line(token: Token) -> TokenLine:
    """A token as it is told."""
    return msgspec.convert(token, TokenLine, from_attributes=True)


class TokenKeeper(Protocol):
    """Where tokens are kept."""

    async def tokens(self) -> tuple[Token, ...]:
        """All of them, revoked ones too."""
        ...

    async def keep(self, token: Token, entry: Audit) -> None:
        """Keep a new token, with the line of the audit log that tells of it."""
        ...

    async def use(self, id_: str, at: datetime) -> None:
        """Note when a token was used last, and nothing else of it."""
        ...

    async def revoke(self, id_: str, at: datetime, entry: Audit) -> None:
        """A token is revoked, if it was not before, and the audit log has a line of it."""
        ...


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the token's id and name, its role, whether a browser's cookie said so, and its session.

    Whoever only `looks` came in while nothing could be written.
    """

    id: str
    name: str
    role: Role
    cookie: bool = False
    session: str = ""
    looks: bool = False


def mint(name: str, role: Role, at: datetime) -> tuple[Token, str]:
    """A new token and its secret, which is told this once. Raises `TokenError`."""
    if not name.strip() or len(name) > LIMITS.name_length or not name.isprintable():
        raise TokenError(f"a token has a name of 1 to {LIMITS.name_length} letters")
    secret = PREFIX + secrets.token_urlsafe(32)
    kept = Token(id=secrets.token_hex(6), name=name.strip(), role=role, digest=digest(secret), made=at)
    return kept, secret


def digest(secret: str) -> str:
    """What a secret is known by."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Pace:
    """How often each key may: a bucket that fills at `rate` a second up to `burst`; old ones drop out."""

    def __init__(self, rate: float, burst: int, keys: int) -> None:
        self._rate, self._burst, self._keys = rate, burst, keys
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def wait_s(self, key: str, at: datetime) -> float:
        """The seconds until this key may; 0 where it may now, which then counts."""
        left = self._now(key, at)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, at)
        self._left.move_to_end(key)
        while len(self._left) > self._keys:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate

    def full(self, key: str, at: datetime) -> float:
        """The seconds until this key may, without counting."""
        return max(0.0, (1 - self._now(key, at)) / self._rate)

    def _now(self, key: str, at: datetime) -> float:
        left, since = self._left.get(key, (float(self._burst), at))
        return min(float(self._burst), left + max(0.0, (at - since).total_seconds()) * self._rate)


class Access:
    """Tells who asks, by a token, or by a session of a browser."""

    def __init__(
        self,
        keeper: TokenKeeper,
        sessions: Sessions,
        clock: Callable[[], datetime],
        limits: Limits = LIMITS,
    ) -> None:
        self._keeper, self._sessions, self._clock, self._limits = keeper, sessions, clock, limits
        self._by_digest: dict[str, Token] = {}
        self._by_id: dict[str, Token] = {}
        self._loaded: datetime | None = None
        self._token_pace = Pace(limits.token_rate, limits.token_burst, limits.paced_keys)
        self._address_pace = Pace(limits.address_rate, limits.address_burst, limits.paced_keys)
        self._failed_pace = Pace(limits.failed_rate, limits.failed_burst, limits.paced_keys)

    async def by_secret(self, secret: str) -> Who | None:
        """Who holds a token, None where nobody does."""
        await self._fresh()
        wanted = digest(secret)
        token = self._by_digest.get(wanted)
        if token is None or not hmac.compare_digest(token.digest, wanted):
            return None
        return await self._used(token)

    async def by_session(self, word: str) -> Who | None:
        """Who holds a session, None where it is over or is none."""
        session = await self._sessions.of(word)
        if session is None:
            return None
        await self._fresh()
        token = self._by_id.get(session.holder)
        return await self._used(token, session) if token else None

    async def lasts(self, who: Who) -> bool:
        """Whether somebody who came in may stay: the token is not revoked, the session not over."""
        await self._fresh()
        token = self._by_id.get(who.id)
        in_time = not who.session or self._sessions.lasts(who.session)
        return in_time and token is not None and token.revoked is None

    async def sign_in(self, who: Who, entry: Audit) -> str:
        """The word for a browser's cookie, good for `Limits.session`, or until it signs out."""
        return await self._sessions.begin(who.id, self._clock() + self._limits.session, entry)

    async def sign_out(self, word: str, address: str) -> None:
        """A browser's session is over, and with it all that it opened."""
        session, who = await self._sessions.of(word), await self.by_session(word)
        if session and who:
            entry = Audit(
                at=self._clock(), who=who.name, address=address, action="sign_out", subject=who.name
            )
            await self._sessions.end(session, entry)

    async def tokens(self) -> tuple[Token, ...]:
        """All tokens, the newest first."""
        await self._load()
        return tuple(sorted(self._by_id.values(), key=lambda token: token.made, reverse=True))

    async def make(self, name: str, role: Role, entry: Audit) -> tuple[Token, str]:
        """A new token and its secret, which is told this once. Raises `TokenError`.

        `entry` is the line of the audit log, but for the token's name.
        """
        token, secret = mint(name, role, self._clock())
        if sum(token.revoked is None for token in await self.tokens()) >= self._limits.tokens:
            raise TokenError(f"there are {self._limits.tokens} tokens already")
        await self._keeper.keep(token, msgspec.structs.replace(entry, subject=token.name))
        return self._hold(token), secret

    async def revoke(self, id_: str, entry: Audit) -> Token | None:
        """A token is good no more from now on; None where there is none.

        `entry` is the line of the audit log, but for the token's name.
        """
        await self._load()
        token = self._by_id.get(id_)
        if token and token.revoked is None:
            at = self._clock()
            await self._keeper.revoke(id_, at, msgspec.structs.replace(entry, subject=token.name))
            token = self._hold(msgspec.structs.replace(token, revoked=at))
        return token

    def wait_s(self, who: Who | None, address: str) -> float:
        """The seconds until somebody may ask again; 0 where they may now, which then counts."""
        at = self._clock()
        if late := self._address_pace.wait_s(address, at):
            return late
        return self._token_pace.wait_s(who.id, at) if who else 0.0

    def shut_out_s(self, address: str) -> float:
        """The seconds for which an address that failed too often is not told whether a token is one.

        Whoever holds a token is let in all the same: one bad program shuts out nobody behind its address.
        """
        return self._failed_pace.full(address, self._clock())

    def failed(self, address: str) -> None:
        """Somebody came with a token that is none."""
        self._failed_pace.wait_s(address, self._clock())

    async def _used(self, token: Token, session: Session | None = None) -> Who | None:
        if token.revoked:
            return None
        at = self._clock()
        if token.used is None or at - token.used >= self._limits.used_every:
            self._hold(msgspec.structs.replace(token, used=at))
            with suppress(StoreError):  # who looks waits for no disk that takes nothing
                await self._keeper.use(token.id, at)
        who = Who(id=token.id, name=token.name, role=token.role)
        if session:
            who = msgspec.structs.replace(who, cookie=True, session=session.digest, looks=not session.noted)
        return msgspec.structs.replace(who, role=Role.VIEW) if who.looks else who

    def _hold(self, token: Token) -> Token:
        self._by_id[token.id] = self._by_digest[token.digest] = token
        return token

    async def _fresh(self) -> None:
        if self._loaded is None or self._clock() - self._loaded >= self._limits.fresh:
            await self._load()

    async def _load(self) -> None:
        """Read the tokens anew. What was revoked here stays so: the reading may be of the instant before."""
        found = [self._as_known(token) for token in await self._keeper.tokens()]
        self._by_id = {token.id: token for token in found}
        self._by_digest = {token.digest: token for token in found}
        self._loaded = self._clock()

    def _as_known(self, token: Token) -> Token:
        known = self._by_id.get(token.id)
        revoked = token.revoked or (known.revoked if known else None)
        return token if revoked == token.revoked else msgspec.structs.replace(token, revoked=revoked)
