"""What reads aloud on an appliance, by the daemon's settings that are put there: it is heard."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pairing_box import wait_until

from player.touch.aloud.lines import Say, packed
from provisioning.install.plan import STATE

FILES = Path(__file__).parents[2] / "provisioning" / "install" / "files"
ENGINE = Path("/usr/lib/speech-dispatcher-modules/sd_espeak-ng")
LOUD = 500
SOUND_CARD = 'pcm.!default {{ type file\n file "{file}"\n format "raw"\n slave.pcm {{ type null }} }}\n'


@pytest.fixture
def run() -> Iterator[Path]:
    """A runtime directory: sockets lie there, whose paths must be short."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def surroundings(run: Path) -> dict[str, str]:
    """What the stage's unit gives to what it starts, in these places; and a sound card that writes a file."""
    unit = (FILES / "etc/systemd/system/parvis-stage.service").read_text("utf-8")
    told = " ".join(re.findall(r"^Environment=(.*)$", unit, re.MULTILINE))
    places = {"/run/parvis-stage": run, "/etc/parvis": FILES / "etc/parvis", STATE: run}
    for place, here in places.items():
        told = told.replace(place, str(here))
    (run / "alsa.conf").write_text(SOUND_CARD.format(file=run / "sound"), "utf-8")
    own = {"PATH": os.environ["PATH"], "HOME": str(run), "ALSA_CONFIG_PATH": str(run / "alsa.conf")}
    return own | dict(word.split("=", 1) for word in shlex.split(told))


def loudest(file: Path) -> int:
    data = file.read_bytes() if file.exists() else b""
    return max(array("h", data[: len(data) // 2 * 2]), default=0)


@pytest.mark.skipif(not ENGINE.exists(), reason="speech-dispatcher-espeak-ng is missing")
def test_a_sentence_is_heard_without_a_sound_server(run: Path) -> None:
    """The daemon would speak to PulseAudio, which no appliance has: without its settings it is silent."""
    command = [sys.executable, "-m", "player.touch.aloud.speaker", "speechd"]
    with subprocess.Popen(
        command, env=surroundings(run), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as speaker:
        assert speaker.stdin
        assert speaker.stdout
        assert {"fr", "en"} <= set(msgspec.json.decode(speaker.stdout.readline())["languages"])
        speaker.stdin.write(packed(Say("Bienvenue à Nantes.", "fr")))
        speaker.stdin.flush()
        wait_until(lambda: loudest(run / "sound") > LOUD, "a sound")
        speaker.stdin.close()
