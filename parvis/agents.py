"""The sub-command that runs a device's agent: its flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, voice_of

StateFolder = Annotated[
    Path, typer.Option("--state", metavar="DIR", help="The device's state directory.", show_default=False)
]
OwnId = Annotated[
    str, typer.Option("--device", metavar="ID", help="This device's id in the feed.", show_default=False)
]
Root = Annotated[
    Path,
    typer.Option(
        "--root",
        metavar="FILE",
        help="The feed's first root.json, where only the system writes: all trust begins there.",
        show_default=False,
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
    typer.Option("--rate", metavar="KB/S", min=1, help="The most that objects may take from the line."),
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
        as_json=json,
    )
    raise typer.Exit(run_agent(order, voice_of(language)))
