"""Everything that can be wrong with a workspace, at once: each is named, and the rest goes on."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import horrors
import pytest
from command_line import PARVIS, ROOT, SITE, parvis, png_size, rows, write
from PIL import Image
from pixels import colour

GIB = 2**30
Problems = list[dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the horrors are."""
    return tmp_path_factory.mktemp("horrors")


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, tuple[str, str]]:
    """Every bad file by its path, with words that its message must have."""
    return horrors.workspace(folder)


@pytest.fixture(scope="module")
def checked(folder: Path, expected: dict[str, tuple[str, str]]) -> tuple[Problems, int]:
    """The problems of the workspace, and the most memory that all processes held together."""
    assert expected
    process = subprocess.Popen(  # noqa: S603
        [*PARVIS, "check", str(folder), "--json", "--at", "2026-12-01"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    done, peak = threading.Event(), [0]

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], held_by_session(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    told, complaints = process.communicate(timeout=100)
    done.set()
    watcher.join()
    assert process.returncode == 1
    assert "Traceback" not in complaints
    return [json.loads(line) for line in told.splitlines()], peak[0]


def held_by_session(session: int) -> int:
    """The resident memory of a session's processes in bytes (proc(5): fields 6 and 24 of `stat`)."""
    held = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                fields = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                held += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return held


def test_every_bad_medium_is_named_once_with_its_cause(
    checked: tuple[Problems, int], expected: dict[str, tuple[str, str]]
) -> None:
    for number, (path, (_, words)) in enumerate(expected.items(), start=1):
        said = [problem for problem in checked[0] if problem.get("item") == f"mixed#{number}"]
        errors = [problem for problem in said if problem["severity"] == "error"]
        if words != horrors.MAY_BE_SHOWN:
            assert len(errors) == 1, (path, said)
            assert words in errors[0]["message"], path
        for problem in errors:
            assert path in problem["message"] + problem.get("found", ""), problem
            assert problem["file"] == "playlists/mixed.toml"


def test_good_media_with_odd_names_are_not_complained_of(
    checked: tuple[Problems, int], expected: dict[str, tuple[str, str]]
) -> None:
    good = {f"mixed#{len(expected) + number}" for number in range(1, len(horrors.GOOD_NAMES) + 1)}
    assert not [problem for problem in checked[0] if problem.get("item") in good]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("workspace.toml", "The key “colour” is not known here."),
        ("devices.toml", "There is no profile “totme”."),
        ("devices.toml", "The key “profile” is missing."),
        ("devices.toml", "This name cannot be a device’s."),
        ("layouts/binary.toml", "This is not TOML"),
        ("layouts/crossed.toml", "may touch but not overlap"),
        ("playlists/huge.toml", "There are 10000 items; only 1000 are read."),
        ("playlists/long.toml", "too long for any screen"),
        ("playlists/nested.toml", "nested too deeply"),
        ("playlists/shares.toml", "140% of the air time is booked at all times"),
        ("playlists/steering.toml", "control characters"),
        ("playlists/twice.toml", "This key is written twice."),
        ("playlists/zero.toml", "This value cannot be used."),
        ("schedule.toml", "There is no device “nobody”."),
        ("schedule.toml", "with the same priority"),
    ],
)
def test_every_bad_file_is_named_with_its_cause(checked: tuple[Problems, int], file: str, words: str) -> None:
    assert [problem for problem in checked[0] if problem["file"] == file and words in problem["message"]]


def test_no_message_is_long_or_steers_a_terminal(folder: Path, checked: tuple[Problems, int]) -> None:
    assert checked
    told = parvis("check", folder, "--at", "2026-12-01")
    assert all(len(line) < 800 and line.isprintable() for line in told.stdout.splitlines())


def test_all_processes_together_stay_within_a_gibibyte(checked: tuple[Problems, int]) -> None:
    assert 0 < checked[1] < GIB


def test_good_devices_show_their_good_items(
    folder: Path, expected: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    told = parvis("snapshot", folder, "--at", "2026-12-01T12:00:03", "--out", tmp_path)
    assert told.returncode == 0
    assert {line.rpartition("/")[2] for line in told.stdout.splitlines()} == {
        "plasma-01-main.png",
        "totem-01-main.png",
        "board-01-main.png",
    }
    assert png_size(tmp_path / "totem-01-main.png") == (1080, 1920)
    with Image.open(tmp_path / "totem-01-main.png") as picture:
        red, green, blue = colour(picture.convert("RGB"), (540, 960))
    assert abs(red - 0xC0) + abs(green - 0x60) + abs(blue - 0x20) < 12
    assert "“media/cut-a.jpg” is cut off or damaged." in told.stderr
    assert expected


def test_the_timeline_leaves_out_what_cannot_be_shown(
    folder: Path, expected: dict[str, tuple[str, str]]
) -> None:
    span = ("--from", "2026-12-01T12:00", "--to", "2026-12-01T12:05", "--json")
    plays = rows(parvis("timeline", folder, "--device", "totem-01", *span))
    first = len(expected) + 1
    assert {play["item"] for play in plays} == {f"mixed#{number}" for number in range(first, first + 5)}


def test_a_workspace_file_that_is_a_pipe_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "workspace.toml")
    told = parvis("check", tmp_path, limit_s=30)
    assert "workspace.toml: error: This is not a plain file." in told.stdout


def test_a_workspace_that_another_writes_at_random_never_breaks_check(tmp_path: Path) -> None:
    for number, text in enumerate(("\0" * 4096, "é".encode("latin-1").decode("latin-1"), "[" * 9, "=")):
        here = write(tmp_path / str(number), {"workspace.toml": text, "devices.toml": text})
        assert parvis("check", here).returncode == 1


def test_a_broken_variant_is_named_though_no_screen_would_choose_it(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    Image.effect_noise((108, 192), 80).save(tmp_path / "media" / "tall.png")
    Image.effect_noise((192, 108), 80).save(tmp_path / "media" / "wide.png")
    broken = (tmp_path / "media" / "wide.png").read_bytes()
    (tmp_path / "media" / "wide.png").write_bytes(broken[: len(broken) // 2])
    write(
        tmp_path,
        {
            "workspace.toml": SITE,
            "devices.toml": '[t]\nprofile = "totem"\n',
            "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["t"]\nzones.main = "p"\n',
            "playlists/p.toml": '[[items]]\nimage = "media/tall.png"\nvariants = ["media/wide.png"]\n',
        },
    )
    told = parvis("check", tmp_path)
    assert told.returncode == 1
    assert "variants[1]: “media/wide.png” is cut off or damaged" in told.stdout
