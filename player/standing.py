"""What a device is to warn of: the alerts of the dispatch on disk, verified anew from the root of trust."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from player.clock import ClockTrust
from playlists.documents import Batch
from playlists.errors import FeedError
from playlists.feed import alerts, dispatch, live
from playlists.feed.alerts import Alert
from playlists.feed.tree import ALERTS, LIVE, ROOT
from playlists.program import Program


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts that stand, their version, and what is wrong with the file in place, if anything is.

    `root` is the version of the root that they stand under: under a newer one versions may begin anew.
    """

    alerts: tuple[Alert, ...] = ()
    root: int = 0
    version: int = 0
    trouble: str = ""


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """The city data that stand, their version, and what is wrong with the file in place, as of alerts."""

    batches: tuple[Batch, ...] = ()
    root: int = 0
    version: int = 0
    trouble: str = ""


class CityData:
    """Looks at the file of city data; what was read once stays until a newer version can be read."""

    def __init__(self, file: Path, anchor: bytes) -> None:
        self._file, self._anchor = file, anchor
        self._mark: tuple[int, int, int] | None = None
        self._data = Data()

    def look(self) -> Data:
        """What stands now."""
        try:
            there = self._file.stat()
            mark = there.st_mtime_ns, there.st_size, there.st_ino
            if mark == self._mark:
                return self._data
            data = self._file.read_bytes()
        except OSError:
            return self._data
        self._mark = mark
        try:
            found = dispatch.read(data, self._anchor, LIVE)
            board = live.read(found.targets.unrecognized_fields.get(live.FIELD))
        except FeedError as error:
            self._data = msgspec.structs.replace(self._data, trouble=f"the city data do not hold: {error}")
            return self._data
        root, version = found.versions[ROOT], found.versions[LIVE]
        if (root, version) >= (self._data.root, self._data.version):
            refused = f"{board.refused} batches cannot be read" if board.refused else ""
            self._data = Data(batches=board.batches, root=root, version=version, trouble=refused)
        return self._data


class Bulletin:
    """Looks at the file again and again. What was read once stays until a newer version can be read."""

    def __init__(self, file: Path, anchor: bytes) -> None:
        self._file, self._anchor = file, anchor
        self._mark: tuple[int, int, int] | None = None
        self._standing = Standing()

    def look(self) -> Standing:
        """What stands now."""
        try:
            there = self._file.stat()
            mark = there.st_mtime_ns, there.st_size, there.st_ino
            if mark == self._mark:
                return self._standing
            data = self._file.read_bytes()
        except OSError:
            return self._standing
        self._mark = mark
        self._standing = _read(data, self._anchor, self._standing)
        return self._standing


def _read(data: bytes, anchor: bytes, before: Standing) -> Standing:
    try:
        found = dispatch.read(data, anchor, ALERTS)
        board = alerts.read(found.targets.unrecognized_fields.get(alerts.FIELD))
    except FeedError as error:
        return msgspec.structs.replace(before, trouble=f"the alerts in place do not hold: {error}")
    root, version = found.versions[ROOT], found.versions[ALERTS]
    if (root, version) < (before.root, before.version):
        return msgspec.structs.replace(
            before, trouble=f"the alerts in place are of version {version}, older than {before.version}"
        )
    refused = f"{board.refused} alerts cannot be read" if board.refused else ""
    return Standing(alerts=board.alerts, root=root, version=version, trouble=refused)


def due(
    standing: Standing,
    trust: ClockTrust,
    barred: Collection[str],
    *,
    last_seen: datetime | None,
    known_for: timedelta,
) -> tuple[Alert, ...]:
    """The alerts that the stage is to play, each at its time.

    `barred` names items that made a player die. By an untrusted clock those remain that may be in
    force, as far as can be known: the time is not before the newest alert was signed, nor before a good clock
    was last seen, and since then it has gone on for as long as this version was known here.
    """
    found = tuple(alert for alert in standing.alerts if alert.item not in barred)
    if trust is not ClockTrust.UNTRUSTED:
        return found
    proven = [alert.issued for alert in standing.alerts] + ([last_seen] if last_seen else [])
    return tuple(alert for alert in found if alert.opens <= max(proven) + known_for < alert.closes)


def carrying(program: Program, alerts: tuple[Alert, ...], trust: ClockTrust) -> Program:
    """The program with the alerts that cover its device; where there are none, as it is."""
    if not alerts:
        return program
    from playlists.alerting import covering, with_alerts  # noqa: PLC0415 - the usual start is without

    return with_alerts(program, covering(program, alerts), dated=trust is not ClockTrust.UNTRUSTED)


def get_ready() -> None:
    """Load what sets alerts, half a second's work, before there is one."""
    import playlists.alerting  # noqa: F401, PLC0415
