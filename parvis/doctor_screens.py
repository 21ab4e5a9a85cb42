"""The tests on the glass, as the doctor sees them: another process, which may die without a harm."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from device_profiles.acceptance import Check, Told, Verdict
from device_profiles.report import Fault
from parvis.child import command
from parvis.console import Voice
from parvis.doctor_who import Who
from parvis.notify import ALIVE, notify
from parvis.orders import DoctorOrder, GlassOrder
from parvis.words import words
from player.acceptance import Desk
from player.spool import Spool
from player.state import State

_GLANCE_S = 0.2
_READ_S = 90.0
"""The verdict is read for a minute; who is not done then has hung."""
_LONGEST_S = 3600.0


@contextmanager
def asked_on_glass(order: DoctorOrder, who: Who, desk: Desk, voice: Voice) -> Iterator[Sequence[Check]]:
    """What was found on the glass, as soon as all of it was shown; then the glass shows how it goes on.

    Without `screens` nothing is shown and nothing found.
    """
    if not order.screens:
        yield ()
        return
    told = GlassOrder(state=order.state, profile=who.profile, full_screen=order.full_screen, pace=order.pace)
    glass = subprocess.Popen(  # noqa: S603 - our own module
        list(command("parvis.doctor_glass", told, voice.language)), env=dict(os.environ)
    )
    try:
        yield _found(glass, desk)
        _wait(glass, _READ_S if not desk.answers().left else 0.0)
    finally:
        _end(glass)


def _found(glass: subprocess.Popen[bytes], desk: Desk) -> Sequence[Check]:
    ends, beat = time.monotonic() + _LONGEST_S, 0
    while not ((answers := desk.answers()).over or answers.left):
        if glass.poll() is not None or time.monotonic() > ends:
            said = words("doctor.no-glass")
            check = Check(name="glass/all/tests", verdict=Verdict.FAILED, said=Told(en=said.en, fr=said.fr))
            return (*desk.answers().checks, check)
        if desk.last_beat != beat:
            beat = desk.last_beat
            notify(ALIVE)
        time.sleep(_GLANCE_S)
    return answers.checks


def _wait(glass: subprocess.Popen[bytes], most_s: float) -> None:
    try:
        glass.wait(most_s)
    except subprocess.TimeoutExpired:
        return


def _end(glass: subprocess.Popen[bytes]) -> None:
    if glass.poll() is None:
        glass.send_signal(signal.SIGTERM)
        _wait(glass, 5.0)
    if glass.poll() is None:
        glass.kill()
    glass.wait()


def warn_outbox(state: State, who: Who, began: datetime, ended: datetime) -> None:
    """Tell central that test pictures lay over the show: what was presented then was not seen."""
    message = f"test pictures were on the glass from {began:%Y-%m-%d %H:%M:%S}Z to {ended:%H:%M:%S}Z"
    record = Fault(device=who.device, at=ended, part="doctor", kind="tests", message=message)
    try:
        spool = Spool(state.spool)
        try:
            spool.add([record])
        finally:
            spool.close()
    except (OSError, sqlite3.Error):
        return  # the outbox is one of the things that the report tells of
