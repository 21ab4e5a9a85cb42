"""`parvis central enrol`, `backup`, `salvage`, `migrate` and `move`: looking after what central keeps."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from central.errors import RetiredError, StoreError
from central.store import outside
from central.store.backup import back_up
from central.store.engines import Database
from central.store.enrolments import How
from central.store.keys import enrol
from central.store.moving import move
from central.store.notes import note
from central.store.salvage import salvage
from device_profiles.errors import IdentityError
from parvis.central_store import at_store, line_of, now, reason_of, shown
from parvis.console import Voice, say
from parvis.words import SaidError, refusal, words


def enrol_device(data: Path, store: str | None, device: str, key: str | None, voice: Voice) -> int:
    """Set the key of a device, or take it away."""

    def enrolled(connection: sa.Connection) -> None:
        entry = line_of("expel" if key is None else "enrol", device, key or "")
        enrol(connection, device, key, now(), How(by=entry.who))
        note(connection, entry)

    def work(url: str) -> None:
        try:
            outside.write(url, enrolled)
        except IdentityError as error:
            raise SaidError(words("central.bad-key", reason=str(error))) from error
        except RetiredError as error:
            raise SaidError(words("central.retired", device=device)) from error
        say(voice.words("central.struck" if key is None else "central.enrolled", device=device))

    return at_store(data, store, work, voice)


def back_up_store(data: Path, store: str | None, to: Path, voice: Voice) -> int:
    """Copy a store into a file."""

    def work(url: str) -> None:
        if to.exists():
            raise SaidError(words("central.backup-there", file=str(to)))
        file = Database(url).file
        if file is not None and not file.exists():
            raise SaidError(words("central.nothing-kept", folder=str(file.parent)))
        try:
            back_up(url, to)
        except StoreError as error:
            reason = str(error).partition("\n")[0]
            raise SaidError(words("central.no-backup", file=str(to), reason=reason)) from error
        except OSError as error:
            raise SaidError(words("central.no-backup", file=str(to), reason=refusal(error))) from error
        say(voice.words("central.backed-up", file=str(to)))

    return at_store(data, store, work, voice, makes=False)


def salvage_store(data: Path, store: str | None, to: Path, voice: Voice) -> int:
    """Copy what can be read of a damaged store into a new file."""

    def told(table: str, rows: int, whole: bool) -> None:
        if rows or not whole:
            say(f"  {table:<20} {rows:>12}  {'' if whole else voice.words('central.not-whole')}".rstrip())

    def work(url: str) -> None:
        whole = salvage(url, to, told)
        say(voice.words("central.salvaged" if whole else "central.salvaged-in-part", file=str(to)))

    return at_store(data, store, work, voice, makes=False)


def migrate_store(data: Path, store: str | None, voice: Voice) -> int:
    """Bring a store to this program's version."""

    def work(url: str) -> None:
        before, after = outside.migrate(url)
        code = (
            "central.fresh" if before == 0 else "central.current" if before == after else "central.migrated"
        )
        say(voice.words(code, before=before, after=after))

    return at_store(data, store, work, voice)


def move_store(data: Path, store: str | None, target: str, voice: Voice) -> int:
    """Copy a store into an empty database."""

    def told(table: str, rows: int) -> None:
        if rows:
            say(f"  {table:<20} {rows:>12}")

    def work(url: str) -> None:
        try:
            rows = move(url, target, told)
        except StoreError as error:
            facts = {"store": shown(url), "target": shown(target)}
            raise SaidError(words("central.no-move", reason=reason_of(error), **facts)) from error
        say(voice.words("central.moved", rows=rows))

    return at_store(data, store, work, voice)
