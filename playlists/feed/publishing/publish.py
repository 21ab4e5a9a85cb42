"""Publishing: programs become files, heads and approvals; objects first, the timestamp last."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from tuf.api.metadata import TargetFile

from playlists.errors import FeedError, LostError
from playlists.feed import wire
from playlists.feed.approval import approved_by
from playlists.feed.head import Edition, Head, in_force, write_custom
from playlists.feed.publishing.album import Album
from playlists.feed.publishing.approvals import Said, everything, standing, write_approvals
from playlists.feed.publishing.edition import DeviceChange, Voices, changes, following, said_by
from playlists.feed.publishing.files import place, sweep
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.packing import Packed, pack_all
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import (
    APPROVALS,
    METADATA,
    OBJECTS,
    PROGRAMS,
    device_of,
    device_target,
    document_path,
    editor_role,
)
from playlists.feed.trust import read_head
from playlists.feed.wire import WireProgram
from playlists.media.store import Store
from playlists.program import Program

_HALF_WRITTEN = timedelta(days=1)
"""What is older and has no name yet is nobody's any more: to copy a film takes hours at most."""
Spoken = Mapping[str, Mapping[str, frozenset[str]]]
"""What each program says, by its SHA-256 and by campaign."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A publication that has been thought through, and not yet done.

    `awaits` tells, by campaign, how many things other editors must approve before it is on the air, `lost` of
    which devices a program had gone from the feed's folder, or was damaged there: this one takes its place.
    """

    editor: str
    packed: Packed
    heads: dict[str, Head]
    gone: tuple[str, ...]
    said: Said
    changes: tuple[DeviceChange, ...]
    awaits: dict[str, int]
    lost: tuple[str, ...] = ()


def heads(repository: Repository) -> dict[str, Head]:
    """What the feed says to each device. Raises `FeedError`."""
    found: dict[str, Head] = {}
    for name in repository.chain.bins.get_roles():
        for path, target in repository.role(name).targets.items():
            device = device_of(path)
            found[device] = read_head(device, target)
    return dict(sorted(found.items()))


def program_file(repository: Repository, sha256: str) -> WireProgram:
    """A program that lies in the feed.

    Raises:
        LostError: it has gone, or is not what its name promises.
        FeedError: this version cannot read it.
    """
    named = f"{repository.feed}: the program {sha256[:12]}…"
    try:
        data = (repository.feed / document_path(PROGRAMS, sha256)).read_bytes()
    except OSError as error:
        raise LostError(f"{named} cannot be read: publish again, which brings it anew") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LostError(f"{named} is not what its name promises: publish again, which brings it anew")
    return wire.read(data)


def readable(repository: Repository, told: Iterable[Head]) -> dict[str, WireProgram]:
    """The programs of heads by their SHA-256, without those that the feed's folder has lost.

    Raises `FeedError`: this version cannot read one.
    """
    found: dict[str, WireProgram] = {}
    for sha256 in sorted({edition.program for head in told for edition in head.editions}):
        with suppress(LostError):
            found[sha256] = program_file(repository, sha256)
    return found


def think(
    repository: Repository,
    programs: Mapping[str, Program],
    source: Store,
    editor: str,
    *,
    effective_from: datetime,
    now: datetime,
    album: Album | None = None,
) -> Edit:
    """What it means to publish these programs of all devices, as an editor, from an instant on.

    `source` holds the objects, `album` how the pages look. Raises `FeedError` where the feed does not hold.
    """
    before = heads(repository)
    wires = readable(repository, before.values())
    chunks = {name: hashes for known in wires.values() for name, hashes in known.chunks.items()}
    packed = pack_all(programs, source, chunks, album)
    lost = tuple(device for device, head in before.items() if _left(head, wires) != head)
    wires |= {sha256: wire.read(data) for sha256, data in packed.files.items() if sha256 not in wires}
    there = _readable_heads(before, wires, effective_from, now)
    fresh = {
        device: _head(programs[device], sha256, len(packed.files[sha256]), effective_from)
        for device, sha256 in packed.of_device.items()
    }
    voices = Voices()
    spoken = {sha256: voices.of(known) for sha256, known in wires.items()}
    approvals = standing(repository)
    approvals[editor] = _own([*fresh.values()], [*there.values()], approvals.get(editor, {}), spoken)
    agreed = approved_by(everything(approvals), repository.chain.approvals_needed)
    whole = {sha256 for sha256, said in spoken.items() if all(own <= agreed for own in said.values())}
    after = {device: following(there.get(device), head, whole, now) for device, head in fresh.items()}
    said = _own([*fresh.values()], [*after.values()], approvals[editor], spoken)
    return Edit(
        editor=editor,
        packed=packed,
        heads={device: head for device, head in after.items() if before.get(device) != head},
        gone=tuple(device for device in before if device not in after),
        said=said,
        changes=tuple(changes(before, fresh, wires)),
        awaits={campaign: missing for campaign, own in said.items() if (missing := len(own - agreed))},
        lost=lost,
    )


def publish(
    repository: Repository,
    edit: Edit,
    source: Store,
    keyring: Keyring,
    *,
    now: datetime,
    copied: Callable[[int], None] = lambda _: None,
) -> bool:
    """Do what was thought through: objects, programs, approvals, then signed metadata, the timestamp last.

    `copied` hears how many objects lie in the feed. Returns False where nothing was to be done. A key that is
    missing raises `KeysError` before any metadata is written.
    """
    copy_objects(edit, source, repository.feed, copied)
    for folder in (METADATA, PROGRAMS, APPROVALS, OBJECTS):
        sweep(repository.feed / folder, now - _HALF_WRITTEN)
    for sha256, data in edit.packed.files.items():
        place(repository.feed / document_path(PROGRAMS, sha256), data)
    changed = write_approvals(repository, edit.editor, edit.said)
    for device, head in edit.heads.items():
        path = device_target(device)
        repository.edit(repository.chain.bins.get_role_for_target(path)).targets[path] = _target(path, head)
    for device in edit.gone:
        path = device_target(device)
        del repository.edit(repository.chain.bins.get_role_for_target(path)).targets[path]
    is_kept = repository.keep(editor_role(edit.editor), now)
    if not (changed or is_kept or edit.heads or edit.gone):
        return False
    repository.save(keyring, now, {"what": "published", "by": edit.editor})
    return True


def _readable_heads(
    before: Mapping[str, Head], wires: Container[str], begins: datetime, now: datetime
) -> dict[str, Head]:
    """The heads without editions that have gone.

    Raises `LostError`: what a device plays until the new edition begins is one of these.
    """
    found = {device: left for device, head in before.items() if (left := _left(head, wires))}
    for device, head in before.items():
        left = found.get(device)
        if begins > now and in_force(head.editions, now) and not (left and in_force(left.editions, now)):
            raise LostError(
                f"what {device} plays now has gone from the feed’s folder: publish what is on now, then this"
            )
    return found


def _left(head: Head, wires: Container[str]) -> Head | None:
    """What a head says, without editions that nobody can read any more; None where none is left."""
    editions = tuple(edition for edition in head.editions if edition.program in wires)
    return msgspec.structs.replace(head, editions=editions) if editions else None


def _own(fresh: Iterable[Head], standing_heads: Iterable[Head], said: Said, spoken: Spoken) -> Said:
    """An editor's approvals: all that is fresh, and of what stands what they have approved before."""
    own = _said_in(fresh, spoken)
    for campaign, digests in _said_in(standing_heads, spoken).items():
        own.setdefault(campaign, set()).update(digests & said.get(campaign, set()))
    return {campaign: digests for campaign, digests in own.items() if digests}


def _said_in(found: Iterable[Head], spoken: Spoken) -> Said:
    editions = {edition.program for head in found for edition in head.editions}
    return said_by([spoken[sha256] for sha256 in sorted(editions)], {head.place for head in found})


def _head(program: Program, sha256: str, size: int, effective_from: datetime) -> Head:
    edition = Edition(effective_from=effective_from, program=sha256, bytes=size)
    return Head(place=program.place, position=program.position, editions=(edition,), groups=program.groups)


def _target(path: str, head: Head) -> TargetFile:
    newest = head.editions[-1]
    return TargetFile(newest.bytes, {"sha256": newest.program}, path, {"custom": write_custom(head)})


def unlock(repository: Repository, edit: Edit, keyring: Keyring) -> None:
    """Open the keys that the publication will need, while nobody waits for its end."""
    if edit.heads or edit.gone:
        repository.unlock(keyring, [editor_role(edit.editor), *repository.chain.bins.get_roles()])


def copy_objects(
    edit: Edit, source: Store, feed: Path, copied: Callable[[int], None] = lambda _: None
) -> None:
    """Lay the objects into a feed's folder that are not there; this may be done beside another publication.

    Raises `FeedError`: one has gone from the cache, or is damaged there.
    """
    target = Store(feed / OBJECTS)
    for number, (name, size) in enumerate(edit.packed.objects.items(), start=1):
        if target.size(name) != size:
            try:
                stored = target.put_file(source.path(name))
            except FileNotFoundError as error:
                raise FeedError(
                    f"the prepared object {name[:12]}… has gone from the cache: publish again"
                ) from error
            if stored != name:
                raise FeedError(f"the prepared object {name[:12]}… is damaged in the cache: empty the cache")
        copied(number)
