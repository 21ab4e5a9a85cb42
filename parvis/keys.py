"""`parvis keys`: the keys of a feed, made, listed and changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import typer

from parvis.console import GOOD, Voice, say, say_json
from parvis.one_block import OpeningError, in_one_block, now
from parvis.words import refusal, words
from playlists.errors import KeysError
from playlists.feed.publishing.authority import (
    Plan,
    Signatory,
    add_editor,
    create,
    remove_editor,
    rotate,
    signatories,
)
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.repository import ANCHOR, Repository, locked
from playlists.feed.tree import editor_role, is_name

PASSPHRASE = "PARVIS_PASSPHRASE"  # noqa: S105
"""The variable that holds the passphrase of the keys where nobody can type one."""
_Changed = tuple[dict[str, str], str]
"""What the feed's history says of a change, and what the person who made it is told."""


def init_keys(feed: Path, keys: Path, plan: Plan, voice: Voice) -> int:
    """Make the keys of a new feed, and the feed itself, empty."""

    def command() -> int:
        _require_names(plan.editors)
        passphrase = _new_passphrase(voice)
        once = msgspec.structs.replace(plan, editors=tuple(dict.fromkeys(plan.editors)))
        create(feed, Keyring(keys, lambda _: passphrase), once, now())
        say(voice.words("feed.keys-made", keys=str(keys), feed=str(feed), anchor=str(keys / ANCHOR)))
        return GOOD

    return in_one_block(voice, command)


def list_keys(feed: Path, keys: Path, voice: Voice, *, as_json: bool) -> int:
    """Tell who signs what, which of the keys are here, and until when what they signed is good."""

    def command() -> int:
        for row in signatories(open_feed(feed, keys), open_keyring(keys, voice)):
            if as_json:
                say_json(row)
            else:
                say(_told(row, voice))
        return GOOD

    return in_one_block(voice, command)


def rotate_key(feed: Path, keys: Path, name: str, voice: Voice) -> int:
    """Put a new key in the place of one; devices follow by themselves."""

    def change(repository: Repository, keyring: Keyring) -> _Changed:
        fresh = rotate(repository, keyring, name)
        return {"what": "rotated", "by": name}, voice.words("feed.key-rotated", old=name, new=fresh)

    return _change(feed, keys, voice, change)


def change_editor(feed: Path, keys: Path, editor: str, voice: Voice, *, leaves: bool) -> int:
    """Let an editor approve, or no more."""

    def change(repository: Repository, keyring: Keyring) -> _Changed:
        _require_names([editor])
        if leaves:
            remove_editor(repository, editor)
            return {"what": "editor removed", "by": editor}, voice.words("feed.editor-removed", editor=editor)
        fresh = add_editor(repository, keyring, editor)
        told = voice.words("feed.editor-added", editor=editor, key=fresh)
        return {"what": "editor added", "by": editor}, told

    return _change(feed, keys, voice, change)


def open_feed(feed: Path, keys: Path) -> Repository:
    """The feed in a folder, verified from the anchor that lies with the keys.

    Raises:
        OpeningError: there is no anchor, or no feed.
    """
    try:
        anchor = (keys / ANCHOR).read_bytes()
    except OSError as error:
        raise OpeningError(words("feed.no-anchor", file=str(keys / ANCHOR), cause=refusal(error))) from error
    if not feed.is_dir():
        raise OpeningError(words("feed.no-feed", feed=str(feed)))
    return Repository(feed, anchor)


def open_keyring(keys: Path, voice: Voice) -> Keyring:
    """The keys in a folder; the passphrase of each is asked for when it is needed, and tried on the next."""
    return Keyring(keys, _asking(voice))


def editor_of(keyring: Keyring, named: str | None, repository: Repository) -> str:
    """The editor who acts: the one that is named, or the only one whose key is here.

    Raises:
        OpeningError: none is named and none or several could be meant, or the feed knows no such editor.
    """
    editors = repository.chain.editors
    if named is not None:
        if named not in editors:
            raise OpeningError(words("feed.no-editor", editor=named, editors=", ".join(editors)))
        return named
    names, targets = keyring.names(), repository.chain.targets
    here = [
        editor
        for editor in editors
        if any(
            keyid in names and keyring.holds(names[keyid])
            for keyid in targets.get_delegated_role(editor_role(editor)).keyids
        )
    ]
    if len(here) != 1:
        raise OpeningError(words("feed.which-editor", editors=", ".join(editors)))
    return here[0]


def _change(feed: Path, keys: Path, voice: Voice, change: Callable[[Repository, Keyring], _Changed]) -> int:
    """Told only when it is signed and written: at that word people destroy keys."""

    def command() -> int:
        with locked(feed):
            repository, keyring = open_feed(feed, keys), open_keyring(keys, voice)
            try:
                publication, told = change(repository, keyring)
                repository.save(keyring, now(), publication)
            except (KeysError, OpeningError, typer.Abort):  # nothing was written: no feed names a new key
                keyring.unmake()
                raise
        say(told)
        return GOOD

    return in_one_block(voice, command)


def _require_names(editors: Sequence[str]) -> None:
    for editor in editors:
        if not is_name(editor):
            raise OpeningError(words("feed.bad-editor", editor=editor))


def _told(row: Signatory, voice: Voice) -> str:
    keys = ", ".join(name if name in row.private else f"({name})" for name in row.keys)
    until = f"{row.expires:%Y-%m-%d}" if row.expires else "-"
    return voice.words("feed.key-row", role=f"{row.role:<20}", keys=keys, needed=row.threshold, until=until)


def _new_passphrase(voice: Voice) -> bytes:
    said = os.environ.get(PASSPHRASE)
    if said is None:
        _require_someone()
        asked = voice.words("feed.new-passphrase")
        said = typer.prompt(
            asked, hide_input=True, confirmation_prompt=voice.words("feed.once-more"), err=True
        )
    return str(said).encode()


def _require_someone() -> None:
    """Raise `OpeningError` where nobody is there to type a passphrase."""
    if not sys.stdin.isatty():
        raise OpeningError(words("feed.no-passphrase", variable=PASSPHRASE))


def _asking(voice: Voice) -> Callable[[str], bytes]:
    known: dict[str, bytes] = {}

    def passphrase(name: str) -> bytes:
        said = os.environ.get(PASSPHRASE)
        if said is None and "" not in known:
            _require_someone()
            asked = voice.words("feed.passphrase", name=name)
            known[""] = str(
                typer.prompt(asked, hide_input=True, default="", show_default=False, err=True)
            ).encode()
        return known[""] if said is None else said.encode()

    return passphrase
