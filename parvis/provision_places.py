"""The commands of `parvis provision` for a workspace, a stick or a box in the hand: their flags."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from parvis import provision_flags as flags
from parvis.arguments import AsJson, Speaking, variables, voice_of
from parvis.devices import StateFolder
from parvis.feeds import FeedFolder, KeysFolder
from parvis.owner import by_owner


def rename(
    device: flags.Id,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.", show_default=False)],
    workspace: flags.WorkspaceFolder,
    central: flags.UrlOrNone = None,
    token_file: flags.TokenFile = None,
    *,
    write: flags.Write = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Give a device another id: in the workspace and, once that is published, at central.

    Without --write it tells what would change. Publish the workspace, then run it again with --central.
    """
    from parvis.provision import Asked
    from parvis.provision_workspace import rename_device

    asked = Asked(central=central, token_file=token_file, as_json=json) if central else None
    voice = voice_of(language)
    raise typer.Exit(rename_device(workspace, (device, new), asked, voice, write=write, as_json=json))


def move(
    device: flags.Id,
    workspace: flags.WorkspaceFolder,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where it is now.")] = None,
    position: Annotated[
        str | None, typer.Option("--position", metavar="LAT,LON", help="In degrees: 47.2131,-1.5583")
    ] = None,
    *,
    write: flags.Write = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Say where a device is now. Without --write it tells what would change."""
    from parvis.provision_workspace import move_device

    voice = voice_of(language)
    raise typer.Exit(move_device(workspace, device, place, position, voice, write=write, as_json=json))


def profile(
    device: flags.Id,
    name: flags.ProfileName,
    workspace: flags.WorkspaceFolder,
    *,
    write: flags.Write = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Say what kind of device it is now. Without --write it tells what would change."""
    from parvis.provision_workspace import change_profile

    voice = voice_of(language)
    raise typer.Exit(change_profile(workspace, device, name, voice, write=write, as_json=json))


def import_fleet(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV in UTF-8, with , or ; and the columns id, profile, place, latitude, longitude, groups "
            "(several with | between).",
            show_default=False,
        ),
    ],
    workspace: flags.WorkspaceFolder,
    *,
    write: flags.Write = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Take many devices from a table into devices.toml. Without --write it tells what would change.

    Every bad row is named; while there is one, nothing is written.
    """
    from parvis.provision_workspace import take_fleet

    raise typer.Exit(take_fleet(workspace, table, voice_of(language), write=write, as_json=json))


def bundle(
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Where the stick is mounted.", show_default=False)
    ],
    feed: FeedFolder,
    keys: KeysFolder,
    central: flags.Url,
    devices: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Devices of the feed.", autocompletion=flags.complete_devices),
    ] = None,
    *,
    group: flags.Group = None,
    feed_url: Annotated[
        str | None,
        typer.Option("--feed-url", metavar="URL", help="Where devices fetch the feed. Left out: at central."),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=31, help="How long boxes may begin with it.")] = 7,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Write a stick that makes boxes devices where there is no network, and read all of it back.

    It needs the feed's key `orders`. Broken off, it goes on where it stopped.
    """
    from parvis.provision_bundle import BundleOrder, write_bundle

    order = BundleOrder(
        to=to,
        feed=feed,
        keys=keys,
        central=central,
        feed_url=feed_url or central,
        devices=tuple(devices or ()),
        groups=tuple(group or ()),
        days=days,
        as_json=json,
    )
    raise typer.Exit(write_bundle(order, voice_of(language)))


def next_device(
    device: flags.Id,
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Where the stick is mounted.", show_default=False)
    ],
    *,
    language: Speaking = None,
) -> None:
    """Write on a stick of several devices which one the next box becomes."""
    from parvis.provision_bundle import name_next

    raise typer.Exit(name_next(to, device, voice_of(language)))


@by_owner
def take(
    state: StateFolder,
    usb: Annotated[
        Path, typer.Option("--usb", metavar="DIR", help="Where the stick is mounted.", show_default=False)
    ],
    root: Annotated[
        Path | None,
        typer.Option("--root", metavar="FILE", help="The root that was installed. Left out: the machine's."),
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="As what the box was installed.")
    ] = "",
    *,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """On the box: become the device of a stick at once, as the agent does when one is put in."""
    from parvis.provision_box import take_bundle

    raise typer.Exit(take_bundle(state, usb, root, profile, voice_of(language), as_json=json))


@by_owner
def reset_box(
    state: StateFolder, *, yes: flags.Yes = False, json: AsJson = False, language: Speaking = None
) -> None:
    """On the box: wipe its keys and content, and count what is left. It is a box again."""
    from parvis.provision_box import reset

    raise typer.Exit(reset(state, voice_of(language), yes=yes, as_json=json))


def add_to(provision: typer.Typer) -> None:
    """Give the group these commands."""

    def add(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        return provision.command(name, context_settings=variables(f"provision_{name.replace('-', '_')}"))

    add("rename")(rename)
    add("move")(move)
    add("profile")(profile)
    add("import")(import_fleet)
    add("bundle")(bundle)
    add("next")(next_device)
    add("take")(take)
    add("reset-box")(reset_box)
