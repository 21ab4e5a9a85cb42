"""Runs in the machine that `soak_boot.py` boots, with the system's Python: tells what it finds there.

A line of JSON every two seconds on the second serial line: which boot, how the units are, what agent and
stage say of themselves. And it does what it is asked there: a screen's plug is pulled (`off`) and put in
(`on`), the tests are asked for (`ask`), the stage is killed (`kill`), the agent is held (`hold`), the player
is broken until the next boot, or until it is mended (`break`, `mend`), a note is left on the root (`note`),
and what reads aloud is tried in the stage's sandbox (`speak`). No part of an appliance.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
import tty
from pathlib import Path
from typing import Any

STATE = Path("/var/lib/parvis")
PLAYER = ("parvis-agent", "parvis-stage", "parvis-screen")
UNITS = (*PLAYER, "parvis-fallback", "parvis-reboot", "parvis-doctor", "nftables", "chrony", "emergency")
PLAYER_FILE = "/opt/parvis/current/bin/parvis"
NOTE = Path("/var/noted")
SPEAKING, SPOKEN = Path("/run/systemd/system/rig-speak.service"), Path("/run/rig.spoken")
NO_SANDBOX = r"Type|Exec|Restart|Notify|Success|Watchdog|Timeout|RuntimeDirectory="
SPEAKER = """ExecStart=/bin/sh -c '(cat /run/rig.say; sleep 300) | "$PYTHON" /run/rig.py speechd'
Environment=PYTHON=/opt/parvis/current/bin/python
Type=exec
RuntimeDirectory=rig-speak
Environment=XDG_RUNTIME_DIR=/run/rig-speak
StandardOutput=truncate:/run/rig.spoken
"""
PATIENT = """from player.touch.aloud import speaker
speaker._PATIENCE_S, speaker._FIRST_PATIENCE_S = 600, 900
speaker.main()
"""
SAID = '{"type":"say","text":"Bienvenue à Nantes. La piscine est ouverte.","language":"fr"}\n'
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


def failed() -> list[str]:
    """The units that have failed."""
    command = ["systemctl", "list-units", "--failed", "--plain", "--no-legend"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [line.split()[0] for line in lines if line.strip()]


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
    mounts = Path("/proc/mounts").read_text("utf-8").splitlines()
    return {
        "boot": Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip(),
        "up": time.monotonic(),
        "target": unit("multi-user.target").get("ActiveState"),
        "units": units,
        "users": {name: owner(units[name].get("MainPID", "")) for name in PLAYER},
        "pairing": told(STATE / "status/pairing.json"),
        "stage": {name: stage.get(name) for name in ("edition", "screens", "process", "faults")},
        "orders": told(STATE / "orders.json"),
        "device": (told(STATE / "device.json") or {}).get("grant", {}).get("device"),
        "root": next((line.split()[2] for line in mounts if line.split()[1] == "/"), ""),
        "is_writable": os.access("/var/lib", os.W_OK),
        "failed": failed(),
        "state": any(line.split()[1] == str(STATE) for line in mounts),
        "is_kept": any("/media/root-ro" in line and " ro," in line for line in mounts),
        "stands_in": Path("/run/parvis-fallback/stands-in").exists(),
        "noted": NOTE.exists(),
        "spoken": spoken(),
        "report": told(STATE / "acceptance/report.json") is not None,
        "content": sorted(
            str(file.relative_to(STATE))
            for folder in ("objects", "gen", "trusted", "quick")
            for file in STATE.glob(f"{folder}*/**/*")
            if file.is_file()
        )[:60],
    }


def plug(state: str) -> None:
    """Pull the plug of every screen, or put it in."""
    for status in Path("/sys/class/drm").glob("card*-*/status"):
        status.write_text(state, "ascii")


def ask() -> None:
    """Ask for the tests, as the stage does behind the PIN."""
    folder = STATE / "acceptance"
    folder.mkdir(exist_ok=True)
    shutil.chown(folder, "parvis", "parvis")
    (folder / "asked").touch()
    shutil.chown(folder / "asked", "parvis", "parvis")


def kill() -> None:
    """Kill the stage."""
    subprocess.run(["systemctl", "kill", "--signal=KILL", "parvis-stage"], check=False)


def hold() -> None:
    """Hold the agent, as if it hung."""
    subprocess.run(["systemctl", "kill", "--signal=STOP", "parvis-agent"], check=False)


def broken() -> None:
    """Break the player: neither stage nor slide stays. Those that are at work end."""
    subprocess.run(["mount", "--bind", "/usr/bin/false", PLAYER_FILE], check=False)
    subprocess.run(["systemctl", "kill", "--signal=KILL", "parvis-stage", "parvis-fallback"], check=False)


def mend() -> None:
    """Let the player be whole again."""
    subprocess.run(["umount", PLAYER_FILE], check=False)


def speak() -> None:
    """Say something as the stage would: its unit, but for what it runs. Emulated, that needs patience."""
    unit = Path("/etc/systemd/system/parvis-stage.service").read_text("utf-8")
    _, _, lines = unit.partition("[Service]\n")
    kept = [line for line in lines.partition("[Install]")[0].splitlines() if not re.match(NO_SANDBOX, line)]
    SPEAKING.write_text("[Service]\n" + "\n".join(kept) + "\n" + SPEAKER, "utf-8")
    Path("/run/rig.say").write_text(SAID, "utf-8")
    Path("/run/rig.py").write_text(PATIENT, "ascii")
    subprocess.run(["systemctl", "daemon-reload"], check=False)
    subprocess.run(["systemctl", "--no-block", "start", SPEAKING.name], check=False)


def spoken() -> list[str] | None:
    """The languages that what speaks has found; None before it answers."""
    try:
        return list(json.loads(SPOKEN.read_text("utf-8").splitlines()[0])["languages"])
    except (OSError, ValueError, LookupError):
        return None


ACTS = {
    "break": broken,
    "mend": mend,
    "note": NOTE.touch,
    "speak": speak,
    "off": lambda: plug("off"),
    "on": lambda: plug("on"),
    "ask": ask,
    "kill": kill,
    "hold": hold,
}


def main() -> None:
    """Tell, and do, again and again."""
    line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    heard = b""
    while True:
        os.write(line, json.dumps(look()).encode() + b"\n")
        while select.select([line], [], [], 2)[0]:
            heard += os.read(line, 64)
            *asked, heard = heard.split(b"\n")
            for name in asked:
                if act := ACTS.get(name.decode("ascii", "replace")):
                    act()


if __name__ == "__main__":
    main()
