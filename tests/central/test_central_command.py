"""`parvis central` and its care: TLS, what cannot be, copies, keys."""

from __future__ import annotations

import socket
import sqlite3
import ssl
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from central_process import Sender, central, enrol, feed, parvis
from loopback_certificate import certificate
from patience import until

from central.store import migrations, outside
from central.store.tables import schema


def test_central_speaks_tls_by_files(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=chain)
    with central(tmp_path, "--tls-cert", str(chain), "--tls-key", str(key)) as running:
        assert running.url.startswith("https://")
        assert httpx.get(f"{running.url}/metadata/timestamp.json", verify=trusted).is_success
        certificate(tmp_path)
        address = httpx.URL(running.url)
        until(
            "the new certificate is served",
            lambda: ssl.get_server_certificate((address.host, address.port or 0)) == chain.read_text("ascii"),
        )
        renewed = ssl.create_default_context(cafile=chain)
        assert httpx.get(f"{running.url}/metadata/timestamp.json", verify=renewed).is_success


def refused(folder: Path, *options: str | Path) -> str:
    told = parvis("central", "--data", folder / "data", "--feed", folder / "feed", *options)
    assert (told.returncode, told.stdout) == (1, "")
    assert "Traceback" not in told.stderr
    return told.stderr


def test_what_cannot_be_is_said_in_one_block(tmp_path: Path) -> None:
    feed(tmp_path)
    chain, key = certificate(tmp_path)
    assert "both --tls-cert and --tls-key" in refused(tmp_path, "--tls-cert", chain)
    assert "cannot be used for TLS" in refused(tmp_path, "--tls-cert", key, "--tls-key", chain)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "cannot listen" in refused(tmp_path, "--port", str(taken.getsockname()[1]))
    assert "neither sqlite nor postgresql" in refused(tmp_path, "--store", "mysql://x/y")
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = parvis("central", "--data", tmp_path / "file" / "x", "--feed", tmp_path / "feed")
    assert "cannot be used as central’s folder" in told.stderr
    url = f"sqlite:///{tmp_path}/data/central.db"
    outside.write(url, lambda c: c.execute(schema.update().values(version=migrations.VERSION + 1)))
    assert "take a later one, or put the backup from before" in refused(tmp_path)


@pytest.mark.parametrize(
    "arguments", [["central"], ["central", "--data", "x"], ["central", "enrol", "--data", "x", "k"]]
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    assert parvis(*arguments).returncode == 2


def test_keys_are_set_taken_away_and_checked(tmp_path: Path) -> None:
    sender = Sender("")
    enrol(tmp_path, sender)
    data = ("--data", tmp_path / "data")
    assert "no public key" in parvis("central", "enrol", *data, "kiosk-001", "AAAA").stderr
    assert parvis("central", "enrol", *data, "kiosk-001", "--remove").returncode == 0


def test_a_copy_is_made_while_central_runs_and_a_store_is_migrated(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "data")
    with central(tmp_path):
        told = parvis("central", "backup", *data, tmp_path / "copy.db")
        assert told.returncode == 0, told.stderr
        assert "another central" in parvis("central", "migrate", *data).stderr
        moved = parvis("central", "move", *data, "--to", "postgresql+psycopg://ada:secret@h/x").stderr
        assert f"Nothing was moved from sqlite:///{tmp_path}/data/central.db to postgresql" in moved
        assert "another central works with" in moved
        assert "secret" not in moved
    assert (tmp_path / "copy.db").stat().st_size > 0
    again = parvis("central", "backup", *data, tmp_path / "copy.db", "--language", "fr")
    assert (again.returncode, "existe déjà et reste tel quel" in again.stderr) == (1, True)
    elsewhere = parvis(
        "central", "backup", "--data", tmp_path / "feed", tmp_path / "c.db", "--language", "fr"
    )
    assert f"Le central n’a rien gardé dans {tmp_path}/feed." in elsewhere.stderr
    nameless = parvis("central", "token", "add", "", *data, "--language", "fr")
    assert "son nom a de 1 à 80 caractères lisibles" in nameless.stderr.replace("\u00a0", " ")
    assert "already" in parvis("central", "migrate", *data).stdout


def test_a_damaged_store_is_told_as_that_and_central_goes_on_with_what_can_be_saved(tmp_path: Path) -> None:
    enrol(tmp_path, Sender(""))
    file = tmp_path / "data" / "central.db"
    with closing(sqlite3.connect(file)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = base.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'device_keys'").fetchone()
    with file.open("r+b") as pages:
        pages.seek((page - 1) * 4096)
        pages.write(b"\xa5" * 4096)
    feed(tmp_path)
    told = refused(tmp_path)
    assert "is damaged" in told
    assert "central salvage" in told
    assert "Traceback" not in told
    saved = parvis("central", "salvage", "--data", tmp_path / "data", tmp_path / "saved.db")
    assert saved.returncode == 0, saved.stderr
    assert "not all of it could be read" in next(
        row for row in saved.stdout.splitlines() if "device_keys" in row
    )
    assert "whichever lacks less" in saved.stdout
    (tmp_path / "saved.db").replace(file)
    with central(tmp_path):
        assert "another central" in parvis("central", "migrate", "--data", tmp_path / "data").stderr
