"""Votes and counters as programs and spreadsheets get them."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from city_client import Central

from central.access import Role
from central.voices import Tallies
from device_profiles.report import What


@pytest.mark.parametrize("asked", ["polls?by=person", "usage?by=hour&start=2026-01-01", "signals?format=pdf"])
def test_what_cannot_be_asked_is_refused(asked: str) -> None:
    with Central().client(Role.VIEW) as client:
        answer = client.get(f"/v1/{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_each_address_tells_its_own_and_no_more() -> None:
    with Central().client(Role.VIEW) as client:
        found = {
            kind: msgspec.json.decode(client.get(f"/v1/{kind}").content, type=Tallies)
            for kind in ("polls", "signals", "usage")
        }
    assert {line.what for line in found["polls"].lines} == {What.POLL}
    assert {line.what for line in found["signals"].lines} == {What.SIGNAL}
    assert {What.POLL, What.SIGNAL}.isdisjoint(line.what for line in found["usage"].lines)


def test_a_spreadsheet_has_the_question_and_the_answers_in_words() -> None:
    with Central().client(Role.VIEW) as client:
        answer = client.get("/v1/polls?by=device,day&format=csv&language=en")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Device"], row["Text of the answer"], row["Count"]) for row in rows] == [
        ("kiosk-001", "Trees and shade", "214"),
        ("kiosk-001", "Benches to sit on", "131"),
        ("kiosk-001", "Games for children", "96"),
    ]
    assert {row["Title"] for row in rows} == {"What does place du Commerce lack most?"}
