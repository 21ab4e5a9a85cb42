"""The command `parvis`: its sub-commands, each wired to the rooms only when it runs."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.core import TyperGroup, TyperOption

from parvis.console import FAILED, Voice, complain, prepare_streams
from parvis.settings import Flag, SettingsError, read_settings
from parvis.words import language_of_reader
from playlists.workspace.said import Language

app = typer.Typer(
    name="parvis",
    help="Drives a city's public screens, from an editor's folder to the right pixels on every device.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

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


def _voice(language: Language | None) -> Voice:
    return Voice(language or language_of_reader(os.environ))


def _variables(command: str) -> dict[str, str]:
    """Lets the variables PARVIS_COMMAND_FLAG speak where a flag is silent."""
    return {"auto_envvar_prefix": f"PARVIS_{command.upper()}"}


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"parvis {installed_version('parvis')}")
        raise typer.Exit


@app.callback()
def _root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


@app.command(context_settings=_variables("check"), short_help="Find every mistake in a workspace.")
def check(workspace: Workspace, at: At = None, json: AsJson = False, language: Speaking = None) -> None:
    """Find every mistake and warning in a workspace at once, each with file, key, found and expected."""
    from parvis.check import check_workspace

    raise typer.Exit(check_workspace(workspace, _voice(language), at=at, as_json=json))


@app.command(context_settings=_variables("timeline"))
def timeline(
    workspace: Workspace,
    device: DeviceId,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="T",
            envvar="PARVIS_TIMELINE_FROM",
            help="First instant, as for --at. Left out: the start of today.",
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="T",
            envvar="PARVIS_TIMELINE_TO",
            help="First instant no longer told. Left out: a day after --from.",
        ),
    ] = None,
    json: AsJson = False,
    *,
    language: Speaking = None,
) -> None:
    """Tell what plays on a device, zone by zone."""
    from parvis.timeline import tell_timeline

    raise typer.Exit(tell_timeline(workspace, device, _voice(language), start=start, end=end, as_json=json))


@app.command(context_settings=_variables("snapshot"), short_help="Write what is on the glass as pictures.")
def snapshot(
    workspace: Workspace,
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="Folder for ID-SCREEN.png, made if missing.", show_default=False
        ),
    ],
    device: Devices = None,
    at: At = None,
    json: AsJson = False,
    *,
    language: Speaking = None,
) -> None:
    """Write what is on the glass at an instant, in each screen's exact pixels."""
    from parvis.snapshot import write_snapshots

    raise typer.Exit(write_snapshots(workspace, device or [], _voice(language), at=at, out=out, as_json=json))


@app.command(context_settings=_variables("preview"), short_help="Open the editor's window.")
def preview(
    workspace: Workspace,
    device: Annotated[
        str | None, typer.Option("--device", metavar="ID", help="The device to open large.")
    ] = None,
    at: At = None,
    language: Speaking = None,
) -> None:
    """Open the editor's window: every device at any instant, following the files as they are saved."""
    from parvis.preview import open_preview

    raise typer.Exit(open_preview(workspace, _voice(language), device=device, at=at))


@app.command(context_settings=_variables("demo"), short_help="Show a whole city on this machine.")
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for what the demo makes.")] = Path(
        "build/demo"
    ),
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace", metavar="DIR", help="Left out: the city of Nantes that comes with Parvis."
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="T",
            help="The instant of the pictures; the live part is always now. Left out: now.",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            "--seconds",
            min=1.0,
            max=86_400.0,
            help="Leave by itself after so long. Left out: 15 s without a display, never with.",
        ),
    ] = None,
    language: Speaking = None,
) -> None:
    """Show all of it on this machine: one live player per family of devices, and pictures of every screen."""
    from parvis.demo import run_demo

    length = None if seconds is None else timedelta(seconds=seconds)
    raise typer.Exit(run_demo(out, _voice(language), workspace=workspace, at=at, length=length))


def main() -> NoReturn:
    """Run the command line: settings from flags, then PARVIS_… variables, then the settings file."""
    prepare_streams()
    command = typer.main.get_command(app)
    try:
        settings = read_settings(_flags(typer.main.get_group(app)))
    except SettingsError as error:
        complain(f"parvis: {error.said.to(language_of_reader(os.environ))}")
        sys.exit(FAILED)
    command.main(prog_name="parvis", default_map=settings)
    sys.exit(0)


def _flags(group: TyperGroup) -> dict[str, dict[str, Flag]]:
    """Of every sub-command its flags as they are typed, without dashes."""
    return {
        name: {
            option.lstrip("-"): Flag(parameter.name, many=parameter.multiple)
            for parameter in command.params
            if isinstance(parameter, TyperOption)
            for option in parameter.opts
        }
        for name, command in group.commands.items()
    }
