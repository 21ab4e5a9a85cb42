"""The command `parvis`: its sub-commands, each wired to the rooms only when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import timedelta
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup, TyperOption
from typer.models import CommandInfo

from parvis import alerts, centrals, devices, doctors, feeds, fleets, installs, provisions, rooms, sources
from parvis.arguments import AsJson, At, DeviceId, Devices, Speaking, Workspace, variables, voice_of
from parvis.console import FAILED, complain, prepare_streams
from parvis.settings import Flag, SettingsError, has_settings, read_settings
from parvis.words import language_of_reader

app = typer.Typer(
    name="parvis",
    help="Drives a city's public screens, from an editor's folder to the right pixels on every device.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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


@app.command(context_settings=variables("check"), short_help="Find every mistake in a workspace.")
def check(workspace: Workspace, at: At = None, json: AsJson = False, language: Speaking = None) -> None:
    """Find every mistake and warning in a workspace at once, each with file, key, found and expected."""
    from parvis.check import check_workspace

    raise typer.Exit(check_workspace(workspace, voice_of(language), at=at, as_json=json))


@app.command(context_settings=variables("timeline"))
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

    raise typer.Exit(tell_timeline(workspace, device, voice_of(language), start=start, end=end, as_json=json))


@app.command(context_settings=variables("snapshot"), short_help="Write what is on the glass as pictures.")
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

    raise typer.Exit(
        write_snapshots(workspace, device or [], voice_of(language), at=at, out=out, as_json=json)
    )


@app.command(context_settings=variables("preview"), short_help="Open the editor's window.")
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

    raise typer.Exit(open_preview(workspace, voice_of(language), device=device, at=at))


@app.command(context_settings=variables("demo"), short_help="Show a whole city on this machine.")
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
            help="The instant of the pictures; what is live is live. Left out: now, or 10:30 if it is dark.",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            "--seconds",
            min=1.0,
            max=86_400.0,
            help="Play on so long after all that happens. Left out: not at all, with a display until Ctrl-C.",
        ),
    ] = None,
    language: Speaking = None,
) -> None:
    """Show all of it on this machine: pictures of every screen, and a feed with a device of every family.

    They fetch it, lose its server and some of their processes, and come through.
    """
    from parvis.demo import run_demo

    length = None if seconds is None else timedelta(seconds=seconds)
    raise typer.Exit(run_demo(out, voice_of(language), workspace=workspace, at=at, length=length))


app.command(context_settings=variables("publish"), short_help="Sign a workspace into a feed.")(feeds.publish)
app.command(context_settings=variables("stage"), short_help="Play what is on this device's disk.")(
    devices.stage
)
app.command(context_settings=variables("play"), short_help="Fetch a feed and play it on this device.")(
    devices.play
)
app.command(context_settings=variables("approve"), short_help="Approve as a second editor.")(feeds.approve)
app.command(context_settings=variables("agent"), short_help="Keep this device in step with its feed.")(
    devices.agent
)
app.command(context_settings=variables("doctor"), short_help="Prove that this device is well.")(
    doctors.doctor
)
app.command(context_settings=variables("simulate"), short_help="Let a fleet report that is not there.")(
    fleets.simulate
)
app.command(
    "device-key", context_settings=variables("device_key"), short_help="Say this device's public key."
)(devices.device_key)
app.command(
    "control-room", context_settings=variables("control_room"), short_help="Open the central team's window."
)(rooms.control_room)
app.command(context_settings=variables("install"), short_help="Make an appliance of a machine.")(
    installs.install
)
app.command(context_settings=variables("uninstall"), short_help="Make the machine what it was.")(
    installs.uninstall
)
app.add_typer(installs.update, name="update", context_settings=variables("update"))
app.add_typer(alerts.alert, name="alert")
app.add_typer(centrals.central, name="central", context_settings=variables("central"))
app.add_typer(feeds.keys, name="keys")
app.add_typer(feeds.feed, name="feed")
app.add_typer(sources.sources, name="sources")
app.add_typer(provisions.provision, name="provision")


def main() -> NoReturn:
    """Run the command line: settings from flags, then PARVIS_… variables, then the settings file."""
    prepare_streams()
    group = _made(sys.argv[1:])
    try:
        settings = read_settings(_flags(group))
    except SettingsError as error:
        complain(f"parvis: {error.said.to(language_of_reader(os.environ))}")
        sys.exit(FAILED)
    group.main(prog_name="parvis", default_map=_defaults(group, settings))
    sys.exit(0)


def _made(arguments: Sequence[str]) -> TyperGroup:
    """The commands as Click has them: of a sub-command that is asked for that one alone.

    To make all of them takes longer than many a command does. A settings file is held against all.
    """
    name, one = next(iter(arguments), ""), copy(app)
    one.registered_commands = [info for info in app.registered_commands if _name_of(info) == name]
    one.registered_groups = [info for info in app.registered_groups if info.name == name]
    is_one = bool(one.registered_commands or one.registered_groups)
    made = typer.main.get_command(one if is_one and not has_settings() else app)
    assert isinstance(made, TyperGroup)  # noqa: S101 - an application with a callback is a group
    return made


def _name_of(info: CommandInfo) -> str | None:
    """What a command is called: by its function where nothing else is said."""
    function = info.callback
    return info.name or (typer.main.get_command_name(function.__name__) if function else None)


def _flags(group: TyperGroup) -> dict[str, dict[str, Flag]]:
    """Of every sub-command its flags as they are typed, without dashes; a group has those of all its own."""
    return {name: _flags_of(command) for name, command in group.commands.items()}


def _flags_of(command: object) -> dict[str, Flag]:
    commands = command.commands.values() if isinstance(command, TyperGroup) else ()
    of_commands = {flag: said for one in commands for flag, said in _flags_of(one).items()}
    return of_commands | {
        option.lstrip("-"): Flag(parameter.name, many=parameter.multiple)
        for parameter in getattr(command, "params", ())
        if isinstance(parameter, TyperOption)
        for option in parameter.opts
    }


def _defaults(group: TyperGroup, settings: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The settings as Click takes them: the table of a group is good for each of its commands."""
    return {
        name: table | dict.fromkeys(command.commands, table) if isinstance(command, TyperGroup) else table
        for name, table in settings.items()
        if (command := group.commands.get(name))
    }
