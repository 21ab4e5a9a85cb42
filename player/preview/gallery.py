"""All devices of the workspace as QML sees them: where they hang, which one is chosen or open."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from device_profiles.profile import DeviceProfile
from player.preview.distance import true_width
from player.preview.edition import concerns
from player.preview.finding import described, matches
from player.preview.overview import Family, Shape, Wall, hang, in_view, neighbour
from player.preview.session import Session
from player.preview.views import DeviceModel
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Severity

QML_IMPORT_NAME = "Parvis.Preview"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Gallery(QObject):
    """The devices, kept over all editions: one whose screens do not change keeps its picture.

    Those that match what is sought hang on the wall. `fitted` when a screen is seen at another size,
    `seen_changed` when others come into view, `left` names a device that is gone.
    """

    devices_changed = Signal()
    wall_changed = Signal()
    found_changed = Signal()
    seen_changed = Signal()
    current_changed = Signal()
    fitted = Signal()
    left = Signal(object)

    def __init__(
        self, session: Session, words: Mapping[str, str], language: str, dpi: float, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._words, self._language, self._dpi = session, words, language, dpi
        self._room = (0.0, 0.0)
        self._top = 0.0
        self._wall = Wall((), (), 0.0, 0.0)
        self._workspace: Workspace | None = None
        self._described: dict[str, str] = {}
        self._errors: dict[str, int] = {}
        self._counted_of: object = None
        self.models: dict[str, DeviceModel] = {}
        self.sought = ""
        self.found: tuple[str, ...] = ()
        session.edition_changed.connect(self._take)
        session.checked_changed.connect(self._tell)
        session.chosen_changed.connect(self._choose)
        session.highlight_changed.connect(self._mark)

    @property
    def open_models(self) -> list[DeviceModel]:
        """The devices to be seen: the open one alone, or those of the wall that are in view."""
        session = self._session
        if session.large:
            return [self.models[session.chosen]] if session.chosen in self.models else []
        return [model for model in self.models.values() if model.seen]

    def _take(self) -> None:
        """Take in an edition: other devices where the folder was read anew, and what is said of them."""
        workspace = self._session.edition.workspace
        if workspace is not self._workspace:
            self._workspace = workspace
            self._match()
        self._tell()

    def _match(self) -> None:
        workspace = self._workspace
        profiles = {
            name: workspace.profiles[device.profile]
            for name, device in (workspace.devices.items() if workspace else ())
            if workspace and device.profile in workspace.profiles
        }
        kept = {
            name: model
            for name, model in self.models.items()
            if name in profiles
            and tuple(screen.screen for screen in model.screens) == profiles[name].screens
            and model.family == self._title(profiles[name])
        }
        models = {name: kept.get(name) or self._device(name, profile) for name, profile in profiles.items()}
        changed = list(models.items()) != list(self.models.items())
        old, self.models = self.models, models
        self._describe()
        self._find(anew=changed)
        if changed:
            self.devices_changed.emit()
            self.current_changed.emit()
            for model in old.values():
                if model not in models.values():
                    self.left.emit(model)
                    # After the delegates that look at it.
                    QTimer.singleShot(0, model, model.deleteLater)

    def _describe(self) -> None:
        """What may be sought of each device: its id, place, groups, family and profile."""
        devices = self._workspace.devices if self._workspace else {}
        self._described = {
            name: described(
                (
                    name,
                    *devices[name].place.values(),
                    *devices[name].groups,
                    model.family,
                    devices[name].profile,
                )
            )
            for name, model in self.models.items()
        }

    def _find(self, *, anew: bool) -> None:
        """Hang what matches; `anew` even where that is the same as before."""
        found = tuple(name for name in self.models if matches(self.sought, self._described[name]))
        if found != self.found or anew:
            self.found = found
            self._hang()
            self.found_changed.emit()

    def _device(self, name: str, profile: DeviceProfile) -> DeviceModel:
        model = DeviceModel(name, self._title(profile), profile.screens, self)
        for screen in model.screens:
            screen.fitted.connect(self.fitted)
            screen.true_width = true_width(screen.screen, self._dpi)
            distance = f"{screen.screen.distance_m:g}".replace(".", "," if self._language == "fr" else ".")
            screen.seen_from = self._words["seen_from"].format(distance=distance)
        return model

    def _title(self, profile: DeviceProfile) -> str:
        return profile.title.get(self._language) or next(iter(profile.title.values()), profile.id)

    def _tell(self) -> None:
        edition, chosen = self._session.edition, self._session.chosen
        errors = self._count_errors()
        for name, model in self.models.items():
            program, fault = edition.programs.get(name), edition.fault(name)
            model.tell(
                place=program.place if program else "",
                chosen=name == chosen,
                fault=fault.message.to(self._language) if fault else "",
                fault_place=fault.place if fault else "",
                errors=errors.get(name, 0),
            )

    def _count_errors(self) -> dict[str, int]:
        """The errors of each device, counted anew only where there are others, or other devices."""
        edition = self._session.edition
        errors = tuple(problem for problem in edition.problems if problem.severity is Severity.ERROR)
        workspace, basis = edition.workspace, (errors, id(edition.workspace))
        if basis != self._counted_of:
            self._counted_of = basis
            self._errors = {
                name: sum(concerns(problem, name, workspace) for problem in errors) if workspace else 0
                for name in self.models
            }
        return self._errors

    def _choose(self) -> None:
        for name, model in self.models.items():
            model.tell(chosen=name == self._session.chosen)
        self.current_changed.emit()

    def _mark(self) -> None:
        target = self._session.highlight
        for name, model in self.models.items():
            for screen in model.screens:
                here = target is not None and (target.device, target.screen) == (name, screen.screen.name)
                marked = target.zone if here and target else ""
                if marked != screen.marked:
                    screen.marked = marked
                    screen.changed.emit()

    def _hang(self) -> None:
        families: dict[str, list[Shape]] = {}
        for name in self.found:
            model = self.models[name]
            ratios = tuple(screen.screen.width / screen.screen.height for screen in model.screens)
            families.setdefault(model.family, []).append(Shape(name, ratios))
        self._wall = hang([Family(title, tuple(shapes)) for title, shapes in families.items()], *self._room)
        for hung in self._wall.devices:
            self.models[hung.device].hang(hung)
        self._see()
        self.wall_changed.emit()

    def _see(self) -> None:
        """Tell devices whether they are in view: what is not is not drawn."""
        seen = in_view(self._wall, self._top, self._room[1])
        for name, model in self.models.items():
            model.show(seen=name in seen)
        self.seen_changed.emit()

    @Slot(float, float)
    def resize(self, width: float, height: float) -> None:
        """The room that the overview has."""
        if (width, height) != self._room:
            self._room = width, height
            self._hang()

    @Slot(float)
    def scroll(self, top: float) -> None:
        """What of the wall is at the top of the view."""
        if top != self._top:
            self._top = top
            self._see()

    @Slot(str)
    def find(self, sought: str) -> None:
        """Hang the devices that match, and choose the first of them where the chosen one does not."""
        self.sought = sought
        self._find(anew=False)
        if self.found and self._session.chosen not in self.found:
            self._session.choose(self.found[0], large=False)

    @Slot(str)
    def choose(self, device: str) -> None:
        """Choose a device without opening it."""
        self._session.choose(device)

    @Slot(str)
    def open(self, device: str) -> None:
        """Show one device large; without a name the chosen one, where it hangs."""
        if device or self._session.chosen in self.found:
            self._session.choose(device or self._session.chosen, large=True)

    @Slot()
    def close(self) -> None:
        """Back to all devices."""
        self._session.choose(self._session.chosen, large=False)

    @Slot(int, int)
    def move(self, across: int, down: int) -> None:
        """Choose the device beside the chosen one."""
        step = (across or down, 0) if self._session.large else (across, down)
        if self.found:
            self._session.choose(neighbour(self._wall, self._session.chosen, *step))

    def _headings(self) -> list[dict[str, Any]]:
        return [
            {"title": title, "x": box.x, "y": box.y, "width": box.width} for title, box in self._wall.headings
        ]

    def _count(self) -> str:
        return self._words["found_of"].format(count=len(self.found), total=len(self.models))

    devices = Property("QVariantList", lambda self: list(self.models.values()), notify=devices_changed)  # type: ignore[arg-type]
    headings = Property("QVariantList", _headings, notify=wall_changed)  # type: ignore[arg-type]
    count = Property(str, _count, notify=found_changed)
    invitation = Property(
        str, lambda self: self._words["search"].format(total=len(self.models)), notify=devices_changed
    )
    wallHeight = Property(float, lambda self: self._wall.height, notify=wall_changed)
    isOpen = Property(bool, lambda self: self._session.large, notify=current_changed)
    current = Property(
        DeviceModel, lambda self: self.models.get(self._session.chosen or ""), notify=current_changed
    )
