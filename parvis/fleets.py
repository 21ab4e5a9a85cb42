"""The sub-command `parvis simulate`: its flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, voice_of

_MOST_DEVICES = 20_000
Central = Annotated[
    str | None,
    typer.Option(
        "--central", metavar="URL", help="The central that hears them. Left out: one of its own is started."
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Central's folder on this machine, to enrol the devices' keys in it."
    ),
]
Feed = Annotated[
    Path | None, typer.Option("--feed", metavar="DIR", help="The folder of the feed whose devices report.")
]
Root = Annotated[
    Path | None,
    typer.Option("--root", metavar="FILE", help="The feed's first root. Left out: its own."),
]
FromWorkspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace", metavar="DIR", help="In the place of --feed: publish this, with keys for it alone."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Where --workspace publishes: DIR/feed, DIR/keys. Left out: for once.",
    ),
]
Token = Annotated[
    str | None,
    typer.Option("--admin-token", metavar="TOKEN", help="Enrols the devices' keys through central's API."),
]
Number = Annotated[
    int | None,
    typer.Option(
        "--devices",
        metavar="N",
        min=1,
        max=_MOST_DEVICES,
        help="How many; a workspace with fewer is multiplied.",
    ),
]
Script = Annotated[
    str, typer.Option("--weather", metavar="NAME", help="calm, bad-day, storm, or a file in TOML.")
]
Interval = Annotated[
    int | None,
    typer.Option(
        "--interval",
        metavar="S",
        min=1,
        max=3600,
        help="Seconds between reports. Left out: as the profiles say.",
    ),
]
Speed = Annotated[
    float, typer.Option("--speed", metavar="X", min=0.01, max=1000.0, help="How fast the weather passes.")
]
Lasts = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="SPAN",
        envvar="PARVIS_SIMULATE_FOR",
        help="How long, as 90s or 2h30m. Left out: until Ctrl-C.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed, the same weather and keys.")]
Push = Annotated[bool, typer.Option("--push", help="Each device also listens to central's stream.")]

Lit = Annotated[bool, typer.Option("--lit", help="With --workspace: play by night what is to play by day.")]


def simulate(
    central: Central = None,
    feed: Feed = None,
    root: Root = None,
    workspace: FromWorkspace = None,
    out: Out = None,
    *,
    data: Data = None,
    admin_token: Token = None,
    devices: Number = None,
    weather: Script = "calm",
    interval: Interval = None,
    speed: Speed = 1.0,
    lasts: Lasts = None,
    seed: Seed = 1,
    push: Push = False,
    lit: Lit = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Let a fleet report that is not there: true signatures, true programs, scripted weather."""
    from parvis.simulate import SimulateOrder, Source, simulate

    order = SimulateOrder(
        source=Source(feed=feed, root=root, workspace=workspace, out=out),
        central=central,
        data=data,
        token=admin_token,
        devices=devices,
        weather=weather,
        interval_s=interval,
        speed=speed,
        lasts=lasts,
        seed=seed,
        push=push,
        lit=lit,
        as_json=json,
    )
    raise typer.Exit(simulate(order, voice_of(language)))
