"""`parvis update` as an operator runs it on a device: slots, rings, and what it refuses in their language."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_slots import Machine, wheel

from parvis.console import FAILED, GOOD, Voice
from parvis.update import back, stage, status, switch

FR = Voice("fr")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    (made.root / "a/ready").write_text(json.dumps({"version": "1.0"}), "utf-8")
    return made


def rings(wheels: Path, **told: object) -> None:
    (wheels / "update.json").write_text(json.dumps(told), "utf-8")


def test_a_ring_that_is_not_due_waits_and_one_that_is_goes(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    wheels = wheel(tmp_path / "wheels", "2.0")
    rings(wheels, version="2.0", canary=now.isoformat(), early=(now + timedelta(days=1)).isoformat())
    shutil.rmtree(machine.root / "b")  # a stage of before was broken off
    assert stage(machine.root, wheels, FR) == GOOD
    for groups in (["early"], ["tram-1"]):
        assert switch(machine.root, groups, FR) == GOOD
    assert (machine.told(), capsys.readouterr().out.count("ne prend pas encore")) == ("a", 2)
    assert switch(machine.root, ["tram-1", "canary"], FR) == GOOD
    assert (machine.told(), machine.slots.trial is not None) == ("b", True)
    assert stage(machine.root, wheels, FR) == switch(machine.root, [], FR) == FAILED
    assert capsys.readouterr().err.count("un essai est en cours") == 2
    assert back(machine.root, FR) == GOOD
    assert (machine.told(), back(machine.root, FR)) == ("a", FAILED)
    assert status(machine.root, FR, as_json=False) == GOOD
    assert "a échoué : c’était demandé" in capsys.readouterr().out.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"version": "3.0", "all": "2026-01-01T00:00:00Z"}, "concerne la version 3.0"),
        ({"version": "2.0", "all": "2026-01-01T00:00:00"}, "ne dit pas quand"),
        ({"version": "2.0", "al": "2026-01-01T00:00:00Z"}, "ne dit pas quand"),
    ],
)
def test_rings_that_do_not_fit_leave_nothing_ready(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str], told: dict[str, str], said: str
) -> None:
    wheels = wheel(tmp_path / "wheels", "2.0")
    rings(wheels, **told)
    assert stage(machine.root, wheels, FR) == FAILED
    assert said in capsys.readouterr().err
    assert switch(machine.root, [], FR) == FAILED
    assert "aucune version complète" in capsys.readouterr().err
    assert machine.told() == "a"


def test_where_there_are_no_slots_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(tmp_path / "none", FR, as_json=False) == FAILED
    assert "il n’y a pas ici de lecteur en deux emplacements" in capsys.readouterr().err
