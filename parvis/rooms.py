"""The flags of `parvis control-room`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import Speaking, voice_of
from parvis.central_flags import Ground


def control_room(
    central: Annotated[
        str, typer.Option("--central", metavar="URL", help="Where central is.", show_default=False)
    ],
    *,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="Holds the token. Left out: PARVIS_TOKEN."),
    ] = None,
    ground: Ground = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture", metavar="FILE", help="Write a picture of the window instead of opening it."
        ),
    ] = None,
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="The picture’s size.")] = "1920x1080",
    select: Annotated[
        str, typer.Option("--select", metavar="DEVICE/SCREEN", help="The screen that the picture tells of.")
    ] = "",
    on_map: Annotated[bool, typer.Option("--map", help="The picture shows the map.")] = False,
    language: Speaking = None,
) -> None:
    """Open the central team’s window: which screens show what they should, which do not and why."""
    from parvis.control_room import RoomOrder, open_control_room

    order = RoomOrder(
        central=central,
        token_file=token_file,
        ground=ground,
        picture=picture,
        size=size,
        select=select,
        on_map=on_map,
    )
    raise typer.Exit(open_control_room(order, voice_of(language)))
