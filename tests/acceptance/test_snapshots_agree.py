"""The same program and instant give the same pixels, in any process, cold or warm."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command_line import NANTES, parvis, png_size, rows
from PIL import Image

DEVICES = {
    "ecran-stalingrad": [(1280, 960)],
    "plasma-hotel-de-ville": [(1920, 1080)],
    "borne-commerce": [(1080, 1920), (1024, 1280)],
    "journal-vertou": [(128, 32)],
    "totem-porte-de-vertou": [(1080, 1920)],
    "tactile-leo-lagrange": [(1024, 1280)],
    "table-chateau": [(3840, 2160)],
}
FILM = "table-film"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared media for these tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def film_starts() -> datetime:
    """When a film begins on the table."""
    span = ("--from", "2026-11-28T14:00", "--to", "2026-11-28T15:00", "--json")
    plays = rows(parvis("timeline", NANTES, "--device", "table-chateau", *span))
    return datetime.fromisoformat(next(play["start"] for play in plays if play["item"] == FILM))


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


# While the film fades in, in its midst, and in the midst of whatever else. Tickers run in all of them.
@pytest.mark.parametrize("later_s", [0.25, 3.456, 4_000.1])
def test_two_processes_draw_the_same_pixels(
    later_s: float, film_starts: datetime, tmp_path: Path, cache: Path
) -> None:
    at = (film_starts + timedelta(seconds=later_s)).isoformat()
    first, second = tmp_path / "first", tmp_path / "second"
    drawn = pictures(at, first, cache)
    assert drawn == pictures(at, second, cache)
    sizes: dict[str, list[tuple[int, int]]] = {}
    for name in drawn:
        sizes.setdefault(re.sub(r"-(main|upper|touch)\.png$", "", name), []).append(png_size(first / name))
    assert sizes == DEVICES
