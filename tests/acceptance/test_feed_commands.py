"""From the editor's folder to a signed feed on a web server: the operator's commands, as processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import PARVIS, SITE, parvis, rows, write

from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.repository import ANCHOR, Repository, locked

ROOT = Path(__file__).resolve().parents[2]

TOWN = {
    "workspace.toml": SITE,
    "devices.toml": "".join(
        f'[{name}]\nprofile = "totem"\nplace = "{place}"\n'
        for name, place in (("totem-01", "Place"), ("totem-02", "Gare"))
    ),
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["profile:totem"]\nzones.main = "news"\n',
    "playlists/news.toml": '[[items]]\nid = "piscine"\ncard = "notice"\nheadline = "Piscine fermée"\n',
}
OTHER = '[[items]]\nid = "piscine"\ncard = "notice"\nheadline = "Piscine ouverte"\n'
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, and an empty feed for which two editors must agree."""
    folder = tmp_path_factory.mktemp("town")
    write(folder / "town", TOWN)
    told = run(folder, "keys", "init", "--editor", "marie", "--editor", "paul", "--approvals", "2")
    assert told.returncode == 0, told.stderr
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command on the feed of a folder, with a passphrase that nobody types."""
    where = ("--feed", str(folder / "feed"), "--keys", str(folder / "keys"))
    variables = {"PARVIS_PASSPHRASE": "sesame", "PARVIS_CACHE": str(folder / "cache")}
    return parvis(*arguments, *where, "--language", "en", variables=variables)


@pytest.fixture
def town(begun: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(begun, tmp_path / "copy"))


def publish(town: Path, *more: str, editor: str = "marie") -> subprocess.CompletedProcess[str]:
    return run(town, "publish", str(town / "town"), "--as", editor, *more)


@pytest.fixture(scope="module")
def published(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, published once."""
    folder = Path(shutil.copytree(begun, tmp_path_factory.mktemp("published") / "copy"))
    told = publish(folder)
    assert told.returncode == 0, told.stderr
    return folder


@pytest.fixture
def on_air(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "copy"))


def approve(town: Path, *campaigns: str) -> subprocess.CompletedProcess[str]:
    return run(town, "approve", *campaigns, "--as", "paul")


def test_two_editors_one_sees_what_the_other_says(town: Path) -> None:
    told = publish(town)
    assert "totem-01, totem-02\n  gets its first program\n  main: new: piscine" in told.stdout
    assert "Other editors must approve before it is on the air: @places, @site, news" in told.stdout
    waits = rows(run(town, "approve", "--as", "paul", "--json"))
    assert {row["campaign"] for row in waits} == {"@places", "@site", "news"}
    assert ["Piscine fermée"] in [row["says"] for row in waits]
    assert "must approve before it is on the air: @places, @site" in approve(town, "news").stdout
    assert "All is approved" in approve(town, "@site", "@places").stdout
    assert "Nothing waits" in approve(town).stdout
    assert "the feed has no campaign nwes; it has @places, @site, news" in approve(town, "nwes").stderr


def test_an_editor_approves_by_code_what_they_saw_and_nothing_that_came_since(town: Path) -> None:
    publish(town)
    (invited,) = [line for line in approve(town).stdout.splitlines() if "parvis approve" in line]
    shown = invited.partition("--as paul ")[2].split()
    assert [one.partition("=")[0] for one in shown] == ["@places", "@site", "news"]
    write(town / "town", {"playlists/news.toml": OTHER})
    publish(town)
    told = approve(town, *shown)
    assert (told.returncode, told.stderr.count("news says something else since it was shown")) == (1, 1)
    assert len(rows(run(town, "approve", "--as", "paul", "--json"))) > 0, "nothing of it is approved"
    again = {row["campaign"]: row["code"] for row in rows(run(town, "approve", "--as", "paul", "--json"))}
    assert "All is approved" in approve(town, *(f"{name}={code}" for name, code in again.items())).stdout


def test_a_dry_run_tells_and_writes_nothing(town: Path) -> None:
    before = sorted(path for path in (town / "feed").rglob("*") if path.name != ".lock")
    assert "main: new: piscine" in publish(town, "--dry-run").stdout
    assert sorted(path for path in (town / "feed").rglob("*") if path.name != ".lock") == before
    (change, _) = rows(publish(town, "--dry-run", "--json"))
    assert change["begins"] is True


def test_what_check_refuses_is_not_published(town: Path) -> None:
    write(town / "town", {"playlists/news.toml": '[[items]]\nimage = "media/none.jpg"\n'})
    told = publish(town)
    assert told.returncode == 1
    assert "none.jpg" in told.stderr
    assert "is not published: these errors first" in told.stderr
    assert not (town / "feed" / "programs").exists()


def test_each_mistake_is_said_once_by_a_refused_publication(town: Path) -> None:
    mistaken = '[[items]]\nid = "piscine"\ncard = "notice"\nheadlin = "a"\nheadline = "b"\n'
    write(town / "town", {"playlists/news.toml": mistaken + '[[items]]\nimage = "media/none.jpg"\n'})
    told = publish(town).stderr
    assert told.count("“headlin”") == 1
    assert told.count("There is no file “media/none.jpg”") == 1


def test_an_unchanged_workspace_says_so(on_air: Path) -> None:
    assert publish(on_air).stdout == "Nothing is new: the feed stays as it is.\n"


def test_what_is_published_says_how_it_looks(published: Path) -> None:
    (file,) = (published / "feed" / "programs").iterdir()
    (screen,) = json.loads(file.read_bytes())["screens"]
    ((name, (day, _)),) = screen["pictures"]["full/main/news"].items()
    ((bits, colour, thumbnail, size),) = day
    picture = (published / "feed" / "objects" / thumbnail[:2] / thumbnail).read_bytes()
    assert name == "piscine"
    assert (len(bits), len(colour), len(picture)) == (64, 6, size)
    assert picture.startswith(b"\xff\xd8")


def test_a_publication_keeps_nobody_waiting_until_it_writes_and_then_thinks_again(town: Path) -> None:
    feed, keys = town / "feed", town / "keys"
    where = ("--feed", str(feed), "--keys", str(keys), "--language", "en")
    order = [*PARVIS, "publish", str(town / "town"), "--as", "marie", *where]
    own = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PARVIS_PASSPHRASE": "sesame"}
    environment = {**os.environ, **own, "PARVIS_CACHE": str(town / "cache")}
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True, env=environment) as running:  # noqa: S603
        assert running.stdout is not None
        with locked(feed):
            assert any("new: piscine" in line for line in running.stdout)
            repository = Repository(feed, (keys / ANCHOR).read_bytes())
            repository.renew(Keyring(keys, lambda _: b"sesame"), datetime.now(UTC))
        rest = running.stdout.read()
    assert "new: piscine" in rest, "what it means was thought through anew"
    assert running.returncode == 0
    assert "Nothing is new" in publish(town).stdout


def test_back_to_an_earlier_publication_as_a_new_one(on_air: Path) -> None:
    approve(on_air, "news", "@site", "@places")
    write(on_air / "town", {"playlists/news.toml": OTHER})
    publish(on_air)
    approve(on_air, "news")
    first = next(row["number"] for row in reversed(rows(run(on_air, "feed", "history", "--json"))))
    assert (
        "says again what publication 2 said"
        in run(on_air, "feed", "rollback", str(first), "--as", "marie").stdout
    )
    (newest, *older) = rows(run(on_air, "feed", "history", "--json"))
    assert newest["what"] == "rolled back to 2"
    assert newest["by"] == "marie"
    assert newest["number"] == older[0]["number"] + 1
    assert "Nothing waits" in approve(on_air).stdout, "paul had approved it"
    assert "is not in this feed" in run(on_air, "feed", "rollback", "99", "--as", "marie").stderr


def test_keys_are_listed_changed_and_given_to_editors(town: Path) -> None:
    assert (
        "timestamp-r2 signs from now on in the place of timestamp"
        in run(town, "keys", "rotate", "timestamp").stdout
    )
    assert "anne may approve" in run(town, "keys", "add-editor", "anne").stdout
    assert "paul approves no more" in run(town, "keys", "remove-editor", "paul").stdout
    found = {row["role"]: row for row in rows(run(town, "keys", "list", "--json"))}
    assert found["timestamp"]["keys"] == ["timestamp-r2"]
    assert "approved-anne" in found
    assert "approved-paul" not in found
    assert (found["root"]["threshold"], len(found["root"]["keys"])) == (2, 3)


def test_no_key_is_called_replaced_before_the_feed_says_so(town: Path) -> None:
    """Who destroys the old key at that word must not have destroyed the only one in force."""
    for root in (town / "keys").glob("root-*"):
        if not root.suffix:
            root.unlink()
    assert "anne may approve" in run(town, "keys", "add-editor", "anne").stdout
    (town / "keys" / "targets").unlink()
    for change in (("rotate", "timestamp"), ("add-editor", "julie"), ("remove-editor", "paul")):
        told = run(town, "keys", *change)
        assert (told.returncode, told.stdout) == (1, "")
        assert "too few of these private keys" in told.stderr


def test_renewing_goes_on_from_version_to_version(town: Path) -> None:
    def version() -> int:
        file = town / "feed" / "metadata" / "timestamp.json"
        return int(json.loads(file.read_bytes())["signed"]["version"])

    before = version()
    assert "devices accept it until" in run(town, "feed", "renew").stdout
    assert version() == before + 1


def test_a_wrong_passphrase_and_a_missing_key_are_said(town: Path) -> None:
    where = ("--feed", str(town / "feed"), "--keys", str(town / "keys"))
    told = parvis("feed", "renew", *where, variables={"PARVIS_PASSPHRASE": "guess"})
    assert (told.returncode, "passphrase does not open this key" in told.stderr) == (1, True)
    (town / "keys" / "timestamp").unlink()
    assert "timestamp must be signed by 1 of timestamp" in run(town, "feed", "renew").stderr
