"""A feed into which others publish meanwhile, and keys whose change fails."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import SITE, write
from feed_world import World

from parvis.console import FAILED, GOOD, Voice
from parvis.keys import change_editor, rotate_key

TOWN = {
    "workspace.toml": SITE,
    "devices.toml": '[totem-01]\nprofile = "totem"\nplace = "Place"\n',
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["profile:totem"]\nzones.main = "news"\n',
    "playlists/news.toml": '[[items]]\nid = "piscine"\ncard = "notice"\nheadline = "Piscine fermée"\n',
}
CROWDED = """
import sys
from datetime import UTC, datetime
from parvis import publish
from playlists.feed.publishing.repository import Repository

left, alone = int(sys.argv.pop(1)), publish.unlock

def unlock(repository, edit, keyring):
    global left
    alone(repository, edit, keyring)
    if left:
        left -= 1
        anchor = (keyring.folder / "root.json").read_bytes()
        Repository(repository.feed, anchor).renew(keyring, datetime.now(UTC))

publish.unlock = unlock
from parvis.__main__ import main
main()
"""
"""`parvis`, beside whom somebody renews the feed so many times, each time while its keys are being opened."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, now=datetime.now(UTC).replace(microsecond=0)).begin("marie")
    made.repository.renew(made.keyring, made.now)
    return made


def crowded(world: World, others: int) -> subprocess.CompletedProcess[str]:
    write(world.folder / "town", TOWN)
    where = ("--feed", world.feed, "--keys", world.folder / "keys", "--language", "en")
    command = [sys.executable, "-c", CROWDED, others, "publish", world.folder / "town", *where]
    variables = {"PARVIS_PASSPHRASE": "", "PARVIS_CACHE": str(world.folder / "own")}
    return subprocess.run(  # noqa: S603
        [*map(str, command)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | variables,
    )


def test_among_others_without_end_a_publication_gives_up(world: World) -> None:
    told = crowded(world, 20)
    assert told.returncode == FAILED
    assert "others published 5 times" in told.stderr
    assert world.repository.chain.head("totem-01") is None


def test_a_change_of_keys_that_fails_leaves_no_key_that_nobody_needs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_PASSPHRASE", "")
    keys, voice = world.folder / "keys", Voice("en")
    needed = [keys / "targets", *(file for file in keys.glob("root-*") if not file.suffix)]
    kept = {file: file.read_bytes() for file in needed}
    for file in needed:
        file.unlink()
    before = sorted(keys.iterdir())
    assert rotate_key(world.feed, keys, "timestamp", voice) == FAILED
    assert change_editor(world.feed, keys, "julie", voice, leaves=False) == FAILED
    assert sorted(keys.iterdir()) == before
    for file, data in kept.items():
        file.write_bytes(data)
    assert rotate_key(world.feed, keys, "timestamp", voice) == GOOD
    assert (keys / "timestamp-r2").is_file()
    assert world.repository.chain.timestamp.version > 1
