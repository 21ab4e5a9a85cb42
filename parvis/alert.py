"""`parvis alert`: warn on the screens at once, and end it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from parvis.alert_form import Form, fill_in
from parvis.alert_view import draw, show
from parvis.console import FAILED, GOOD, Voice, agrees, complain, say, say_json
from parvis.keys import open_feed, open_keyring
from parvis.one_block import OpeningError, in_one_block, now
from parvis.words import words
from playlists.feed.alerts import Alert
from playlists.feed.publishing.alerts import put_up, reached, standing, take_down, unplaced
from playlists.feed.publishing.publish import heads, readable
from playlists.feed.publishing.repository import Repository, locked
from playlists.feed.tree import ALERTS

_NAMED = 12


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, beside the alert itself."""

    feed: Path
    keys: Path
    form: Form
    pictures: Path | None
    dry_run: bool
    yes: bool
    as_json: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An alert on the board, and how it stands: `coming`, `in-force` or `over`."""

    state: str
    alert: Alert


def raise_alert(order: Order, voice: Voice) -> int:
    """Tell what will be on which screens, and unless it is a dry run or refused, sign it."""
    return in_one_block(voice, lambda: _raise(order, voice))


def _raise(order: Order, voice: Voice) -> int:
    """Nobody else waits while somebody reads what it will be: only at the end."""
    repository = open_feed(order.feed, order.keys)
    at, zone = now(), _zone(repository)
    devices = {device: head.position for device, head in heads(repository).items()}
    alert = fill_in(order.form, devices, zone, at, voice)
    found = reached(repository, alert, alert.opens)
    if not (found.kinds or found.unread):
        raise OpeningError(words("alert.no-reach"))
    if not order.as_json:
        say(_head(alert, zone, voice))
    for reach in found.kinds:
        show(reach, alert, voice, as_json=order.as_json)
    nowhere = unplaced(repository) if alert.area.circles else ()
    for code, named in (("alert.unplaced", nowhere), ("alert.unread", found.unread)):
        if named:
            complain(voice.words(code, count=len(named), devices=", ".join(named[:_NAMED])))
    if order.pictures is not None:
        for file in draw(found.kinds, alert, order.pictures, voice):
            complain(str(file))
    put_up(repository, alert)
    if order.dry_run or not (order.yes or _agreed(voice)):
        complain(voice.words("alert.dry"))
        return GOOD if order.dry_run else FAILED
    keyring = open_keyring(order.keys, voice)
    repository.unlock(keyring)
    with locked(order.feed):
        repository = open_feed(order.feed, order.keys)
        put_up(repository, alert)
        repository.save(keyring, now(), {"what": f"raised {alert.id}", "by": ALERTS})
    if not order.as_json:
        say(voice.words("alert.raised", id=alert.id))
    return GOOD


def lift_alerts(
    feed: Path, keys: Path, ids: Sequence[str], voice: Voice, *, everything: bool, as_json: bool
) -> int:
    """Take alerts off all screens."""

    def command() -> int:
        keyring = open_keyring(keys, voice)
        if everything or ids:
            open_feed(feed, keys).unlock(keyring, [ALERTS])
        with locked(feed):
            repository, at = open_feed(feed, keys), now()
            there = tuple(alert.id for alert in standing(repository))
            if not (ids or everything):
                raise OpeningError(words("alert.which", ids=", ".join(there) or "-"))
            gone = there if everything else tuple(ids)
            if not gone:
                complain(voice.words("alert.none"))
                return GOOD
            take_down(repository, gone, at)
            what = f"lifted {', '.join(gone)}"
            repository.save(keyring, at, {"what": what, "by": ALERTS})
        if as_json:
            say_json({"lifted": gone})
        else:
            say(voice.words("alert.lifted", ids=", ".join(gone)))
        return GOOD

    return in_one_block(voice, command)


def list_alerts(feed: Path, keys: Path, voice: Voice, *, as_json: bool) -> int:
    """Tell the alerts that stand in the feed."""

    def command() -> int:
        repository, at = open_feed(feed, keys), now()
        zone, found = _zone(repository), standing(repository)
        for alert in found:
            state = "over" if alert.closes <= at else "coming" if at < alert.opens else "in-force"
            if as_json:
                say_json(Row(state=state, alert=alert))
            else:
                say(_row(alert, state, zone, voice))
        if not found and not as_json:
            say(voice.words("alert.none"))
        return GOOD

    return in_one_block(voice, command)


def _agreed(voice: Voice) -> bool:
    """Whether somebody who can be asked agrees; where nobody can, the order itself is agreement."""
    return not sys.stdin.isatty() or agrees(voice.words("alert.ask-sign"), voice)


def _zone(repository: Repository) -> ZoneInfo:
    """The civil time of the feed: that of the first of its programs which can be read."""
    for head in heads(repository).values():
        for program in readable(repository, [head]).values():
            return ZoneInfo(program.time_zone)
    return ZoneInfo("UTC")


def _head(alert: Alert, zone: ZoneInfo, voice: Voice) -> str:
    times = {"opens": _local(alert.opens, zone), "closes": _local(alert.closes, zone)}
    return voice.words("alert.head", id=alert.id, word=alert.level, zone=zone.key, **times)


def _row(alert: Alert, state: str, zone: ZoneInfo, voice: Voice) -> str:
    told = {
        "over": words("alert.over"),
        "coming": words("alert.coming"),
        "in-force": words("alert.in-force"),
    }
    return voice.words(
        "alert.row",
        id=alert.id,
        state=told[state],
        level=alert.level,
        opens=_local(alert.opens, zone),
        closes=_local(alert.closes, zone),
        headline=alert.words[0].headline,
    )


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
