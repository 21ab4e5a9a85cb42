"""What is so on a machine, or in an image's tree, before anything is changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from provisioning.errors import InstallError
from provisioning.install.hindrance import Hindrance
from provisioning.install.tree import IsFile, Tree

RELEASES = (12, 13)
"""The releases of Debian that are known."""
STATE_LABEL = "parvis-state"
"""The label of a partition for the state directory."""
_LEAST_ROOM = 64 * 2**20
_STATE = "/var/lib/parvis"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A machine: its release of Debian, what it has of its own for state, its outputs, its packages.

    `state_in_fstab` where the administrator mounts the state directory, `state_label` where a partition has
    the label `STATE_LABEL`. `outputs` are connectors that something is plugged into.
    """

    release: int
    state_in_fstab: bool = False
    state_label: bool = False
    outputs: tuple[str, ...] = ()
    installed: frozenset[str] = frozenset()


def facts_of(tree: Tree, *, user: int) -> Facts:
    """What is so in a tree, for the user of that number. Raises `InstallError` where nothing can be done."""
    if not tree.root.is_dir():
        raise InstallError(Hindrance.NOT_THERE, str(tree.root))
    release = _release(tree)
    if user != 0:
        raise InstallError(Hindrance.NOT_ROOT)
    if shutil.disk_usage(tree.root).free < _LEAST_ROOM:
        raise InstallError(Hindrance.NO_ROOM, str(_LEAST_ROOM // 2**20))
    own = is_own_machine(tree)
    return Facts(
        release=release,
        state_in_fstab=_is_in_fstab(_text(tree, "/etc/fstab")),
        state_label=own and Path("/dev/disk/by-label", STATE_LABEL).exists(),
        outputs=_outputs(Path("/sys/class/drm")) if own else (),
        installed=installed(tree),
    )


def is_own_machine(tree: Tree) -> bool:
    """Whether the tree is the system that runs here."""
    return tree.root.resolve() == Path("/")


def installed(tree: Tree) -> frozenset[str]:
    """The packages that dpkg has installed."""
    found = re.finditer(
        r"^Package: (\S+)\nStatus: \S+ \S+ installed$", _text(tree, "/var/lib/dpkg/status"), re.MULTILINE
    )
    return frozenset(match[1] for match in found)


def _release(tree: Tree) -> int:
    said = _text(tree, "/usr/lib/os-release") or _text(tree, "/etc/os-release")
    told = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', said, re.MULTILINE))
    release = told.get("VERSION_ID", "")
    if told.get("ID") != "debian" or release not in map(str, RELEASES):
        raise InstallError(Hindrance.NOT_DEBIAN, told.get("PRETTY_NAME", "?"))
    return int(release)


def _is_in_fstab(text: str) -> bool:
    rows = (line.split() for line in text.splitlines() if not line.lstrip().startswith("#"))
    return any(len(row) > 1 and row[1] == _STATE for row in rows)


def _outputs(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(_connected(folder)))


def _connected(folder: Path) -> Iterator[str]:
    for entry in folder.glob("card*-*"):
        try:
            if (entry / "status").read_text("ascii").strip() == "connected":
                yield entry.name.partition("-")[2]
        except OSError:
            continue


def _text(tree: Tree, path: str) -> str:
    match tree.look(path):
        case IsFile(content=content):
            return content.decode("utf-8", "replace")
        case _:
            return ""
