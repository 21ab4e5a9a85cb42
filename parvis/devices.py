"""The sub-commands that run on a device: their flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import Speaking, voice_of

StateFolder = Annotated[
    Path,
    typer.Option("--state", metavar="DIR", help="The device's state directory.", show_default=False),
]
OwnId = Annotated[
    str,
    typer.Option("--device", metavar="ID", help="This device's id in the feed.", show_default=False),
]
Root = Annotated[
    Path,
    typer.Option(
        "--root",
        metavar="FILE",
        help="The feed's first root.json, from a place that only the system writes: all trust begins there.",
        show_default=False,
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile", metavar="NAME", help="Whose built-in slide is shown while there is no program."
    ),
]
FullScreen = Annotated[bool, typer.Option("--full-screen", help="Cover the outputs, in their order.")]
TrustClock = Annotated[
    bool,
    typer.Option(
        "--trust-clock",
        help="The clock is kept right by what Parvis cannot see (the host of a virtual machine).",
    ),
]


def stage(
    state: StateFolder,
    device: OwnId,
    root: Root,
    profile: Profile = "plasma-16x9",
    *,
    full_screen: FullScreen = False,
    trust_clock: TrustClock = False,
    hold: Annotated[
        float,
        typer.Option("--hold", metavar="S", min=0, help="Show the built-in slide for so many seconds first."),
    ] = 0.0,
    language: Speaking = None,
) -> None:
    """Play what is on this device's disk, without network, until told to end.

    It goes over to what the agent puts in place as soon as that is complete and verified.
    """
    from parvis.stage import StageOrder, run_stage

    order = StageOrder(
        state=str(state),
        device=device,
        root=str(root),
        profile=profile,
        full_screen=full_screen,
        trust_clock=trust_clock,
        hold=hold,
    )
    raise typer.Exit(run_stage(order, voice_of(language).language))


def play(
    state: StateFolder,
    device: OwnId,
    root: Root,
    feed: Annotated[
        str | None,
        typer.Option("--feed", metavar="URL", help="Where the feed is. Left out: only what is on the disk."),
    ] = None,
    profile: Profile = "plasma-16x9",
    *,
    full_screen: FullScreen = False,
    trust_clock: TrustClock = False,
    language: Speaking = None,
) -> None:
    """Fetch the feed and play it on this device, on through every fault, until told to end.

    Agent and stage are processes of their own; either is started again when it ends. A stage that dies again
    and again starts on the built-in slide, and what it died of is left alone for a day.
    """
    from parvis.play import PlayOrder
    from parvis.play import play as play_on
    from parvis.stage import StageOrder

    order = StageOrder(
        state=str(state),
        device=device,
        root=str(root),
        profile=profile,
        full_screen=full_screen,
        trust_clock=trust_clock,
        hold=0.0,
    )
    raise typer.Exit(play_on(PlayOrder(stage=order, feed=feed), voice_of(language)))
