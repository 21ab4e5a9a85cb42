"""What follows from an answer of central: how long to wait, how much to send next, and by which clock."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from device_profiles.report import REPORT_RECORDS
from player.agent.central import Answer, Refused, Taken, Unanswered
from player.agent.limits import ReportLimits

_CONTENT = {400, 413, 422}
"""Central cannot take what the report holds: less of it is tried."""
BUSY = {429, 502, 503, 504}
"""Who answers so may say when it is to be asked again."""
UNWANTED = {401, 403, 404}
"""Central does not want this device: it is asked less and less."""
_REPLAYED = 409
_NOT_OF_RECORDS = {"busy", "foreign", "replayed", "too_often", "unknown_device", "unsigned", "untimely"}
"""Codes of central for what has nothing to do with the records."""
_VAIN = 3
"""So often in a row a record that went alone is followed at once by the next try, after a heartbeat alone."""
_GROWS = 4
_LEAP, _FARTHEST = 8, 8**8
_FIRST_S = 1.0
_JITTER = 0.1


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What went with a report: `records`, how many of the outbox are `gone` since and still `waiting`."""

    records: int = 0
    gone: int = 0
    waiting: int = 0


class Course:
    """Keeps the course of one device’s reports; two devices seldom wait alike, one always the same.

    Where a report is not taken, and central does not say that this is due to something else, the next one has
    half as many records, down to none: the heartbeat comes through whatever is wrong with them.

    The next report’s number lies `step` above the one before; `offset` is how far this clock is ahead of
    central’s, as far as is known; `hurries` tells whether waiting may be cut short.
    """

    def __init__(self, device: str, limits: ReportLimits) -> None:
        self._device, self._limits = device, limits
        self._faults = self._count = self._vain = 0
        self._bears, self._granted, self.step = limits.few, REPORT_RECORDS, 1
        self.offset: timedelta | None = None
        self.hurries = True

    @property
    def most(self) -> int:
        """So many records go with the next report: as the line bears, and central wants."""
        return min(self._bears, self._granted)

    def first_s(self) -> float:
        """How long to wait before the first report."""
        return self._chance() * self._limits.first_s

    def after(self, answer: Answer, sent: Sent, *, interval_s: float, at: datetime) -> float:
        """Seconds until the next report; this one went at an instant of this clock.

        `interval_s` is what the profile wants.
        """
        self.hurries, self._granted = True, REPORT_RECORDS
        if sent.gone or sent.records == 1:
            self._vain = 0 if sent.gone else self._vain + 1
        match answer:
            case Taken(receipt=receipt, rtt_s=rtt_s):
                self._faults, self.step = 0, 1
                self._correct(at, receipt.at, rtt_s)
                self._learn(rtt_s, sent)
                if receipt.most is not None:
                    self._granted = receipt.most
                elif sent.waiting and (sent.gone or not sent.records) and self._vain <= _VAIN:
                    return self._limits.pause_s
                return self._jittered(self._interval(receipt.interval_s or interval_s))
            case Refused():
                self._faults += 1
                return self._refused(answer, sent, at)
            case Unanswered():
                self._faults += 1
                self._bears = min(self._bears // 2, self._limits.few)
                return self._back_off(self._limits.back_off_s)
            case _:
                assert_never(answer)

    def _refused(self, answer: Refused, sent: Sent, at: datetime) -> float:
        if answer.status == _REPLAYED:
            self.step = min(self.step * _LEAP, _FARTHEST)
        if is_of_content(answer) and self._bears:
            self._bears = min(self._bears, sent.records) // 2
            return self._limits.pause_s
        self._bears = min(self._bears // 2 if is_puzzling(answer) else self._bears, self._limits.few)
        if answer.code == "untimely" and answer.at is not None:
            self._correct(at, answer.at, answer.rtt_s)
        if answer.retry_after is not None and answer.status in BUSY:
            self.hurries = False
            return max(answer.retry_after, self._limits.shortest_s) * (1 + 2 * _JITTER * self._chance())
        unwanted = answer.status in UNWANTED and answer.code != "untimely"
        return self._back_off(self._limits.refused_s if unwanted else self._limits.back_off_s)

    def _learn(self, rtt_s: float, sent: Sent) -> None:
        """How much the line bears: more where all that it may carry went, and was answered at once."""
        if rtt_s > self._limits.slow_s:
            self._bears = max(1, min(self._bears, sent.records) // 2)
        elif not self._bears or (rtt_s <= self._limits.brisk_s and sent.gone >= self._bears):
            self._bears = min(REPORT_RECORDS, max(1, self._bears * _GROWS))

    def _correct(self, at: datetime, central: datetime, rtt_s: float) -> None:
        self.offset = at + timedelta(seconds=rtt_s / 2) - central

    def _interval(self, wanted_s: float) -> float:
        return min(max(wanted_s, self._limits.shortest_s), self._limits.longest_s)

    def _jittered(self, seconds: float) -> float:
        return seconds * (1 + _JITTER * (2 * self._chance() - 1))

    def _back_off(self, most_s: float) -> float:
        """Twice as long each time, up to a bound, and of that between half and all."""
        wait = min(_FIRST_S * 2.0 ** min(self._faults - 1, 16), most_s)
        return wait * (0.5 + 0.5 * self._chance())

    def _chance(self) -> float:
        """From 0 to 1, the same for the same device and turn."""
        self._count += 1
        digest = hashlib.sha256(f"{self._device}:report:{self._count}".encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**32


def is_of_content(answer: Answer) -> bool:
    """Whether central says that it cannot take what the report holds."""
    return isinstance(answer, Refused) and answer.status in _CONTENT


def is_puzzling(answer: Answer) -> bool:
    """Whether it may be due to what the report holds that it was not taken, though central does not say so.

    What stands before central may dislike a word in a record; central may break at one.
    """
    match answer:
        case Taken():
            return False
        case Refused(status=status, code=code):
            return status not in _CONTENT and code not in _NOT_OF_RECORDS
        case Unanswered():
            return True
        case _:
            assert_never(answer)


def said(answer: Answer, sent: Sent) -> str:
    """What is in the way, in a line; nothing where the report was taken."""
    match answer:
        case Taken(receipt=receipt):
            left = sent.records and not sent.gone and receipt.most is None
            return "central took none of the records" if left else ""
        case Refused(status=status, code=code, message=message):
            return f"central says {status} {code}: {message}"[:300] if code else f"{status} {message}"[:300]
        case Unanswered(why=why):
            return why[:300]
        case _:
            assert_never(answer)
