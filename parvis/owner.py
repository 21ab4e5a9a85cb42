"""Commands of a person on a device, or at central: what root does there, it does as the user whose it is.

Else the stage could not read the PIN that was set, the agent neither its key nor its lock, and central would
not start on a store that root has made; and a player that a stranger has taken over could lead root's hand by
a link to any file of the machine.
"""

from __future__ import annotations

import grp
import os
import pwd
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import typer

from parvis.arguments import voice_of
from parvis.console import FAILED, Voice, complain

_DEVICES = ("video", "render", "audio")
"""Groups that a player's units give it beside its own."""
_ROOT = 0


Command = TypeVar("Command", bound=Callable[..., None])


def by_owner(command: Command) -> Command:
    """A command with a `state` directory and a `language`, carried out by the user whose directory it is."""
    return _by_owner_of("state", command, _DEVICES)


def by_owner_of_data(command: Command) -> Command:
    """The same with central's `data` folder."""
    return _by_owner_of("data", command, ())


def _by_owner_of(option: str, command: Command, groups: Sequence[str]) -> Command:
    @wraps(command)
    def carried_out(**given: Any) -> None:
        folder = given[option]
        if folder is not None:
            _act_as_owner(folder, groups, voice_of(given["language"]))
        command(**given)

    return cast("Command", carried_out)


def _act_as_owner(folder: Path, groups: Sequence[str], voice: Voice) -> None:
    """Where root runs this for a folder of another user, be that user, with some groups more, from now on.

    Ends the command, said in a line, where that user may not read this program.
    """
    try:
        owner = folder.stat()
    except OSError:
        return
    if os.geteuid() != _ROOT or owner.st_uid == _ROOT:
        return
    os.setgroups(_groups(owner.st_uid, owner.st_gid, groups))
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)
    if not all(os.access(file, os.R_OK) for file in (sys.executable, os.__file__, __file__)):
        complain(f"parvis: {voice.words('command.no-owner', folder=str(folder), user=_name(owner.st_uid))}")
        raise typer.Exit(FAILED)


def _groups(user: int, group: int, more: Sequence[str]) -> list[int]:
    found = {group, *os.getgrouplist(_name(user), group)}
    for name in more:
        with suppress(KeyError):
            found.add(grp.getgrnam(name).gr_gid)
    return sorted(found)


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
