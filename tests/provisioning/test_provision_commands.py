"""`parvis provision` as technicians run it: against a real central, a workspace, a stick and a box."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from central_process import parvis
from feed_world import World, notice, program
from small_enrolling import PDF, SECRET, Enrolling, enrolling

from central.enrolling.pairings import Why
from parvis.console import Voice
from parvis.provision_line import refused
from parvis.provision_workspace import rename_device
from player.enrolled import read_enrolment
from player.state import State
from playlists import durable
from provisioning import devices_file
from provisioning.central import Refused

SITE = 'name = "Saint-Exemple"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr"]\n'
WORKSPACE = {
    "workspace.toml": SITE,
    "devices.toml": '# by hand\n[kiosk-001]\nprofile = "plasma-16x9"\ngroups = ["tram-1"]  # since 2024\n',
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["kiosk-001"]\nzones.main = "news"\n',
    "playlists/news.toml": '[[items]]\ncard = "notice"\nheadline = "Bonjour"\n',
}
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def central() -> Iterator[tuple[str, Enrolling]]:
    with enrolling() as given:
        yield given


@pytest.fixture
def run(central: tuple[str, Enrolling], tmp_path: Path) -> Run:
    """Run a command of `parvis provision` with the token in a file: by default, that of an operator."""
    (tmp_path / "token").write_text(f"{SECRET}\n")

    def command(*arguments: str | Path, by: str = "token") -> subprocess.CompletedProcess[str]:
        return parvis("provision", *arguments, "--central", central[0], "--token-file", tmp_path / by)

    return command


def test_a_box_is_claimed_by_its_code_and_another_takes_its_place(
    run: Run, central: tuple[str, Enrolling], tmp_path: Path
) -> None:
    knows = central[1]
    made = json.loads(run("token", "--name", "Bob", "--valid", "2h", "--max", "3", "--json").stdout)
    (tmp_path / "bob").write_text(made["secret"])
    assert run("claim", "nonsense", "--as", "kiosk-001", "--yes").returncode == 1
    unasked = run("claim", "K7QM-4RXD", "--as", "kiosk-001", by="bob")
    assert (unasked.returncode, "--yes" in unasked.stderr) == (1, True)
    assert knows.ids["kiosk-001"] == ""
    assert "GET /v1/pairings" not in knows.log
    unknown = run("claim", "K7QM-4RXD", "--as", "kiosk-999", "--yes", by="bob")
    assert (unknown.returncode, "publish" in unknown.stderr) == (1, True)
    done = run("claim", "k7qm 4rxd", "--as", "kiosk-001", "--yes", "--json", by="bob")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["fingerprint"] == knows.ids["kiosk-001"] == "a" * 64
    taken = run("claim", "K7QM4RXE", "--as", "kiosk-001", "--yes")
    assert (taken.returncode, "--replace" in taken.stderr, "Léa" in taken.stderr) == (1, True, True)
    assert run("replace", "K7QM4RXE", "--as", "kiosk-001", "--yes").returncode == 0
    assert knows.ids["kiosk-001"] == "b" * 64
    assert run("token", "--revoke", made["id"]).returncode == 0
    assert run("list", by="bob").returncode == 1


def test_a_token_for_this_machine_does_not_leave_it_by_a_proxy(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    there = run("list")
    assert there.returncode == 0, there.stderr


def test_wrong_codes_are_said_and_so_is_the_lock(run: Run) -> None:
    said = [run("claim", "22222222", "--as", "kiosk-001", "--yes").stderr for _ in range(5)]
    assert "No box shows this code" in said[0]
    assert "locked until 2026-11-26 20:00Z" in said[-1]


def test_whatever_central_refuses_of_a_claim_has_a_sentence() -> None:
    for why in Why:
        code = "claimed" if why is Why.TAKEN else why
        assert refused(Refused(status=409, code=code)).code != "provision.refused", why


def test_who_is_asked_for_a_device_types_the_beginning_of_its_id(
    central: tuple[str, Enrolling], tmp_path: Path
) -> None:
    """At a terminal: what fits several is asked again, what fits one is that one, and it is agreed to."""
    (tmp_path / "token").write_text(f"{SECRET}\n")
    site = tmp_path / "site"
    for name, text in WORKSPACE.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    (site / "devices.toml").write_text(
        "".join(f'[{name}]\nprofile = "plasma-16x9"\n' for name in ("kiosk-001", "kiosk-002", "totem-001"))
    )
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "parvis", "provision", "claim", "K7QM4RXD", "--workspace", str(site)]
    options = ["--central", central[0], "--token-file", str(tmp_path / "token")]
    with subprocess.Popen([*command, *options], stdin=theirs, stderr=subprocess.PIPE, text=True) as process:
        os.write(ours, b"kiosk\nkiosk-002\noui\n")
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 0, said
    assert "2 begin so: kiosk-001, kiosk-002" in said
    assert central[1].ids["kiosk-002"] == "a" * 64


def test_a_device_lives_as_it_is_told_and_twice_is_no_harm(run: Run) -> None:
    for what, *why in (("out", "--why", "works"), ("in",), ("reset",), ("retire", "--why", "gone")):
        first, again = (run(what, "kiosk-002", *why) for _ in range(2))
        assert first.returncode == again.returncode == 0, first.stderr
        assert "nothing to do" in again.stdout
        assert "nothing to do" not in first.stdout
    assert run("revoke", "kiosk-002", "--why", " ").returncode == 1
    rows = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [row["state"] for row in rows] == ["none", "retired"]
    assert "retired" in run("show", "kiosk-002").stdout
    assert run("show", "kiosk-009").returncode == 1


def test_a_report_is_fetched_and_what_is_none_is_not_kept(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("report", "kiosk-001").stdout) == {"verdict": "good"}
    assert run("report", "kiosk-001", "--pdf", tmp_path / "a.pdf").returncode == 0
    assert (tmp_path / "a.pdf").read_bytes() == PDF
    assert run("report", "kiosk-002", "--pdf", tmp_path / "b.pdf").returncode == 1
    assert not (tmp_path / "b.pdf").exists()


def test_what_central_refuses_is_said_and_a_token_goes_nowhere_unsafe(run: Run, tmp_path: Path) -> None:
    refused = run("show", "kiosk-009")
    assert (refused.returncode, "no device kiosk-009" in refused.stderr) == (1, True)
    (tmp_path / "none").write_text("parvis-nothing")
    assert run("list", by="none").returncode == 1
    unsafe = parvis(
        "provision", "list", "--central", "http://central.example", "--token-file", tmp_path / "token"
    )
    assert (unsafe.returncode, "https" in unsafe.stderr) == (1, True)
    silent = parvis(
        "provision", "list", "--central", "http://127.0.0.1:9", "--token-file", tmp_path / "token"
    )
    assert (silent.returncode, "does not answer" in silent.stderr) == (1, True)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name, text in WORKSPACE.items():
        file = tmp_path / "city" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "city"


def test_a_fleet_is_taken_in_once_every_row_is_good(workspace: Path, tmp_path: Path) -> None:
    before = (workspace / "devices.toml").read_text("utf-8")
    table = tmp_path / "fleet.csv"
    table.write_text("id,profile,place\nkiosk-002,plasma,Gare\nkiosk 3,plasma-16x9,Port\n", "utf-8")
    bad = parvis("provision", "import", table, "--workspace", workspace, "--write")
    assert bad.returncode == 1
    assert "fleet.csv:2 profile" in bad.stderr
    assert "plasma-16x9" in bad.stderr
    assert "fleet.csv:3 id" in bad.stderr
    assert (workspace / "devices.toml").read_text("utf-8") == before
    table.write_text("id,profile,latitude,longitude\nk-3,totem,-1.5583,47.2131\n", "utf-8")
    bad = parvis("provision", "import", table, "--workspace", workspace, "--write")
    assert (bad.returncode, "exchanged, it is 47.2131,-1.5583" in bad.stderr) == (1, True)
    table.write_text("id,profile,place\nkiosk-002,plasma-16x9,Gare\n", "utf-8")
    dry = parvis("provision", "import", table, "--workspace", workspace)
    assert (dry.returncode, '+place = "Gare"' in dry.stdout) == (0, True)
    assert (workspace / "devices.toml").read_text("utf-8") == before
    assert parvis("provision", "import", table, "--workspace", workspace, "--write").returncode == 0
    after = (workspace / "devices.toml").read_text("utf-8")
    assert after.startswith(before)
    again = parvis("provision", "import", table, "--workspace", workspace, "--write")
    assert (again.returncode, "Nothing changes" in again.stderr) == (0, True)


def test_a_device_is_moved_renamed_and_made_another_kind(workspace: Path) -> None:
    def change(*arguments: str) -> subprocess.CompletedProcess[str]:
        return parvis("provision", *arguments, "--workspace", workspace, "--write")

    assert change("move", "kiosk-001", "--place", "Gare", "--position", "47.2,-1.5").returncode == 0
    assert change("profile", "kiosk-001", "totem").returncode == 0
    assert "totem" in change("profile", "kiosk-001", "totm").stderr
    assert change("move", "kiosk-001", "--position", "north").returncode == 1
    assert "write 47.2131,-1.5583" in change("move", "kiosk-001", "--position", "-1.5583,47.2131").stderr
    assert change("rename", "kiosk-001", "k-2").returncode == 0
    assert change("rename", "kiosk-001", "k-2").returncode == 0
    text = (workspace / "devices.toml").read_text("utf-8")
    assert text.startswith('# by hand\n[k-2]\nprofile = "totem"\ngroups = ["tram-1"]  # since 2024\n')
    assert '"k-2"' in (workspace / "schedule.toml").read_text("utf-8")


def test_a_renaming_that_is_broken_off_between_its_files_is_done_when_it_is_asked_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename() -> int:
        return rename_device(workspace, ("kiosk-001", "k-2"), None, Voice("en"), write=True, as_json=False)

    written: list[Path] = []

    def fill(file: Path, data: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(file)
        durable.put(file, data)

    with monkeypatch.context() as full:
        full.setattr(devices_file, "put", fill)
        assert rename() == 1
    assert rename() == 0
    assert "[k-2]" in (workspace / "devices.toml").read_text("utf-8")
    assert '"k-2"' in (workspace / "schedule.toml").read_text("utf-8")


def test_a_stick_is_written_taken_by_a_box_and_the_box_wiped_again(
    tmp_path: Path,
) -> None:
    world = World(tmp_path / "town", now=datetime.now(UTC).replace(microsecond=0)).begin()
    world.publish(program("kiosk-001", [notice("n", "Bonjour")]), program("kiosk-002", [notice("n", "Soir")]))
    usb, box, keys = tmp_path / "usb", tmp_path / "box", world.folder / "keys"
    usb.mkdir()
    feed = ("--feed", world.feed, "--keys", keys, "--central", "https://central.example", "--to", usb)
    unknown = parvis("provision", "bundle", "kiosk-01", *feed)
    assert (unknown.returncode, "kiosk-001" in unknown.stderr) == (1, True)
    wish = [sys.executable, "-m", "parvis", "provision", "bundle", "kiosk-001", "kiosk-002", *map(str, feed)]
    known = {"PARVIS_PASSPHRASE": "", "PATH": "/usr/bin", "LC_ALL": "C.UTF-8"}

    def bundle() -> subprocess.CompletedProcess[str]:
        return subprocess.run(wish, check=False, capture_output=True, text=True, env=known)

    in_the_way = usb / "parvis-bundle" / "bundle.json"
    in_the_way.mkdir(parents=True)
    pulled = bundle()
    assert (pulled.returncode, "it goes on where it stopped" in pulled.stderr) == (1, True), pulled.stderr
    in_the_way.rmdir()
    done = bundle()
    assert done.returncode == 0, done.stderr
    take = ("provision", "take", "--state", box, "--usb", usb, "--root", keys / "root.json")
    which = parvis(*take)
    assert (which.returncode, "kiosk-001, kiosk-002" in which.stderr) == (1, True)
    assert parvis("provision", "next", "kiosk-003", "--to", usb).returncode == 1
    assert parvis("provision", "next", "kiosk-002", "--to", usb).returncode == 0
    taken = parvis(*take)
    assert taken.returncode == 0, taken.stderr
    own = read_enrolment(State(box))
    assert own is not None
    assert own.grant.device == "kiosk-002"
    assert parvis("provision", "reset-box", "--state", box).returncode == 1
    wiped = parvis("provision", "reset-box", "--state", box, "--yes", "--json")
    assert json.loads(wiped.stdout) == {"files_left": 0, "objects_left": 0, "generations_left": 0}
    assert not [file for file in box.rglob("*") if file.is_file() and file.name != "lock"]


def test_a_lock_without_an_end_that_is_told_is_said_as_central_says_it() -> None:
    said = refused(Refused(status=423, code="locked", detail="locked until noon"))
    assert "?" not in said.to("en")
    assert "locked until noon" in said.to("en")


@pytest.mark.parametrize("why", Why)
def test_whatever_central_refuses_a_claim_for_is_said_in_words_of_its_own(why: Why) -> None:
    code = Why.CLAIMED if why is Why.TAKEN else why
    said = refused(
        Refused(status=409, code=code, detail="in English", facts={"until": "2026-11-26T20:00:00Z"})
    )
    assert said.code != "provision.refused"
    assert "in English" not in said.to("fr")
