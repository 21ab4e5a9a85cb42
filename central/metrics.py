"""What Prometheus may read: when each device was last heard of, how many stand how, alarms, central itself.

One series a device and no more: 5,000 devices are 5,000 lines. All else is aggregated; details: the API.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from central.answers import DeviceLine, Fleet
from central.standing import Alarm, Severity, State, Verdict


class Central(msgspec.Struct, frozen=True, kw_only=True):
    """What central counts of itself, by name of the outcome, and of the target.

    `listening` is since when it has taken reports without a break, `feed` the version that it has read,
    `failing` how many pieces of its own work failed when they were done last.
    """

    listening: datetime
    feed: int = 0
    reports: Mapping[str, int] = {}
    sent: Mapping[str, int] = {}
    unsent: Mapping[str, int] = {}
    streams: int = 0
    waiting: int = 0
    failing: int = 0


CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics(fleet: Fleet, alarms: Iterable[Alarm], central: Central) -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(fleet, tuple(alarms), central))
    ProcessCollector(namespace="parvis_central", registry=registry)
    return generate_latest(registry)


class _Collector(Collector):
    """All families, each made anew for one look."""

    def __init__(self, fleet: Fleet, alarms: tuple[Alarm, ...], central: Central) -> None:
        self._fleet, self._alarms, self._central = fleet, alarms, central

    def collect(self) -> Iterator[Metric]:
        """The families."""
        yield _last_seen(self._fleet.devices)
        yield from _standing(self._fleet)
        yield from _shared(self._fleet.devices)
        yield from _alarms(self._alarms)
        yield from _of_central(self._central)


def _last_seen(lines: Iterable[DeviceLine]) -> Metric:
    found = GaugeMetricFamily(
        "parvis_last_seen_timestamp_seconds",
        "When the last report of a device came, by central's clock.",
        labels=("device", "place", "family"),
    )
    for line in lines:
        if line.seen is not None and line.state is not State.OUT_OF_SERVICE:
            found.add_metric((line.device, line.place, line.family), line.seen.timestamp())
    return found


def _standing(fleet: Fleet) -> Iterator[Metric]:
    states = GaugeMetricFamily("parvis_devices", "Devices by how they stand.", labels=("state",))
    for state in State:
        states.add_metric((state.value,), fleet.figures.states.get(state, 0))
    yield states
    verdicts = GaugeMetricFamily("parvis_screens", "Screens by what they do now.", labels=("verdict",))
    for verdict in Verdict:
        verdicts.add_metric((verdict.value,), fleet.figures.verdicts.get(verdict, 0))
    yield verdicts
    if fleet.figures.availability is not None:
        yield GaugeMetricFamily(
            "parvis_availability_ratio",
            "Right seconds over seconds due, of all screens, today.",
            value=fleet.figures.availability,
        )


def _shared(lines: Iterable[DeviceLine]) -> Iterator[Metric]:
    """How many stand how, by what they share."""
    places: Counter[tuple[str, str]] = Counter()
    families: Counter[tuple[str, str]] = Counter()
    for line in lines:
        places[line.place, line.state.value] += 1
        families[line.family, line.state.value] += 1
    for name, found in (("place", places), ("family", families)):
        family = GaugeMetricFamily(
            f"parvis_{name}_devices", f"Devices of a {name} by how they stand.", labels=(name, "state")
        )
        for labels, count in sorted(found.items()):
            family.add_metric(labels, count)
        yield family


def _alarms(alarms: tuple[Alarm, ...]) -> Iterator[Metric]:
    lasting = [alarm for alarm in alarms if alarm.ended is None]
    counts = Counter(alarm.severity for alarm in lasting)
    by_severity = GaugeMetricFamily("parvis_alarms", "Alarms that last, by severity.", labels=("severity",))
    for severity in Severity:
        by_severity.add_metric((severity.value,), counts[severity])
    yield by_severity
    labels = ("id", "code", "severity", "scope", "subject", "acknowledged")
    screens = GaugeMetricFamily(
        "parvis_alarm_screens", "Screens, or devices, that an alarm concerns.", labels=labels
    )
    since = GaugeMetricFamily(
        "parvis_alarm_since_timestamp_seconds", "Since when an alarm lasts.", labels=("id",)
    )
    for alarm in lasting:
        taken = "yes" if alarm.acknowledged_by else "no"
        screens.add_metric(
            (alarm.id, alarm.code, alarm.severity.value, alarm.scope, alarm.subject, taken),
            len(alarm.screens),
        )
        since.add_metric((alarm.id,), alarm.since.timestamp())
    yield screens
    yield since


def _of_central(central: Central) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "parvis_listening_since_timestamp_seconds",
        "Since when central has taken reports without a break.",
        value=central.listening.timestamp(),
    )
    yield GaugeMetricFamily(
        "parvis_feed_version", "The feed's version that central has read.", value=central.feed
    )
    yield GaugeMetricFamily(
        "parvis_streams", "Streams that devices and faces listen to.", value=central.streams
    )
    yield GaugeMetricFamily("parvis_waiting_rows", "Rows that wait to be written.", value=central.waiting)
    yield GaugeMetricFamily(
        "parvis_central_failing", "Pieces of central's own work that failed last time.", value=central.failing
    )
    reports = CounterMetricFamily("parvis_reports", "Reports by what became of them.", labels=("outcome",))
    for outcome, count in sorted(central.reports.items()):
        reports.add_metric((outcome,), count)
    yield reports
    messages = CounterMetricFamily(
        "parvis_messages",
        "Messages about alarms, by target and whether they arrived.",
        labels=("target", "sent"),
    )
    for sent, counts in (("yes", central.sent), ("no", central.unsent)):
        for target, count in sorted(counts.items()):
            messages.add_metric((target, sent), count)
    yield messages
