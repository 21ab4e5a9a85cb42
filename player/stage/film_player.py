"""A film that Qt plays, by the machine's video hardware where there is some, kept in step with the clock.

It works in a thread of its own (`FilmDeck`). Loading this module loads QtMultimedia; only a film that a GPU
draws or that is to be heard needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink
from shiboken6 import isValid

from player.stage.errors import PageError, StageError
from player.stage.film_deck import FilmDeck
from player.stage.props import Layer
from player.stage.step import PERIOD_MS, ahead_ms, correction

_CUE_MS = 300
"""A film that is due already begins this much later, at the frame of then; twice that if it is not ready."""
_SILENT_FRAMES = 3
_Hears = tuple[SignalInstance, Callable[..., None]]
_LOADED = {QMediaPlayer.MediaStatus.LoadedMedia, QMediaPlayer.MediaStatus.BufferedMedia}


class FilmPlayer(QObject):
    """Prepares a film at the frame of `due_ms`, plays it from then on, and corrects its step every second.

    Without sound unless the film says so: no sound is even decoded. Without `pictures` it is only heard.
    Frames go to the sinks given to `project`. `changed` is emitted when it begins and when it fails. `find`
    gives its file, in another thread.
    """

    changed = Signal()

    def __init__(
        self,
        find: Callable[[], Path],
        layer: Layer,
        due_ms: int,
        *,
        clock: Callable[[], int],
        silence_ms: int,
        pictures: bool,
    ) -> None:
        super().__init__()
        if layer.film is None:
            raise TypeError(f"{layer.key.item} is no film")
        self._layer, self._film, self._clock = layer, layer.film, clock
        self._silence_ms = max(silence_ms, round(_SILENT_FRAMES * self._film.frame_ms))
        self._frame: QVideoFrame | None = None
        self._outputs: list[QVideoSink] = []
        self._ahead: float | None = None
        self._heard_ms = 0
        self._begun = self._loaded = self._is_closed = False
        self._lead_ms = _CUE_MS
        self._cued_ms = due_ms
        self.error: StageError | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)
        self._pictures = pictures
        self._deck = deck = FilmDeck(find, pictures=pictures, sound=self._film.sound)
        self._hears: tuple[_Hears, ...] = (
            (deck.came, self._take),
            (deck.heard, self._hear),
            (deck.failed, self._fail),
            (deck.lacked, self._lack),
            (deck.loaded, self._cue_when_loaded),
        )
        for told in self._hears:
            told[0].connect(told[1])
        deck.start()

    def ready(self, at_ms: int) -> bool:
        """Whether the frame that begins it has come and is due."""
        return self._frame is not None and at_ms >= self._cued_ms

    @property
    def prepared(self) -> bool:
        """Whether the frame that begins it has come."""
        return self._frame is not None

    def project(self, output: QVideoSink) -> None:
        """Let `output` show this film as long as it exists, from the frame it stands at."""
        self._outputs = [*filter(isValid, self._outputs), output]
        if self._frame is not None:
            output.setVideoFrame(self._frame)

    def close(self) -> None:
        """Stop; the file is let go of when that can be, for which nobody waits."""
        self._is_closed = True
        self._timer.stop()
        self._outputs.clear()
        for told in self._hears:
            told[0].disconnect(told[1])
        self._hears = ()
        self._deck.close()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing of it works any more, within so many seconds; keep it until then."""
        return self._deck.join(patience_s)

    def _cue_when_loaded(self, status: QMediaPlayer.MediaStatus) -> None:
        if status in _LOADED and not self._loaded and not self._is_closed:
            self._loaded = True
            self._cue()

    def _cue(self) -> None:
        """Stand at the frame of the instant at which it is to begin."""
        now_ms = self._clock()
        if now_ms >= self._cued_ms:
            self._cued_ms = now_ms + self._lead_ms
            self._lead_ms *= 2
        self._frame = None
        self._deck.seek(int(self._layer.position_ms(self._cued_ms)))
        self._deck.pause()  # only now: its first frame is the one that is wanted
        self._timer.start(self._cued_ms - now_ms)

    def _take(self, frame: QVideoFrame) -> None:
        if self._is_closed or not frame.isValid():
            return
        now_ms = self._clock()
        due = self._layer.position_ms(now_ms if self._begun else self._cued_ms)
        ahead = ahead_ms(frame.startTime() / 1000, due, self._film.length_ms)
        if self._begun:
            self._measure(ahead)
        elif abs(ahead) > self._film.frame_ms * 1.5:
            return
        self._heard_ms = now_ms
        first, self._frame = self._frame is None, frame
        for output in self._outputs:
            if isValid(output):
                output.setVideoFrame(frame)
        if first:
            self.changed.emit()

    def _hear(self, position_ms: int) -> None:
        """What is only heard has come so far."""
        if self._begun and not self._is_closed:
            due = self._layer.position_ms(self._clock())
            self._measure(ahead_ms(position_ms, due, self._film.length_ms))

    def _measure(self, ahead: float) -> None:
        """What came with the least delay counts."""
        self._ahead = ahead if self._ahead is None else max(self._ahead, ahead)

    def _go_on(self) -> None:
        now_ms = self._clock()
        if not self._begun and now_ms < self._cued_ms:
            self._timer.start(self._cued_ms - now_ms)
        elif not self._begun and self._pictures and self._frame is None:
            self._cue()
        elif now_ms >= self._layer.end_ms:
            self._deck.pause()
        else:
            if self._begun:
                self._correct(now_ms)
            else:
                self._begin(now_ms)
            self._timer.start(min(PERIOD_MS, self._layer.end_ms - now_ms))

    def _begin(self, now_ms: int) -> None:
        self._begun, self._heard_ms = True, now_ms
        self._deck.play()
        self.changed.emit()

    def _correct(self, now_ms: int) -> None:
        """Make up for what was measured since the last time."""
        if self._pictures and now_ms - self._heard_ms > self._silence_ms:
            self._fail()
            return
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            return
        cure = correction(ahead, self._film.frame_ms)
        self._deck.speed(cure.rate)
        if cure.seeks:
            self._deck.seek(int(self._layer.position_ms(now_ms)))

    def _fail(self, _error: QMediaPlayer.Error | None = None, text: str = "") -> None:
        self._lack(PageError(f"the film stopped: {text or 'no more frames came'}"))

    def _lack(self, error: StageError) -> None:
        if not self._is_closed:
            self.error = error
            self.changed.emit()
