"""`parvis publish`: from the editor's folder to the signed feed."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from parvis.console import GOOD, Voice, complain, say, say_json
from parvis.keys import editor_of, open_feed, open_keyring
from parvis.one_block import OpeningError, in_one_block, now
from parvis.opening import Opened, open_library, open_workspace, prepared
from parvis.pictures import drawn
from parvis.settings import cache_folder
from parvis.words import words
from playlists.compile.kept import recall, remember
from playlists.feed.publishing.edition import DeviceChange, ScreenChange
from playlists.feed.publishing.publish import Edit, copy_objects, publish, think, unlock
from playlists.feed.publishing.repository import locked
from playlists.media.library import Library
from playlists.media.store import Store
from playlists.program import Program
from playlists.workspace.check import check
from playlists.workspace.problems import Severity

_NAMED = 12
_TRIES = 5
"""So often is an edition thought out anew because others published meanwhile."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: which folder into which feed, with which keys, as whom, from when."""

    workspace: Path
    feed: Path
    keys: Path
    editor: str | None
    effective_from: str | None
    dry_run: bool
    as_json: bool


def publish_workspace(order: Order, voice: Voice) -> int:
    """Check, prepare, tell what changes on which screens, and unless it is a dry run sign and write it."""
    gc.disable()  # millions of values that live to the end: looking for garbage among them took a quarter
    return in_one_block(voice, lambda: _publish(order, voice))


def _publish(order: Order, voice: Voice) -> int:
    """Nobody else waits while media are prepared and copied, or a passphrase is typed: only at the end."""
    opened = open_workspace(order.workspace, voice)
    repository, keyring = open_feed(order.feed, order.keys), open_keyring(order.keys, voice)
    editor = editor_of(keyring, order.editor, repository)
    with open_library(order.workspace) as library:
        programs = _checked(opened, library, order.workspace, voice)
        at = now()
        begins = opened.instant(order.effective_from, at)
        source = Store(library.objects)
        album = drawn(programs.values(), source, voice)

        def thought() -> Edit:
            edit = think(repository, programs, source, editor, effective_from=begins, now=at, album=album)
            if edit.lost:
                named = ", ".join(edit.lost[:_NAMED])
                complain(voice.words("feed.lost", count=len(edit.lost), devices=named))
            _tell(edit, voice, as_json=order.as_json)
            return edit

        edit = thought()
        if order.dry_run:
            return GOOD
        with voice.progress("feed.copying", len(edit.packed.objects)) as copied:
            copy_objects(edit, source, order.feed, copied)
        for _ in range(_TRIES):
            unlock(repository, edit, keyring)
            with locked(order.feed):
                if not repository.is_overtaken:
                    changed = publish(repository, edit, source, keyring, now=at)
                    break
            # Somebody else published meanwhile: what changes is another thing now.
            repository, at = open_feed(order.feed, order.keys), now()
            edit = thought()
        else:
            raise OpeningError(words("feed.overtaken", feed=str(order.feed), count=_TRIES))
        if not order.as_json:
            _tell_outcome(edit, voice, changed=changed)
    return GOOD


def _checked(opened: Opened, library: Library, folder: Path, voice: Voice) -> dict[str, Program]:
    """The programs of all devices, their media prepared. Raises `OpeningError` where `check` finds errors."""
    from player.touch.proof import feeling

    typesetter = recall(cache_folder())
    programs = prepared(opened.workspace, opened.devices([]), library, voice, typesetter)
    at, shelf = now(), library.prepared()
    problems = check(opened.loaded, today=at, shelf=shelf, typesetter=typesetter, feel=feeling(at))
    remember(cache_folder(), typesetter)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        voice.complain_of(error for error in errors if error not in opened.loaded.problems)
        raise OpeningError(words("feed.not-published", folder=str(folder)))
    return programs


def _tell(edit: Edit, voice: Voice, *, as_json: bool) -> None:
    if as_json:
        for change in edit.changes:
            say_json(change)
        return
    for devices, change in _grouped(edit.changes):
        say(devices)
        for line in _lines(change, voice):
            say(f"  {line}")


def _grouped(changes: Iterable[DeviceChange]) -> Iterator[tuple[str, DeviceChange]]:
    """The same change on several devices is told once."""
    alike: dict[bytes, list[DeviceChange]] = defaultdict(list)
    for change in changes:
        alike[msgspec.json.encode(msgspec.structs.replace(change, device=""))].append(change)
    for found in alike.values():
        yield ", ".join(change.device for change in found), found[0]


def _lines(change: DeviceChange, voice: Voice) -> Iterator[str]:
    if change.begins:
        yield voice.words("feed.begins")
    if change.ends:
        yield voice.words("feed.ends")
    if change.moved:
        yield voice.words("feed.moved")
    for screen in change.screens:
        yield from (f"{screen.screen}: {line}" for line in _screen_lines(screen, voice))


def _screen_lines(change: ScreenChange, voice: Voice) -> Iterator[str]:
    rows = (("feed.new", change.new), ("feed.changed", change.changed), ("feed.gone", change.gone))
    for code, names in rows:
        if names:
            yield voice.words(code, items=", ".join(names))
    for what in change.other:
        yield voice.words(f"feed.other-{what}")


def _tell_outcome(edit: Edit, voice: Voice, *, changed: bool) -> None:
    if not changed:
        say(voice.words("feed.nothing-new"))
    elif edit.awaits:
        say(voice.words("feed.awaits", campaigns=", ".join(sorted(edit.awaits))))
    else:
        say(voice.words("feed.published", count=len(edit.heads)))
