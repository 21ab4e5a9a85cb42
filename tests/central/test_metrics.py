"""What Prometheus reads, and that the rules and the board in the documentation name nothing else."""

from __future__ import annotations

import asyncio
import json
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from city_weather import Day
from prometheus_client.parser import text_string_to_metric_families
from standing_city import NOW, StandingCity

from central.metrics import Central, metrics

MONITORING = Path(__file__).parents[2] / "docs" / "monitoring"
CENTRAL = Central(
    listening=NOW - timedelta(days=3),
    feed=42,
    reports={"taken": 10_000, "replayed": 3},
    sent={"mailto://mail.example.org": 4},
    unsent={"mailto://mail.example.org": 1},
    streams=224,
    waiting=2,
    failing=1,
)


def read(devices: int = 224, day: Day = Day.BAD) -> bytes:
    city = StandingCity(devices, day)
    fleet = asyncio.run(city.fleet())
    return metrics(fleet, asyncio.run(city.alarms()), CENTRAL)


def samples(text: bytes) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def test_prometheus_reads_it_and_finds_every_device_once() -> None:
    city = StandingCity(224, Day.BAD)
    fleet = asyncio.run(city.fleet())
    found = samples(metrics(fleet, asyncio.run(city.alarms()), CENTRAL))
    seen = found["parvis_last_seen_timestamp_seconds"]
    assert {dict(labels)["device"]: value for labels, value in seen.items()} == {
        line.device: line.seen.timestamp()
        for line in fleet.devices
        if line.seen and line.state.value != "out_of_service"
    }
    assert sum(found["parvis_devices"].values()) == fleet.figures.devices
    assert sum(found["parvis_place_devices"].values()) == len(fleet.devices)
    assert len(found["parvis_alarm_screens"]) == len(asyncio.run(city.alarms()))
    assert found["parvis_reports_total"][(("outcome", "replayed"),)] == 3
    assert found["parvis_messages_total"][(("sent", "no"), ("target", "mailto://mail.example.org"))] == 1
    assert found["parvis_central_process_resident_memory_bytes"][()] > 0


def test_a_calm_fleet_and_an_empty_one_can_be_read() -> None:
    assert samples(read(7, Day.CALM))["parvis_alarms"][(("severity", "severe"),)] == 0
    assert samples(read(0, Day.CALM))["parvis_devices"][(("state", "well"),)] == 0


def test_5000_devices_are_read_quickly() -> None:
    city = StandingCity(5000, Day.BAD)
    fleet, alarms = asyncio.run(city.fleet()), asyncio.run(city.alarms())
    begin = time.process_time()
    text = metrics(fleet, alarms, CENTRAL)
    assert time.process_time() - begin < 0.5
    assert len(text) < 1_500_000


FILES = ("parvis-rules.yml", "grafana-board.json", "alertmanager.yml", "README.md")


@pytest.mark.parametrize("file", FILES)
def test_the_documentation_names_metrics_that_there_are(file: str) -> None:
    known = set(samples(read()))
    text = (MONITORING / file).read_text("utf-8")
    named = set(re.findall(r"(?<![:\w])parvis_[a-z_]+", text))
    assert named <= known, f"no such metrics: {named - known}"


def test_the_documentation_names_every_metric() -> None:
    text = (MONITORING / "README.md").read_text("utf-8")
    there = {name for name in samples(read()) if not name.endswith("_created")}
    assert there <= set(re.findall(r"parvis_[a-z_]+", text))


def test_rules_and_board_use_what_matters() -> None:
    rules = (MONITORING / "parvis-rules.yml").read_text("utf-8")
    assert {"parvis_alarm_screens", "parvis_last_seen_timestamp_seconds"} <= set(
        re.findall(r"parvis_[a-z_]+", rules)
    )
    board = json.loads((MONITORING / "grafana-board.json").read_text("utf-8"))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    assert all(panel["targets"][0]["expr"] for panel in board["panels"])


def test_labels_that_rules_ask_for_are_there() -> None:
    """`parvis_alarm_screens{severity=…}`: a label that does not exist matches nothing, silently."""
    known = {
        name: {label for labels in found for label, _ in labels} for name, found in samples(read()).items()
    }
    for file in ("parvis-rules.yml", "grafana-board.json"):
        text = (MONITORING / file).read_text("utf-8").replace('\\"', '"')
        for name, inside in re.findall(r"(parvis_[a-z_]+)\{([^}]+)\}", text):
            asked = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", inside))
            assert asked <= known[name], f"{file}: {name} has no {asked - known[name]}"
