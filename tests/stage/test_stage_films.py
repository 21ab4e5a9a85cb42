"""Films on a real display, by a real clock: what Qt plays where a GPU draws, and sound where it does not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

HERE = Path(__file__).parent
FRAME_MS, LENGTH_MS, CYCLE_MS, RED_MS = 40, 1000, 4000, 1500
Look = dict[str, Any]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    server_path = shutil.which("Xvfb")
    if server_path is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    with subprocess.Popen(  # noqa: S603
        [server_path, "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def watch(display: str, tmp_path: Path) -> Any:
    def play(
        renderer: str, transition: str, begin: float, end: float, codec: str = "libx264"
    ) -> tuple[list[Look], str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
        path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
        done = subprocess.run(  # noqa: S603
            [
                sys.executable,
                str(HERE / "stage_glass.py"),
                *(str(tmp_path), renderer, transition, codec, str(begin), str(end)),
            ],
            env=plain | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    return play


def film_ms(look: Look) -> int:
    """How long the film has been on the air, negative where red is."""
    return int(look["at"] % CYCLE_MS - RED_MS)


def frames_off(look: Look) -> float:
    """By how many frames the film is ahead of the clock, the short way round."""
    due = film_ms(look) % LENGTH_MS / FRAME_MS
    frames = LENGTH_MS / FRAME_MS
    return float((look["frame"] + 0.5 - due + frames / 2) % frames - frames / 2)


@pytest.mark.parametrize("transition", ["crossfade", "cut"])
def test_a_gpu_shows_the_frame_that_is_due_and_never_the_ground(watch: Any, transition: str) -> None:
    looks, said = watch("gpu", transition, 0.5, 4.8)
    assert said == ""
    assert not any(look["ground"] for look in looks)
    full = [look for look in looks if film_ms(look) > 600]
    assert len(full) > 50
    assert abs(median(frames_off(look) for look in full)) <= 1
    assert any(look["red"] for look in looks if film_ms(look) < 0), "before the film"
    assert looks[-1]["red"], "and after it"


def test_a_gpu_goes_into_the_midst_of_a_film_at_the_frame_that_is_due(watch: Any) -> None:
    looks, _ = watch("gpu", "crossfade", 2.3, 3.9)
    assert not any(look["ground"] for look in looks)
    shown = [look["red"] for look in looks]
    assert shown == sorted(shown, reverse=True), "what was there stays until the film is ready, never after"
    looks = [look for look in looks if not look["red"]]
    assert looks, "the film came"
    assert {(look["players"], look["heard"]) for look in looks} == {(1, 0)}, "muted"
    assert abs(median(frames_off(look) for look in looks)) <= 1


def test_a_film_that_qt_cannot_decode_leaves_what_was_there(watch: Any) -> None:
    looks, said = watch("gpu", "cut", 0.5, 3.9, "libsvtav1")
    assert {look["red"] for look in looks} == {True}
    assert "film is passed over" in said
    assert looks[-1]["players"] == 0


def test_without_a_gpu_a_film_is_painted_and_its_sound_goes_in_step(watch: Any) -> None:
    looks, _ = watch("software", "cut", 0.5, 3.9)
    assert not any(look["ground"] for look in looks)
    full = [look for look in looks if film_ms(look) > 600]
    assert {look["heard"] for look in full} == {1}
    assert abs(median(frames_off(look) for look in full)) <= 1
    sounds = [look | {"frame": look["positions"][0] / FRAME_MS} for look in full if look["positions"]]
    assert len(sounds) > 50
    assert abs(median(frames_off(look) for look in sounds)) <= 2


def test_without_sound_and_gpu_qtmultimedia_is_never_loaded() -> None:
    script = "import sys, player.stage.player; sys.exit('PySide6.QtMultimedia' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=HERE.parents[1], check=True)  # noqa: S603
