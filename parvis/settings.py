"""The settings file: one TOML file in the usual place, a table per sub-command, a key per flag.

`language` stands above the tables, for all of them.

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

from parvis.words import SaidError, refusal, words
from playlists.workspace.problems import did_you_mean
from playlists.workspace.said import LANGUAGES

_LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of a sub-command: the name of its parameter, and whether it may be given several times."""

    parameter: str
    many: bool


class SettingsError(SaidError):
    """A settings file that cannot be used: which, and why."""


def settings_file() -> Path:
    """Where the settings file is looked for."""
    named = os.environ.get("PARVIS_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("parvis") / "parvis.toml"


def has_settings() -> bool:
    """Whether there is a settings file, or one is named."""
    return "PARVIS_CONFIG" in os.environ or settings_file().exists()


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
    spoken = _language(path, document.pop(_LANGUAGE, None))
    tables = {command: _table(path, command, document[command], commands) for command in document}
    return {command: spoken | tables.get(command, {}) for command in commands if spoken or command in tables}


def _language(path: Path, named: object) -> dict[str, Any]:
    if named is not None and named not in LANGUAGES:
        raise SettingsError(words("command.no-language", file=str(path), name=str(named)[:60]))
    return {} if named is None else {_LANGUAGE: named}


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if os.environ.get("PARVIS_CONFIG"):
            raise SettingsError(words("command.no-settings", file=str(path))) from None
        return {}
    except OSError as error:
        raise SettingsError(
            words("command.unread-settings", file=str(path), reason=refusal(error))
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        where = words("command.not-toml", where=str(error).rpartition("(at ")[2].rstrip(")")[:60])
        raise SettingsError(words("command.unread-settings", file=str(path), reason=where)) from error


def _table(
    path: Path, command: str, table: object, commands: Mapping[str, Mapping[str, Flag]]
) -> dict[str, Any]:
    if command not in commands:
        hint = did_you_mean(command, commands)
        raise SettingsError(words("command.no-command", file=str(path), name=command, hint=hint))
    if not isinstance(table, dict):
        raise SettingsError(words("command.lonely-setting", file=str(path), name=command))
    flags = commands[command]
    unknown = next((key for key in table if key not in flags), None)
    if unknown is not None:
        hint = did_you_mean(unknown, flags)
        raise SettingsError(words("command.no-setting", file=str(path), key=unknown, name=command, hint=hint))
    return {
        flags[key].parameter: [value] if flags[key].many and not isinstance(value, list) else value
        for key, value in table.items()
    }
