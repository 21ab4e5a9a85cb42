"""What is remembered of what is wrong: sure after enough reports, taken back after enough without it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from central.standing import Reason, Verdict

_BAD_BEATS = 2
GOOD_BEATS = 3
"""So many reports make something sure, and so many in a row without it take it back."""
_NEEDED = {"late": 5}
"""Of these so many: an item that comes on late once in a while troubles nobody."""
_SAME = timedelta(seconds=30)
_MOST = 64
"""Things that are remembered of one device: the newest."""

GLASS = frozenset({verdict.value for verdict in Verdict if verdict not in (Verdict.RIGHT, Verdict.DARK)})
WRONG = GLASS - {Verdict.UNKNOWN.value} | {"alert"}
"""Codes of reasons for which the glass is wrong; a screen has one of them at a time."""
_AT_ONCE = frozenset({"black", "frozen", "alert", "quarantine", "lost", "cloned"})
"""Codes that one report is enough for."""

_RANKS = {
    code: rank
    for rank, code in enumerate(
        (
            "alert",
            "black",
            "frozen",
            "fallback",
            "wrong_picture",
            "wrong_item",
            "stale",
            "cloned",
            "clock",
            "quarantine",
            "missing",
            "restarts",
            "disk",
            "temperature",
            "throttled",
            "memory",
            "feed",
            "source",
            "late",
            "lost",
            "fault",
            "unknown",
            "silent",
            "refused",
        )
    )
}
"""The gravest first; a device that reports again after silence has other worries."""


class Memo(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that is wrong, or may be: in how many reports it was so, and since when in how many not.

    It is `sure` from enough reports on, and stays so until enough say otherwise.
    """

    reason: Reason
    since: datetime
    bad: int = 1
    good: int = 0
    sure: bool = False


def folded(known: tuple[Memo, ...], reasons: Iterable[Reason], at: datetime) -> tuple[Memo, ...]:
    """What is remembered after a report that gives these reasons.

    A screen of which nothing is known any more stays as wrong as it was, for as long as being right would
    take to be believed.
    """
    found = {_key(reason): reason for reason in reasons}
    kept: dict[tuple[str, ...], Memo] = {}
    for memo in known:
        key = _key(memo.reason)
        reason = found.pop(key, None)
        lost = reason is not None and reason.code == Verdict.UNKNOWN.value != memo.reason.code
        if reason is None or lost:
            if memo.good + 1 < GOOD_BEATS:
                kept[key] = msgspec.structs.replace(memo, good=memo.good + 1)
            elif reason is not None:
                kept[key] = Memo(reason, at)
        else:
            sure = memo.sure or _is_sure(reason, memo.bad + 1)
            kept[key] = Memo(reason, _since(reason, memo), memo.bad + 1, 0, sure)
    for key, reason in found.items():
        kept[key] = Memo(reason, reason.since or at, 1, 0, _is_sure(reason, 1))
    return tuple(kept.values())[-_MOST:]


def rank(reason: Reason) -> tuple[int, str, str, str]:
    """By which reasons are put in order."""
    return _RANKS.get(reason.code, len(_RANKS)), reason.screen, reason.item, reason.object or ""


def _key(reason: Reason) -> tuple[str, ...]:
    """What is one thing, however it changes: a screen's glass is wrong in one way at a time."""
    if reason.code in GLASS or reason.code == "alert":
        return "glass", reason.screen
    return reason.code, reason.screen, reason.item, reason.object or ""


def _since(reason: Reason, memo: Memo) -> datetime:
    """Since when: what a device tells of that anew, by a clock that wavers, is the same instant."""
    if reason.since is None or abs(reason.since - memo.since) < _SAME:
        return memo.since
    return reason.since


def _is_sure(reason: Reason, beats: int) -> bool:
    """Whether so many reports are enough; what another trouble brought about waits until that is sure."""
    at_once = reason.code in _AT_ONCE and not reason.by
    return at_once or beats >= _NEEDED.get(reason.code, _BAD_BEATS)
