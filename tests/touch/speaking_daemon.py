"""speech-dispatcher as an appliance runs it, on a socket of its own; espeak-ng writes what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from touched_stage import until

needs_speech = pytest.mark.skipif(
    not (shutil.which("speech-dispatcher") and shutil.which("espeak-ng")),
    reason="speech-dispatcher and espeak-ng are missing",
)
_DAEMON = """
CommunicationMethod "unix_socket"
LogLevel 1
LogDir "{folder}"
AudioOutputMethod "alsa"
AddModule "written" "sd_generic" "written.conf"
DefaultModule written
"""
_MODULE = """
GenericExecuteSynth "printf '%s\\n' \\'$DATA\\' | tee -a {said}.txt | espeak-ng -v $VOICE -w {said}.wav"
GenericCmdDependency "espeak-ng"
{voices}
"""
_SILENT = "pcm.!default { type null }\nctl.!default { type null }\n"


class Daemon:
    """What it was given to say, and what became of it; by the voice that said it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, voice: str) -> str:
        """The words, as they came to the engine."""
        file = self.folder / f"{voice}.txt"
        return file.read_text("utf-8") if file.exists() else ""

    def seconds(self, voice: str) -> float:
        """How long the last of its sentences is, in sound that is not silence alone."""
        with wave.open(str(self.folder / f"{voice}.wav")) as sound:
            frames = sound.readframes(sound.getnframes())
            return sound.getnframes() / sound.getframerate() if any(frames) else 0.0


@contextmanager
def speaking(folder: Path, monkeypatch: pytest.MonkeyPatch, *voices: str) -> Iterator[Daemon]:
    """A daemon with these voices of espeak-ng, until the test ends. Without a sound card it is silent."""
    modules, silent = folder / "modules", folder / "silent.conf"
    modules.mkdir()
    silent.write_text(_SILENT)
    (folder / "speechd.conf").write_text(_DAEMON.format(folder=folder))
    told = "\n".join(
        f'GenericLanguage "{voice}" "{voice}" "utf-8"\nAddVoice "{voice}" "MALE1" "{voice}"'
        for voice in voices
    )
    (modules / "written.conf").write_text(_MODULE.format(said=folder / "$VOICE", voices=told))
    socket = folder / "speechd.sock"
    command = ["speech-dispatcher", "--run-single", "--timeout", "0", "--config-dir", str(folder)]
    command += ["--socket-path", str(socket), "--pid-file", str(folder / "pid")]
    surroundings = {**os.environ, "ALSA_CONFIG_PATH": str(silent)}
    with subprocess.Popen(  # noqa: S603 - our own words
        command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as daemon:
        until(socket.exists)
        monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{socket}")
        yield Daemon(folder)
        daemon.terminate()
