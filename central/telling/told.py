"""What is told of a device and of an alarm: sentences made of facts, without drawing any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from central.answers import Device, DeviceLine, OrderLine
from central.standing import Alarm, Reason, Severity, State, ZoneJudged
from central.telling.glass import item_name, zone_of
from central.telling.signs import Key, Sign, sign_of_code
from central.telling.speech import Speech
from layouts.typography import capitalised
from playlists.timeline import BUILT_IN

_BY_STATE: Final = {State.DARK: "why-dark", State.NOT_ENROLLED: "why-new"}
CODES: Final = (
    "silent", "frozen", "black", "wrong_item", "wrong_picture", "stale", "fallback", "clock", "disk",
    "memory", "temperature", "throttled", "late", "missing", "quarantine", "feed", "restarts", "lost",
    "fault", "alert", "unknown", "cloned", "source", "refused",
    "central", "expiry",
)  # fmt: skip
"""What alarms are known by; any other is told as a fault."""
_OF_DEVICES: Final = frozenset(
    {
        "clock",
        "cloned",
        "disk",
        "memory",
        "temperature",
        "throttled",
        "late",
        "missing",
        "feed",
        "restarts",
        "lost",
        "fault",
        "refused",
        "silent",
    }
)
"""What is wrong with a device, and not with each of its screens."""
_BRIEF: Final = {
    State.WELL: "right",
    State.DEGRADED: "degraded",
    State.WRONG: "wrong",
    State.SILENT: "silent",
    State.DARK: "dark",
    State.OUT_OF_SERVICE: "out",
    State.NOT_ENROLLED: "new",
}
_UNHEARD: Final = ("silent", "refused")
"""Codes of what is not heard: beside them stands why central takes nothing of it, where something comes."""
_PLAIN: Final = ("frozen", "black", "wrong_item", "wrong_picture", "fallback")
"""Codes that say all there is to say: what the device adds is not told."""
_GLASS: Final = ("frozen", "black", "wrong_item", "wrong_picture", "stale", "fallback")
"""Codes that speak of what is shown and what is due; of the past that is not known any more."""
_OFF: Final = re.compile(r"([+-])([0-9]{1,12}) s", re.ASCII)
_OWN: Final = ("central", "expiry")
"""Codes that name their subject themselves."""
_REFUSALS: Final = ("foreign", "unknown_device", "untimely", "too_many")
_OUTCOMES: Final = ("done", "doing", "failed", "expired", "waiting")
CARES: Final = (
    "picture", "identify", "doctor", "restart_stage", "restart_agent", "fetch_again", "check_objects",
    "resync", "reboot", "out_of_service", "back_in_service", "reset",
)  # fmt: skip
"""What may be ordered, what interrupts least first; any other goes by its own name."""
GRAVE: Final = ("reset",)
"""What nobody does by a slip of the finger: whoever orders it names the device too."""


def why(device: Device, key: Key, speech: Speech, now: datetime) -> tuple[str, ...]:
    """Why a screen stands as it does, the worst first; what is said when all is well, too."""
    line = device.line
    if line.state in _BY_STATE:
        refused = (reason for reason in device.reasons if reason.code == "refused")
        told = (_reason(reason, device, key, speech, now) for reason in refused)
        return (speech.say(_BY_STATE[line.state]), *told)
    if line.state is State.OUT_OF_SERVICE:
        detail = line.out_of_service.rstrip(".")
        return (speech.say("why-out", detail=detail) if detail else speech.say("why-out-plain"),)
    reasons = [reason for reason in device.reasons if reason.screen in {"", key.screen}]
    if reasons:
        return tuple(_reason(reason, device, key, speech, now) for reason in reasons)
    shown = zone_of(device, key).shown
    if shown == BUILT_IN:
        return (speech.say("why-right-built-in"),)
    return (speech.say("why-right", shown=shown) if shown else speech.say("why-right-plain"),)


def _reason(reason: Reason, device: Device, key: Key, speech: Speech, now: datetime) -> str:
    zone, feed = zone_of(device, key), device.heartbeat.feed if device.heartbeat else None
    since = reason.since or device.line.since or now
    nothing = speech.say("nothing")
    code = reason.code if reason.code in CODES else "fault"
    if not zone.due and not zone.shown and code in _GLASS:
        sign = capitalised(speech.say(f"sign-{sign_of_code(code)}"))
        return speech.say("why-then", sign=sign, since=speech.instant(since, now))
    return speech.say(
        f"why-{_case(code, reason, zone)}",
        since=speech.instant(since, now),
        shown=item_name(zone.shown or reason.item, speech) or nothing,
        due=item_name(zone.due, speech) or nothing,
        item=item_name(reason.item, speech) or nothing,
        detail=_detail(code, reason.detail, speech).rstrip(".") or speech.say("no-detail"),
        playing="?" if feed is None or feed.playing is None else feed.playing,
        wanted="?" if feed is None or feed.wanted is None else feed.wanted,
    )


def _case(code: str, reason: Reason, zone: ZoneJudged) -> str:
    """The sentence of a reason: some codes have another one where less is known, or more."""
    match code:
        case "frozen" if zone.shown == zone.due:
            return "frozen-still"
        case "silent" if reason.detail:
            return "silent-named"
        case "quarantine" if not reason.item:
            return "quarantine-file"
        case "quarantine" if not reason.detail:
            return "quarantine-plain"
        case _:
            return code


def _detail(code: str, detail: str, speech: Speech) -> str:
    """What is known beside a code; why central refuses a report, and how wrong a clock is, in words."""
    if code == "clock":
        return _off(detail, speech)
    if code not in _UNHEARD:
        return detail
    return speech.say(f"refused-{detail}" if detail in _REFUSALS else "refused-other", why=detail)


def _off(detail: str, speech: Speech) -> str:
    """How wrong a clock is: judged as `+2820 s`, or as one that is not sure of its time."""
    found = _OFF.fullmatch(detail)
    if found:
        return ("+" if found[1] == "+" else "−") + speech.span(int(found[2]))
    return speech.say("clock-untrusted") if detail == "untrusted" else detail


def faults(device: Device, speech: Speech, now: datetime) -> Iterator[tuple[str, str]]:
    """What the device itself says is wrong: what, and since when."""
    beat = device.heartbeat
    if beat is None:
        return
    for fault in beat.faults:
        what = ", ".join(part for part in (fault.zone or "", fault.what or fault.code) if part)
        yield what, speech.instant(fault.since, now) if fault.since else ""
    for restart in beat.restarts:
        what = f"{restart.process} × {restart.times}"
        told = ", ".join(part for part in (what, restart.cause) if part)
        yield told, speech.instant(restart.at, now) if restart.at else ""


def in_order(orders: Iterable[str]) -> list[str]:
    """Cares as they are offered; one that is not known here comes last."""
    places = {name: place for place, name in enumerate(CARES)}
    return sorted(orders, key=lambda name: (places.get(name, len(places)), name))


def care(order: str, speech: Speech) -> str:
    """The name of a care."""
    return speech.say(f"care-{order}") if order in CARES else order


def order(line: OrderLine, device: str, speech: Speech, now: datetime) -> str:
    """An order and what this device said of it."""
    outcome = line.outcomes.get(device) or "waiting"
    if outcome.startswith("waiting") and now > line.until:
        outcome = "expired"
    return speech.say(
        "order-line",
        order=care(line.order, speech),
        by=line.by,
        since=speech.instant(line.at, now),
        outcome=_outcome(outcome, speech),
    )


def _outcome(said: str, speech: Speech) -> str:
    """What became of an order: what this Parvis knows, in words; what the device adds, as it says it."""
    known, _, detail = said.partition(": ")
    known, _, held_up = known.partition(" ")
    if known not in _OUTCOMES:
        return said
    if known == "waiting" and held_up:
        return speech.say("outcome-held-up", order=care(held_up, speech))
    word = speech.say(f"outcome-{known}")
    return speech.say("outcome-detail", outcome=word, detail=detail) if detail else word


def alarm_title(alarm: Alarm, speech: Speech) -> str:
    """An alarm in a line: where, and what."""
    code = alarm.code if alarm.code in CODES else "fault"
    names = {name.partition("/")[0] for name in alarm.screens} if code in _OF_DEVICES else alarm.screens
    what = speech.count(f"alarm-{code}", len(names) or 1)
    if code in _OWN:
        return capitalised(what)
    return speech.say("alarm-title", subject=_subject(alarm, speech), what=what)


def _subject(alarm: Alarm, speech: Speech) -> str:
    match alarm.scope:
        case "fleet":
            return speech.say("fleet")
        case "family":
            return speech.family(alarm.subject)
        case "object":
            return alarm.detail or alarm.subject[:12]
        case "device" if len(alarm.screens) == 1:
            screen = speech.screen(alarm.screens[0].partition("/")[2])
            return f"{alarm.subject}, {screen}" if screen else alarm.subject
        case _:
            return alarm.subject


def alarm_story(alarm: Alarm, speech: Speech, now: datetime) -> str:
    """Since when, who takes care, what is known of it: last, since it may be longer than the line."""
    parts = [speech.say("since", since=speech.instant(alarm.since, now))]
    if alarm.snoozed_until and alarm.snoozed_until > now:
        parts.append(speech.say("snoozed", until=speech.instant(alarm.snoozed_until, now)))
    if alarm.acknowledged_by and alarm.acknowledged_at:
        since = speech.instant(alarm.acknowledged_at, now)
        parts.append(speech.say("taken", by=alarm.acknowledged_by, since=since))
    else:
        parts.append(speech.say("nobody"))
    if alarm.detail and alarm.code == "frozen":
        items = ", ".join(item_name(item, speech) for item in alarm.detail.split(", "))
        parts.append(speech.say("on-glass", items=items))
    elif alarm.detail and alarm.scope != "object" and alarm.code not in _PLAIN:
        parts.append(_detail(alarm.code, alarm.detail, speech))
    return " · ".join(parts)


def alarm_advice(alarm: Alarm, speech: Speech) -> str:
    """What to do about it."""
    return speech.say(f"do-{alarm.code if alarm.code in CODES else 'fault'}")


def alarms_then(alarms: Iterable[Alarm], at: datetime) -> tuple[Alarm, ...]:
    """Those of some alarms that lasted at an instant, as far as somebody cared for them then."""
    found = []
    for alarm in alarms:
        if alarm.since <= at and (alarm.ended is None or at < alarm.ended):
            taken = alarm.acknowledged_at is not None and alarm.acknowledged_at <= at
            nobody = {} if taken else {"acknowledged_by": None, "acknowledged_at": None}
            found.append(replace(alarm, snoozed_until=None, **nobody))
    return tuple(sorted(found, key=lambda alarm: (tuple(Severity).index(alarm.severity), alarm.since)))


def alarm_sign(alarm: Alarm) -> Sign:
    """The sign of an alarm."""
    return sign_of_code(alarm.code)


def keys_of_alarm(alarm: Alarm) -> frozenset[tuple[str, str]]:
    """The screens an alarm speaks of; a device alone has no screen named."""
    return frozenset(
        (device, screen) for device, _, screen in (name.partition("/") for name in alarm.screens)
    )


def rings(alarm: Alarm, now: datetime) -> bool:
    """Whether an alarm calls for somebody: severe, nobody has taken it, not quieted."""
    return (
        alarm.severity is Severity.SEVERE
        and alarm.acknowledged_by is None
        and not (alarm.snoozed_until and alarm.snoozed_until > now)
    )


def brief(line: DeviceLine, speech: Speech) -> str:
    """How a device stands, in a few words: what is wrong and on which screen."""
    if line.state is State.OUT_OF_SERVICE and line.out_of_service:
        return capitalised(f"{speech.say('sign-out')} · {line.out_of_service}")
    if line.reason is None or line.state not in {State.WRONG, State.DEGRADED, State.SILENT}:
        return capitalised(speech.say(f"sign-{_BRIEF[line.state]}"))
    code = line.reason.code if line.reason.code in CODES else "fault"
    screen = speech.screen(line.reason.screen) if line.reason.screen else ""
    by = speech.count(f"alarm-{line.reason.by}", 1) if line.reason.by in CODES else ""
    parts = (screen, speech.count(f"alarm-{code}", 1), _detail(code, line.reason.detail, speech), by)
    return capitalised(" · ".join(part for part in parts if part))
