"""The settings file: one TOML file in the usual place, a table per sub-command, a key per flag.

`PARVIS_CONFIG` names another file. Flags and `PARVIS_COMMAND_FLAG` variables win over it.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import platformdirs


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


def read_settings() -> dict[str, Any]:
    """The settings as a table per sub-command; empty where there is no file.

    Raises:
        SettingsError: the file is not readable or not TOML.
    """
    path = settings_file()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if "PARVIS_CONFIG" in os.environ:
            raise SettingsError(f"{path}: there is no such settings file (PARVIS_CONFIG names it)") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: these settings cannot be read: {error}") from error
    return {
        command: {key.replace("-", "_"): value for key, value in table.items()}
        for command, table in document.items()
        if isinstance(table, dict)
    }
