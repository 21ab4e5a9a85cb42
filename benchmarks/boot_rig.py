"""Runs in the machine that `soak_boot.py` boots, with the system's Python: tells what it finds there.

A line of JSON every two seconds on the second serial line: which boot, how the units are, what agent and
stage say of themselves. No part of an appliance.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

STATE = Path("/var/lib/parvis")
PLAYER = ("parvis-agent", "parvis-stage", "parvis-screen")
UNITS = (*PLAYER, "parvis-fallback", "parvis-doctor", "nftables", "chrony")
SHOWN = ("ActiveState", "SubState", "NRestarts", "Result", "User", "MainPID")


def told(file: Path) -> Any:
    """What a file says; None where it says nothing."""
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None


def unit(name: str) -> dict[str, str]:
    """How a unit is."""
    command = ["systemctl", "show", f"--property={','.join(SHOWN)}", name]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def owner(process: str) -> int | None:
    """The user of a process."""
    try:
        return Path("/proc", process).stat().st_uid if process not in {"", "0"} else None
    except OSError:
        return None


def look() -> dict[str, Any]:
    """Everything that is told."""
    units = {name: unit(name) for name in UNITS}
    stage = told(STATE / "status/stage.json") or {}
    return {
        "boot": Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip(),
        "up": time.monotonic(),
        "target": unit("multi-user.target").get("ActiveState"),
        "units": units,
        "users": {name: owner(units[name].get("MainPID", "")) for name in PLAYER},
        "pairing": told(STATE / "status/pairing.json"),
        "stage": {name: stage.get(name) for name in ("edition", "screens", "process")},
        "orders": told(STATE / "orders.json"),
        "device": (told(STATE / "device.json") or {}).get("grant", {}).get("device"),
        "report": told(STATE / "acceptance/report.json") is not None,
        "files": sorted(str(file.relative_to(STATE)) for file in STATE.rglob("*") if file.is_file())[:60],
    }


def main() -> None:
    """Tell, again and again."""
    with Path(sys.argv[1]).open("w", encoding="utf-8") as line:
        while True:
            line.write(json.dumps(look()) + "\n")
            line.flush()
            time.sleep(2)


if __name__ == "__main__":
    main()
