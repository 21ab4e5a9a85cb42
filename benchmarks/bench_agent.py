"""The agent: polls, a large film, kill -9, idleness.

nginx hosts a feed on loopback, and its log counts requests and bytes, heads included. A poll's CPU time is
the mean of 100 in one process. The film of 500 MB is fetched in turns with `curl`, `sha256sum` and `sync` of
the same file onto the same disk, five times each; both end when the bytes are verified and durable, and the
ratio is that of the medians. For the bytes re-sent `parvis agent --once` is killed with kill -9 ten times,
each time when another eleventh of the film lies on the disk; nginx keeps 128 KB for sending at most, since
what never leaves it would count as sent. Idle is `parvis agent` over two polls, with the film to look after.
Far away is a relay that holds every byte back for 20 ms each way, in turns with `aria2c`, three times each,
the medians again; aria2c neither hashes nor syncs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from agent_feed import FILM, World, await_port, free_port, hosted
from figures import Row, scratch, tell

from player.agent.download import Downloader
from player.agent.gather import gather
from player.agent.limits import Limits
from player.agent.outcome import Accepted, Unchanged
from player.agent.rate import Rate
from player.agent.store import Store as Cache
from player.agent.store import Wanted
from player.agent.web import WebSource
from player.state import State
from playlists.media.store import Store

ROOT = Path(__file__).parents[1]
POLLS, TURNS, KILLS, IDLE_S = 100, 5, 10, 65
MANY, SMALL, RTT_MS, FAR_TURNS, FAR_RATIO = 1000, 200_000, 40, 3, 1.1
REQUESTS, BYTES, CPU_S, RATIO, RESENT, PSS_MB, SHARE = 2, 1000, 0.010, 1.5, 0.03, 60, 0.005


def main() -> None:
    """Measure and tell."""
    if not shutil.which("nginx") or not shutil.which("curl"):
        sys.exit("nginx and curl are needed: apt install nginx-light curl")
    with scratch("bench-agent") as folder:
        port = free_port()
        world = World(folder, port)
        with hosted(folder, port):
            tell(_film(world))
            tell(_polls(world))
            tell(_kills(world))
            tell(_idle(world))
            tell(_far(world, port))


def _polls(world: World) -> Iterator[Row]:
    web = WebSource(world.url, Limits())
    agent = world.agent("fetched", web)
    world.log()
    begin = time.process_time()
    for _ in range(POLLS):
        outcome = agent.cycle(world.now, lambda _: None)
        assert outcome == Unchanged(generation=1), outcome  # noqa: S101
    cpu = (time.process_time() - begin) / POLLS
    log = world.log()
    web.close()
    requests, received = len(log) / POLLS, sum(size for size, _ in log) / POLLS
    yield Row("unchanged poll: requests", "≤ 2", f"{requests:g}", requests <= REQUESTS)
    yield Row("unchanged poll: bytes down", "≤ 1,000", f"{received:.0f}", received <= BYTES)
    yield Row("unchanged poll: CPU", "≤ 10 ms", f"{cpu * 1e3:.1f} ms", cpu <= CPU_S)


def _film(world: World) -> Iterator[Row]:
    ours, theirs = [], []
    url = f"{world.url}/objects/{world.film[:2]}/{world.film}"
    copy = str(world.folder / "copy")
    script = f'curl -s -o "{copy}" "{url}" && sha256sum "{copy}" && sync "{copy}"'
    for turn in range(TURNS):
        print(f"  film, turn {turn + 1} of {TURNS}", file=sys.stderr)
        shutil.rmtree(world.folder / "fetched", ignore_errors=True)
        subprocess.run(["sync"], check=True)
        web = WebSource(world.url, Limits())
        begin = time.monotonic()
        outcome = world.agent("fetched", web).cycle(world.now, lambda _: None)
        ours.append(time.monotonic() - begin)
        assert outcome == Accepted(generation=1, fetched=1), outcome  # noqa: S101
        web.close()
        subprocess.run(["sync"], check=True)
        begin = time.monotonic()
        subprocess.run(["sh", "-c", script], check=True, stdout=subprocess.DEVNULL)
        theirs.append(time.monotonic() - begin)
        Path(copy).unlink()
    ratio = median(ours) / median(theirs)
    told = f"{ratio:.2f}x ({median(ours):.2f} s beside {median(theirs):.2f} s)"
    subject = "500 MB object, verified and durable, beside `curl`, `sha256sum`, `sync`"
    yield Row(subject, "≤ 1.5x wall", told, ratio <= RATIO)


def _far(world: World, port: int) -> Iterator[Row]:
    """Many small objects from far away, in turns with aria2c."""
    if not shutil.which("aria2c"):
        sys.exit("aria2c is needed: apt install aria2")
    objects = Store(world.folder / "feed" / "objects")
    data = (hashlib.shake_128(f"small {number}".encode()).digest(SMALL) for number in range(MANY))
    names = list(map(objects.put, data))
    wanted = [Wanted(name=name, size=SMALL) for name in names]
    far = free_port()
    process = _relay(far, port)
    addresses = world.folder / "addresses"
    url = f"http://127.0.0.1:{far}/objects"
    addresses.write_text("".join(f"{url}/{name[:2]}/{name}\n" for name in names), "ascii")
    ours, theirs = [], []
    for turn in range(FAR_TURNS):
        print(f"  far away, turn {turn + 1} of {FAR_TURNS}", file=sys.stderr)
        state = State(world.folder / f"far-{turn}")
        limits, stop = Limits(), threading.Event()
        web = WebSource(f"http://127.0.0.1:{far}", limits)
        downloader = Downloader(Cache(state), web, limits, Rate(None, stop), stop)
        begin = time.monotonic()
        gathered = gather(downloader, wanted, limits.threads)
        ours.append(time.monotonic() - begin)
        web.close()
        assert gathered.missing == 0, gathered  # noqa: S101
        aria = ["aria2c", "-q", "-j4", "-d", str(world.folder / f"aria-{turn}"), "-i", str(addresses)]
        begin = time.monotonic()
        subprocess.run(aria, check=True)
        theirs.append(time.monotonic() - begin)
    process.terminate()
    process.wait()
    ratio = median(ours) / median(theirs)
    told = f"{ratio:.2f}x ({median(ours):.1f} s beside {median(theirs):.1f} s)"
    subject = f"{MANY:,} objects of 200 KB at {RTT_MS} ms, durable one by one, beside `aria2c -j4`"
    yield Row(subject, "≤ 1.1x wall", told, ratio <= FAR_RATIO)


def _relay(far: int, port: int) -> subprocess.Popen[bytes]:
    """What holds every byte back on its way from one port to the other."""
    relay = [sys.executable, str(Path(__file__).with_name("far_away.py")), str(far), str(port), str(RTT_MS)]
    process = subprocess.Popen(relay)
    await_port(far)
    return process


def _kills(world: World) -> Iterator[Row]:
    world.log()
    part = State(world.folder / "killed").incoming / f"{world.film}.part"
    for number in range(1, KILLS + 1):
        print(f"  kill {number} of {KILLS}", file=sys.stderr)
        process = subprocess.Popen(world.command("killed", "--once"), stdout=subprocess.DEVNULL)
        while not part.exists() or part.stat().st_size < FILM * number // (KILLS + 1):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(world.command("killed", "--once"), check=True, stdout=subprocess.DEVNULL)
    sent = sum(size for size, path in world.log() if path.startswith("/objects/"))
    share = sent / FILM - 1
    yield Row(
        f"bytes re-sent after {KILLS} kill -9 in a film of 500 MB", "≤ 3 %", f"{share:.1%}", share <= RESENT
    )


def _idle(world: World) -> Iterator[Row]:
    process = subprocess.Popen(world.command("fetched"), stdout=subprocess.PIPE, text=True)
    assert process.stdout  # noqa: S101
    process.stdout.readline()
    time.sleep(3)
    before, begin = _ticks(process.pid), time.monotonic()
    time.sleep(IDLE_S)
    share = (_ticks(process.pid) - before) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - begin)
    rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
    pss = next(int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    process.terminate()
    process.wait()
    yield Row("idle: PSS", "≤ 60 MB", f"{pss:.0f} MB", pss <= PSS_MB)
    yield Row("idle: CPU", "≤ 0.5 % of a core", f"{share:.2%}", share <= SHARE)


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main()
