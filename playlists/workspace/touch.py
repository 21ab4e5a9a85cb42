"""services.toml: what touch screens offer, as an editor writes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playlists.workspace.written import (
    NO_TEXT,
    Moment,
    Name,
    Names,
    Position,
    RelativePath,
    Text,
    Written,
)

SERVICES_FILE = "services.toml"
MOST_SERVICES = 8
"""On one home page: more are not taken in at a glance, nor large enough."""
MOST_ENTRIES = 5_000
MOST_PROJECTS = 12
"""On one table: more are no longer told apart on its map."""
MOST_PICTURES = 6
"""Of one project."""
MOST_POLLS = 8
LEAST_ANSWERS, MOST_ANSWERS = 2, 6

_Line = Annotated[str, Field(max_length=200)]


class EntryTable(Written):
    """One of `[[services.entries]]`: a place, a piece of advice."""

    id: Name
    title: Text
    body: Text = NO_TEXT
    address: _Line = ""
    hours: Name | None = None
    position: Position | None = None
    phone: Annotated[str, Field(max_length=40)] = ""
    qr: Annotated[str, Field(max_length=300, pattern=r"^\S*$")] = ""


class AnswerTable(Written):
    """One of `[[services.polls.answers]]`."""

    id: Name
    text: Text


class PollTable(Written):
    """One of `[[services.polls]]`: a question that is answered by one button."""

    id: Name
    question: Text
    answers: Annotated[
        tuple[AnswerTable, ...], Field(strict=False, min_length=LEAST_ANSWERS, max_length=MOST_ANSWERS)
    ]
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    results: bool = False


class ServiceTable(Written):
    """One of `[[services]]`: a large button, and what is behind it. `devices` as in the schedule.

    `source` is one of sources.toml: its documents are listed with the entries; `unit` is what they count.
    """

    id: Name
    title: Text
    pictogram: Name
    category: str = ""
    intro: Text = NO_TEXT
    devices: Annotated[Names, Field(min_length=1)] = ("*",)
    entries: Annotated[tuple[EntryTable, ...], Field(strict=False, max_length=MOST_ENTRIES)] = ()
    polls: Annotated[tuple[PollTable, ...], Field(strict=False, max_length=MOST_POLLS)] = ()
    source: Name | None = None
    unit: Text = NO_TEXT


class EmergencyTable(Written):
    """One of `[[emergency]]`: a number, and for what."""

    number: Annotated[str, Field(min_length=1, max_length=20)]
    title: Text


class PictureTable(Written):
    """One of `[[table.projects.pictures]]`: a photo or a plan, and what it shows."""

    image: RelativePath
    caption: Text


class ProjectTable(Written):
    """One of `[[table.projects]]`: something that is discussed, and where; `lead` in one line."""

    id: Name
    title: Text
    lead: Text
    body: Text = NO_TEXT
    position: Position
    pictogram: Name = "map-pin"
    category: str = ""
    qr: Annotated[str, Field(max_length=300, pattern=r"^\S*$")] = ""
    pictures: Annotated[tuple[PictureTable, ...], Field(strict=False, max_length=MOST_PICTURES)] = ()


class TableTable(Written):
    """`[table]`: what lies on multitouch tables. `devices` as in the schedule; `across` in metres."""

    title: Text
    devices: Annotated[Names, Field(min_length=1)] = ("*",)
    centre: Position
    across: Annotated[float, Field(strict=False, ge=100, le=100_000)]
    projects: Annotated[tuple[ProjectTable, ...], Field(strict=False, max_length=MOST_PROJECTS)]


class ServicesHead(Written):
    """services.toml; its tables are read one by one."""

    services: object = None
    emergency: object = None
    table: object = None
