"""Whose central's files are: what root does by hand leaves none of root's, and what is not ours is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from central.errors import StoreError
from central.store import outside
from device_profiles.identity import DeviceKey
from parvis.central_store import no_store, store_url

NOBODY = 65_534
KEY = DeviceKey.make().public
COMMANDS = ("token add Anne", "token list", "enrol kiosk-001 {key}", "migrate", "--feed {folder}/none")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the rights of root")
@pytest.mark.parametrize("command", COMMANDS)
def test_central_can_use_what_root_did_in_its_folder(open_folder: Path, command: str) -> None:
    """A store or a lock of root's would keep the service from starting, or from writing."""
    data = open_folder / "data"
    data.mkdir(mode=0o700)
    os.chown(data, NOBODY, NOBODY)
    words = command.format(folder=open_folder, key=KEY).split()
    done = subprocess.run(
        [sys.executable, "-m", "parvis", "central", *words, "--data", str(data), "--language", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    left = list(data.rglob("*"))
    assert [place for place in left if place.lstat().st_uid != NOBODY] == []
    assert bool(left) is ("who may not read this program" not in done.stderr), "done, or refused in words"


def test_a_file_of_another_user_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = store_url(tmp_path, None)
    outside.write(url, lambda _: None)
    monkeypatch.setattr(os, "access", lambda file, _: Path(file).suffix == ".db")
    said = no_store(url, StoreError("Permission denied")).said.en
    assert f"{tmp_path}/central.db-writing belongs to " in said
    assert f": {tmp_path}`" in said


def test_a_lock_that_cannot_be_had_is_said_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "central.db-writing").mkdir()
    with pytest.raises(StoreError, match=r"central\.db-writing: Is a directory"):
        outside.write(store_url(tmp_path, None), lambda _: None)
