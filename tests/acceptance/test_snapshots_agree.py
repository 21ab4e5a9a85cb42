"""The same program and instant give the same pixels in any process, on every family of devices."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import families
import pytest
from command_line import parvis, png_size, rows
from PIL import Image


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One device of every family."""
    return families.build(tmp_path_factory.mktemp("families"))


@pytest.fixture(scope="module")
def film_starts(town: Path) -> datetime:
    """When the film begins."""
    span = ("--from", "2026-11-28T14:00", "--to", "2026-11-28T14:10", "--json")
    plays = rows(parvis("timeline", town, "--device", "plasma-16x9", *span))
    return datetime.fromisoformat(next(play["start"] for play in plays[4:] if play["item"] == "film"))


def pictures(town: Path, at: str, out: Path) -> dict[str, str]:
    """The pixels of every screen, hashed."""
    told = parvis("snapshot", town, "--at", at, "--out", out)
    assert told.returncode == 0, told.stderr
    hashed = {}
    for line in told.stdout.splitlines():
        with Image.open(line) as picture:
            hashed[Path(line).name] = hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()
    return hashed


# While the film fades in, in its midst, and in the midst of whatever else; tickers run in all of them.
@pytest.mark.parametrize("later_s", [0.25, 1.456, 4_000.1])
def test_two_processes_draw_the_same_pixels(
    later_s: float, film_starts: datetime, tmp_path: Path, town: Path
) -> None:
    at = (film_starts + timedelta(seconds=later_s)).isoformat()
    drawn = pictures(town, at, tmp_path / "first")
    assert drawn == pictures(town, at, tmp_path / "second")
    assert {name: png_size(tmp_path / "first" / name) for name in drawn} == families.SIZES


def test_an_instant_later_the_moving_parts_have_moved(
    film_starts: datetime, tmp_path: Path, town: Path
) -> None:
    early, late = (
        pictures(town, (film_starts + timedelta(seconds=later_s)).isoformat(), tmp_path / str(later_s))
        for later_s in (1.456, 1.6)
    )
    moved = {name for name in early if early[name] != late[name]}
    assert "plasma-16x9-main.png" in moved
    assert not {"screen-8m2-main.png", "table-main.png"} & moved
