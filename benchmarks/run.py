"""Runs all benchmarks, or soaks, and writes their table. See README.md here.

python benchmarks/run.py bench
python benchmarks/run.py soak [--minutes MINUTES]
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import platform
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
KINDS = {
    "bench": ("docs/benchmarks.md", "Benchmarks", 20 * 60),
    "soak": ("docs/soak.md", "Endurance", 12 * 60 * 60),
}


class Outcome(NamedTuple):
    """What one script gave: its file, its table rows, how long it took in seconds."""

    script: Path
    rows: list[str]
    seconds: float


def not_measured(script: Path, why: str) -> list[str]:
    """The row of a script that gave no figures."""
    return [f"| {script.stem} | | not measured: {why} | missed |"]


def run(script: Path, limit_s: int, options: list[str]) -> Outcome:
    """Runs one script and keeps its rows. All that it started ends with it."""
    print(f"==> {script.name}", file=sys.stderr, flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(script), "--markdown", *options],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        printed, _ = process.communicate(timeout=limit_s)
        rows = [line.strip() for line in printed.splitlines() if line.startswith("|")]
        if process.returncode != 0 or not rows:
            rows = not_measured(script, f"exit status {process.returncode}")
    except subprocess.TimeoutExpired:
        rows = not_measured(script, f"not done after {limit_s} s")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return Outcome(script, rows, time.monotonic() - started)


def first_line(path: str, key: str) -> str:
    """The value of the first line of a `/proc` file that starts with `key`."""
    for line in Path(path).read_text("utf-8").splitlines():
        if line.startswith(key):
            return line.partition(":")[2].strip()
    return "unknown"


def chromium() -> str:
    """The version of the browser that the stage is compared with."""
    try:
        return subprocess.run(
            ["chromium", "--version"], capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "no Chromium"


def machine() -> list[str]:
    """What the figures were taken on, as table rows."""
    memory = int(first_line("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    processor = first_line("/proc/cpuinfo", "model name")
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    packages = ", ".join(f"{name} {version(name)}" for name in ("pyside6-essentials", "av", "msgspec"))
    return [
        "| | |",
        "|---|---|",
        f"| date | {datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC |",
        f"| machine | {processor}, {os.cpu_count()} cores, {memory:.0f} GiB |",
        f"| system | {system}, {platform.system()} {platform.release()} {platform.machine()} |",
        f"| versions | Python {platform.python_version()}, {packages}, {chromium()} |",
        f"| load when started | {os.getloadavg()[0]:.1f} |",
    ]


def told(outcome: Outcome) -> list[str]:
    """What a script's docstring says of itself, and how long it took."""
    words = ast.get_docstring(ast.parse(outcome.script.read_text("utf-8"))) or "It does not say."
    subject, _, method = words.partition("\n")
    return [
        f"**`{outcome.script.name}`** ({outcome.seconds:.0f} s). {subject}",
        *([method.strip()] if method.strip() else []),
    ]


def report(title: str, head: list[str], outcomes: list[Outcome]) -> str:
    """The whole page in Markdown."""
    kind = next(kind for kind, (_, name, _) in KINDS.items() if name == title)
    rows = [row for outcome in outcomes for row in outcome.rows]
    paragraphs = [
        f"# {title}",
        f"Written by `make {kind}`; how a figure is taken stands below the table and in `benchmarks/`.",
        "\n".join(head),
        "\n".join(["| figure | promised | measured | verdict |", "|---|---|---|---|", *rows]),
        "## How each was measured",
        *(paragraph for outcome in outcomes for paragraph in told(outcome)),
    ]
    return "\n\n".join(paragraphs) + "\n"


def main(kind: str, options: list[str]) -> int:
    """Runs every script of a kind and writes their page; 1 when a script could not measure."""
    target, title, limit_s = KINDS[kind]
    head = machine()
    scripts = sorted(Path(__file__).parent.glob(f"{kind}_*.py"))
    outcomes = [run(script, limit_s, options) for script in scripts]
    page = report(title, head, outcomes)
    (ROOT / target).write_text(page, "utf-8")
    print(page)
    return int(any("not measured" in row for outcome in outcomes for row in outcome.rows))


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser()
    kinds = parser.add_subparsers(dest="kind", required=True)
    kinds.add_parser("bench")
    kinds.add_parser("soak").add_argument(
        "--minutes", help="how long each soak goes on; if not said, as long as its docstring says"
    )
    return parser.parse_args()


if __name__ == "__main__":
    typed = arguments()
    asked = getattr(typed, "minutes", None)
    sys.exit(main(typed.kind, ["--minutes", asked] if asked else []))
