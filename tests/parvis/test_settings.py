"""Settings from a file, a variable, a flag: each wins over the one before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def parvis(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "parvis", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
        timeout=60,
    )


def test_version_names_the_program() -> None:
    told = parvis("--version")
    assert told.returncode == 0
    assert told.stdout.startswith("parvis ")


@pytest.mark.parametrize("command", ["check", "timeline", "snapshot", "preview", "demo"])
def test_every_command_explains_itself(command: str) -> None:
    told = parvis(command, "--help")
    assert told.returncode == 0
    assert "Usage: parvis" in told.stdout


@pytest.mark.parametrize("arguments", [["juggle"], ["check"], ["timeline", "x"], ["check", "x", "--colour"]])
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    told = parvis(*arguments)
    assert told.returncode == 2
    assert "Usage: parvis" in told.stderr


def test_a_settings_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "parvis.toml"
    broken.write_text("= 3", encoding="utf-8")
    told = parvis("--version", PARVIS_CONFIG=str(broken))
    assert told.returncode == 1
    assert str(broken) in told.stderr


def test_a_missing_named_settings_file_is_said(tmp_path: Path) -> None:
    told = parvis("--version", PARVIS_CONFIG=str(tmp_path / "none.toml"))
    assert told.returncode == 1
    assert "no such settings file" in told.stderr


def test_a_mistake_in_the_usual_settings_file_is_told_also_by_other_commands(tmp_path: Path) -> None:
    (tmp_path / "parvis").mkdir()
    usual = tmp_path / "parvis" / "parvis.toml"
    usual.write_text('[timeline]\ndevise = "x"\n', encoding="utf-8")
    told = parvis("keys", "list", XDG_CONFIG_HOME=str(tmp_path))
    assert told.returncode == 1
    assert str(usual) in told.stderr
    assert "device" in told.stderr


def test_the_file_speaks_then_the_variable_then_the_flag(tmp_path: Path) -> None:
    settings = tmp_path / "parvis.toml"
    settings.write_text('[timeline]\ndevice = "from-file"\n', encoding="utf-8")
    workspace = tmp_path / "town"
    workspace.mkdir()
    (workspace / "workspace.toml").write_text(
        'name = "T"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr"]\n', encoding="utf-8"
    )
    (workspace / "devices.toml").write_text('[real]\nprofile = "totem"\nplace = "P"\n', encoding="utf-8")
    config = {"PARVIS_CONFIG": str(settings)}
    assert "from-file" in parvis("timeline", str(workspace), **config).stderr
    by_variable = parvis("timeline", str(workspace), PARVIS_TIMELINE_DEVICE="from-variable", **config)
    assert "from-variable" in by_variable.stderr
    assert parvis("timeline", str(workspace), "--device", "real", **config).returncode == 0
