"""`parvis sources` as people run it: a real process, a real server, a real feed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feed_world import World
from patience import until
from source_answers import RSS
from source_server import SourceServer, source_server

from parvis.city_data import kept_batches
from playlists.feed.live import FAULTS, read_faults
from playlists.feed.publishing.live import standing
from playlists.feed.tree import LIVE
from playlists.workspace.load import load

SITE = 'name = "Nantes"\ntime_zone = "Europe/Paris"\ncountry = "FR"\n'
_HASTY = """
import sys
from pathlib import Path
from parvis.console import Voice
from parvis.source import publish_sources
sys.exit(publish_sources(*map(Path, sys.argv[1:]), Voice("fr"), every=0.3, loopback=True, as_json=False))
"""


class Desk:
    """A workspace with one source, at a server of its own."""

    def __init__(self, folder: Path, server: SourceServer) -> None:
        self.folder, self.server = folder / "workspace", server
        self._cache = folder / "cache"
        self.folder.mkdir()
        for name, text in (("workspace", SITE), ("devices", ""), ("schedule", "")):
            (self.folder / f"{name}.toml").write_text(text, "utf-8")
        self.write(f'[actus]\nkind = "rss"\nurl = "{server.url}/rss"\nattribution = "Ville de Nantes"\n')

    def write(self, sources: str) -> None:
        """What sources.toml says."""
        (self.folder / "sources.toml").write_text(sources, "utf-8")

    def run(self, command: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """The command, in French."""
        return subprocess.run(  # noqa: S603 - our own program
            self._command(command, *flags), capture_output=True, text=True, check=False, env=self._environment
        )

    @contextmanager
    def service(self, told: Path, world: World) -> Iterator[subprocess.Popen[bytes]]:
        """`publish` as a service that is in a hurry, ended with the block; what it tells goes into a file."""
        given = (str(self.folder), str(world.feed), str(world.folder / "keys"))
        with told.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-c", _HASTY, *given], stdout=out, stderr=out, env=self._environment
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def _command(self, command: str, *flags: str) -> list[str]:
        return [
            *(sys.executable, "-m", "parvis", "sources", command, str(self.folder), "--language", "fr"),
            *flags,
        ]

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PARVIS_CACHE": str(self._cache), "PARVIS_PASSPHRASE": ""}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with source_server() as server:
        server.serve("/rss", RSS)
        yield Desk(tmp_path, server)


def test_every_mistake_in_sources_toml_is_told_at_once(desk: Desk) -> None:
    desk.write(
        '[a]\nkind = "rrs"\nurl = "https://example.org"\n'
        '[b]\nkind = "json"\ngives = "place"\nurl = "https://example.org"\nfields = { nom = "x" }\n'
        '[e]\nkind = "rss"\nurl = "ftp://example.org"\n'
        '["Ç"]\nkind = "rss"\nurl = "https://example.org"\n'
        '[c]\nkind = "rss"\nurl = "https://example.org"\nmark_after = 600\nleave_after = 60\nevrey = 30\n'
        '[d]\nkind = "open-meteo"\nposition = [200, 0]\n'
    )
    found = desk.run("check", "--json")
    assert found.returncode == 1
    told = {(row["line"], row["code"]) for row in map(json.loads, found.stdout.splitlines())}
    assert {code for _, code in told} >= {
        "sources.no-kind",
        "sources.bad-name",
        "sources.no-address",
        "sources.no-field",
        "sources.ages",
        "values.unknown-key",
        "values.not-a-position",
    }
    assert len({line for line, _ in told}) >= 6
    assert "« rss »" in desk.run("check").stdout.replace("\u202f", " ")


def test_fetch_tells_what_came_and_show_what_is_kept(desk: Desk) -> None:
    good = desk.run("fetch", "--loopback")
    assert (good.returncode, good.stderr) == (0, "")
    assert "2 documents" in good.stdout
    desk.server.fail("/rss", 500)
    bad = desk.run("fetch", "--loopback")
    assert bad.returncode == 1
    assert "actus" in bad.stderr
    assert "500" in bad.stderr
    assert "Ses 2 documents" in bad.stderr
    shown = desk.run("show")
    assert "Collecte des sapins" in shown.stdout
    (row,) = map(json.loads, desk.run("show", "--json").stdout.splitlines())
    assert row["fault"]["code"] == "status"
    assert row["batch"]["attribution"] == "Ville de Nantes"


def test_a_sample_stands_in_for_what_nobody_fetched_as_if_it_had_just_come(desk: Desk) -> None:
    told = (
        f'[piscines]\nkind = "json"\ngives = "availability"\nurl = "{desk.server.url}/x"\n'
        'fields = { name = "nom", free = "places", updated = "le" }\n'
        'sample = { file = "samples/piscines.json", taken = 2026-11-20T10:00:00 }\n'
    )
    desk.write(told)
    missing = desk.run("check")
    assert missing.returncode == 1
    assert "samples/piscines.json" in missing.stderr
    (desk.folder / "samples").mkdir()
    row = {"nom": "Petit-Port", "places": 12, "le": "2026-11-20T09:58:00+01:00"}
    (desk.folder / "samples" / "piscines.json").write_text(json.dumps([row]), "utf-8")
    assert desk.run("check").returncode == 0
    workspace = load(desk.folder).workspace
    assert workspace
    at = datetime(2027, 3, 1, 8, tzinfo=UTC)
    (batch,) = kept_batches(workspace, at)
    (pool,) = batch.documents
    assert batch.fetched - batch.of(pool) == timedelta(minutes=2)
    desk.write(told.replace("samples/piscines.json", "../outside.json"))
    assert desk.run("check").returncode == 1


def test_a_source_that_there_is_not_is_told_with_the_nearest_name(desk: Desk) -> None:
    found = desk.run("fetch", "--source", "actu")
    assert found.returncode == 1
    assert "actus" in found.stderr


def test_what_sources_say_is_signed_into_the_feed(desk: Desk, tmp_path: Path) -> None:
    world = World(tmp_path / "world").begin()
    flags = ("--feed", str(world.feed), "--keys", str(world.folder / "keys"), "--loopback")
    first = desk.run("publish", *flags)
    assert (first.returncode, first.stderr) == (0, "")
    (batch,) = standing(world.repository)
    assert batch.source == "actus"
    assert len(batch.documents) == 2
    again = desk.run("publish", *flags)
    assert "Rien de nouveau" in again.stdout, "it was not due, and nothing was signed"
    desk.write(f'[actus]\nkind = "rss"\nurl = "{desk.server.url}/gone"\n')
    desk.run("publish", *flags)
    (fault,) = read_faults(world.repository.role(LIVE).unrecognized_fields[FAULTS])
    assert (fault.source, fault.told) == ("actus", "Elle répond avec l’état 404.")


def test_sources_that_say_too_much_cost_themselves_alone(desk: Desk, tmp_path: Path) -> None:
    """The feed was full with some ten of them, and the service ended."""
    world = World(tmp_path / "world").begin()
    items = "".join(
        f"<item><title>{n} {'é' * 150}</title><description>{'é' * 600}</description></item>"
        for n in range(200)
    )
    desk.server.serve("/much", f"<rss><channel>{items}</channel></rss>".encode())
    floods = "".join(
        f'[flood-{n}]\nkind = "rss"\nmost = 200\nurl = "{desk.server.url}/much"\n' for n in range(8)
    )
    desk.write(floods + f'[actus]\nkind = "rss"\nurl = "{desk.server.url}/rss"\n')
    flags = ("--feed", str(world.feed), "--keys", str(world.folder / "keys"), "--loopback")
    assert desk.run("publish", *flags).returncode == 0
    signed = {batch.source: len(batch.documents) for batch in standing(world.repository)}
    assert len(signed) == 9
    assert signed["actus"] == 2
    faults = read_faults(world.repository.role(LIVE).unrecognized_fields[FAULTS])
    assert {fault.source for fault in faults} == {f"flood-{n}" for n in range(8)}
    assert "de ses 200 documents" in faults[0].told


def test_the_service_goes_on_while_an_editor_makes_a_mistake(desk: Desk, tmp_path: Path) -> None:
    world, told = World(tmp_path / "world").begin(), tmp_path / "told"
    site = desk.folder / "workspace.toml"
    with desk.service(told, world) as service:
        until("city data are signed", lambda: standing(world.repository))
        site.write_text("name = ", "utf-8")
        until("the mistake is told", lambda: "workspace.toml" in told.read_text("utf-8"))
        rounds = told.read_text("utf-8").count("Rien de nouveau")
        site.write_text(SITE, "utf-8")
        until("it goes on", lambda: told.read_text("utf-8").count("Rien de nouveau") > rounds)
        assert service.poll() is None


def test_a_service_that_never_could_ends_in_words(desk: Desk, tmp_path: Path) -> None:
    world = World(tmp_path / "world").begin()
    (desk.folder / "workspace.toml").write_text("name = ", "utf-8")
    flags = ("--feed", str(world.feed), "--keys", str(world.folder / "keys"), "--every", "10")
    ended = desk.run("publish", *flags)
    assert ended.returncode == 1
    assert "workspace.toml" in ended.stderr
