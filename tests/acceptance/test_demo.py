"""The demo without a display: it ends by itself, has written everything, and every screen was lit."""

from __future__ import annotations

import re
from pathlib import Path

import families
import pytest
from command_line import parvis, png_size
from PIL import Image

LIMIT_S = 540.0
"""Seven devices with two processes each take a while to start where other tests run beside."""
SHEETS = ("contact-sheet.png", "on-the-glass.png", "pairing-page.png", "control-room.png", "web-page.png")
TOUCHED = tuple(
    f"kiosk-touched-{number:02}-{page}.png"
    for number, page in enumerate(
        ("home", "piscines", "piscines-1", "search", "home-contrast", "home-large"), start=1
    )
)
pytestmark = pytest.mark.timeout(LIMIT_S + 30)


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
        limit_s=LIMIT_S,
    )
    assert told.returncode == 0, told.stderr
    return out, told.stdout


def test_it_writes_a_picture_of_every_screen_a_sheet_and_a_timeline(shown: tuple[Path, str]) -> None:
    out, _ = shown
    written = {file.name for file in out.iterdir()}
    assert written == {*families.SIZES, *SHEETS, *TOUCHED, "touched.png", "timeline.txt"}
    assert {name: png_size(out / name) for name in families.SIZES} == families.SIZES
    assert png_size(out / "contact-sheet.png")[0] == 2400


def test_its_timeline_has_one_device_of_every_family_on_the_day_of_the_pictures(
    shown: tuple[Path, str],
) -> None:
    text = (shown[0] / "timeline.txt").read_text("utf-8")
    for family in families.FAMILIES:
        assert f"{family} " in text
    assert "Saturday 5\u00a0December 2026" in text


def steps(said: str) -> list[str]:
    """What happened, in turn, without the seconds."""
    told = (line.partition(" s  ")[2] for line in said.splitlines() if " s  " in line)
    return [step for step in told if step and not step.endswith(" ms")]


def test_its_devices_begin_as_boxes_and_are_claimed(shown: tuple[Path, str]) -> None:
    boxes, page, claimed = steps(shown[1])[:3]
    assert boxes == "all 7 are boxes that nobody knows, and show a code to claim them by"
    assert page == f"{shown[0] / 'pairing-page.png'}: what such a box shows"
    content = r"within \d+ s of that each has fetched the feed, verified it, and shows it"
    assert re.fullmatch(f"all 7 are claimed; {content}", claimed)
    with Image.open(shown[0] / "pairing-page.png") as picture:
        assert picture.size == families.SIZES["kiosk-upper.png"]
        assert len(picture.convert("L").getcolors() or ()) > 16, "there is something on it"


def test_its_devices_come_through_a_cut_network_and_killed_processes(shown: tuple[Path, str]) -> None:
    assert steps(shown[1])[3:11] == [
        "the feed’s server is cut off",
        f"kill -9: the stage of {families.FAMILIES[0]}",
        f"kill -9: the agent of {families.FAMILIES[-1]}",
        "an editor takes items off every screen, and publishes that",
        "without a server all 7 go on, the killed stage is back",
        "the server is back, and answers",
        "all 7 have fetched and verified what was published meanwhile",
        "all 7 show it, each since what was on its glass had ended",
    ]


def test_a_finger_opens_the_pages_of_the_kiosk(shown: tuple[Path, str]) -> None:
    out = shown[0]
    assert steps(shown[1])[-2] == (
        f"meanwhile fingers opened {len(TOUCHED)} pages on kiosk: {out / 'touched.png'}, and each beside it"
    )
    pages = [(out / name).read_bytes() for name in TOUCHED]
    assert len(set(pages)) == len(pages), "each shows something else"
    assert {png_size(out / name) for name in TOUCHED} == {families.SIZES["kiosk-touch.png"]}


def test_central_names_what_was_broken_on_purpose(shown: tuple[Path, str]) -> None:
    broken = steps(shown[1])[11:-2]
    assert broken[:3] == [
        "a film that kills its player: film on plasma-16x9, again and again",
        "the player of screen-8m2 is made to stand still",
        "the cable of kiosk is pulled",
    ]
    assert sorted(broken[3:]) == [
        "central says that kiosk is silent",
        "central says that plasma-16x9 has set its film aside",
        "central says that screen-8m2 is frozen",
    ]
    assert png_size(shown[0] / "control-room.png") == (1920, 1080)
    assert png_size(shown[0] / "web-page.png")[0] == 1366


def test_at_the_end_one_is_a_box_again_and_nothing_of_it_is_left(shown: tuple[Path, str]) -> None:
    last = families.FAMILIES[-1]
    assert steps(shown[1])[-1] == (
        f"{last} is wiped by an order of central, and is a box again: another key, no file of before"
    )


def test_what_is_on_the_glass_is_what_should_be(shown: tuple[Path, str]) -> None:
    assert png_size(shown[0] / "on-the-glass.png")[0] == 2400
    assert f"of {len(families.SIZES)} screens are alike to the pixel" in shown[1]
    assert "Not alike" not in shown[1], shown[1]


def test_it_tells_what_reached_the_glass(shown: tuple[Path, str]) -> None:
    table = shown[1].partition("frames  starts  worst start  dropped\n")[2].splitlines()
    screens, proved = table[: len(families.SIZES)], table[len(families.SIZES)]
    assert re.fullmatch(r"Central has proof of \d+ plays, \d+ of them by a look at the glass\.", proved)
    for line in screens:
        _, _, frames, _, _, unit, _ = line.split()
        assert int(frames) > 0
        assert unit == "ms"
