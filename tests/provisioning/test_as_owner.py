"""What root does by hand on a device leaves nothing of root's in its state directory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from feed_world import World

from provisioning import install

UNITS = Path(install.__file__).parent / "files/etc/systemd/system"
NOBODY = 65_534
COMMANDS = {
    "doctor --set-pin": "739146\n",
    "doctor --profile led-board": "",
    "device-key": "",
    "agent --once --device kiosk-1 --root {root} --feed http://127.0.0.1:9": "",
    "provision take --usb {usb} --root {root}": "",
    "provision reset-box --yes": "",
}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the rights of root")
def test_what_root_left_before_the_player_had_a_user_is_the_players_when_its_agent_starts(
    open_folder: Path,
) -> None:
    """A PIN that is set between the installation and the first boot: then the folder is root's still."""
    state, elsewhere = open_folder / "state", open_folder / "elsewhere"
    (state / "lost+found").mkdir(parents=True)
    for file in (state / "door.pin", state / "lost+found/#1", elsewhere):
        file.touch(mode=0o600)
    (state / "link").symlink_to(elsewhere)
    os.chown(state, NOBODY, NOBODY)
    unit = UNITS.joinpath("parvis-agent.service").read_text("utf-8")
    (line,) = re.findall(r"^ExecStartPre=-\+(.*)$", unit, re.MULTILINE)
    command = line.replace("parvis:parvis", f"{NOBODY}:{NOBODY}").replace("/var/lib/parvis", str(state))
    subprocess.run(command.split(), check=True)
    assert {place.lstat().st_uid for place in [state, *state.rglob("*")]} == {NOBODY}
    assert elsewhere.stat().st_uid == 0, "no link is followed"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the rights of root")
@pytest.mark.parametrize("command", COMMANDS)
def test_the_player_can_use_what_root_left_by_hand(open_folder: Path, command: str) -> None:
    """A PIN, a key or a lock of root's would be closed to the player's user."""
    state, usb, root = open_folder / "state", open_folder / "usb", open_folder / "root.json"
    usb.mkdir()
    root.write_bytes(World(open_folder / "feed").begin("marie").anchor)
    state.mkdir(mode=0o700)
    os.chown(state, NOBODY, NOBODY)
    words = command.format(usb=usb, root=root).split()
    done = subprocess.run(
        [sys.executable, "-m", "parvis", *words, "--state", str(state), "--language", "en"],
        capture_output=True,
        text=True,
        input=COMMANDS[command],
        check=False,
    )
    assert "Traceback" not in done.stderr
    left = list(state.rglob("*"))
    assert [place for place in left if place.lstat().st_uid != NOBODY] == []
    refused = "who may not read this program" in done.stderr
    assert bool(left) is not refused, "it was done, or refused in words"
