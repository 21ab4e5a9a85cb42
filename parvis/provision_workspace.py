"""`parvis provision import`, `rename`, `move` and `profile`: what changes in a workspace's devices.toml."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.one_block import OpeningError, in_one_block
from parvis.provision import Asked
from parvis.provision_line import answered, central_at
from parvis.words import refusal, words
from playlists.workspace.load import load
from playlists.workspace.model import Workspace
from playlists.workspace.problems import did_you_mean
from playlists.workspace.whereabouts import misplaced_in
from provisioning.central import Refused
from provisioning.devices_file import DEVICES, SCHEDULE, TomlFile
from provisioning.errors import DevicesFileError, FleetError
from provisioning.fleet import Bad, Fleet, is_device_id, read_fleet, written

_RENAMING = {"unknown_device": "provision.publish-first", "claimed": "provision.rename-taken"}


def take_fleet(folder: Path, table: Path, voice: Voice, *, write: bool, as_json: bool) -> int:
    """Take a table into devices.toml; nothing is written while a row is bad."""

    def command() -> int:
        workspace = _workspace(folder)
        fleet = _fleet(table, workspace)
        for bad in fleet.bad:
            if as_json:
                say_json({"bad": bad})
            else:
                complain(_told(bad, table, voice))
        file = _file(folder / DEVICES)
        for row in fleet.rows:
            file.set(row.id, row.table)
        if fleet.bad:
            complain(voice.words("provision.bad-rows", bad=len({bad.line for bad in fleet.bad})))
            return FAILED
        return _finish([file], voice, write=write, as_json=as_json)

    return in_one_block(voice, lambda: _changing(command))


def rename_device(
    folder: Path, names: tuple[str, str], asked: Asked | None, voice: Voice, *, write: bool, as_json: bool
) -> int:
    """Rename a device in the workspace, then at central; each step is done once, whenever it is asked."""
    old, new = names

    def command() -> int:
        workspace = _workspace(folder)
        if not is_device_id(new):
            raise OpeningError(words("provision.bad-id", id=new[:70]))
        files = [_file(folder / DEVICES)]
        if new not in workspace.devices or old in workspace.devices:
            _require_device(workspace, old)
            files[0].rename(old, new)
            if (folder / SCHEDULE).is_file():
                schedule = _file(folder / SCHEDULE)
                schedule.rename_in_events(old, new)
                files.insert(0, schedule)  # what is broken off between them is done when it is asked again
        code = _finish(files, voice, write=write, as_json=as_json)
        if asked is not None and (write or not any(file.changes for file in files)):
            _rename_at(asked, old, new, voice)
        return code

    return in_one_block(voice, lambda: _changing(command))


def _rename_at(asked: Asked, old: str, new: str, voice: Voice) -> None:
    with central_at(asked.central, asked.token_file) as central:
        answer = central.order(old, "rename", {"to": new})
    if isinstance(answer, Refused) and answer.code in _RENAMING:
        by = {} if answer.code == "unknown_device" else {"by": str(answer.facts.get("by") or "?")}
        raise OpeningError(words(_RENAMING[answer.code], device=new, **by))
    done = answered(answer, asked.central)
    if asked.as_json:
        say_json({"device": old, "renamed": new, "changed": done.changed})
    elif done.changed or done.enrolment.fingerprint:
        say(voice.words("provision.renamed", old=old, new=new))
    else:
        say(voice.words("provision.renamed-without-box", old=old, new=new))


def move_device(
    folder: Path,
    device: str,
    place: str | None,
    position: str | None,
    voice: Voice,
    *,
    write: bool,
    as_json: bool,
) -> int:
    """Say where a device is now."""

    def change(workspace: Workspace) -> dict[str, Any]:
        if place is None and position is None:
            raise OpeningError(words("provision.where"))
        said: dict[str, Any] = {} if place is None else {"place": place}
        return said if position is None else said | {"position": _position(position, workspace)}

    return _change(folder, device, change, voice, write=write, as_json=as_json)


def change_profile(
    folder: Path, device: str, profile: str, voice: Voice, *, write: bool, as_json: bool
) -> int:
    """Say what kind of device it is now."""

    def change(workspace: Workspace) -> dict[str, Any]:
        if profile not in workspace.profiles:
            hint = did_you_mean(profile, workspace.profiles)
            raise OpeningError(words("provision.no-profile", profile=profile[:64], hint=hint))
        return {"profile": profile}

    return _change(folder, device, change, voice, write=write, as_json=as_json)


def _change(
    folder: Path,
    device: str,
    change: Callable[[Workspace], dict[str, Any]],
    voice: Voice,
    *,
    write: bool,
    as_json: bool,
) -> int:
    def command() -> int:
        workspace = _workspace(folder)
        _require_device(workspace, device)
        file = _file(folder / DEVICES)
        file.set(device, change(workspace))
        return _finish([file], voice, write=write, as_json=as_json)

    return in_one_block(voice, lambda: _changing(command))


def _finish(files: list[TomlFile], voice: Voice, *, write: bool, as_json: bool) -> int:
    """Tell what changes and, if it is to be, write it."""
    changed = [file for file in files if file.changes]
    for file in changed:
        if as_json:
            say_json({"file": file.file.name, "diff": file.diff(), "written": write})
        else:
            for line in file.diff().splitlines():
                say(line)
        if write:
            file.write()
    if not as_json:
        what = "nothing" if not changed else "written" if write else "dry"
        complain(voice.words(f"provision.workspace-{what}"))
    return GOOD


def _changing(command: Callable[[], int]) -> int:
    try:
        return command()
    except DevicesFileError as error:
        raise OpeningError(words("provision.no-change", reason=str(error))) from error


def _workspace(folder: Path) -> Workspace:
    found = load(folder).draft
    if found is None:
        raise OpeningError(words("command.no-workspace", folder=str(folder)))
    return found


def _require_device(workspace: Workspace, device: str) -> None:
    if device not in workspace.devices:
        hint = did_you_mean(device, workspace.devices) or words("command.no-device-at-all")
        raise OpeningError(words("command.no-device", name=device[:64], hint=hint))


def _file(path: Path) -> TomlFile:
    return TomlFile(path)


def _fleet(table: Path, workspace: Workspace) -> Fleet:
    try:
        return read_fleet(table, workspace.profiles, misplaced_in(workspace))
    except FleetError as error:
        raise OpeningError(
            words(f"provision.table-{error.fault}", file=str(table), detail=error.detail)
        ) from error
    except OSError as error:
        raise OpeningError(words("command.no-access", file=str(table), reason=refusal(error))) from error


def _told(bad: Bad, table: Path, voice: Voice) -> str:
    reason = voice.words(f"provision.row-{bad.fault}", found=bad.found, nearest=bad.nearest or "-")
    column = f" {bad.column}" if bad.column else ""
    return f"{table.name}:{bad.line}{column}: {reason}"


def _position(text: str, workspace: Workspace) -> list[float]:
    parts = text.split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    good = [
        math.isfinite(number) and abs(number) <= most
        for number, most in zip(numbers, (90, 180), strict=False)
    ]
    if len(numbers) != len(good) or not all(good) or len(good) != len((90, 180)):
        raise OpeningError(words("provision.bad-position", text=text[:40]))
    found = misplaced_in(workspace)((numbers[0], numbers[1]))
    if found and found.meant:
        raise OpeningError(
            words(f"provision.position-{found.slip.value}", text=text, meant=written(found.meant))
        )
    return numbers
