"""The sub-commands that run on a device: their flags."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, voice_of
from parvis.owner import by_owner

StateFolder = Annotated[
    Path,
    typer.Option("--state", metavar="DIR", help="The device's state directory.", show_default=False),
]
OwnId = Annotated[
    str,
    typer.Option(
        "--device",
        metavar="ID",
        help="This device's id in the feed. "
        "Left out: who it was enrolled as; else it shows a code to be claimed.",
        show_default=False,
    ),
]
Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        metavar="FILE",
        help="The feed's first root.json, from a place that only the system writes: all trust begins "
        "there, and no enrolment with another one is taken. Left out: /etc/parvis/root.json; where there is "
        "none, what an https central says when the box is enrolled.",
        show_default=False,
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="What this machine was installed as: whose screens it has, and whose built-in slide it shows "
        "while there is no program. An enrolment goes before. Left out: plasma-16x9.",
        show_default=False,
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
        "--usb",
        metavar="DIR",
        help="Where a stick may appear: with a feed, or a bundle by which a box becomes a device.",
    ),
]
Once = Annotated[bool, typer.Option("--once", help="Ask once, do what is said, and leave.")]
Proxy = Annotated[
    str | None,
    typer.Option("--proxy", metavar="URL", help="The proxy to the feed and to central. None is guessed."),
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
Poll = Annotated[
    float, typer.Option("--poll", metavar="S", min=1.0, max=3600.0, help="How often the feed is asked.")
]
Central = Annotated[
    str | None,
    typer.Option(
        "--central",
        metavar="URL",
        help="Where central takes reports, and enrols boxes. Left out: who it was enrolled by; else no "
        "reports are sent, they wait in the state directory.",
    ),
]


@by_owner
def device_key(state: StateFolder, *, json: AsJson = False, language: Speaking = None) -> None:
    """Say the public key that central must know to take this device's reports; make a key where none is.

    The private one stays in the state directory, for its owner's eyes only.
    """
    from parvis.device_key import tell_device_key

    raise typer.Exit(tell_device_key(state, voice_of(language), as_json=json))


@by_owner
def agent(
    state: StateFolder,
    device: OwnId = "",
    root: Root = None,
    feed: Feed = None,
    usb: Stick = None,
    *,
    once: Once = False,
    central: Central = None,
    proxy: Proxy = None,
    authority: Authority = None,
    rate: Rate = None,
    poll: Poll = 30.0,
    large_when: LargeWhen = None,
    large_mb: LargeMb = None,
    profile: Profile = "",
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Keep this device in step with its feed: ask, verify, fetch, and put in place what is complete.

    What plays goes on whatever happens here. A line is said when something changes. A machine that is no
    device yet asks central for a code first, or waits for a stick (exit 3 where there is neither).
    """
    from parvis.agent import run_agent
    from parvis.orders import AgentOrder

    fetched = (state, device, root, feed, usb)
    order = AgentOrder(
        *fetched,
        once=once,
        central=central,
        proxy=proxy,
        authority=authority,
        rate=rate,
        poll=poll,
        large_when=large_when,
        large_mb=large_mb,
        as_json=json,
        profile=profile,
    )
    is_kept = "INVOCATION_ID" in os.environ  # systemd runs it
    raise typer.Exit(run_agent(order, voice_of(language), is_kept=is_kept))


def stage(
    state: StateFolder,
    device: OwnId = "",
    root: Root = None,
    profile: Profile = "",
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
    from parvis.orders import StageOrder
    from parvis.stage import run_stage

    shown = (state, device, root, profile)
    order = StageOrder(*shown, full_screen=full_screen, trust_clock=trust_clock, hold=hold)
    raise typer.Exit(run_stage(order, voice_of(language).language))


def play(
    state: StateFolder,
    device: OwnId = "",
    root: Root = None,
    feed: Feed = None,
    *,
    usb: Stick = None,
    profile: Profile = "",
    full_screen: FullScreen = False,
    trust_clock: TrustClock = False,
    central: Central = None,
    proxy: Proxy = None,
    authority: Authority = None,
    rate: Rate = None,
    poll: Poll = 30.0,
    large_when: LargeWhen = None,
    large_mb: LargeMb = None,
    language: Speaking = None,
) -> None:
    """Fetch the feed and play it on this device, on through every fault, until told to end.

    Agent and stage are processes of their own; either is started again when it ends. A stage that dies again
    and again starts on the built-in slide, and what it died of is left alone for a day. Without --feed and
    --usb only what is on the disk plays.
    """
    from parvis.orders import AgentOrder, StageOrder
    from parvis.play import PlayOrder
    from parvis.play import play as play_on

    shown, at = (state, device, root, profile), (state, device, root, feed, usb)
    stage_order = StageOrder(*shown, full_screen=full_screen, trust_clock=trust_clock)
    agent_order = AgentOrder(
        *at,
        central=central,
        proxy=proxy,
        authority=authority,
        rate=rate,
        poll=poll,
        large_when=large_when,
        large_mb=large_mb,
        profile=profile,
    )
    needs_agent = feed or usb or central or not device
    order = PlayOrder(stage=stage_order, agent=agent_order if needs_agent else None)
    raise typer.Exit(play_on(order, voice_of(language)))
