"""Where `parvis central` keeps what it has, and how a command of it gets there."""

from __future__ import annotations

import getpass
import os
import pwd
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from central.answers import Audit
from central.errors import StoreError
from central.store.engines import Database, in_a_line, is_damage
from central.store.store import Store
from parvis.console import FAILED, GOOD, Voice, complain
from parvis.words import SaidError, refusal, words


def store_url(data: Path, store: str | None) -> str:
    """Where the store of a folder lies, unless it lies elsewhere."""
    return store or f"sqlite:///{data / 'central.db'}"


def prepare_data(data: Path) -> None:
    """Make central's folder. Raises `SaidError`."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SaidError(words("central.no-data", folder=str(data), reason=refusal(error))) from error


def open_store(data: Path, store: str | None) -> Store:
    """The store. Raises `SaidError`."""
    prepare_data(data)
    url = store_url(data, store)
    try:
        return Store.open(url)
    except StoreError as error:
        raise no_store(url, error) from error


def no_store(url: str, error: StoreError) -> SaidError:
    """What is said where a store cannot be used; its password is not."""
    stranger = _of_another(url)
    if stranger:
        file, owner = stranger
        facts = {"file": str(file), "owner": owner, "user": _user(os.geteuid()), "folder": str(file.parent)}
        return SaidError(words("central.not-yours", **facts))
    code = "central.damaged" if is_damage(error) else "central.no-store"
    return SaidError(words(code, store=shown(url), reason=reason_of(error)))


def reason_of(error: StoreError) -> str:
    """Why a store cannot be used: what its database says, if that is it."""
    cause = error.__cause__
    return in_a_line(cause if cause is not None and getattr(cause, "orig", None) else error)


def shown(url: str) -> str:
    """The address of a store, without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.rpartition("@")[2]


def _of_another(url: str) -> tuple[Path, str] | None:
    """A file of a store that whoever runs this may not write, and whose it is."""
    with suppress(OSError, StoreError):
        file = Database(url).file
        for one in sorted(file.parent.glob(f"{file.name}*")) if file else ():
            if not os.access(one, os.R_OK | os.W_OK):
                return one, _user(one.stat().st_uid)
    return None


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def at_store(
    data: Path, store: str | None, work: Callable[[str], None], voice: Voice, *, makes: bool = True
) -> int:
    """Do a command's work at a store, by its address; what hinders it is said, and is failure (1).

    `makes` lets central's folder be made if it is missing.
    """
    url = store_url(data, store)
    try:
        if makes:
            prepare_data(data)
        work(url)
    except StoreError as error:
        complain(no_store(url, error).said.to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    return GOOD


def line_of(action: str, subject: str, detail: str = "") -> Audit:
    """The line of the audit log that tells what a command does, in the name of who runs it."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    who = f"{user} (parvis central)"
    return Audit(at=now(), who=who, address="", action=action, subject=subject, detail=detail)


def now() -> datetime:
    """The instant, by this machine's clock."""
    return datetime.now(UTC)
