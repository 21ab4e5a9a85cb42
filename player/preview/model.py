"""The root of what QML sees of the preview."""

# ruff: noqa: N802, N815 - these are names of QML

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from player.preview.gallery import Gallery
from player.preview.problem_model import ProblemModel
from player.preview.session import Session
from player.preview.time_model import TimeModel
from player.preview.words import WORDS, counted
from playlists.workspace.model import DEVICES_FILE, SITE_FILE

QML_IMPORT_NAME = "Parvis.Preview"
QML_IMPORT_MAJOR_VERSION = 1

_WITHOUT = {SITE_FILE: "new", DEVICES_FILE: "empty"}
"""The state of a folder that nothing was read of yet, by the file that it lacks."""


@QmlElement
class PreviewModel(QObject):
    """The window: its parts, its words, how the folder stands, and which aids are drawn."""

    status_changed = Signal()
    aids_changed = Signal()

    def __init__(self, session: Session, folder: Path, language: str, dpi: float) -> None:
        super().__init__()
        self._session, self._folder, self._language = session, folder, language
        self._words = WORDS[language]
        self._zones = self._distance = self._targets = False
        self.gallery = Gallery(session, self._words, language, dpi, self)
        self.time = TimeModel(session, self._words, language, self)
        self.problems = ProblemModel(session, self._words, language, self)
        session.edition_changed.connect(self.status_changed)
        session.chosen_changed.connect(self.status_changed)
        self.gallery.found_changed.connect(self.status_changed)
        session.progress_changed.connect(self.status_changed)

    @Slot()
    def toggleZones(self) -> None:
        """Draw the outlines of zones, or do not."""
        self._zones = not self._zones
        self.aids_changed.emit()

    @Slot()
    def toggleDistance(self) -> None:
        """Draw screens as small as they look on site, or do not."""
        self._distance = not self._distance
        self.aids_changed.emit()

    @Slot()
    def toggleTargets(self) -> None:
        """Draw how large targets are and what everyone reaches, or do not."""
        self._targets = not self._targets
        self.aids_changed.emit()

    def _status(self) -> str:
        if not self._session.progress.over:
            progress = self._session.progress
            return self._words["media"].format(done=progress.done, total=progress.total)
        if self._session.busy:
            return self._words["reading"]
        if self._session.edition.broken:
            return self._words["not_taken"]
        return counted(self._words, "behind", len(self._session.edition.faults)) or self._words["up_to_date"]

    def _is_current(self) -> bool:
        edition = self._session.edition
        return not (self._is_busy() or edition.broken or edition.faults)

    def _is_busy(self) -> bool:
        return self._session.busy or not self._session.progress.over

    def _site(self) -> str:
        workspace = self._session.edition.workspace
        return workspace.site.name if workspace else self._folder.name

    def _state(self) -> str:
        edition = self._session.edition
        if edition.workspace is None:
            if edition.broken is None:
                return "loading"
            missing = edition.broken.message.code == "files.missing"
            return _WITHOUT.get(edition.broken.file, "unread") if missing else "unread"
        if not edition.workspace.devices:
            return "empty"
        lost = self.gallery.sought and not self.gallery.found and not self._session.large
        return "unfound" if lost else "open"

    def _trouble(self) -> list[str]:
        """Where and why nothing of the folder is taken in; nothing where it is."""
        broken = self._session.edition.broken
        if broken is None:
            return []
        return [broken.place, broken.message.to(self._language), broken.hint.to(self._language)]

    words = Property("QVariantMap", lambda self: dict(self._words), constant=True)  # type: ignore[arg-type]
    galleryModel = Property(Gallery, lambda self: self.gallery, constant=True)
    timeModel = Property(TimeModel, lambda self: self.time, constant=True)
    problemModel = Property(ProblemModel, lambda self: self.problems, constant=True)
    folder = Property(str, lambda self: str(self._folder), constant=True)
    site = Property(str, _site, notify=status_changed)
    state = Property(str, _state, notify=status_changed)
    status = Property(str, _status, notify=status_changed)
    isBusy = Property(bool, _is_busy, notify=status_changed)
    isCurrent = Property(bool, _is_current, notify=status_changed)
    trouble = Property("QStringList", _trouble, notify=status_changed)  # type: ignore[arg-type]
    showsZones = Property(bool, lambda self: self._zones, notify=aids_changed)
    showsDistance = Property(bool, lambda self: self._distance, notify=aids_changed)
    showsTargets = Property(bool, lambda self: self._targets, notify=aids_changed)
