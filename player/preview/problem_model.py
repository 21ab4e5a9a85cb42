"""The problems beside the picture, as QML sees them."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from player.preview.edition import concerns
from player.preview.jump import target_of
from player.preview.session import Session
from player.preview.words import counted
from playlists.workspace.problems import Problem, Severity

QML_IMPORT_NAME = "Parvis.Preview"
QML_IMPORT_MAJOR_VERSION = 1

_MOST_ROWS = 200


@QmlElement
class ProblemModel(QObject):
    """What is wrong, errors first; of the whole folder or of the chosen device."""

    changed = Signal()

    def __init__(self, session: Session, words: Mapping[str, str], language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._words, self._language = session, words, language
        self._only_here = False
        self._lost = -1
        self._chosen = -1
        for signal in (session.edition_changed, session.checked_changed):
            signal.connect(self._refresh)
        session.chosen_changed.connect(self.changed)

    def _refresh(self) -> None:
        self._lost = self._chosen = -1
        self.changed.emit()

    @property
    def shown(self) -> list[Problem]:
        """The problems to list."""
        edition, chosen = self._session.edition, self._session.chosen
        workspace = edition.workspace
        found = sorted(edition.problems, key=lambda problem: problem.severity is not Severity.ERROR)
        if not self._only_here or workspace is None or chosen is None:
            return found
        return [problem for problem in found if concerns(problem, chosen, workspace)]

    @Slot(int)
    def jump(self, row: int) -> None:
        """Go to where a problem shows next."""
        shown = self.shown
        if not 0 <= row < len(shown):
            return
        session = self._session
        target = target_of(shown[row], session.edition.programs, session.at, session.chosen)
        if target is not None:
            session.jump(target)
        self._chosen, self._lost = row, row if target is None else -1
        self.changed.emit()

    @Slot(bool)
    def filter(self, only_here: bool) -> None:
        """List the problems of the chosen device only, or all."""
        self._only_here = only_here
        self._refresh()

    def _rows(self) -> list[dict[str, Any]]:
        language = self._language
        return [
            {
                "isError": problem.severity is Severity.ERROR,
                "message": problem.message.to(language),
                "place": problem.place,
                "where": problem.where.to(language),
                "hint": problem.hint.to(language),
                "expected": problem.expected.to(language),
                # Of a time rule the rule: a caret below it marks nothing in proportional type.
                "found": problem.found.to(language).partition("\n")[0],
                "lost": row == self._lost,
                "chosen": row == self._chosen,
            }
            for row, problem in enumerate(self.shown[:_MOST_ROWS])
        ]

    def _count(self, severity: Severity) -> int:
        return sum(problem.severity is severity for problem in self.shown)

    rows = Property("QVariantList", _rows, notify=changed)  # type: ignore[arg-type]
    errors = Property(
        str, lambda self: counted(self._words, "errors", self._count(Severity.ERROR)), notify=changed
    )
    warnings = Property(
        str, lambda self: counted(self._words, "warnings", self._count(Severity.WARNING)), notify=changed
    )
    onlyHere = Property(bool, lambda self: self._only_here, notify=changed)
    isChecked = Property(bool, lambda self: self._session.checked, notify=changed)
