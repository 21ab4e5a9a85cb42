"""The sub-command `doctor`: its flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, voice_of
from parvis.devices import Authority, FullScreen, Proxy, StateFolder
from parvis.owner import by_owner

Id = Annotated[
    str, typer.Option("--device", metavar="ID", help="This device's id. Left out: as it was enrolled.")
]
Profile = Annotated[
    str, typer.Option("--profile", metavar="NAME", help="What it was installed as. An enrolment goes before.")
]
Screens = Annotated[bool, typer.Option("--screens", help="Test every screen too, for your eyes and fingers.")]
Pace = Annotated[
    float | None,
    typer.Option(
        "--pace",
        metavar="S",
        min=0.5,
        max=600.0,
        help="Go on to the next picture after so many seconds. Left out: when you answer.",
    ),
]
Technician = Annotated[
    str, typer.Option("--technician", metavar="NAME", help="Who stands here; it goes into the report.")
]
Root = Annotated[
    Path | None,
    typer.Option("--root", metavar="FILE", help="The feed's first root.json. Left out: the state's own."),
]
Central = Annotated[
    str | None, typer.Option("--central", metavar="URL", help="Left out: as it was enrolled.")
]
Feed = Annotated[str | None, typer.Option("--feed", metavar="URL", help="Left out: as it was enrolled.")]
SetPin = Annotated[
    bool,
    typer.Option(
        "--set-pin",
        help="Only ask for a PIN that opens these tests on the screen itself; an empty one shuts it.",
    ),
]


@by_owner
def doctor(
    state: StateFolder,
    device: Id = "",
    profile: Profile = "",
    *,
    screens: Screens = False,
    pace: Pace = None,
    technician: Technician = "",
    full_screen: FullScreen = False,
    root: Root = None,
    central: Central = None,
    feed: Feed = None,
    proxy: Proxy = None,
    authority: Authority = None,
    set_pin: SetPin = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Prove that this device is well: line, clock, disk, heat, films, what is on the glass, and its screens.

    It ends in a report that the device signs, as JSON and on one sheet, brought to central as soon as it
    can be reached. 0: all passed; 1: something failed; 3: this box is not enrolled yet.
    """
    if set_pin:
        from parvis.doctor_pin import ask_pin

        raise typer.Exit(ask_pin(state, voice_of(language)))
    from parvis.doctor import run_doctor
    from parvis.orders import DoctorOrder

    known, line = (state, device, profile, root, central, feed), (proxy, authority)
    order = DoctorOrder(*known, *line, technician, screens, pace, full_screen, json)
    raise typer.Exit(run_doctor(order, voice_of(language)))
