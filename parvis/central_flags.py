"""The flags of `parvis central`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataFolder = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="DIR",
        envvar="PARVIS_CENTRAL_DATA",
        help="Central’s folder, made if missing.",
        show_default=False,
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="PARVIS_CENTRAL_STORE",
        help="postgresql+psycopg://USER@HOST/NAME. Left out: a file in --data.",
    ),
]

Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Central’s folder, made if missing.")
]
Feed = Annotated[Path | None, typer.Option("--feed", metavar="DIR", help="The folder of the feed.")]
Root = Annotated[
    Path | None,
    typer.Option("--root", metavar="FILE", help="The feed’s first root.json. Left out: the feed’s own."),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", help="postgresql+psycopg://USER@HOST/NAME. Left out: a file in --data."
    ),
]
Host = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 or :: for everywhere.")
]
Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help="0: any that is free.")]
Certificate = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="FILE", help="A chain of certificates, in PEM.")
]
CertificateKey = Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key, in PEM.")]
PublicUrl = Annotated[
    str | None,
    typer.Option("--public-url", metavar="URL", help="How it is reached, where a proxy stands before it."),
]
Keys = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        metavar="DIR",
        envvar="PARVIS_CENTRAL_KEYS",
        help="The feed’s keys orders, snapshot and timestamp. Left out: no orders are given.",
    ),
]
Tiles = Annotated[
    str | None,
    typer.Option("--tiles", metavar="URL", help="The map’s tiles, as https://HOST/{z}/{x}/{y}.png."),
]
TileCredit = Annotated[str, typer.Option("--tile-credit", metavar="TEXT", help="Whose map it is.")]
Ground = Annotated[
    Path | None,
    typer.Option(
        "--ground", metavar="FILE", help="The city’s waters under the map: GeoJSON lines with width_m."
    ),
]
Tell = Annotated[
    list[str] | None,
    typer.Option(
        "--tell",
        metavar="ADDRESS",
        envvar="PARVIS_CENTRAL_TELL",
        help="Who is told of alarms, as apprise writes it, or a webhook’s URL; several may be given.",
    ),
]
