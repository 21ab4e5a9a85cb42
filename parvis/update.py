"""`parvis update`: a new version of the player in the idle slot, on trial, or back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.words import SaidError, refusal, words
from playlists.workspace.said import Fact
from provisioning.install import staging, trials
from provisioning.install.rings import Update, is_due, ring_of
from provisioning.install.tools.slots import Slots, SlotsError, Why, of_this_machine

_RINGS = "update.json"
"""In a folder of wheels: when which ring takes it. It goes into the slot with them."""

_REASONS = {
    Why.BROKEN_OFF: "install.why-broken-off",
    Why.RESTARTED: "install.why-restarted",
    Why.AGAIN: "install.why-again",
    Why.NOTHING_DUE: "install.why-nothing-due",
    Why.ASKED: "install.why-asked",
    Why.NO_AGENT: "install.why-no-agent",
    Why.BUSY: "install.why-busy",
    Why.NO_SLOTS: "install.why-no-slots",
    Why.NO_VERSION: "install.why-no-version",
    Why.TRIAL: "install.why-trial",
    Why.NO_TRIAL: "install.why-no-trial",
}


def stage(root: Path, wheels: Path, voice: Voice) -> int:
    """Build a new version in the idle slot."""

    def command(slots: Slots) -> None:
        folder = wheels if wheels.is_dir() else wheels.parent
        rings = folder / _RINGS
        update = _update(rings) if rings.exists() else None

        def beside(version: str, slot: Path) -> None:
            if update is None:
                return
            if update.version != version:
                facts = {"file": str(rings), "named": update.version, "version": version}
                raise SaidError(words("install.other-rings", **facts))
            shutil.copyfile(rings, slot / _RINGS)

        say(voice.words("install.staged", version=staging.stage(slots, folder, beside)))

    return _in_one_block(root, voice, command)


def switch(root: Path, groups: Sequence[str], voice: Voice) -> int:
    """Begin the trial of the version in the idle slot, where this device's ring takes it already."""

    def command(slots: Slots) -> None:
        rings = root / slots.idle / _RINGS
        update = _update(rings) if rings.exists() else None
        if update and not is_due(update, groups, datetime.now(UTC)):
            say(voice.words("install.not-due", ring=ring_of(groups).value, version=update.version))
            return
        say(voice.words("install.trial", version=trials.switch(slots)))

    return _in_one_block(root, voice, command)


def back(root: Path, voice: Voice) -> int:
    """End a trial, and return to the version before."""

    def command(slots: Slots) -> None:
        trials.back(slots)
        say(voice.words("install.returned"))

    return _in_one_block(root, voice, command)


def status(root: Path, voice: Voice, *, as_json: bool) -> int:
    """Tell which version is in which slot, and how the last trial ended."""

    def command(slots: Slots) -> None:
        trial, outcome = slots.trial, trials.outcome(slots)
        versions = {slot: trials.version(slots, slot) for slot in (slots.current, slots.idle)}
        if as_json:
            say_json({"current": slots.current, "versions": versions, "trial": trial, "outcome": outcome})
            return
        for slot, version in versions.items():
            said = version or words("install.slot-empty")
            say(voice.words("install.slot", slot=slot, version=said))
        if trial:
            say(voice.words("install.slot-trial", version=trial["version"]))
        elif outcome and outcome["stays"]:
            say(voice.words("install.last-good", version=outcome["version"]))
        elif outcome:
            say(voice.words("install.last-bad", version=outcome["version"], why=_why(outcome["why"])))

    return _in_one_block(root, voice, command)


def _update(file: Path) -> Update:
    try:
        return from_json(file.read_bytes(), Update)
    except (OSError, msgspec.DecodeError) as error:
        raise SaidError(words("install.bad-rings", file=str(file), reason=str(error))) from error


def _why(text: str) -> Fact:
    """A reason in words; what a command of the system said is told as it is."""
    return words(_REASONS[Why(text)]) if text in set(Why) else text


def _in_one_block(root: Path, voice: Voice, command: Callable[[Slots], None]) -> int:
    try:
        command(of_this_machine(root))
    except SaidError as error:
        complain(f"parvis: {error.said.to(voice.language)}")
        return FAILED
    except SlotsError as error:
        code = "install.no-update-at" if error.where else "install.no-update"
        where = {"where": error.where} if error.where else {}
        complain(f"parvis: {voice.words(code, reason=_why(error.why), **where)}")
        return FAILED
    except OSError as error:
        file = str(error.filename or root)
        complain(f"parvis: {voice.words('command.no-access', file=file, reason=refusal(error))}")
        return FAILED
    return GOOD
