"""What is wrong on this stage: each thing is told to the spool as it comes, and stands until it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from device_profiles.report import Fault
from player.recorder import Recorder
from player.stage.instants import from_ms
from player.stage.ledger import object_of
from player.stage.props import PageKey
from player.status import ScreenStatus, StageFault

_MOST = 64
_LONGEST = 500
PART = "stage"


class Wrongs:
    """By item, or by what else it is of; `clock` gives milliseconds since 1970."""

    def __init__(self, device: str, recorder: Recorder, clock: Callable[[], int]) -> None:
        self._device, self._recorder, self._clock = device, recorder, clock
        self.standing: dict[str, StageFault] = {}

    def tell(self, kind: str, message: str) -> None:
        """Tell of something that does not stand."""
        at = from_ms(self._clock())
        self._recorder.keep(
            Fault(device=self._device, at=at, part=PART, kind=kind, message=message[:_LONGEST])
        )

    def alerts(self, trouble: str) -> None:
        """What is wrong with the alerts in place."""
        self._note("alerts", "alerts", trouble)
        self.tell("alerts", trouble)

    def broken(self, key: PageKey, reason: Exception) -> None:
        """An item cannot be shown."""
        said, known = str(reason), self.standing.get(key.item)
        if known is None or known.why != said:
            self._note(key.item, "item", said, object_of(key))
            self.tell("item", f"{key.item} is passed over: {said}")

    def unlike(self, key: PageKey, zone: str, said: str) -> None:
        """The glass shows something else than it should."""
        self._note(key.item, "picture", said, object_of(key), zone)
        self.tell("picture", f"{key.item} is not what the glass shows: {said}")

    def right(self, item: str) -> None:
        """The glass shows an item as it should."""
        self.standing.pop(item, None)

    def outputs(self, misfits: Mapping[str, str]) -> None:
        """How the outputs do not fit, by screen; "" where one does."""
        for screen, said in misfits.items():
            name = f"screen {screen}"
            known = self.standing.get(name)
            if said and (known is None or known.why != said):
                self._note(name, "output", said, zone=screen)
                self.tell("output", f"{name} is fitted in: {said}")
            elif known and not said:
                del self.standing[name]

    def forget_mended(self, screens: Iterable[ScreenStatus]) -> None:
        """What was passed over, and has come on since, is no fault any more."""
        for shown in (shown for screen in screens for shown in screen.showing):
            fault = self.standing.get(shown.item)
            mended = fault and fault.kind == "item" and fault.object == shown.object
            if mended and fault and shown.since and shown.since > fault.since:
                del self.standing[shown.item]

    def _note(
        self, item: str, kind: str, why: str, sha256: str | None = None, zone: str | None = None
    ) -> None:
        """Keep what is wrong; the same for longer is wrong since it began."""
        known = self.standing.get(item)
        since = known.since if known and known.kind == kind else from_ms(self._clock())
        if known is None and len(self.standing) >= _MOST:
            self.standing.pop(next(iter(self.standing)))
        self.standing[item] = StageFault(kind=kind, why=why, since=since, object=sha256, zone=zone)
