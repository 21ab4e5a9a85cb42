"""`parvis central enrol`, `migrate` and `backup`: looking after what central keeps."""

from __future__ import annotations

from pathlib import Path

from central.errors import StoreError
from central.store import outside
from central.store.backup import back_up
from central.store.keys import enrol
from central.store.moving import move
from device_profiles.errors import IdentityError
from parvis.central_parts import no_store, now, prepare_data, store_url
from parvis.console import FAILED, GOOD, Voice, complain, say
from parvis.words import SaidError, refusal, words


def enrol_device(data: Path, store: str | None, device: str, key: str | None, voice: Voice) -> int:
    """Set the key of a device, or take it away."""
    url = store_url(data, store)
    try:
        prepare_data(data)
        outside.write(url, lambda connection: enrol(connection, device, key, now()))
    except IdentityError as error:
        complain(words("central.bad-key", reason=str(error)).to(voice.language))
        return FAILED
    except StoreError as error:
        complain(no_store(url, error).said.to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    say(voice.words("central.struck" if key is None else "central.enrolled", device=device))
    return GOOD


def back_up_store(data: Path, store: str | None, to: Path, voice: Voice) -> int:
    """Copy a store into a file."""
    url = store_url(data, store)
    try:
        back_up(url, to)
    except StoreError as error:
        complain(words("central.no-backup", reason=str(error).partition("\n")[0]).to(voice.language))
        return FAILED
    except OSError as error:
        complain(words("central.no-backup", reason=refusal(error)).to(voice.language))
        return FAILED
    say(voice.words("central.backed-up", file=str(to)))
    return GOOD


def migrate_store(data: Path, store: str | None, voice: Voice) -> int:
    """Bring a store to this program's version."""
    url = store_url(data, store)
    try:
        prepare_data(data)
        before, after = outside.migrate(url)
    except StoreError as error:
        complain(no_store(url, error).said.to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    code = "central.fresh" if before == 0 else "central.current" if before == after else "central.migrated"
    say(voice.words(code, before=before, after=after))
    return GOOD


def move_store(data: Path, store: str | None, target: str, voice: Voice) -> int:
    """Copy a store into an empty database."""
    url = store_url(data, store)

    def told(table: str, rows: int) -> None:
        if rows:
            say(f"  {table:<20} {rows:>12}")

    try:
        prepare_data(data)
        rows = move(url, target, told)
    except StoreError as error:
        complain(no_store(target, error).said.to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    say(voice.words("central.moved", rows=rows))
    return GOOD
