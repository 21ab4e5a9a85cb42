"""The sub-commands that make a machine an appliance and keep its player new: their flags."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, voice_of

update = typer.Typer(
    help="Keep this device's player new: two slots, a trial of each new version, and the way back.",
    no_args_is_help=True,
    short_help="Keep the player new.",
)
Tree = Annotated[
    Path,
    typer.Option(
        "--root",
        metavar="DIR",
        help="The root of the machine (/), or of an image's tree.",
        show_default=False,
    ),
]
Slots = Annotated[Path, typer.Option("--slots", metavar="DIR", help="The folder of the two slots.")]
_SLOTS = Path("/opt/parvis")


class Session(StrEnum):
    """What shows the windows."""

    WAYLAND = "wayland"
    X11 = "x11"


Profile = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="What kind of device this machine is.")
]
Central = Annotated[
    str | None, typer.Option("--central", metavar="URL", help="Where it is enrolled and reports.")
]
Trust = Annotated[
    Path | None,
    typer.Option("--trust", metavar="FILE", help="The feed's root.json: no other feed is taken then."),
]
Diff = Annotated[bool, typer.Option("--diff", help="Only show what would change.")]
Shown = Annotated[
    Session | None, typer.Option("--session", help="Weston's kiosk shell (the first time), or Xorg.")
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar="CONNECTOR",
        help="Where the profile's screens are plugged in, in their order. Left out: those in use.",
    ),
]
Usb = Annotated[
    list[str] | None,
    typer.Option("--usb", metavar="VENDOR:PRODUCT", help="A USB device that may be plugged in too."),
]
Sticks = Annotated[
    bool | None, typer.Option("--sticks/--no-sticks", help="Whether USB sticks may bring a feed.")
]
ReadOnlyRoot = Annotated[
    bool | None,
    typer.Option("--read-only-root/--writable-root", help="Whether the root is kept by an overlay."),
]
Wheels = Annotated[Path, typer.Argument(metavar="DIR", help="A folder of wheels: Parvis and all it needs.")]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="NAME", help="A group of the device: canary, then early, go first."),
]


def install(
    root: Tree,
    profile: Profile = None,
    central: Central = None,
    trust: Trust = None,
    *,
    diff: Diff = False,
    session: Shown = None,
    output: Outputs = None,
    usb: Usb = None,
    sticks: Sticks = None,
    read_only_root: ReadOnlyRoot = None,
    language: Speaking = None,
) -> None:
    """Make an appliance of a Debian 12 or 13 machine, or of an image's tree: only Parvis shows.

    What is left out stays as it was chosen before; a second run changes nothing. What was there before is
    kept, and `parvis uninstall` puts it back.
    """
    from parvis.install import Asked
    from parvis.install import install as make

    asked = Asked(
        profile=profile,
        central=central,
        trust=trust,
        session=session.value if session else None,
        outputs=output or (),
        usb=usb or (),
        sticks=sticks,
        read_only_root=read_only_root,
    )
    raise typer.Exit(make(root, asked, voice_of(language), only_diff=diff))


def uninstall(root: Tree, language: Speaking = None) -> None:
    """Make the machine what it was before `parvis install`: content, keys and identity go too."""
    from parvis.install import uninstall as undo

    raise typer.Exit(undo(root, voice_of(language)))


@update.command("stage")
def update_stage(
    wheels: Wheels,
    slots: Slots = _SLOTS,
    language: Speaking = None,
) -> None:
    """Build a new version in the idle slot; what plays is not touched."""
    from parvis.update import stage

    raise typer.Exit(stage(slots, wheels, voice_of(language)))


@update.command("switch")
def update_switch(
    slots: Slots = _SLOTS,
    group: Groups = None,
    language: Speaking = None,
) -> None:
    """Let the new version play on trial: two minutes of presented frames, or the old one returns."""
    from parvis.update import switch

    raise typer.Exit(switch(slots, group or [], voice_of(language)))


@update.command("back")
def update_back(slots: Slots = _SLOTS, language: Speaking = None) -> None:
    """End a trial, and return to the version before."""
    from parvis.update import back

    raise typer.Exit(back(slots, voice_of(language)))


@update.command("status")
def update_status(slots: Slots = _SLOTS, *, json: AsJson = False, language: Speaking = None) -> None:
    """Tell which version is in which slot, and how the last trial ended."""
    from parvis.update import status

    raise typer.Exit(status(slots, voice_of(language), as_json=json))
