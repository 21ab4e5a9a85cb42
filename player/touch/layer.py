"""One screen's touch sessions over its stage: from the first touch until nobody is there any more.

Pages are composed and painted beside the drawing thread. What a session was is forgotten when it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from device_profiles.report import What
from layouts.layout import Rect
from player.stage.instants import from_ms
from player.touch import session as sessions
from player.touch.aloud.reader import Reader, Speaks
from player.touch.atlas import Atlas
from player.touch.desk import Desk
from player.touch.district.frame import Point
from player.touch.here import here_of, palette_of
from player.touch.model import TouchModel
from player.touch.offer import Offer
from player.touch.painter import Painted, Painter
from player.touch.session import Comfort, Phase, Session
from player.touch.show import Show
from player.touch.steering import Steering
from player.touch.tally import Ledger
from player.touch.target import Act, Target, TouchPage
from playlists.documents import Batch

_GLANCE_MS = 250
_SETTLED_MS = 5_000
"""So long after the start there is time to load what pages need, before the first finger comes."""
_SHADE = "#808080"
TOUCH_VIEW = Path(__file__).parent / "qml" / "Parvis" / "Touch" / "TouchView.qml"


class TouchLayer(QObject):
    """Waits for a finger, shows what it asks for. `clock` is the wall clock, `steady_ms` the monotonic one.

    `ledger` keeps what is counted of those who touch it, `voice` reads to them and warns. `offer` gives an
    image an address for QML, `withdraw` takes it back; `fetch` gives the bytes of an object.
    """

    view = TOUCH_VIEW

    def __init__(
        self,
        show: Show,
        *,
        ledger: Ledger,
        voice: Speaks | None,
        offer: Callable[[QImage], str],
        withdraw: Callable[[str], None],
        fetch: Callable[[str], bytes | None],
        clock: Callable[[], int],
        steady_ms: Callable[[], float],
    ) -> None:
        super().__init__()
        self._show, self._screen = show, show.screen
        self._painter = Painter(offer, withdraw, self)
        self._clock, self._steady_ms = clock, steady_ms
        self.desk = Desk(ledger)
        self._reader = Reader(voice if self._screen.speech else None)
        self._ring = voice.ring if voice and (self._screen.sound or self._screen.speech) else None
        self._warned = False
        self._there = Offer(self._screen, here_of)
        self.session: Session | None = None
        self.page: TouchPage | None = None
        self._armed: dict[int, Target] = {}
        self._listens: int | None = None
        self._atlas = Atlas(fetch)
        self._shown: tuple[object, ...] = ()
        self.model = TouchModel(show.screen.width, show.screen.height, self)
        self._steering = Steering(self.model, 1 / self._screen.pitch_mm)
        self._timer, self._settled = QTimer(self), QTimer(self, singleShot=True)
        self._listen()

    def _listen(self) -> None:
        """Hear fingers and clocks, from now on."""
        self.model.pressed.connect(self._down)
        self.model.released.connect(self._up)
        self.model.felt.connect(self._felt)
        self.model.lost.connect(self._let_go)
        self._painter.painted.connect(self._take)
        self._painter.failed.connect(self._give_up)
        self._timer.timeout.connect(self._glance)
        self._settled.timeout.connect(self._get_ready)
        self._settled.start(_SETTLED_MS)

    @property
    def is_settled(self) -> bool:
        """Whether what was asked for last is on the glass."""
        return self._painter.is_settled

    def close(self) -> None:
        """End what is going on."""
        self._settled.stop()
        self._end()
        self.desk.tally.close()
        self._painter.close()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether no page is being painted any more, within so many seconds."""
        return self._painter.join(patience_s)

    def touches(self) -> int:
        """How often it was touched in the last whole hour."""
        self.desk.tally.turn(self._clock())
        return self.desk.tally.touches

    def know(self, data: tuple[Batch, ...]) -> None:
        """Take other city data; a page that is open shows them at the next glance."""
        self._there.know(data)

    def _get_ready(self) -> None:
        """Compose and paint the first page for nobody: what that loads is there when somebody comes."""
        if self.session is None:
            self._look()
            self._work(Session(self._there.here.offered.languages[0] if self._there.here else "", 0.0))

    def _down(self, finger: int, x: float, y: float) -> None:
        self.desk.tally.note(What.TOUCH, "", self._clock())
        if self.session is None:
            self._begin()
            return
        self.session = sessions.touched(self.session, self._at_s())
        target = self.page.at(x, y) if self.page else None
        self._armed.pop(finger, None)
        if not self.session.comfort.speech and self._steering.down(finger, x, y):
            return
        if target is not None:
            self._armed[finger] = target
        self.model.press(target.rect if target else None)
        if self.session.comfort.speech and self.page:
            self._listens = finger
            self._reader.down(self.session, self.page, x, y)

    def _up(self, finger: int, x: float, y: float) -> None:
        """Each finger does what it pressed; who is read to has one that counts, the one that came last."""
        armed = self._armed.pop(finger, None)
        self.model.press(None)
        if self.session is None or self.page is None:
            return
        if self.session.comfort.speech and finger != self._listens:
            return
        lifted = self.page.at(x, y)
        if self.session.comfort.speech and not self._reader.chooses(lifted):
            self.model.press(lifted.rect if lifted else None)
            return
        if armed is None or lifted != armed:
            return
        self._steering.let_go()
        session = sessions.touched(self.session, self._at_s())
        if armed.act is Act.AGAIN:
            session = sessions.read_to(session, self._reader.again(session, self.page))
        taken = self.desk.take(session, armed, self._clock(), self._at_s())
        self.session = self._reader.suits(taken)
        self._ask()

    def _felt(self, points: dict[int, Point]) -> None:
        """Fingers move, or the last one goes up: a map follows, a page that is read says what they are on."""
        if self.session and self.session.comfort.speech and self.page and points:
            self._reader.moved(self.session, self.page, *list(points.values())[-1])
        if self.session is None:
            return
        self.session, anew = self._steering.feel(
            self.session, points, self._at_s(), may_paint=self.is_settled
        )
        if anew:
            self._ask()

    def _let_go(self) -> None:
        """The system takes all fingers away: nothing was touched."""
        self._armed.clear()
        self._steering.let_go()

    def plug(self, *, plugged: bool) -> None:
        """Headphones were plugged in: who did so is read to, from the first page if the screen was at rest.

        Pulled out, they take the reading with them: the loudspeaker does not go on with it.
        """
        if plugged and self.session is None:
            self._begin(aloud=True)
        elif self.session and self.session.comfort.speech is not plugged:
            session = sessions.touched(self.session, self._at_s())
            eased = Target(rect=Rect(0, 0, 0, 0), act=Act.EASE, value="speech", label="")
            taken = self.desk.take(session, eased, self._clock(), self._at_s())
            self.session = self._reader.suits(taken)
            self._ask()

    def _begin(self, *, aloud: bool = False) -> None:
        """Somebody touches the screen at rest, or is to be read to."""
        self._look()
        here = self._there.here
        if here is None or not self._show.may_be_covered:
            return
        language = here.offered.languages[0]
        if aloud and not self._reader.speaks(language):
            return
        self.session = Session(language, self._at_s(), comfort=Comfort(speech=aloud))
        self.desk.begin(self.session, self._clock())
        self._timer.start(_GLANCE_MS)
        self._ask()

    def _end(self) -> None:
        """Forget the session, and let the stage be seen."""
        self.session = self.page = self._listens = None
        self._armed.clear()
        self._reader.end()
        self._shown = ()
        self._timer.stop()
        self.model.press(None)
        self.model.show("", _SHADE)
        self._steering.show(None, "")
        self._painter.forget()
        self._show.cover(covered=False)

    def _glance(self) -> None:
        """See whether somebody is still there, whether the page is still right, and whether it may stay."""
        if self.session is None:
            return
        self._look()
        over = self._warn() is Phase.OVER
        if over or self._there.here is None or not self._show.may_be_covered:
            self._end()
        elif self._state() != self._shown:
            self._ask()

    def _warn(self) -> Phase:
        """How the session stands; when it is about to end, that is heard too, once."""
        phase = sessions.phase(self.session, self._at_s()) if self.session else Phase.OVER
        if phase is Phase.WARNED and not self._warned and self._ring:
            self._ring()
        self._warned = phase is Phase.WARNED
        return phase

    def _look(self) -> None:
        """Take what is offered now."""
        self._there.look(self._show.program)

    def _state(self) -> tuple[object, ...]:
        """All that the picture depends on."""
        session, at_s = self.session, self._at_s()
        if session is None:
            return ()
        warned = sessions.phase(session, at_s) is Phase.WARNED
        left = int(sessions.left_s(session, at_s)) if warned else None
        minute = self._clock() // 60_000
        held = sessions.still(session)
        counted, speaks = self.desk.counted(session), self._reader.speaks(session.language)
        return held, counted, speaks, left, minute, self._there.here

    def _ask(self) -> None:
        """Have the page painted."""
        if self.session is not None:
            self._shown = self._state()
            self._work(self.session)

    def _work(self, session: Session) -> None:
        """Compose and paint the page of a session beside the drawing thread."""
        here, index, program = self._there.here, self._there.index, self._show.program
        if here is None or index is None:
            return
        at_ms, at_s = self._clock(), self._at_s()
        palette, counted = palette_of(program, self._screen, from_ms(at_ms)), self.desk.counted(session)
        speaks = self._reader.speaks(session.language)

        def work() -> Painted:
            from player.touch.painting import page_of  # noqa: PLC0415 - the first picture does without

            where = msgspec.structs.replace(here, district=self._atlas.of(here.offered.map))
            return page_of(
                where, index, session, palette, at_ms=at_ms, at_s=at_s, counted=counted, speaks=speaks
            )

        self._painter.ask(work, index.prepare)

    def _give_up(self) -> None:
        """A page cannot be painted: the session ends, and the stage is seen again."""
        if self.session is not None:
            self._end()

    def _take(self, page: TouchPage, image: QImage, ground: QImage) -> None:
        """A page was painted: show it."""
        if self.session is None:
            return
        self.page = page
        picture, lain = self._painter.hang(image, ground)
        self.model.show(picture, _SHADE)
        self._steering.show(page.map, lain)
        self._show.cover(covered=True)
        self.session = sessions.read_to(self.session, self._reader.shown(self.session, page))

    def _at_s(self) -> float:
        return self._steady_ms() / 1000
