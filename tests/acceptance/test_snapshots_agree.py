"""The same program and instant give the same pixels, in any process, cold or warm."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from command_line import NANTES, parvis, png_size
from PIL import Image

DEVICES = {
    "ecran-stalingrad": [(1280, 960)],
    "plasma-hotel-de-ville": [(1920, 1080)],
    "borne-commerce": [(1080, 1920), (1024, 1280)],
    "journal-vertou": [(128, 32)],
    "journal-orvault": [(160, 48)],
    "totem-porte-de-vertou": [(1080, 1920)],
    "tactile-leo-lagrange": [(1024, 1280)],
    "table-chateau": [(3840, 2160)],
}
# A quarter of a second after a change: a crossfade is under way and the tickers run.
INSTANTS = ("2026-11-28T10:15:00.250+01:00", "2026-12-09T18:40:12.400+01:00")


def pictures(at: str, out: Path, cache: Path) -> dict[str, str]:
    """The pixels of every chosen screen, hashed."""
    chosen = [word for device in DEVICES for word in ("--device", device)]
    told = parvis("snapshot", NANTES, *chosen, "--at", at, "--out", out, limit_s=110, PARVIS_CACHE=str(cache))
    assert told.returncode == 0, told.stderr
    hashed = {}
    for line in told.stdout.splitlines():
        with Image.open(line) as picture:
            hashed[Path(line).name] = hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()
    return hashed


@pytest.mark.parametrize("at", INSTANTS)
def test_two_processes_draw_the_same_pixels(at: str, tmp_path: Path, cache: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    drawn = pictures(at, first, cache)
    assert drawn == pictures(at, second, cache)
    sizes: dict[str, list[tuple[int, int]]] = {}
    for name in drawn:
        sizes.setdefault(re.sub(r"-(main|upper|touch)\.png$", "", name), []).append(png_size(first / name))
    assert sizes == DEVICES


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared media for these tests."""
    return tmp_path_factory.mktemp("cache")
