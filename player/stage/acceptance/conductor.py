"""Leads through the tests: what each screen shows, what a key, a finger or a stretch of time does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from device_profiles.acceptance import Check
from device_profiles.profile import DeviceProfile
from player.acceptance import Answers, Desk
from player.stage.acceptance import course
from player.stage.acceptance.course import TOUCHED, Kind, Step
from player.stage.acceptance.model import GlassModel
from player.stage.acceptance.patterns import pattern
from player.stage.acceptance.summary import summary
from player.stage.acceptance.touching import ACCURACY_MM, Touches
from player.stage.acceptance.words import say
from player.stage.pictures import Pictures

IDLE_S = 600.0
"""So long without a finger or a key: nobody is there, the show goes on."""
READ_S = 60.0
"""The verdict stays so long."""
_STALLED_S = 15.0
_GLANCE_MS = 250
_GOOD, _BAD, _PLAIN = "#00796f", "#b3261e", "#2b4450"


class Conductor(QObject):
    """Goes step by step; `finished` when the glass may be left. `steady_s` is the monotonic clock."""

    finished = Signal()

    def __init__(
        self,
        profile: DeviceProfile,
        desk: Desk,
        language: str,
        models: Mapping[str, GlassModel],
        pictures: Pictures,
        *,
        steady_s: Callable[[], float],
        pace_s: float | None,
        tone: Callable[[], bool] | None,
    ) -> None:
        super().__init__()
        self._steps, self._desk, self._language = course.steps(profile), desk, language
        self._models, self._pictures = models, pictures
        self._steady, self._pace_s, self._tone = steady_s, pace_s, tone
        self._at = 0
        self._checks: list[Check] = []
        self._touches = Touches(profile.screens[0])
        self._hidden = self._stalled = self._is_over = self._is_silent = False
        self._offered = ""
        self._last_s = self._step_s = steady_s()
        self._verdict_s: float | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        for model in models.values():
            model.answered.connect(self.answer)
            model.ticked.connect(self._tick)

    @property
    def step(self) -> Step | None:
        """The test that is on; None after the last."""
        return self._steps[self._at] if self._at < len(self._steps) else None

    def begin(self) -> None:
        """Show the first test."""
        self._show()
        self._timer.start(_GLANCE_MS)

    def end(self) -> None:
        """Stop."""
        self._timer.stop()

    def answer(self, what: str) -> None:
        """A key: `good`, `bad`, `hide`, `leave`, `on`."""
        self._last_s = self._steady()
        step = self.step
        if what == "leave" or (step is None and self._verdict_s is not None and what in {"good", "bad"}):
            self._leave()
        elif step is None:
            return
        elif what == "hide":
            self._hidden = not self._hidden
            self._say()
        elif what == "on":
            self._stalled, self._step_s = False, self._steady()
            self._say()
        elif what == "bad" and step.kind in TOUCHED:
            self._note(self._felt(step))
        elif step.kind not in TOUCHED:
            self._note(course.seen(step, good=None if self._is_silent else what == "good"))

    def touch(self, screen: str, points: Mapping[int, tuple[float, float]]) -> bool:
        """Fingers on a screen; returns whether the test took them for itself."""
        self._last_s = self._steady()
        step = self.step
        if step is None or step.kind not in TOUCHED or screen != step.screen.name or self._stalled:
            return False
        touches = self._touches
        news = touches.hit(points) if step.kind is Kind.ACCURACY else False
        news = touches.feel(points) or news
        if news:
            self._step_s = self._steady()
        if self._is_done(step):
            self._note(self._felt(step))
        elif news:
            self._say()
        return True

    def look(self) -> None:
        """What only time brings."""
        now = self._steady()
        step = self.step
        read_s = READ_S if self._pace_s is None else self._pace_s
        if now - self._last_s > (IDLE_S if step else read_s) and (step or self._verdict_s is not None):
            self._leave()
        elif step is None:
            self._summarise(now)
        elif self._pace_s is not None and now - self._step_s > self._pace_s:
            self._last_s = now
            self._note(course.seen(step, good=None))
        elif step.kind in TOUCHED and not self._stalled and now - self._step_s > _STALLED_S:
            self._stalled = True
            self._say()

    def _is_done(self, step: Step) -> bool:
        match step.kind:
            case Kind.TOUCH:
                return len(self._touches.felt) == self._touches.grid.count
            case Kind.FINGERS:
                return self._touches.most >= course.fingers_of(step.screen)
            case _:
                return self._touches.aim is None

    def _felt(self, step: Step) -> Check:
        touches = self._touches
        match step.kind:
            case Kind.TOUCH:
                return course.counted(step, len(touches.felt), touches.grid.count)
            case Kind.FINGERS:
                return course.counted(step, touches.most, course.fingers_of(step.screen))
            case _:
                return course.measured(step, touches.worst_mm, ACCURACY_MM)

    def _note(self, check: Check) -> None:
        """Keep what was found, and go on to the next test."""
        self._checks.append(check)
        self._at += 1
        self._keep()
        self._show()

    def _keep(self, *, left: bool = False) -> None:
        with suppress(OSError):  # a disk that refuses is what the doctor is about to find out
            self._desk.answer(Answers(checks=tuple(self._checks), over=self.step is None, left=left))

    def _leave(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._keep(left=self.step is not None)
            self.finished.emit()

    def _show(self) -> None:
        """Put the test on its screen, and its name on the others."""
        self._hidden = self._stalled = self._is_silent = False
        self._step_s = self._steady()
        step = self.step
        if self._offered:
            self._pictures.withdraw(self._offered)
            self._offered = ""
        if step is None:
            for model in self._models.values():
                model.show(kind="summary", active=False, picture="", aim=[], points=[])
            self._summarise(self._steady())
            return
        self._touches = Touches(step.screen)
        self._offered = self._pictures.offer(pattern(step.screen, step.kind, say("top", self._language)))
        for name, model in self._models.items():
            is_here = name == step.screen.name
            model.show(kind=step.kind.value, active=is_here, picture=self._offered if is_here else "")
        if step.kind is Kind.TONE:
            self._is_silent = not (self._tone and self._tone())
        self._say()

    def _say(self) -> None:
        """What the panels say, and what is felt."""
        step = self.step
        if step is None:
            return
        touches, is_felt = self._touches, step.kind in TOUCHED
        for name, model in self._models.items():
            is_here = name == step.screen.name
            asks = (
                self._stalled if is_felt and step.kind is not Kind.FINGERS and is_here else not self._hidden
            )
            wants_aim = is_here and step.kind is Kind.ACCURACY and touches.aim
            model.show(
                panel=asks or not is_here,
                head=self._head(step),
                question=self._question(step),
                hint=self._hint(model, is_here=is_here, is_felt=is_felt),
                keys=self._keys(step) if model.is_touched else [],
                columns=touches.grid.columns,
                rows=touches.grid.rows,
                felt=[cell in touches.felt for cell in range(touches.grid.count)],
                points=[{"x": x, "y": y} for x, y in touches.points.values()] if is_here and is_felt else [],
                aim=[{"x": touches.aim[0], "y": touches.aim[1]}] if wants_aim and touches.aim else [],
            )

    def _head(self, step: Step) -> str:
        here = say("name-here", self._language, screen=step.screen.name)
        return f"{here} · {say('step', self._language, number=self._at + 1, count=len(self._steps))}"

    def _question(self, step: Step) -> str:
        if self._is_silent:
            return say("tone-none", self._language)
        touches = self._touches
        left = touches.grid.count - len(touches.felt)
        if step.kind is Kind.ACCURACY:
            left = len(touches.targets) - len(touches.misses_mm)
        wanted = course.fingers_of(step.screen)
        asked = say(f"{step.kind.value}-ask", self._language, left=left, wanted=wanted, count=touches.most)
        return say("stalled", self._language, what=asked) if self._stalled else asked

    def _hint(self, model: GlassModel, *, is_here: bool, is_felt: bool) -> str:
        if not model.is_touched:
            return say("keys", self._language)
        return say("tap-hides", self._language) if is_here and not is_felt else ""

    def _keys(self, step: Step) -> list[dict[str, str]]:
        if step.kind in TOUCHED:
            rows = [("on", "carry-on", _GOOD), ("bad", "give-up", _BAD)] if self._stalled else []
        else:
            rows = [("bad", "bad", _BAD), ("good", "good", _GOOD)]
        rows = [("leave", "leave", _PLAIN), *rows] if rows else []
        return [
            {"answer": answer, "text": say(text, self._language), "ground": ground}
            for answer, text, ground in rows
        ]

    def _summarise(self, now: float) -> None:
        """What the doctor says so far, on every screen."""
        progress = self._desk.progress()
        if progress is not None and progress.verdict is not None and self._verdict_s is None:
            self._verdict_s = self._last_s = now
        said = summary(progress, self._language)
        close = {"answer": "leave", "text": say("close", self._language), "ground": _GOOD}
        for model in self._models.values():
            model.show(
                **said, panel=self._verdict_s is not None, keys=[close] if model.is_touched else [], hint=""
            )

    def _tick(self) -> None:
        step = self.step
        if step is not None:
            self._models[step.screen.name].go_on(self._steady() - self._step_s)
