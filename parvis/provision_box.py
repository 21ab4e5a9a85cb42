"""`parvis provision take` and `reset-box`: on a box in the hand."""

from __future__ import annotations

import sys
from pathlib import Path

from parvis.boxes import INSTALLED_ROOT
from parvis.console import FAILED, GOOD, Voice, agrees, complain, say, say_json
from parvis.device_key import key_in
from parvis.one_block import OpeningError, in_one_block, now
from parvis.sticks import taker
from parvis.words import refusal, words
from player.agent.bundle import Refused, Taken
from player.agent.reset import begin, wipe
from player.lock import HeldError, Lock
from player.state import State
from playlists.feed.trust import read_root
from playlists.workspace.heard import refused


def take_bundle(
    folder: Path, usb: Path, root: Path | None, profile: str, voice: Voice, *, as_json: bool
) -> int:
    """Become the device of a stick."""

    def command() -> int:
        state, anchor = State(folder), _anchor(root or INSTALLED_ROOT)
        lock = _lock(state)
        try:
            found = taker(state, anchor, profile, key_in(folder)).take(usb, now())
        finally:
            lock.release()
        match found:
            case Taken(enrolment=enrolment):
                if as_json:
                    say_json(enrolment)
                else:
                    say(voice.words("provision.taken", device=enrolment.grant.device))
                return GOOD
            case Refused(why=why, detail=detail):
                complain(voice.words(f"provision.not-taken-{why}", detail=refused(detail)))
                return FAILED
            case None:
                raise OpeningError(words("provision.nothing-to-take", usb=str(usb)))

    return in_one_block(voice, command)


def reset(folder: Path, voice: Voice, *, yes: bool, as_json: bool) -> int:
    """Wipe a box, and tell what is left of it: nothing."""

    def command() -> int:
        state = State(folder)
        if not folder.is_dir():
            raise OpeningError(words("provision.no-state", folder=str(folder)))
        if not yes:
            if not sys.stdin.isatty():
                raise OpeningError(words("provision.needs-yes"))
            if not agrees(voice.words("provision.ask-reset", folder=str(folder)), voice):
                raise OpeningError(words("provision.not-reset"))
        lock = _lock(state)
        try:
            begin(state, now())
            wiped = wipe(state)
        finally:
            lock.release()
        if as_json:
            say_json(wiped)
        else:
            say(voice.words("provision.wiped", files=wiped.files_left))
        return FAILED if wiped.files_left else GOOD

    return in_one_block(voice, command)


def _anchor(file: Path) -> bytes:
    """The root that was installed: without one no stick is believed. Raises `OpeningError`."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OpeningError(words("provision.no-root", file=str(file), reason=refusal(error))) from error
    read_root(data)
    return data


def _lock(state: State) -> Lock:
    """The box's own lock: no agent may be at work in it. Raises `OpeningError`."""
    try:
        return Lock(state.lock)
    except HeldError as held:
        raise OpeningError(words("agent.held", folder=str(state.root), process=held.holder or "?")) from held
