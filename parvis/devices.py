"""The sub-commands that run on a device: their flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, voice_of

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
Feed = Annotated[str | None, typer.Option("--feed", metavar="URL", help="Where the feed is on the web.")]
Stick = Annotated[
    Path | None,
    typer.Option(
        "--usb", metavar="DIR", help="Where a stick with a feed may appear: the same tree, no network."
    ),
]
Once = Annotated[bool, typer.Option("--once", help="Ask once, do what is said, and leave.")]
Proxy = Annotated[
    str | None, typer.Option("--proxy", metavar="URL", help="The proxy to the feed. None is guessed.")
]
Authority = Annotated[
    Path | None, typer.Option("--ca", metavar="FILE", help="The certificates of a private authority, in PEM.")
]
Rate = Annotated[
    int | None,
    typer.Option(
        "--rate",
        metavar="KB/S",
        min=1,
        help="The most that objects may take from the line. Left out: what the device's profile says.",
    ),
]
LargeWhen = Annotated[
    str | None,
    typer.Option(
        "--large-when",
        metavar="HOURS",
        help="When large objects come that are not needed yet: 01:00-05:00. Left out: as the profile says.",
    ),
]
LargeMb = Annotated[
    int | None,
    typer.Option("--large-mb", metavar="MB", min=0, help="What is large. Left out: what the profile says."),
]


def agent(
    state: StateFolder,
    device: OwnId,
    root: Root,
    feed: Feed = None,
    usb: Stick = None,
    *,
    once: Once = False,
    proxy: Proxy = None,
    authority: Authority = None,
    rate: Rate = None,
    large_when: LargeWhen = None,
    large_mb: LargeMb = None,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Keep this device in step with its feed: ask, verify, fetch, and put in place what is complete.

    What plays goes on whatever happens here. A line is said when something changes.
    """
    from parvis.agent import AgentOrder, run_agent

    order = AgentOrder(
        state=state,
        device=device,
        root=root,
        feed=feed,
        usb=usb,
        once=once,
        proxy=proxy,
        authority=authority,
        rate=rate,
        large_when=large_when,
        large_mb=large_mb,
        as_json=json,
    )
    raise typer.Exit(run_agent(order, voice_of(language)))


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
