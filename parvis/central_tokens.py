"""`parvis central token`: who may see and do what."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from central.access import LIMITS, Role, Token, line, mint
from central.errors import TokenError
from central.store import notes, outside
from central.store.notes import known_tokens
from parvis.central_store import at_store, line_of, now
from parvis.console import Voice, say, say_json
from parvis.words import SaidError, words


def add_token(data: Path, store: str | None, name: str, role: str, voice: Voice) -> int:
    """Make a token; its secret alone goes to standard output."""

    def made(connection: sa.Connection) -> str:
        if role not in tuple(Role):
            raise SaidError(words("central.no-role", role=role, roles=", ".join(Role)))
        try:
            token, secret = mint(name, Role(role), now())
        except TokenError as error:
            raise SaidError(words("central.bad-token", most=LIMITS.name_length)) from error
        notes.keep_token(connection, token)
        notes.note(connection, line_of("token", token.name, role))
        return secret

    return at_store(data, store, lambda url: say(outside.write(url, made)), voice)


def list_tokens(data: Path, store: str | None, voice: Voice, *, as_json: bool) -> int:
    """Tell all tokens."""

    def work(url: str) -> None:
        for token in outside.write(url, known_tokens):
            if as_json:
                say_json(line(token))
            else:
                say(_told(token, voice))

    return at_store(data, store, work, voice)


def revoke_token(data: Path, store: str | None, token_id: str, voice: Voice) -> int:
    """Let a token count no more."""

    def revoked(connection: sa.Connection) -> str:
        found = next((one for one in known_tokens(connection) if one.id == token_id), None)
        if found is None:
            raise SaidError(words("central.no-token", id=token_id))
        if found.revoked is None:
            notes.revoke_token(connection, token_id, now())
            notes.note(connection, line_of("revoke", found.name))
        return voice.words("central.revoked", name=found.name)

    return at_store(data, store, lambda url: say(outside.write(url, revoked)), voice)


def _told(token: Token, voice: Voice) -> str:
    state = "revoked" if token.revoked else "used" if token.used else "unused"
    last = token.revoked or token.used or token.made
    told = voice.words(f"central.token-{state}", at=f"{last:%Y-%m-%d %H:%M}Z")
    return f"{token.id}  {token.role:<8} {token.name}  ({told})"
