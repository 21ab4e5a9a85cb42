"""The flags that several commands of `parvis provision` take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.provision_names import complete_devices, complete_groups, complete_profiles

__all__ = ["complete_devices"]

Url = Annotated[
    str,
    typer.Option(
        "--central",
        metavar="URL",
        envvar="PARVIS_CENTRAL",
        help="Where central is: https, or this machine.",
        show_default=False,
    ),
]
UrlOrNone = Annotated[
    str | None,
    typer.Option("--central", metavar="URL", envvar="PARVIS_CENTRAL", help="Where central is."),
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", metavar="FILE", help="Holds the token. Left out: PARVIS_TOKEN."),
]
WorkspaceOrNone = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        envvar="PARVIS_WORKSPACE",
        help="The workspace: its devices and groups are proposed.",
    ),
]
WorkspaceFolder = Annotated[
    Path,
    typer.Option(
        "--workspace",
        metavar="DIR",
        envvar="PARVIS_WORKSPACE",
        help="The folder that holds workspace.toml.",
        show_default=False,
    ),
]
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A device's id, as in devices.toml.",
        show_default=False,
        autocompletion=complete_devices,
    ),
]
As = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="ID",
        help="The device that the box becomes. Left out: asked for.",
        autocompletion=complete_devices,
    ),
]
Code = Annotated[
    str, typer.Argument(metavar="CODE", help="The eight characters on the box's screen.", show_default=False)
]
WhyFlag = Annotated[
    str, typer.Option("--why", metavar="TEXT", help="The reason, for the log.", show_default=False)
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking; needed where nobody can be asked.")]
Write = Annotated[
    bool, typer.Option("--write", help="Write it. Left out: only tell what would change, and change nothing.")
]
ProfileName = Annotated[
    str, typer.Argument(metavar="PROFILE", show_default=False, autocompletion=complete_profiles)
]
Group = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="GROUP",
        help="All devices of a group; may be given several times.",
        autocompletion=complete_groups,
    ),
]
