"""What every command promises: where it speaks, how it ends, and that a mistake never shows a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from command_line import NANTES, PARVIS, ROOT, SITE, parvis, rows, write

TOWN = {
    "workspace.toml": SITE,
    "devices.toml": '[totem-01]\nprofile = "totem"\nplace = "Place"\n[board-01]\nprofile = "led-board"\n',
    "schedule.toml": """\
[[events]]
layout = "portrait-news"
devices = ["totem-01"]
when = "Mo-Su 06:00-24:00"
zones.main = "news"
zones.side = "news"
zones.ticker = "line"
[[events]]
layout = "led"
devices = ["board-01"]
zones.main = "news"
""",
    "playlists/news.toml": """\
[[items]]
card = "notice"
headline = "Piscine fermée"
duration = 10
[[items]]
id = "marché"
card = "notice"
headline = "Marché ce matin"
duration = 12
when = "Mo-Su 08:00-12:00"
""",
    "playlists/line.toml": '[[items]]\ntext = "Sortez couverts"\n',
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace without mistakes or media."""
    return write(tmp_path_factory.mktemp("town"), TOWN)


# The two nights on which the clocks of Paris change, and a leap day.
@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-29", 23), ("2026-10-25", 25), ("2028-02-29", 24)],
    ids=["short", "long", "leap"],
)
def test_a_day_is_told_without_gap_or_overlap(town: Path, day: str, hours: int) -> None:
    tomorrow = date.fromisoformat(day) + timedelta(days=1)
    plays = rows(
        parvis("timeline", town, "--device", "totem-01", "--from", day, "--to", f"{tomorrow}", "--json")
    )
    assert all(set(play) == {"screen", "zone", "event", "item", "start", "end"} for play in plays)
    stretches: dict[str, list[tuple[datetime, datetime]]] = {}
    for play in plays:
        start, end = (datetime.fromisoformat(play[key]) for key in ("start", "end"))
        assert start.utcoffset() == end.utcoffset() == UTC.utcoffset(None)
        assert start < end
        stretches.setdefault(play["zone"], []).append((start, end))
    for zone in ("main", "side", "ticker"):
        whole = sorted([*stretches[zone], *stretches[""]])
        assert all(left[1] == right[0] for left, right in pairwise(whole)), zone
        assert (whole[-1][1] - whole[0][0]).total_seconds() == hours * 3600
    assert {play["item"] for play in plays if play["zone"] == "main"} == {"news#1", "marché"}


def test_the_timeline_says_what_showing_says(town: Path) -> None:
    from playlists.compile import Compiler
    from playlists.media.library import Library
    from playlists.timeline import showing
    from playlists.workspace.load import load

    plays = rows(
        parvis("timeline", town, "--device", "totem-01", "--from", "2026-11-22T07:55", "--to",
               "2026-11-22T08:05", "--json")
    )  # fmt: skip
    workspace = load(town).workspace
    assert workspace is not None
    with Library(town / "cache") as library:
        program = Compiler(workspace, library.looking()).compile("totem-01").program
    for play in plays:
        start, end = (datetime.fromisoformat(play[key]) for key in ("start", "end"))
        for at in (start, start + (end - start) / 2):
            shown = showing(program, at).screen(play["screen"])
            assert shown is not None
            zone = shown.zone(play["zone"])
            assert (shown.event, zone and zone.item_id) == (play["event"], play["item"])


def test_a_snapshot_tells_its_files_as_json(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "été" / "sous dossier"
    [row] = rows(
        parvis("snapshot", town, "--device", "board-01", "--at", "2026-11-22T09:00", "--out", out, "--json")
    )
    assert row == {
        "device": "board-01",
        "screen": "main",
        "at": "2026-11-22T08:00:00+00:00",
        "file": str(out / "board-01-main.png"),
    }
    assert Path(row["file"]).is_file()


def test_check_tells_problems_as_json(tmp_path: Path) -> None:
    write(tmp_path, TOWN | {"devices.toml": '[totem-01]\nprofile = "totm"\n'})
    told = parvis("check", tmp_path, "--json")
    assert told.returncode == 1
    problems = [json.loads(line) for line in told.stdout.splitlines()]
    [unknown] = [problem for problem in problems if "totm" in json.dumps(problem)]
    assert (unknown["severity"], unknown["file"], unknown["line"]) == ("error", "devices.toml", 2)
    assert "totem" in unknown["hint"]


def test_a_workspace_without_mistakes_gives_no_json(town: Path) -> None:
    told = parvis("check", town, "--json")
    assert (told.returncode, told.stdout) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("timeline", "{town}", "--device", "totem-1"),
            "“totem-1” in devices.toml. Did you mean “totem-01”?",
        ),
        (("timeline", "{town}", "--device", "totem-01", "--from", "demain"), "'demain' is not an instant"),
        (("timeline", "{town}", "--device", "totem-01", "--from", "9999-12-31"), "1970 to 8999"),
        (
            ("timeline", "{town}", "--device", "totem-01", "--from", "2026-01-01", "--to", "2028-01-01"),
            "366 days",
        ),
        (("snapshot", "{town}", "--out", "/dev/null/x"), "/dev/null/x: no folder can be made there"),
        (("snapshot", "{town}", "--device", "x", "--out", "{town}/o"), "no device “x”"),
        (("check", "/nowhere"), "1 error"),
        (("timeline", "/nowhere", "--device", "x"), "cannot be opened as a workspace"),
        (("demo", "--workspace", "/nowhere", "--out", "{town}/o"), "cannot be opened as a workspace"),
        (("demo", "--out", "/dev/null/x"), "/dev/null/x"),
        (("preview", "/nowhere"), "/nowhere"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_block(town: Path, arguments: tuple[str, ...], said: str) -> None:
    told = parvis(*(argument.format(town=town) for argument in arguments))
    assert told.returncode == 1
    assert said in told.stderr
    assert len(told.stderr.splitlines()) <= 5


def test_a_folder_without_a_workspace_is_told_what_it_lacks(tmp_path: Path) -> None:
    told = parvis("check", tmp_path)
    assert told.returncode == 1
    assert all(
        f"{name}.toml: error: This file is missing." in told.stdout for name in ("workspace", "devices")
    )


def test_a_cache_that_cannot_be_used_is_said(town: Path) -> None:
    told = parvis("check", town, variables={"PARVIS_CACHE": "/dev/null/cache"})
    assert told.returncode == 1
    assert told.stderr.startswith("parvis: The cache /dev/null/cache cannot be used: ")


def test_results_that_find_no_room_are_said(town: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        told = subprocess.run(  # noqa: S603
            [*PARVIS, "timeline", str(town), "--device", "totem-01"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=ROOT,
        )
    assert (told.returncode, told.stderr) == (
        1,
        "parvis: The results: cannot be read or written: No space left on device\n",
    )


def test_a_reader_that_leaves_early_hears_nothing_bad(town: Path) -> None:
    command = [*PARVIS, "timeline", str(town), "--device", "totem-01", "--to", "2026-12-24"]
    process = subprocess.Popen(  # noqa: S603
        [*command, "--from", "2026-11-22", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b'{"screen":"main"')
    process.stdout.close()
    with process:
        assert process.stderr.read() == b""


def test_an_interruption_ends_quietly_with_130(town: Path) -> None:
    heeding = ("env", "--default-signal=INT")  # a shell's background jobs, and all they start, ignore it
    year = ("--from", "2026-01-01", "--to", "2026-12-31")
    command = [*heeding, *PARVIS, "timeline", str(town), "--device", "totem-01", *year]
    with subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        try:
            _, said = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)  # it then tells where it is
            _, said = process.communicate()
    assert process.returncode == 130, said.decode()


def test_results_go_to_one_stream_and_all_else_to_the_other(tmp_path: Path) -> None:
    write(tmp_path, TOWN | {"workspace.toml": f'{SITE}colour = "red"\n'})
    told = parvis("timeline", tmp_path, "--device", "totem-01", "--json")
    assert all(json.loads(line) for line in told.stdout.splitlines())
    assert "workspace.toml:5: " in told.stderr
    assert "colour" in told.stderr


def test_words_that_would_steer_a_terminal_are_shown_as_codes(town: Path) -> None:
    told = parvis("timeline", town, "--device", "\x1b[2Jé\u202e")
    assert "\x1b" not in told.stderr
    assert r"\x1b[2Jé\u202e" in told.stderr


def test_a_narrow_encoding_loses_no_message(town: Path) -> None:
    told = parvis("timeline", town, "--device", "totem", variables={"PYTHONIOENCODING": "ascii"})
    assert told.returncode == 1
    assert r"\u201ctotem-01\u201d" in told.stderr


def test_flags_speak_from_file_and_variables_by_the_names_they_are_typed(town: Path, tmp_path: Path) -> None:
    settings = tmp_path / "parvis.toml"
    settings.write_text(
        '[timeline]\ndevice = "totem-01"\nfrom = "2026-11-22T10:00"\njson = true\n'
        f'[snapshot]\ndevice = "board-01"\nout = "{tmp_path}"\n',
        encoding="utf-8",
    )
    config = {"PARVIS_CONFIG": str(settings)}
    until = {"PARVIS_TIMELINE_TO": "2026-11-22T10:00:30"}
    plays = rows(parvis("timeline", town, variables=config | until))
    assert plays[0]["start"] == "2026-11-22T09:00:00+00:00"
    assert plays[-1]["end"] == "2026-11-22T09:00:30+00:00"
    assert parvis("snapshot", town, variables=config).stdout == f"{tmp_path / 'board-01-main.png'}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[timline]", "[timline] is no command. Did you mean “timeline”?"),
        ("[timeline]\ndevise = 1", "“devise” is no setting of [timeline]. Did you mean “device”?"),
        ("timeline = 1", "“timeline” stands alone; expected a table [timeline]"),
    ],
)
def test_a_setting_that_nothing_reads_is_said(tmp_path: Path, text: str, said: str) -> None:
    settings = tmp_path / "parvis.toml"
    settings.write_text(text, encoding="utf-8")
    told = parvis("--version", variables={"PARVIS_CONFIG": str(settings)})
    assert (told.returncode, told.stderr) == (1, f"parvis: {settings}: {said}\n")


def test_the_shell_learns_the_commands() -> None:
    script = parvis(variables={"_PARVIS_COMPLETE": "source_bash"})
    assert "complete -o default -F _parvis_completion parvis" in script.stdout
    told = parvis(
        variables={"_PARVIS_COMPLETE": "complete_bash", "COMP_WORDS": "parvis ti", "COMP_CWORD": "1"}
    )
    assert told.stdout.split() == ["timeline"]


def test_nantes_has_no_error() -> None:
    told = parvis("check", NANTES)
    assert told.returncode == 0, told.stdout
