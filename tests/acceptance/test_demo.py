"""The demo without a display: it ends by itself, has written everything, and every screen was lit."""

from __future__ import annotations

from pathlib import Path

import families
import pytest
from command_line import parvis, png_size


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What the demo wrote, and said."""
    folder, out = tmp_path_factory.mktemp("town"), tmp_path_factory.mktemp("demo")
    told = parvis(
        "demo",
        "--workspace",
        families.build(folder),
        "--out",
        out,
        "--seconds",
        "4",
        "--at",
        "2026-12-05T10:30",
    )
    assert told.returncode == 0, told.stderr
    return out, told.stdout


def test_it_writes_a_picture_of_every_screen_a_sheet_and_a_timeline(shown: tuple[Path, str]) -> None:
    out, _ = shown
    written = {file.name for file in out.iterdir()}
    assert written == {*families.SIZES, "contact-sheet.png", "timeline.txt"}
    assert {name: png_size(out / name) for name in families.SIZES} == families.SIZES
    assert png_size(out / "contact-sheet.png")[0] == 2400


def test_its_timeline_has_one_device_of_every_family_on_the_day_of_the_pictures(
    shown: tuple[Path, str],
) -> None:
    text = (shown[0] / "timeline.txt").read_text("utf-8")
    for family in families.FAMILIES:
        assert f"{family} " in text
    assert "Saturday 5\u00a0December 2026" in text


def test_it_tells_what_reached_the_glass(shown: tuple[Path, str]) -> None:
    assert "without a display, drawn in software" in shown[1]
    table = shown[1].partition("frames  starts  worst start  dropped\n")[2].splitlines()
    assert len(table) == len(families.SIZES)
    for line in table:
        _, _, frames, _, _, unit, _ = line.split()
        assert int(frames) > 0
        assert unit == "ms"
