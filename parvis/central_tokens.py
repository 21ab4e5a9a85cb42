"""`parvis central token`: who may see and do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from central.access import Role, Token, TokenError, mint
from central.errors import StoreError
from central.store import outside
from central.store.notes import keep_token, known_tokens
from parvis.central_parts import no_store, now, prepare_data, store_url
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.words import SaidError, words

T = TypeVar("T")


class TokenLine(msgspec.Struct, frozen=True, kw_only=True):
    """One token as it is told: never its secret, which nobody keeps."""

    id: str
    name: str
    role: Role
    made: datetime
    used: datetime | None
    revoked: datetime | None


def add_token(data: Path, store: str | None, name: str, role: str, voice: Voice) -> int:
    """Make a token; its secret alone goes to standard output."""

    def work(connection: sa.Connection) -> str:
        if role not in tuple(Role):
            raise SaidError(words("central.no-role", role=role, roles=", ".join(Role)))
        token, secret = mint(name, Role(role), now())
        keep_token(connection, token)
        return secret

    return _at_store(data, store, work, say, voice)


def list_tokens(data: Path, store: str | None, voice: Voice, *, as_json: bool) -> int:
    """Tell all tokens."""

    def tell(tokens: tuple[Token, ...]) -> None:
        for one in tokens:
            line = TokenLine(
                id=one.id, name=one.name, role=one.role, made=one.made, used=one.used, revoked=one.revoked
            )
            if as_json:
                say_json(line)
                continue
            state = "revoked" if one.revoked else "used" if one.used else "unused"
            last = one.revoked or one.used or one.made
            told = voice.words(f"central.token-{state}", at=f"{last:%Y-%m-%d %H:%M}Z")
            say(f"{one.id}  {one.role:<8} {one.name}  ({told})")

    return _at_store(data, store, known_tokens, tell, voice)


def revoke_token(data: Path, store: str | None, token_id: str, voice: Voice) -> int:
    """Let a token count no more."""

    def work(connection: sa.Connection) -> str:
        found = next((one for one in known_tokens(connection) if one.id == token_id), None)
        if found is None:
            raise SaidError(words("central.no-token", id=token_id))
        keep_token(connection, msgspec.structs.replace(found, revoked=found.revoked or now()))
        return voice.words("central.revoked", name=found.name)

    return _at_store(data, store, work, say, voice)


def _at_store(
    data: Path,
    store: str | None,
    work: Callable[[sa.Connection], T],
    tell: Callable[[T], None],
    voice: Voice,
) -> int:
    url = store_url(data, store)
    try:
        prepare_data(data)
        tell(outside.write(url, work))
    except StoreError as error:
        complain(no_store(url, error).said.to(voice.language))
        return FAILED
    except TokenError as error:
        complain(words("central.bad-token", reason=str(error)).to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    return GOOD
