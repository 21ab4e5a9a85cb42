"""What an installation is made of: files, folders and links below a root, and packages of the system."""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec


class File(msgspec.Struct, frozen=True, tag="file"):
    """A file of root's with exactly that content; `path` is absolute, in the tree."""

    path: str
    content: bytes
    mode: int = 0o644


class Folder(msgspec.Struct, frozen=True, tag="folder"):
    """A folder; one that is there stays as it is. If it is `whole`, what grows in it goes with it."""

    path: str
    whole: bool = False
    mode: int = 0o755


class Link(msgspec.Struct, frozen=True, tag="link"):
    """A symbolic link. One that is only for the `start` is left to whoever turned it since."""

    path: str
    target: str
    start: bool = False


Action = File | Folder | Link


class Plan(msgspec.Struct, frozen=True):
    """All that is to be there: actions, parents before what is in them, and packages by name."""

    actions: tuple[Action, ...]
    packages: tuple[str, ...]


def with_parents(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The same in an order that can be carried out: every folder on the way, each path once."""
    named = {action.path: action for action in actions}
    for path in tuple(named):
        for parent in PurePosixPath(path).parents:
            if str(parent) != "/":
                named.setdefault(str(parent), Folder(str(parent)))
    return tuple(named[path] for path in sorted(named, key=lambda path: (path.count("/"), path)))
