"""The doctor of a feed finds what a server does wrong, and nothing in the servers that we recommend."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from command_line import PARVIS, rows
from feed_server import serving
from test_feed_commands import begun, published, run

from parvis.cable import LOOPBACK, free_port
from playlists.feed.publishing.repository import ANCHOR

__all__ = ["begun", "published"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("habits", "wrong"),
    [
        ((), set[str]()),
        (("portal",), {"missing"}),
        (("no-range",), {"range"}),
        (("gzip",), {"timestamp-plain", "program-plain"}),
        (("cached",), {"fresh"}),
        (("late",), {"clock"}),
    ],
)
def test_the_doctor_finds_what_a_server_does_wrong(
    published: Path, habits: tuple[str, ...], wrong: set[str]
) -> None:
    with serving(published / "feed", *habits) as url:
        told = run(published, "feed", "doctor", url, "--json")
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert {row["name"] for row in found if not row["good"]} == wrong
    assert len(found) > 10
    assert told.returncode == (1 if wrong else 0)


@contextmanager
def own_host(feed: Path) -> Iterator[str]:
    """Parvis's own server of a feed, as a process."""
    port, data = free_port(), feed.parent / "central"
    where = ("--data", data, "--feed", feed, "--root", feed.parent / "keys" / ANCHOR, "--port", str(port))
    url = f"http://{LOOPBACK}:{port}"
    with (feed.parent / "central.log").open("wb") as log:
        process = subprocess.Popen([*PARVIS, "central", *map(str, where)], stdout=log, stderr=log)  # noqa: S603
    try:
        await_port(url)
        yield url
    finally:
        process.kill()
        process.wait()


@contextmanager
def nginx(feed: Path) -> Iterator[str]:
    """nginx, set up as the README says."""
    program = shutil.which("nginx")
    if program is None:
        pytest.skip("nginx is not installed")
    (told,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    folder, port = feed.parent, free_port()
    for place in (folder, feed):
        place.chmod(0o755)  # nginx's workers are nobody's
    config = f"""
        daemon off; pid {folder}/nginx.pid; error_log stderr;
        events {{ }}
        http {{
            access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/fast; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
            server {{ listen {LOOPBACK}:{port}; {told.replace("/srv/parvis/feed", str(feed))} }}
        }}
    """
    (folder / "nginx.conf").write_text(config, "utf-8")
    command = [program, "-c", str(folder / "nginx.conf"), "-g", "user root;"]
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        await_port(f"http://{LOOPBACK}:{port}")
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def await_port(url: str) -> None:
    """Wait until a server answers."""
    transport = httpx.HTTPTransport(retries=9)  # waits half a second, then twice that each time
    with httpx.Client(transport=transport) as client:
        client.get(url)


@pytest.mark.parametrize("server", [own_host, nginx])
def test_the_doctor_is_content_with_the_servers_that_we_recommend(
    published: Path, server: Callable[[Path], AbstractContextManager[str]]
) -> None:
    with server(published / "feed") as url:
        told = run(published, "feed", "doctor", url, "--json")
        hidden = httpx.get(f"{url}/.lock").status_code
    assert {row["name"] for row in rows(told) if not row["good"]} == set()
    assert told.returncode == 0
    assert hidden == httpx.codes.NOT_FOUND


def test_the_doctor_says_what_is_not_reachable(begun: Path) -> None:
    told = run(begun, "feed", "doctor", "http://127.0.0.1:9")
    assert told.returncode == 1
    assert "WRONG: the server answers with the timestamp (ConnectError" in told.stdout
