"""Orders of central, carried out once each: signed, whitelisted, harmless; and what became of them."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from player import quarantine
from player.state import State
from player.status import STAGE, read_status
from playlists.durable import put
from playlists.errors import FeedError
from playlists.feed import dispatch, orders
from playlists.feed.orders import Care, Order
from playlists.feed.tree import ORDERS

_log = logging.getLogger(__name__)
DOING, DONE, FAILED, WAITING = "doing", "done", "failed", "waiting"
"""What is said of an order; after `failed` stands why, after `waiting` the care that it waits for."""
Hand = Callable[[], object]
"""Does what is ordered; a text that it returns is said too. Raises `CareError` where that cannot be."""
_LASTING = {Care.RESTART_AGENT, Care.REBOOT, Care.RESYNC, Care.RESET}
"""Done when the process that was told is no more."""
_LONG = {Care.DOCTOR, Care.CHECK_OBJECTS}
"""Looks for minutes and changes nothing that others need: done beside them, one at a time."""
_KEPT_FOR = timedelta(days=2)
_PAUSES = {
    Care.RESTART_STAGE: timedelta(minutes=2),
    Care.RESTART_AGENT: timedelta(minutes=2),
    Care.REBOOT: timedelta(minutes=10),
    Care.RESYNC: timedelta(minutes=10),
}
"""How long what interrupts is not done again, whoever orders it: a stolen key must not keep a screen dark."""
_MOST = 128
"""Outcomes that are kept: more than the orders that can be in place at once."""


class CareError(Exception):
    """An order that cannot be carried out, and why."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of an order, and when; of one that was carried out, which care."""

    said: str
    at: datetime
    care: str = ""


class Carer:
    """Heeds the orders in place for one device. `hands` say how each is done; others are not for this device.

    An order is noted, durably, before it is carried out: none is twice, whatever it ends. Those that were
    given before the device became what it is (`since`) are left alone: a wiped device has no notes of them.

    What takes long is done in a thread of its own, and whatever else is ordered goes on; `told` is called
    when it is over.
    """

    def __init__(
        self,
        state: State,
        anchor: bytes,
        device: str,
        hands: Mapping[Care, Hand],
        *,
        since: datetime | None = None,
        told: Callable[[], object] = lambda: None,
    ) -> None:
        self._file, self._anchor, self._device, self._hands = state.orders, anchor, device, hands
        self._since, self._told = since, told
        self._board = state.dispatch(ORDERS)
        self._mark: tuple[int, int] | None = None
        self._orders: tuple[Order, ...] = ()
        self._known = _read(self._file)
        self._noting = threading.Lock()
        self._is_over = False
        self._beside: threading.Thread | None = None
        self._waiting: dict[str, str] = {}

    @property
    def outcomes(self) -> dict[str, str]:
        """What became of each order, by its id."""
        return self._waiting | {name: outcome.said for name, outcome in self._known.items()}

    def begin(self) -> None:
        """Say of what was being done when the process before ended, how that came out.

        The instant stays that at which it was begun: central’s time is not known yet, and the machine’s may
        be of another year, by which the note would be forgotten and the order carried out again.
        """
        known = dict(self._known)
        for name, outcome in self._known.items():
            if outcome.said.startswith(DOING):
                care = outcome.said.partition(" ")[2]
                said = DONE if care in _LASTING else f"{FAILED}: the agent ended meanwhile"
                known[name] = Outcome(said, outcome.at, care)
        if known != self._known:
            self._keep(known)

    def heed(self, at: datetime) -> bool:
        """Carry out what is ordered and was not yet; whether there is anything to tell of it.

        `at` is central’s time.
        """
        before = self.outcomes
        found = [one for one in self._standing() if self._is_due(one, at)]
        for order in found:
            self._do(order, at)
        beside = self._beside
        said = f"{WAITING} {beside.name}" if beside else WAITING
        self._waiting = {one.id: said for one in found if one.id not in self._known}
        return self.outcomes != before

    def end(self, patience_s: float) -> None:
        """Wait until what takes long has ended, which the agent’s end tells it; from then on note nothing."""
        if beside := self._beside:
            beside.join(patience_s)
        with self._noting:
            self._is_over = True

    def _is_due(self, order: Order, at: datetime) -> bool:
        is_old = self._since is not None and order.given < self._since
        return order.binds(self._device, at) and order.id not in self._known and not is_old

    def _do(self, order: Order, at: datetime) -> None:
        hand = self._hands.get(order.care)
        if hand is None:
            self._note(order.id, f"{FAILED}: not on this device", at)
            return
        if self._was_done(order.care, at):
            self._note(order.id, f"{FAILED}: it was done a moment ago", at)
            return
        is_long = order.care in _LONG
        if is_long and self._beside:
            return
        if not self._note(order.id, f"{DOING} {order.care}", at, order.care):
            return
        if is_long:
            work = (order, hand, at)
            self._beside = threading.Thread(target=self._look, args=work, name=order.care, daemon=True)
            self._beside.start()
        else:
            self._carry_out(order, hand, at)

    def _look(self, order: Order, hand: Hand, at: datetime) -> None:
        """What takes long, in a thread of its own."""
        try:
            self._carry_out(order, hand, at)
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: it says what became of it
            _log.exception("%s broke off", order.care)
            self._note(order.id, f"{FAILED}: {type(error).__name__}", at)
        finally:
            self._beside = None
        self._told()

    def _carry_out(self, order: Order, hand: Hand, at: datetime) -> None:
        try:
            told = hand()
        except (CareError, OSError) as error:
            self._note(order.id, f"{FAILED}: {error}", at)
            return
        if order.care not in _LASTING:
            said = f"{DONE}: {told}" if isinstance(told, str) and told else DONE
            self._note(order.id, said, at, order.care)

    def _was_done(self, care: Care, at: datetime) -> bool:
        """Whether a care that interrupts was carried out a moment ago."""
        pause = _PAUSES.get(care, timedelta())
        return any(one.care == care and abs(at - one.at) < pause for one in self._known.values())

    def _note(self, name: str, said: str, at: datetime, care: str = "") -> bool:
        """Keep an outcome; whether the disk took it. Old ones go, none of an order that is still in place."""
        with self._noting:
            standing = {order.id for order in self._orders}
            known = {
                other: outcome
                for other, outcome in self._known.items()
                if other != name and (other in standing or abs(at - outcome.at) <= _KEPT_FOR)
            }
            known[name] = Outcome(said, at, care)
            if self._keep(dict(sorted(known.items(), key=lambda one: one[0] in standing)[-_MOST:])):
                return True
            self._known = self._known | {name: Outcome(f"{FAILED}: the disk refuses", at)}
            return False

    def _keep(self, known: dict[str, Outcome]) -> bool:
        if self._is_over:
            return False
        self._known = known
        with suppress(OSError):
            put(self._file, msgspec.json.encode(known))
            return True
        return False

    def _standing(self) -> tuple[Order, ...]:
        """The orders in place, verified from the root of trust."""
        try:
            there = self._board.stat()
            mark = there.st_mtime_ns, there.st_ino
            if mark != self._mark:
                found = dispatch.read(self._board.read_bytes(), self._anchor, ORDERS)
                self._orders = orders.read(found.targets.unrecognized_fields.get(orders.FIELD)).orders
                self._mark = mark
        except (OSError, FeedError):
            return ()
        return self._orders


def runs_stage(state: State) -> int | None:
    """The process of the stage that plays as a device; None where none does."""
    status = read_status(state.status / STAGE)
    return status.process if status and _holder(state.stage_lock) == status.process else None


def restart_stage(state: State) -> None:
    """End the stage; whoever runs it starts it again. Raises `CareError`."""
    process = runs_stage(state)
    if process is None:
        raise CareError("no stage runs")
    try:
        os.kill(process, signal.SIGTERM)
    except OSError as error:
        raise CareError(f"the stage cannot be ended: {error.strerror}") from error


def forget_quarantine(state: State) -> None:
    """Let what was set aside be tried again. Raises `CareError`."""
    try:
        if state.quarantine.exists():
            put(state.quarantine, msgspec.json.encode(list[quarantine.Barred]()))
    except OSError as error:
        raise CareError(f"the disk refuses: {error.strerror}") from error


def _holder(lock: Path) -> int | None:
    """The process that holds a lock; None where nobody does."""
    try:
        with lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read(32))
    except (OSError, ValueError):
        return None
    return None


def _read(file: Path) -> dict[str, Outcome]:
    try:
        return from_json(file.read_bytes(), dict[str, Outcome])
    except (OSError, msgspec.DecodeError):
        return {}
