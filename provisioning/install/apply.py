"""Carries a plan out and takes it back, in any tree; to be broken off at any instant and begun again."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import msgspec

from provisioning.errors import InstallError
from provisioning.install import manifest as manifests
from provisioning.install.action import Action, File, Folder, Link, Plan
from provisioning.install.hindrance import Hindrance
from provisioning.install.manifest import Manifest
from provisioning.install.tree import Absent, Found, IsFile, IsFolder, IsLink, Tree


class Change(msgspec.Struct, frozen=True):
    """What is to be put at a path (None: what was there before Parvis), and what is there now."""

    path: str
    action: Action | None
    now: Found


def changes(tree: Tree, plan: Plan, manifest: Manifest | None) -> tuple[Change, ...]:
    """What differs between a tree and a plan, and what an older version put there that nobody wants."""
    looked = [Change(action.path, action, tree.look(action.path)) for action in plan.actions]
    for change in looked:
        _refuse_odd(change)
    wanted = tuple(change for change in looked if not _is_so(tree, change))
    planned = {action.path for action in plan.actions}
    old = manifest.before if manifest else {}
    stale = sorted((path for path in old if path not in planned), key=_deepest_first)
    return (*wanted, *(Change(path, None, tree.look(path)) for path in stale))


def install(tree: Tree, plan: Plan, manifest: Manifest) -> tuple[Change, ...]:
    """Make the tree what the plan says. What was there is noted before it is touched, for all versions."""
    due = changes(tree, plan, manifest)
    # Of a path that an earlier run has noted, what is there now is our own.
    before = {change.path: change.now for change in due if change.action is not None} | manifest.before
    whole = {action.path for action in plan.actions if isinstance(action, Folder) and action.whole}
    noted = msgspec.structs.replace(manifest, before=before, whole=tuple(sorted({*manifest.whole, *whole})))
    if due or manifests.read(tree) != noted:
        manifests.write(tree, noted)
    for change in due:
        _make(tree, change, noted)
    stale = {change.path for change in due if change.action is None}
    if stale:
        left = {path: found for path, found in before.items() if path not in stale}
        manifests.write(tree, msgspec.structs.replace(noted, before=left))
    return due


def uninstall(tree: Tree, manifest: Manifest | None) -> None:
    """Put back everything that was there before, deepest first; then forget that Parvis was here."""
    if manifest is not None:
        for path in sorted(manifest.before, key=_deepest_first):
            _put_back(tree, path, manifest)
    manifests.forget(tree)


def diff(due: Iterable[Change], manifest: Manifest | None) -> Iterator[str]:
    """The lines of a unified diff of all changes."""
    for change in due:
        match change.action:
            case None:
                then = manifest.before[change.path] if manifest else Absent()
            case File(content=content, mode=mode):
                then = IsFile(content, mode, 0, 0, 0)
            case Folder():
                then = IsFolder()
            case Link(target=target):
                then = IsLink(target)
        before, after = _named(change.path, change.now), _named(change.path, then)
        yield from difflib.unified_diff(_lines(change.now), _lines(then), before, after, lineterm="")


def _named(path: str, found: Found) -> str:
    return "/dev/null" if isinstance(found, Absent) else path


def _lines(found: Found) -> list[str]:
    match found:
        case Absent():
            return []
        case IsFolder():
            return ["(folder)"]
        case IsLink(target=target):
            return [f"(link to {target})"]
        case IsFile(content=content, mode=mode):
            return [f"(mode {mode:04o})", *content.decode("utf-8", "replace").splitlines()]


def _refuse_odd(change: Change) -> None:
    """A folder is never put over a file, nor the other way round: that is another system than we know."""
    match change.action, change.now:
        case Folder(), IsLink():
            raise InstallError(Hindrance.LINK_ON_THE_WAY, change.path)
        case (Folder(), IsFile()) | (File() | Link(), IsFolder()):
            raise InstallError(Hindrance.ODD_FILE, change.path)


def _is_so(tree: Tree, change: Change) -> bool:
    match change.action, change.now:
        case File(content=content, mode=mode), IsFile() as now:
            return (now.content, now.mode, now.user, now.group) == (content, mode, tree.user, tree.group)
        case Folder(), IsFolder():
            return True
        case Link(target=target, start=start), IsLink() as now:
            return start or now.target == target
        case _:
            return False


def _make(tree: Tree, change: Change, manifest: Manifest) -> None:
    match change.action:
        case None:
            _put_back(tree, change.path, manifest)
        case File(path=path, content=content, mode=mode):
            tree.put(path, IsFile(content, mode, tree.user, tree.group, 0))
        case Folder(path=path, mode=mode):
            if tree.look(path) == Absent():  # the manifest may have needed it
                tree.make_folder(path, mode)
        case Link(path=path, target=target):
            tree.link(path, target)


def _put_back(tree: Tree, path: str, manifest: Manifest) -> None:
    tree.forget_part(path)
    match manifest.before[path], tree.look(path):
        case Absent(), IsFolder():
            tree.forget_folder(path, whole=path in manifest.whole)
        case Absent(), _:
            tree.forget(path)
        case IsFile() as file, now:
            if now != file:
                tree.put(path, file)
        case IsLink(target=target), now:
            if now != IsLink(target):
                tree.link(path, target)


def _deepest_first(path: str) -> tuple[int, str]:
    return -path.count("/"), path
