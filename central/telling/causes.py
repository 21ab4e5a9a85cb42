"""What most likely lies behind an alarm, and what to do: by its code, and by what its screens share."""

from __future__ import annotations

from collections.abc import Iterator

from central.standing import Alarm
from central.telling.speech import Speech
from central.telling.told import alarm_advice
from central.wording import known, words


def alarm_cause(alarm: Alarm, speech: Speech) -> str:
    """What most likely is the cause."""
    names = [alarm.code, "fault"] if alarm.scope == "device" else [*_of_many(alarm), alarm.code, "fault"]
    found = next(name for name in names if known(f"causes.{name}"))
    return words(f"causes.{found}").to(speech.language)


def alarm_remedy(alarm: Alarm, speech: Speech) -> str:
    """What to do about it, where that is more than what is done about one screen."""
    name = f"causes.do-{alarm.code}-{alarm.scope}"
    return words(name).to(speech.language) if known(name) else alarm_advice(alarm, speech)


def _of_many(alarm: Alarm) -> Iterator[str]:
    yield f"{alarm.code}-{alarm.scope}"
    yield f"{alarm.code}-many"
