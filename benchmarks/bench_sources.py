"""Figures of city data: 200 sources of every kind asked, read and kept; then 200 that are unchanged.

The server is a thread of the same process: what it costs is in the figures.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from figures import Row, tell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "sources"))

from source_answers import HOST
from source_corpus import SAMPLES
from source_server import SourceServer, source_server

from playlists.sources import kinds
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Outcome, Refresher
from playlists.sources.written import TABLES, Source

SOURCES, ROUND_S, MEMORY_MB = 200, 60.0, 150
"""The figures that are promised."""

START = datetime(2026, 11, 26, 9, tzinfo=UTC)


def main() -> None:
    """Measure and tell."""
    with source_server() as server, tempfile.TemporaryDirectory() as folder:
        tell(_rounds(_served(server), Path(folder)))
        tell([_memory()])


def _memory() -> Row:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Row(
        f"memory with {SOURCES} sources, the server included",
        f"≤ {MEMORY_MB} MB",
        f"{used} MB",
        used <= MEMORY_MB,
    )


def _served(server: SourceServer) -> dict[str, Source]:
    """So many sources, of every kind in turn, each at addresses of its own."""
    names, sources = list(SAMPLES), {}
    for number in range(SOURCES):
        sample, base = SAMPLES[names[number % len(names)]], f"{server.url}/{number}"
        written = {"url": f"{base}/", **sample.table}
        source = TABLES[sample.table["kind"]].model_validate(written)
        first = kinds.address(source).removeprefix(server.url)
        for path, body in sample.answers.items():
            there = first if path == "/" else f"/{number}{path}"
            server.serve(there, body.replace(HOST.encode(), base.encode()), ETag=f'"{number}{path}"')
        sources[f"source-{number}"] = source
    return sources


def _rounds(sources: dict[str, Source], folder: Path) -> Iterator[Row]:
    at = [START]
    refresher = Refresher(
        sources, Keep(folder), ZoneInfo("Europe/Paris"), lambda: at[0], LIMITS, loopback=True
    )
    for name in ("new", "unchanged"):
        begin, cpu = time.monotonic(), time.process_time()
        outcomes = refresher.round(anyway=True)
        wall, cpu = time.monotonic() - begin, time.process_time() - cpu
        good = all(map(_is_good, outcomes))
        yield Row(
            f"{SOURCES} sources refreshed, {name}",
            "≤ 60 s",
            f"{wall:.1f} s ({cpu:.1f} s of a core)" + ("" if good else ", some with faults"),
            good and wall <= ROUND_S,
        )
        at[0] += timedelta(minutes=1)


def _is_good(outcome: Outcome) -> bool:
    return outcome.fault is None and outcome.batch is not None


if __name__ == "__main__":
    main()
