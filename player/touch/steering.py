"""What fingers do to the map that is shown: it follows them at once, and is painted anew when they rest."""

from __future__ import annotations

from collections.abc import Mapping

from player.touch import session as sessions
from player.touch.acts import act
from player.touch.district.frame import Frame, Point
from player.touch.district.sight import Sight
from player.touch.hand import Hand, runs_out
from player.touch.limits import LIMITS
from player.touch.model import TouchModel
from player.touch.pinned import is_nearest, touched
from player.touch.session import Look, Session
from player.touch.target import Target, holds


class Steering:
    """Moves the map of a model; `mm` is a millimetre in pixels. Without a map it does nothing."""

    def __init__(self, model: TouchModel, mm: float) -> None:
        self._model, self._mm = model, mm
        self._sight: Sight | None = None
        self._frame: Frame | None = None
        self._hand: Hand | None = None

    @property
    def is_held(self) -> bool:
        """Whether fingers are on the map."""
        return self._hand is not None

    def show(self, sight: Sight | None, picture: str) -> None:
        """Another picture of the map was painted, or there is none any more; under a hand it stays."""
        self._sight = sight
        if sight is None:
            self._hand = self._frame = None
        elif self._hand is None or self._frame is None:
            self._frame = sight.frame
        if sight is None:
            self._model.lay(None, "")
        else:
            self._model.lay(sight.rect, picture, sight.chart.frame.width, sight.chart.frame.height)
        self._move()

    def down(self, finger: int, x: float, y: float) -> bool:
        """A finger goes down. Whether it is on the map."""
        sight, frame = self._sight, self._frame
        if sight is None or frame is None or not holds(sight.rect, x, y):
            return False
        if self._hand is None:
            self._hand = Hand(frame, LIMITS.drag_mm * self._mm)
        self._hand.join(sight, finger, (x, y))
        pin = sight.pin((x, y), frame)
        self._model.press(sight.seen(pin, frame) if pin else None)
        return True

    def feel(
        self, session: Session, points: Mapping[int, Point], at_s: float, *, may_paint: bool
    ) -> tuple[Session, bool]:
        """The session once fingers are where they are now, and whether it is to be painted anew.

        A finger that is lifted has touched, unless one of them moved; others that stay have no say any more.
        """
        sight, hand = self._sight, self._hand
        if sight is None or hand is None:
            return session, False
        lifted = hand.lifted(points)
        if lifted is not None:
            session = sessions.touched(session, at_s)
            if not hand.moves:
                self.let_go()
                return self._chosen(session, sight, lifted), True
            if hand.is_lifted:
                self.let_go()
                return self.looking(session), True
        if hand.feel(sight, points):
            session = sessions.touched(session, at_s)
        if not hand.moves:
            return session, False
        self._model.press(None)
        self._frame = hand.frame
        self._move()
        anew = may_paint and runs_out(sight, hand.frame)
        return (self.looking(session) if anew else session), anew

    def let_go(self) -> None:
        """What is on the map moves it no more."""
        self._hand = None
        self._model.press(None)

    def looking(self, session: Session) -> Session:
        """The session that looks at what is seen."""
        if self._frame is None:
            return session
        at = round(self._frame.x), round(self._frame.y)
        return sessions.look(session, Look(at, self._frame.scale / self._mm))

    def _chosen(self, session: Session, sight: Sight, at: Point) -> Session:
        """The session after a touch of the map: of a pin, else of what is to lie in the middle."""
        frame = self._frame
        if frame is None:
            return session
        pin = sight.pin(at, frame)
        if pin is not None:
            made, value, about = touched(pin, nearest=is_nearest(sight))
            return act(session, Target(rect=pin.rect, act=made, value=value, about=about, label=""))
        x, y = frame.meant(at[0] - sight.rect.x, at[1] - sight.rect.y)
        return sessions.nearer(session, f"{x:.0f} {y:.0f}", 1.0)

    def _move(self) -> None:
        if self._sight is not None and self._frame is not None:
            self._model.move_map(*self._sight.painted(self._frame))
