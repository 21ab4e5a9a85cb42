"""Who may sign what: a new feed, a new key for an old one, editors. Needs the offline keys.

A key has the name of its role: `targets`, `devices`, `approved-marie`; those of root are
`root-1`, `root-2` and so on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from securesystemslib.signer import SSlibKey
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    MetaFile,
    Role,
    Root,
    Snapshot,
    SuccinctRoles,
    Targets,
    Timestamp,
)

from playlists.errors import KeysError
from playlists.feed.publishing.files import place, place_all
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.feed.publishing.signing import Signed, renew, signed_file
from playlists.feed.tree import (
    APPROVALS_NEEDED,
    BIN_BITS,
    DEVICES,
    EDITOR_PREFIX,
    EDITORS,
    METADATA,
    ROOT,
    SERVICES,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    campaign_target,
    device_target,
    editor_role,
)

_TOP = (TARGETS, SNAPSHOT, TIMESTAMP)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a new feed begins with.

    `root_threshold` of `roots` keys sign the root; `approvals_needed` of the `editors` must approve what
    reaches the glass.
    """

    editors: Sequence[str]
    approvals_needed: int = 1
    roots: int = 3
    root_threshold: int = 2


class Signatory(msgspec.Struct, frozen=True, kw_only=True):
    """A role, and who signs it.

    `keys` are the names of its keys in this folder, or the beginning of the id of one that is not here; of
    those, `private` can sign here. `threshold` of them must. `expires` is None where the role has no file.
    """

    role: str
    keys: tuple[str, ...]
    private: tuple[str, ...]
    threshold: int
    expires: datetime | None


def create(feed: Path, keyring: Keyring, plan: Plan, now: datetime) -> None:
    """Make all keys, and an empty signed feed.

    Raises:
        KeysError: there are keys or a feed already, or the numbers of the plan do not fit.
    """
    _require_sound(feed, keyring, plan)
    root = Root(consistent_snapshot=True)
    root.roles[ROOT] = Role([], plan.root_threshold)
    for number in range(1, plan.roots + 1):
        root.add_key(keyring.create(f"{ROOT}-{number}"), ROOT)
    for name in _TOP:
        root.add_key(keyring.create(name), name)
    devices_key = keyring.create(DEVICES)
    targets = _delegating(keyring, devices_key, plan)
    devices = _with_bins(devices_key)
    roles: list[tuple[str, Targets, Root | Targets]] = [(TARGETS, targets, root), (DEVICES, devices, targets)]
    roles += [(name, Targets(), targets) for name in (*map(editor_role, plan.editors), *SERVICES)]
    roles += [(name, Targets(), devices) for name in _bins(devices)]
    files = [_first(ROOT, root, root, keyring, now)]
    files += [_first(name, made, signer, keyring, now) for name, made, signer in roles]
    snapshot = Snapshot(meta={f"{name}.json": MetaFile(version=1) for name, _, _ in roles})
    files.append(_first(SNAPSHOT, snapshot, root, keyring, now))
    files.append(_first(TIMESTAMP, Timestamp(snapshot_meta=MetaFile(version=1)), root, keyring, now))
    place_all(feed / METADATA, files)
    place(keyring.folder / ANCHOR, files[0][1])


def rotate(repository: Repository, keyring: Keyring, name: str) -> str:
    """Put a new key in the place of one, in the repository's memory. Returns the new key's name.

    Devices follow by themselves at their next poll: the change is signed by the keys above.

    Raises:
        KeysError: no role has a key of that name.
    """
    keyid = next((keyid for keyid, known in keyring.names().items() if known == name), None)
    if keyid is None:
        raise KeysError(f"{keyring.folder} has no key “{name}”; `parvis keys list` names them")
    fresh = _fresh_name(keyring, name)
    new = keyring.create(fresh)
    root, targets = repository.root, repository.chain.targets
    tops = [role for role, signed in root.roles.items() if keyid in signed.keyids]
    if tops:
        changed = repository.edit_root()
        for role in tops:
            changed.revoke_key(keyid, role)
            changed.add_key(new, role)
            if role == TARGETS:
                repository.edit(TARGETS)
        return fresh
    roles = [role for role in _delegated(targets) if keyid in targets.get_delegated_role(role).keyids]
    if not roles:
        raise KeysError(f"the key “{name}” signs nothing in this feed any more")
    for role in roles:
        repository.edit(TARGETS).revoke_key(keyid, role)
        repository.edit(TARGETS).add_key(new, role)
        devices = repository.edit(role)
        if role == DEVICES:
            devices.revoke_key(keyid)
            devices.add_key(new)
            for bin_name in _bins(devices):
                repository.edit(bin_name)
    return fresh


def add_editor(repository: Repository, keyring: Keyring, editor: str) -> str:
    """Let an editor approve, in the repository's memory. Returns the name of their new key.

    Raises:
        KeysError: they are an editor already, or one too many.
    """
    if editor in repository.chain.editors:
        raise KeysError(f"{editor} is an editor already")
    _require_few(len(repository.chain.editors) + 1)
    role = editor_role(editor)
    fresh = _fresh_name(keyring, role)
    _delegate(repository.edit(TARGETS), role, keyring.create(fresh))
    repository.add(role)
    return fresh


def remove_editor(repository: Repository, editor: str) -> None:
    """Let an editor approve no more, in the repository's memory. What only they approved leaves the glass.

    Raises:
        KeysError: there is no such editor, or too few would be left to approve anything.
    """
    editors = repository.chain.editors
    if editor not in editors:
        raise KeysError(f"there is no editor {editor}; editors are {', '.join(editors)}")
    if len(editors) - 1 < repository.chain.approvals_needed:
        needed = repository.chain.approvals_needed
        raise KeysError(f"{needed} editors must approve; add another one before {editor} goes")
    targets = repository.edit(TARGETS)
    delegations = targets.delegations
    if delegations is None or delegations.roles is None:
        raise AssertionError("a feed delegates")
    role = delegations.roles.pop(editor_role(editor))
    for keyid in role.keyids:
        if not any(keyid in other.keyids for other in delegations.roles.values()):
            del delegations.keys[keyid]


def signatories(repository: Repository, keyring: Keyring) -> Iterator[Signatory]:
    """Every role but the bins, with who signs it and until when it is good."""
    names, chain = keyring.names(), repository.chain
    delegated = _delegated(chain.targets)
    for role in (*chain.root.roles, *delegated):
        signer: Root | Targets = chain.root if role in chain.root.roles else chain.targets
        signed = signer.get_delegated_role(role)
        if role not in chain.expires:
            repository.role(role)
        keys = tuple(names.get(keyid, f"{keyid[:8]}…") for keyid in signed.keyids)
        yield Signatory(
            role=role,
            keys=keys,
            private=tuple(name for name in keys if keyring.holds(name)),
            threshold=signed.threshold,
            expires=chain.expires.get(role),
        )


def _require_sound(feed: Path, keyring: Keyring, plan: Plan) -> None:
    if keyring.folder.is_dir() and any(keyring.folder.iterdir()):
        raise KeysError(f"{keyring.folder} is not empty: name a new folder for the keys of a new feed")
    if (feed / METADATA).exists():
        raise KeysError(f"{feed} is a feed already: name a new folder")
    if not 1 <= plan.approvals_needed <= len(set(plan.editors)):
        raise KeysError(f"{plan.approvals_needed} approvals need as many editors; --editor names one")
    _require_few(len(plan.editors))
    if not 1 <= plan.root_threshold <= plan.roots:
        raise KeysError(f"a root of {plan.root_threshold} of {plan.roots} keys cannot be signed")


def _require_few(editors: int) -> None:
    if editors > EDITORS:
        raise KeysError(f"{editors} editors are too many: devices look at {EDITORS} at most")


def _first(
    name: str, signed: Signed, signer: Root | Targets, keyring: Keyring, now: datetime
) -> tuple[str, bytes]:
    signed.version = 0
    renew(signed, name, now)
    return signed_file(name, signed, [signer], keyring)


def _delegating(keyring: Keyring, devices_key: SSlibKey, plan: Plan) -> Targets:
    targets = Targets(delegations=Delegations(keys={}, roles={}))
    targets.unrecognized_fields[APPROVALS_NEEDED] = plan.approvals_needed
    _delegate(targets, DEVICES, devices_key)
    for role in (*map(editor_role, plan.editors), *SERVICES):
        _delegate(targets, role, keyring.create(role))
    return targets


def _delegate(targets: Targets, role: str, key: SSlibKey) -> None:
    if targets.delegations is None or targets.delegations.roles is None:
        raise AssertionError("a feed delegates")
    pattern = f"{role}/*"
    if role.startswith(EDITOR_PREFIX):
        pattern = campaign_target(role.removeprefix(EDITOR_PREFIX), "*")
    elif role == DEVICES:
        pattern = device_target("*")
    targets.delegations.roles[role] = DelegatedRole(role, [], 1, terminating=True, paths=[pattern])
    targets.add_key(key, role)


def _with_bins(key: SSlibKey) -> Targets:
    devices = Targets(
        delegations=Delegations(keys={}, succinct_roles=SuccinctRoles([], 1, BIN_BITS, DEVICES))
    )
    devices.add_key(key)
    return devices


def _bins(devices: Targets) -> Iterator[str]:
    if devices.delegations is None or devices.delegations.succinct_roles is None:
        raise AssertionError("devices stand in bins")
    return devices.delegations.succinct_roles.get_roles()


def _delegated(targets: Targets) -> tuple[str, ...]:
    roles = targets.delegations.roles if targets.delegations else None
    return tuple(roles or ())


def _fresh_name(keyring: Keyring, name: str) -> str:
    """A name for a key that follows `name`: NAME, NAME-r2, NAME-r3 …; half a key takes its name too."""
    stem = name.rpartition("-r")[0] if name.rpartition("-r")[2].isdigit() else name
    candidates = (stem if number == 1 else f"{stem}-r{number}" for number in itertools.count(1))
    taken = set(keyring.names().values())
    return next(each for each in candidates if each not in taken and not keyring.holds(each))
