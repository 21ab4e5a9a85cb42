"""What is said of a screen's glass: the zone that tells most, what is due in it, what is in its picture."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from central.answers import Device
from central.standing import State, Verdict, ZoneJudged, telling
from central.telling.signs import Key
from central.telling.speech import Speech
from device_profiles.heartbeat import ScreenBeat
from playlists.timeline import BUILT_IN

_UNLIKE: Final = frozenset({Verdict.BLACK, Verdict.WRONG_PICTURE})
"""What is on such a glass is not what its player draws."""


def zone_of(device: Device, key: Key) -> ZoneJudged:
    """The zone of a screen that tells most."""
    zones = (zone for screen in device.judged if screen.screen == key.screen for zone in screen.zones)
    return next(iter(telling(zones)), ZoneJudged(zone="", due="", shown=""))


def item_name(item: str, speech: Speech) -> str:
    """An item as people call it: by its name, and the built-in slide by what it is."""
    return speech.say("item-built-in") if item == BUILT_IN else item


def due_item(device: Device, key: Key) -> str:
    """What should be on a screen, at the instant of the picture of that."""
    due = device.due.get(key.screen)
    return due.item if due else ""


def glass_item(device: Device, key: Key, speech: Speech, now: datetime) -> str:
    """The item in the picture from a screen's glass, and since when it has been there; "" if not known.

    It is known where no other item has come on between the picture and what the stage said last; of a glass
    that stands still in any case. Of one that does not look as it should, only its picture tells.
    """
    beat, verdict = _beat(device, key), _verdict(device, key)
    item = item_name(zone_of(device, key).shown, speech)
    if beat is None or beat.changed is None or beat.in_use or verdict in _UNLIKE or not item:
        return ""
    changed, said = beat.changed - _ahead(device), beat.at - _ahead(device)
    taken, silent = device.pictures.get(key.screen), device.line.state is State.SILENT
    still = verdict is Verdict.FROZEN and not silent
    known = still if taken is None else changed <= taken and (still or taken <= said)
    if not known:
        return ""
    if silent:
        return item
    return speech.say("glass-item", item=item, since=speech.instant(changed, now))


def _beat(device: Device, key: Key) -> ScreenBeat | None:
    screens = device.heartbeat.screens if device.heartbeat else ()
    return next((screen for screen in screens if screen.screen == key.screen), None)


def _verdict(device: Device, key: Key) -> Verdict:
    found = (screen.verdict for screen in device.judged if screen.screen == key.screen)
    return next(found, Verdict.UNKNOWN)


def _ahead(device: Device) -> timedelta:
    """How far the device's clock is ahead of ours: as far as it knows, else as its report came."""
    beat, seen = device.heartbeat, device.line.seen
    if beat is None:
        return timedelta()
    if beat.clock.offset_ms is not None:
        return timedelta(milliseconds=beat.clock.offset_ms)
    return beat.at - seen if seen else timedelta()
