"""The projects of a table as its panels show them: a service whose entries can be laid out."""

from __future__ import annotations

import msgspec

from player.touch.here import Here
from player.touch.words import say
from playlists.services import Entry, Service, Services, said
from playlists.table import Project, Table

PROJECTS = "@projects"
"""The id of the service; an editor's own cannot be in its way."""
_BETWEEN = "/"


def with_projects(offered: Services) -> Services:
    """What a panel offers: the projects first."""
    if offered.table is None:
        return offered
    service = Service(
        id=PROJECTS,
        title={language: say("projects", language) for language in offered.languages},
        pictogram="map",
        category="democracy",
        entries=tuple(_entry(project) for project in offered.table.projects),
    )
    return msgspec.structs.replace(offered, services=(service, *offered.services))


def plates(here: Here, project: str, language: str) -> list[tuple[str, str]]:
    """What of a project can be laid on the table, and how each button says it."""
    found = find(here.offered.table, project)
    if found is None:
        return []
    leading = here.offered.languages[0]
    captions = [said(picture.caption, language, leading) for picture in found.pictures]
    return [
        (project, say("lay_out", language)),
        *((f"{project}{_BETWEEN}{number}", caption) for number, caption in enumerate(captions)),
    ]


def plate_of(value: str) -> tuple[str, int | None]:
    """The project and the number of its picture that a button lays out; None for the project itself."""
    project, between, number = value.rpartition(_BETWEEN)
    return (project, int(number)) if between and number.isdecimal() else (value, None)


def find(table: Table | None, project: str) -> Project | None:
    """A project by its id."""
    return next((one for one in table.projects if one.id == project), None) if table else None


def _entry(project: Project) -> Entry:
    """A project as panels tell of it: in a line, then in full."""
    languages = dict.fromkeys([*project.lead, *project.body])
    body = {
        language: "\n".join(filter(None, (project.lead.get(language, ""), project.body.get(language, ""))))
        for language in languages
    }
    return Entry(id=project.id, title=project.title, body=body, position=project.position, qr=project.qr)
