"""What the shell proposes while somebody types: devices, groups and profiles of the workspace."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

_WORKSPACE = "workspace"


def complete_devices(context: typer.Context, incomplete: str) -> list[str]:
    """Devices of the workspace that begin so."""
    return _beginning(_devices(context), incomplete)


def complete_groups(context: typer.Context, incomplete: str) -> list[str]:
    """Groups of the workspace that begin so."""
    tables = _devices(context).values()
    return _beginning(
        {str(group) for table in tables if isinstance(table, dict) for group in table.get("groups", ())},
        incomplete,
    )


def complete_profiles(context: typer.Context, incomplete: str) -> list[str]:
    """Profiles, the workspace's own among them, that begin so."""
    from device_profiles.catalog import catalog

    own = (_folder(context) / "profiles").glob("*.toml")
    return _beginning({*catalog(), *(file.stem for file in own)}, incomplete)


def _folder(context: typer.Context) -> Path:
    return Path(context.params.get(_WORKSPACE) or os.environ.get("PARVIS_WORKSPACE") or ".")


def _devices(context: typer.Context) -> dict[str, Any]:
    """The tables of devices.toml; nothing where it cannot be read: the shell is no place for complaints."""
    try:
        return tomllib.loads((_folder(context) / "devices.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
