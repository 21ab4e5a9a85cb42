"""The life of a device as the office tells it, with a real central: each step is done once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from central_process import central, feed
from enrolling_world import Box, Hands, somebody
from feed_world import notice, program

from device_profiles.report import Receipt
from parvis.console import FAILED, GOOD, Voice
from parvis.provision import Asked, ClaimOrder, claim, order, report, tell_all, tell_one, token
from parvis.provision_workspace import rename_device

SITE = 'name = "Saint-Exemple"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr"]\n'
OLD, NEW, OTHER = "plasma-001", "plasma-002", "plasma-003"
EN, FR = Voice("en"), Voice("fr")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed that names three devices, and the workspace as it is after one was renamed."""
    folder = tmp_path_factory.mktemp("life")
    assert feed(folder).publish(*(program(one, (notice("a", "Bonjour"),)) for one in (OLD, NEW, OTHER)))
    devices = "".join(f'[{name}]\nprofile = "plasma-16x9"\n' for name in (NEW, OTHER, "plasma-004"))
    (folder / "city").mkdir()
    (folder / "city/workspace.toml").write_text(SITE, "utf-8")
    (folder / "city/devices.toml").write_text(devices, "utf-8")
    return folder


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Hands]:
    made = somebody(folder / "data")
    (folder / "token").write_text(made.secret)
    with central(folder, "--keys", str(folder / "keys"), PARVIS_PASSPHRASE="") as running:
        made.url = running.url
        yield made


@pytest.fixture
def asked(folder: Path, office: Hands) -> Asked:
    """The office asks; every id is free."""
    for device in (OLD, NEW, OTHER):
        office.ask("POST", f"/v1/enrolments/{device}/revoke", {"why": "test"})
        office.ask("POST", f"/v1/enrolments/{device}/in", {"why": ""})
    return Asked(central=office.url, token_file=folder / "token")


def enrolled(asked: Asked, office: Hands, device: str) -> Box:
    """A box that is a device, and was heard."""
    box = Box(asked.central)
    assert office.claim(box.code(), device).status_code == 201
    assert isinstance(box.report(device), Receipt)
    return box


def renamed(asked: Asked, folder: Path, old: str, new: str, voice: Voice = EN) -> int:
    return rename_device(folder / "city", (old, new), asked, voice, write=False, as_json=False)


def test_a_device_that_is_out_of_service_is_renamed_once_and_stays_out(
    asked: Asked, office: Hands, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrolled(asked, office, OLD)
    assert order(asked, OLD, "out", "Travaux", EN) == GOOD
    assert [renamed(asked, folder, OLD, NEW) for _ in range(2)] == [GOOD, GOOD]
    assert f"{OLD} is {NEW} now" in capsys.readouterr().out
    lines = {one["device"]: one for one in office.ask("GET", "/v1/enrolments").json()}
    assert [(lines[one]["state"], lines[one]["why"]) for one in (OLD, NEW)] == [
        ("none", ""),
        ("out", "Travaux"),
    ]


def test_a_rename_that_cannot_be_says_why_in_the_reader_s_language(
    asked: Asked, office: Hands, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert renamed(asked, folder, OLD, NEW, FR) == GOOD
    assert f"{OLD} n’a pas de boîtier" in capsys.readouterr().out
    enrolled(asked, office, OLD)
    assert renamed(asked, folder, OLD, "plasma-004", FR) == FAILED
    assert "publiez l’espace de travail, puis relancez" in capsys.readouterr().err
    enrolled(asked, office, NEW)
    assert renamed(asked, folder, OLD, NEW, FR) == FAILED
    assert f"{NEW} a déjà un boîtier, par Soizic operate" in capsys.readouterr().err


def test_what_central_does_not_know_is_named_with_the_nearest(
    asked: Asked, office: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    did = [
        tell_one(asked, "plasma-01", FR),
        order(asked, "plasma-01", "out", "Travaux", FR),
        report(asked, "plasma-01", None, FR),
    ]
    said = capsys.readouterr().err.splitlines()
    assert did == [FAILED] * 3
    assert ["plasma-001" in line and "(4" not in line for line in said] == [True] * 3
    assert report(asked, OLD, None, FR) == FAILED
    assert "aucun procès-verbal de recette" in capsys.readouterr().err
    known = {"valid": "8h", "most": 1, "told": False}
    assert token(asked, FR, name=None, revoke="abc", **known) == FAILED  # type: ignore[arg-type]
    assert "Il n’y a pas de jeton abc" in capsys.readouterr().err
    assert token(asked, FR, name="Léa", revoke=None, **known) == GOOD  # type: ignore[arg-type]
    (one,) = office.ask("GET", "/v1/technicians").json()
    assert token(asked, FR, name=None, revoke=one["id"], **known) == GOOD  # type: ignore[arg-type]
    assert token(asked, FR, name=None, revoke=None, **known | {"told": True}) == GOOD  # type: ignore[arg-type]
    assert "Léa, révoqué le" in capsys.readouterr().out
    assert token(asked, FR, name=" ", revoke=None, **known) == FAILED  # type: ignore[arg-type]
    assert "Dites --name" in capsys.readouterr().err


def test_a_wipe_that_is_done_is_not_asked_for_again_and_one_without_a_box_is_refused(
    asked: Asked, office: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    assert order(asked, OTHER, "reset", "", EN) == FAILED
    assert "nothing to wipe" in capsys.readouterr().err
    box = enrolled(asked, office, OTHER)
    assert [order(asked, OTHER, "reset", "", EN) for _ in range(2)] == [GOOD, GOOD]
    assert box.leave(OTHER).status_code == 204
    assert order(asked, OTHER, "reset", "", EN) == GOOD
    told = capsys.readouterr().out.splitlines()
    assert ["nothing to do" in line for line in told] == [False, True, True]


def test_a_claim_whose_answer_was_lost_is_made_again(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    box = Box(asked.central)
    wish = {"code": box.code(), "workspace": None, "replace": False, "yes": True}
    did = [claim(asked, ClaimOrder(device=one, **wish), EN) for one in (OLD, OLD, NEW)]  # type: ignore[arg-type]
    assert did == [GOOD, GOOD, FAILED]
    assert f"already, as {OLD} by Soizic" in capsys.readouterr().err


def test_how_devices_stand_and_stood_is_told_in_words(
    asked: Asked, office: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    enrolled(asked, office, OLD)
    office.ask("POST", f"/v1/enrolments/{OLD}/revoke", {"why": "Volée"})
    order(asked, OTHER, "retire", "Démonté", EN)
    order(asked, OTHER, "in", "", FR)
    assert "pas de boîtier" in capsys.readouterr().out
    tell_all(asked, FR)
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["appareil", "état", "profil"]
    assert [row.split("  ")[0] for row in rows] == [OLD, NEW, OTHER]
    assert "sans boîtier" in rows[0]
    tell_one(asked, OLD, FR)
    told = capsys.readouterr().out
    assert "Une clé d’avant" in told
    assert "Volée" in told
    assert "127.0.0.1" in told or "192.0.2.1" in told
