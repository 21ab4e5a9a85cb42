"""`parvis simulate` as people use it: a workspace, a central of its own, and what is said of mistakes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import SITE, parvis, write

TOWN = {
    "workspace.toml": SITE,
    "devices.toml": '[totem-1]\nprofile = "totem"\nplace = "Mairie"\ngroups = ["centre"]\n',
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["totem-1"]\nzones.main = "news"\n',
    "playlists/news.toml": "".join(
        f'[[items]]\ncard = "notice"\nheadline = "Nouvelle {number}"\nduration = 3\n' for number in range(3)
    ),
}


def test_a_workspace_becomes_a_fleet_that_a_central_of_its_own_hears(tmp_path: Path) -> None:
    town, out = write(tmp_path / "town", TOWN), tmp_path / "out"
    quick = ("--interval", "1", "--for", "9s", "--lit", "--push", "--json")
    told = parvis("simulate", "--workspace", town, "--out", out, "--devices", "3", *quick)
    assert told.returncode == 0, told.stderr
    assert "3 devices report to http://127.0.0.1:" in told.stderr
    token = (out / "token").read_text("ascii")
    assert f"with this token: {token} " in told.stderr
    assert f"--token-file {out}/token" in told.stderr, "which can be pasted"
    assert (out / "token").stat().st_mode & 0o077 == 0
    last = json.loads(told.stdout.splitlines()[-1])
    assert last["devices"] == last["listening"] == 3
    assert last["accepted"] >= 15
    assert (last["refused"], last["unreached"]) == ({}, 0)
    assert last["records"] > 0
    with closing(sqlite3.connect(out / "central" / "central.db")) as base:
        known = base.execute("SELECT device FROM device_keys ORDER BY device").fetchall()
    assert known == [("totem-1",), ("totem-1-0002",), ("totem-1-0003",)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Say whose devices report"),
        (("--central", "central:80"), "“central:80” is no address"),
        (("--weather", "hail"), "There is no weather hail"),
        (("--for", "soon"), "“soon” is no span of time"),
        (("--workspace", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_simulated_is_said_in_one_block(options: tuple[str, ...], said: str) -> None:
    told = parvis("simulate", *options)
    assert told.returncode == 1
    assert said in told.stderr
    assert told.stdout == ""
