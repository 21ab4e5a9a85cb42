"""`parvis control-room`, as it is called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from test_line_to_central import Served

from central.control_room.sound import notes
from central.errors import GroundError
from central.waters import read_waters
from device_profiles.audible import has_sound

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, "-m", "parvis", "control-room", *arguments],
        capture_output=True, text=True, timeout=100, check=False, cwd=ROOT, env=plain | variables,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--central", "central.example"), "is not the address of a central"),
        (
            ("--central", "https://c.example", "--token-file", "/no/such"),
            "/no/such: the token cannot be read",
        ),
        (("--central", "https://c.example"), "this machine has no display"),
        (("--central", "https://c.example", "--picture", "x.png", "--size", "large"), "large is not a size"),
        (
            ("--central", "https://c.example", "--picture", "x.png", "--ground", "pyproject.toml"),
            "pyproject.toml cannot be read as the city’s waters",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_line(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_a_picture_of_the_room_is_written_without_a_display(tmp_path: Path) -> None:
    served, token, picture = Served(), tmp_path / "token", tmp_path / "room.png"
    token.write_text(f"{served.tokens['view']}\n", "utf-8")
    done = run(
        "--central", served.url, "--token-file", str(token), "--picture", str(picture), "--size", "1366x768",
        "--select", "totem-001", "--ground", str(ROOT / "examples" / "nantes-waters.geojson"), "--map",
        "--language", "fr",
    )  # fmt: skip
    served.end()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = QImage(str(picture))
    assert (found.width(), found.height()) == (1366, 768)


def test_waters_are_read_and_what_is_none_is_refused(tmp_path: Path) -> None:
    found = read_waters(ROOT / "examples" / "nantes-waters.geojson")
    assert max(found, key=lambda water: water.width_m).width_m > 200
    assert all(47 < north < 48 and -2 < east < -1 for water in found for north, east in water.line)
    short = tmp_path / "short.geojson"
    short.write_text('{"features": [{"geometry": {"type": "LineString", "coordinates": [[1, 2]]}}]}', "utf-8")
    with pytest.raises(GroundError):
        read_waters(short)
    with pytest.raises(GroundError):
        read_waters(tmp_path / "none")


def test_a_machine_without_sound_is_known_before_qt_looks(tmp_path: Path) -> None:
    assert not has_sound({}, tmp_path)
    assert has_sound({"PULSE_SERVER": "tcp:host"}, tmp_path)
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert has_sound({"XDG_RUNTIME_DIR": str(tmp_path)}, tmp_path)
    (tmp_path / "pcmC0D0p").touch()
    assert has_sound({}, tmp_path)


def test_the_bell_is_short_and_begins_and_ends_in_silence() -> None:
    samples = memoryview(notes()).cast("h")
    assert 0.3 < len(samples) / 44_100 < 0.8
    assert abs(samples[0]) + abs(samples[-1]) < 4
    assert 8_000 < max(samples) < 14_000
