"""The session of an editor: the newest edition, the instant shown, the device chosen, and news of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal

from player.preview.darkroom import Progress
from player.preview.edition import Edition, checked, made, read
from player.preview.jump import Target
from player.preview.transport import Transport
from player.preview.workshop import Checked, Done, Made, News, Order, Read
from player.stage.instants import from_ms, to_ms
from playlists.program import Program

Clock = Callable[[], int]
"""The wall clock, in milliseconds since 1970."""
Ask = Callable[[Order], None]

_RECOMPILE_EVERY = 8


class Session(QObject):
    """Lives in the application's thread. `tell` may be called from any other.

    `edition_changed` after files were read or compiled, `programs_changed` names the device of a new program,
    `moved` when another instant is shown for another reason than that time goes by, `chosen_changed` when
    another device is chosen, or it is opened or closed, `highlight_changed` when something is pointed at.
    """

    edition_changed = Signal()
    programs_changed = Signal(str)
    checked_changed = Signal()
    progress_changed = Signal()
    moved = Signal()
    chosen_changed = Signal()
    highlight_changed = Signal()
    _news = Signal(object)

    def __init__(self, clock: Clock, *, at: datetime | None = None, device: str | None = None) -> None:
        super().__init__()
        self.edition = Edition()
        self.progress = Progress(0, 0)
        self.busy = True
        self.checked = False
        self.chosen = device
        self.large = device is not None
        self.highlight: Target | None = None
        self.ask: Ask | None = None
        self._clock = clock
        self.transport = (
            Transport.live(clock()) if at is None else Transport(shown_ms=to_ms(at), since_ms=clock())
        )
        self._news.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def tell(self, news: News) -> None:
        """Hand over news; callable from any thread."""
        self._news.emit(news)

    def changed(self) -> None:
        """The files have changed. In the application's thread."""
        self.busy = True
        self.progress_changed.emit()
        if self.ask is not None:
            first = () if self.chosen is None else (self.chosen,)
            self.ask(Order(first, from_ms(self._clock())))

    def _take(self, news: News) -> None:
        match news:
            case Read(loaded):
                self.edition = read(self.edition, loaded)
                self._choose_known()
                self.edition_changed.emit()
            case Made(device, compiled):
                before = self.edition.programs.get(device)
                self.edition = made(self.edition, device, compiled)
                if self.edition.programs.get(device) is not before:
                    self.programs_changed.emit(device)
                self.edition_changed.emit()
            case Done():
                self.busy = False
                self.progress_changed.emit()
            case Checked(problems):
                self.edition = checked(self.edition, problems)
                self.checked = True
                self.checked_changed.emit()
            case Progress():
                self.progress = news
                self.progress_changed.emit()
                if news.name and (news.over or news.done % _RECOMPILE_EVERY == 0):
                    self.changed()

    def _choose_known(self) -> None:
        workspace = self.edition.workspace
        devices = workspace.devices if workspace else {}
        known = [
            name
            for name, device in devices.items()
            if workspace is not None and device.profile in workspace.profiles
        ]
        if self.chosen not in known and (known or self.edition.broken is None):
            self.chosen = known[0] if known else None
            self.large = self.large and self.chosen is not None
            self.chosen_changed.emit()

    @property
    def program(self) -> Program | None:
        """The program of the chosen device."""
        return self.edition.programs.get(self.chosen or "")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the workspace, UTC before it is read."""
        workspace = self.edition.workspace
        return ZoneInfo(workspace.site.time_zone if workspace else "UTC")

    @property
    def at_ms(self) -> int:
        """The instant shown now."""
        return self.transport.at(self._clock())

    @property
    def at(self) -> datetime:
        """The instant shown now."""
        return from_ms(self.at_ms)

    def seek(self, at: datetime) -> None:
        """Show another instant."""
        self._transport(self.transport.seek(to_ms(at), self._clock()))

    def play(self, *, playing: bool) -> None:
        """Go on or stand still."""
        self._transport(self.transport.play(self._clock(), playing=playing))

    def play_at(self, rate: int) -> None:
        """Play at a rate."""
        self._transport(self.transport.at_rate(rate, self._clock()))

    def faster(self, steps: int) -> None:
        """Play at a neighbouring rate."""
        self._transport(self.transport.faster(steps, self._clock()))

    def go_live(self) -> None:
        """Show what is on now."""
        self._transport(Transport.live(self._clock()))

    def choose(self, device: str | None, *, large: bool | None = None) -> None:
        """Choose a device; `large` opens or closes it."""
        opened = (self.large if large is None else large) and device is not None
        if (device, opened) != (self.chosen, self.large):
            self.chosen, self.large = device, opened
            self.point_at(None)
            self.chosen_changed.emit()

    def point_at(self, target: Target | None) -> None:
        """Mark a zone."""
        if target != self.highlight:
            self.highlight = target
            self.highlight_changed.emit()

    def jump(self, target: Target) -> None:
        """Go to where something shows, and mark it there."""
        self.choose(target.device, large=True)
        self._transport(
            self.transport.play(self._clock(), playing=False).seek(to_ms(target.at), self._clock())
        )
        self.point_at(target)

    def _transport(self, transport: Transport) -> None:
        self.transport = transport
        self.moved.emit()
