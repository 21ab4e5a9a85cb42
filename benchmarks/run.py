"""Runs benchmarks, or soaks, and writes what they gave into their page. See README.md here.

python benchmarks/run.py bench [NAME …]
python benchmarks/run.py soak [--minutes MINUTES] [NAME …]

A name is that of a script, with or without `bench_` or `soak_`. Without names all are run; with names the
page keeps what it says of the others.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from page import Outcome, machine, page, section, sections

HERE = Path(__file__).parent
ROOT = HERE.parent
KINDS = {
    "bench": ("docs/benchmarks.md", "Benchmarks", 20 * 60),
    "soak": ("docs/soak.md", "Endurance", 12 * 60 * 60),
}


def not_measured(script: Path, why: str) -> list[str]:
    """The row of a script that gave no figures."""
    return [f"| {script.stem} | | not measured: {why} | missed |"]


def run(script: Path, limit_s: int, options: list[str]) -> Outcome:
    """Runs one script and keeps its rows. All that it started ends with it."""
    print(f"==> {script.name}", file=sys.stderr, flush=True)
    began, load, started = datetime.now(tz=UTC), os.getloadavg()[0], time.monotonic()
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
    return Outcome(script, rows, began, load, time.monotonic() - started)


def chosen(kind: str, scripts: Sequence[Path], names: Sequence[str]) -> list[Path]:
    """The scripts of these names; all of them, if none is named. Ends where a name is unknown."""
    by_name = {script.stem: script for script in scripts}
    wanted = [name if name.startswith(f"{kind}_") else f"{kind}_{name}" for name in names]
    if unknown := [name for name in wanted if name not in by_name]:
        sys.exit(f"{', '.join(unknown)}: no such script; there are {', '.join(by_name)}")
    return [by_name[name] for name in wanted] or list(scripts)


def main(kind: str, names: Sequence[str], options: list[str]) -> int:
    """Runs scripts of a kind and writes their page after each; 1 when one could not measure."""
    target, title, limit_s = KINDS[kind]
    scripts = sorted(HERE.glob(f"{kind}_*.py"))
    file, taken_on, failed = ROOT / target, machine(), False
    for script in chosen(kind, scripts, names):
        outcome = run(script, limit_s, options)
        failed |= any("not measured" in row for row in outcome.rows)
        # Read again each time, since somebody may write to the page in the hours that this takes.
        known = sections(file.read_text("utf-8")) if file.exists() else {}
        known[script.stem] = section(outcome, taken_on)
        file.write_text(page(kind, title, known, scripts), "utf-8")
        print("\n".join(outcome.rows), flush=True)
    return int(failed)


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser()
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind in KINDS:
        kinds.add_parser(kind).add_argument("names", nargs="*", help="which scripts; if none is named, all")
    kinds.choices["soak"].add_argument(
        "--minutes", help="how long each soak goes on; if not said, as long as its docstring says"
    )
    return parser.parse_args()


if __name__ == "__main__":
    typed = arguments()
    asked = getattr(typed, "minutes", None)
    sys.exit(main(typed.kind, typed.names, ["--minutes", asked] if asked else []))
