"""What several sub-commands take: the arguments and flags that mean the same everywhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from parvis.console import Voice
from parvis.words import language_of_reader
from playlists.workspace.said import Language

Workspace = Annotated[
    Path,
    typer.Argument(
        metavar="WORKSPACE",
        help="The folder that holds workspace.toml.",
        show_default=False,
        show_envvar=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON lines instead of text.")]
DeviceId = Annotated[
    str,
    typer.Option("--device", metavar="ID", help="A device's id, as in devices.toml.", show_default=False),
]
Devices = Annotated[
    list[str] | None,
    typer.Option(
        "--device", metavar="ID", help="A device's id; may be given several times. Left out: every device."
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="T",
        help="ISO 8601 with offset, or local time in the workspace's zone. Left out: now.",
    ),
]


Speaking = Annotated[
    Language | None,
    typer.Option(
        "--language",
        envvar="PARVIS_LANGUAGE",
        help="The language of what is said: en or fr. Left out: that of the locale (LC_ALL, LC_MESSAGES, "
        "LANG), English where it is neither.",
    ),
]


def voice_of(language: Language | None) -> Voice:
    """Speaks in the language that is named, or else in the reader's."""
    return Voice(language or language_of_reader(os.environ))


def variables(command: str) -> dict[str, str]:
    """Lets the variables PARVIS_COMMAND_FLAG speak where a flag is silent."""
    return {"auto_envvar_prefix": f"PARVIS_{command.upper()}"}
