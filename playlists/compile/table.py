"""What lies on a table: the projects for its device, typeset, their pictures prepared."""

from __future__ import annotations

import msgspec

from device_profiles.profile import Screen
from playlists.compile.services import languages_of, set_texts
from playlists.errors import MediaError
from playlists.media.shelf import Shelf, Target
from playlists.rendition import Rendition
from playlists.table import Picture, Project, Table
from playlists.workspace.heard import media_fault
from playlists.workspace.media import find
from playlists.workspace.model import Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings
from playlists.workspace.targets import table_for
from playlists.workspace.touch import SERVICES_FILE, PictureTable, ProjectTable

_WIDE_MM, _HIGH_MM = 300.0, 195.0
"""A picture on the glass when its card is half as large again as it comes out."""


def table_of(
    workspace: Workspace, device_id: str, screen: Screen, shelf: Shelf, findings: Findings
) -> tuple[Table, tuple[str, ...]] | None:
    """What lies on a screen, and the languages it is in; None where it does not lie flat, or nothing does."""
    written = table_for(workspace, device_id)
    if written is None or not screen.touch_points or not screen.flat:
        return None
    shown = workspace.languages(workspace.devices[device_id])
    bench = _Bench(workspace, screen, shelf, findings, shown[0])
    table = Table(
        title=set_texts(written.title, shown[0]),
        centre=written.centre,
        across_m=written.across,
        projects=tuple(bench.project(index, each) for index, each in enumerate(written.projects)),
    )
    return table, languages_of(shown, [table.title, *(project.title for project in table.projects)])


class _Bench(msgspec.Struct, frozen=True):
    """Prepares projects for one screen."""

    workspace: Workspace
    screen: Screen
    shelf: Shelf
    findings: Findings
    leading: str

    def project(self, index: int, written: ProjectTable) -> Project:
        """A project; pictures that cannot be had are left out."""
        path = ("table", "projects", index, "pictures")
        pictures = (self._picture((*path, number), one) for number, one in enumerate(written.pictures))
        return Project(
            id=written.id,
            title=set_texts(written.title, self.leading),
            lead=set_texts(written.lead, self.leading),
            body=set_texts(written.body, self.leading),
            position=written.position,
            pictogram=written.pictogram,
            category=written.category,
            qr=written.qr,
            pictures=tuple(picture for picture in pictures if picture is not None),
        )

    def _picture(self, path: Path, written: PictureTable) -> Picture | None:
        rendition = self._rendition((*path, "image"), written.image)
        if rendition is None:
            return None
        return Picture(rendition=rendition, caption=set_texts(written.caption, self.leading))

    def _rendition(self, path: Path, name: str) -> Rendition | None:
        """The whole picture, in its own proportions, never enlarged unless it is drawn."""
        file = find(self.workspace.root, name, self.findings, SERVICES_FILE, path)
        if file is None:
            return None
        try:
            width, height = self.shelf.size(file)
            pitch = self.screen.pitch_mm
            scale = min(_WIDE_MM / pitch / width, _HIGH_MM / pitch / height)
            scale = scale if file.suffix.lower() == ".svg" else min(scale, 1.0)
            size = max(1, round(width * scale)), max(1, round(height * scale))
            target = Target(width=size[0], height=size[1], fit="contain", moving=False)
            return self.shelf.picture(file, target)
        except MediaError as error:
            message, hint = media_fault(str(error))
            self.findings.error(SERVICES_FILE, path, message, hint=hint)
            return None
