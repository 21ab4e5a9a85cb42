"""Films on a real display: what Qt plays where a GPU draws, and sound where it does not.

Each waits for what is to be seen, not for a time: all of it holds on a machine however slow. How well films
keep step with the clock is measured by `benchmarks/bench_films.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from stage_display import display

HERE = Path(__file__).parent
FILM_S = 598.5
"""With 1.5 s of red before it: at noon a cycle of ten minutes begins."""
CLOSED_EARLY = (
    "Immediate exit requested",
    "Could not find codec parameters",
    "Consider increasing the value",
)
"""What FFmpeg says of a film that is closed, here at the end, while it is still being opened."""
Look = dict[str, Any]
Watch = Callable[..., tuple[list[Look], str]]


@pytest.fixture(scope="module")
def on_display() -> Iterator[Mapping[str, str]]:
    with display() as environment:
        yield environment


@pytest.fixture
def watch(on_display: Mapping[str, str], tmp_path: Path) -> Watch:
    def play(
        renderer: str, transition: str, begin: float, ending: str, codec: str = "libx264"
    ) -> tuple[list[Look], str]:
        path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
        done = subprocess.run(  # noqa: S603
            [
                sys.executable,
                str(HERE / "stage_glass.py"),
                *(str(tmp_path), renderer, transition, codec, str(begin), str(FILM_S), ending),
            ],
            env={**on_display, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    return play


@pytest.mark.parametrize("transition", ["crossfade", "cut"])
def test_a_gpu_shows_a_film_between_pictures_and_never_the_ground(watch: Watch, transition: str) -> None:
    looks, said = watch("gpu", transition, 0.5, "red again")
    assert [line for line in said.splitlines() if not any(told in line for told in CLOSED_EARLY)] == []
    assert not any(look["ground"] for look in looks)
    shown = [look["red"] for look in looks]
    assert [shown[0], shown[-1]] == [True, True], "before the film and after it"
    film = shown[shown.index(False) :]
    assert len({look["frame"] for look in looks if not look["red"]}) > 1, "it plays"
    assert film == sorted(film), "and it is not broken off"


def test_a_gpu_goes_into_the_midst_of_a_film(watch: Watch) -> None:
    looks, _ = watch("gpu", "crossfade", 2.3, "film")
    assert not any(look["ground"] for look in looks)
    shown = [look["red"] for look in looks]
    assert shown == sorted(shown, reverse=True), "what was there stays until the film is ready, never after"
    assert {(look["players"], look["heard"]) for look in looks if not look["red"]} == {(1, 0)}, "muted"


def test_a_film_that_qt_cannot_decode_leaves_what_was_there(watch: Watch) -> None:
    looks, said = watch("gpu", "cut", 0.5, "passed over", "libsvtav1")
    assert {look["red"] for look in looks} == {True}
    assert "film is passed over" in said
    assert looks[-1]["players"] == 0


def test_without_a_gpu_a_film_is_painted_and_its_sound_is_played_beside_it(watch: Watch) -> None:
    looks, _ = watch("software", "cut", 0.5, "sound")
    assert not any(look["ground"] for look in looks)
    assert {look["players"] for look in looks} <= {0, 1}
    assert (looks[-1]["players"], looks[-1]["heard"]) == (1, 1)


def test_without_sound_and_gpu_qtmultimedia_is_never_loaded() -> None:
    script = "import sys, player.stage.player; sys.exit('PySide6.QtMultimedia' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=HERE.parents[1], check=True)  # noqa: S603
