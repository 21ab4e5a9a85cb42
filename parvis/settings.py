"""The settings file: one TOML file in the usual place, a table per sub-command, a key per flag.

`PARVIS_CONFIG` names another file. Flags and `PARVIS_COMMAND_FLAG` variables win over it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from playlists.workspace.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of a sub-command: the name of its parameter, and whether it may be given several times."""

    parameter: str
    many: bool


class SettingsError(Exception):
    """A settings file that cannot be used: which, and why."""


def settings_file() -> Path:
    """Where the settings file is looked for."""
    named = os.environ.get("PARVIS_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("parvis") / "parvis.toml"


def cache_folder() -> Path:
    """Where prepared media are kept between runs; `PARVIS_CACHE` names another folder."""
    named = os.environ.get("PARVIS_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("parvis")


def read_settings(commands: Mapping[str, Mapping[str, Flag]]) -> dict[str, dict[str, Any]]:
    """The settings as a table per sub-command, by the names of parameters; empty where there is no file.

    `commands` gives for every sub-command its flags, without dashes.

    Raises:
        SettingsError: the file is not readable, not TOML, or names what is no sub-command or flag.
    """
    path = settings_file()
    document = _document(path)
    return {command: _table(path, command, document[command], commands) for command in document}


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if os.environ.get("PARVIS_CONFIG"):
            raise SettingsError(f"{path}: there is no such settings file (PARVIS_CONFIG names it)") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: these settings cannot be read: {error}") from error


def _table(
    path: Path, command: str, table: object, commands: Mapping[str, Mapping[str, Flag]]
) -> dict[str, Any]:
    if command not in commands:
        raise SettingsError(f"{path}: [{command}] is no command. {did_you_mean(command, commands)}")
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: “{command}” stands alone; expected a table [{command}]")
    flags = commands[command]
    unknown = next((key for key in table if key not in flags), None)
    if unknown is not None:
        raise SettingsError(
            f"{path}: “{unknown}” is no setting of [{command}]. {did_you_mean(unknown, flags)}"
        )
    return {
        flags[key].parameter: [value] if flags[key].many and not isinstance(value, list) else value
        for key, value in table.items()
    }
