"""A film that Qt plays, by the machine's video hardware where there is some, kept in step with the clock.

Loading this module loads QtMultimedia; only a film that a GPU draws or that is to be heard needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink
from shiboken6 import isValid

from player.stage.errors import PageError, StageError
from player.stage.props import Layer
from player.stage.step import PERIOD_MS, ahead_ms, correction
from playlists.program import Film

_CUE_MS = 300
"""A film that is due already begins this much later, at the frame of then; twice that if it is not ready."""
_SILENT_FRAMES = 3
_LOADED = {QMediaPlayer.MediaStatus.LoadedMedia, QMediaPlayer.MediaStatus.BufferedMedia}


class FilmPlayer(QObject):
    """Prepares a film at the frame of `due_ms`, plays it from then on, and corrects its step every second.

    Without sound unless the film says so: no sound is even decoded. Without `pictures` it is only heard.
    Frames go to the sinks given to `project`. `changed` is emitted when it begins and when it fails.
    """

    changed = Signal()

    def __init__(
        self,
        path: Path,
        layer: Layer,
        due_ms: int,
        *,
        clock: Callable[[], int],
        silence_ms: int,
        pictures: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        if layer.film is None:
            raise TypeError(f"{layer.key.item} is no film")
        self._layer, self._film, self._clock = layer, layer.film, clock
        self._silence_ms = max(silence_ms, round(_SILENT_FRAMES * self._film.frame_ms))
        self._frame: QVideoFrame | None = None
        self._outputs: list[QVideoSink] = []
        self._ahead: float | None = None
        self._heard_ms = 0
        self._begun = self._loaded = False
        self._lead_ms = _CUE_MS
        self._cued_ms = due_ms
        self.error: StageError | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)
        self._player = self._open(path, self._film, pictures=pictures)
        self._pictures = pictures

    def _open(self, path: Path, film: Film, *, pictures: bool) -> QMediaPlayer:
        player = QMediaPlayer(self)
        player.setLoops(QMediaPlayer.Loops.Infinite.value)
        if film.sound:
            player.setAudioOutput(QAudioOutput(player))
        if pictures:
            sink = QVideoSink(player)
            sink.videoFrameChanged.connect(self._take)
            player.setVideoSink(sink)
        player.errorOccurred.connect(self._fail)
        player.mediaStatusChanged.connect(self._cue_when_loaded)
        player.setSource(QUrl.fromLocalFile(str(path)))
        player.pause()
        return player

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
        """Stop, and let go of the file."""
        self._timer.stop()
        self._outputs.clear()
        self._player.errorOccurred.disconnect(self._fail)
        self._player.stop()
        self.deleteLater()

    def _cue_when_loaded(self, status: QMediaPlayer.MediaStatus) -> None:
        if status in _LOADED and not self._loaded:
            self._loaded = True
            self._cue()

    def _cue(self) -> None:
        """Stand at the frame of the instant at which it is to begin."""
        now_ms = self._clock()
        if now_ms >= self._cued_ms:
            self._cued_ms = now_ms + self._lead_ms
            self._lead_ms *= 2
        self._frame = None
        self._player.setPosition(int(self._layer.position_ms(self._cued_ms)))
        self._timer.start(self._cued_ms - now_ms)

    def _take(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        now_ms = self._clock()
        due = self._layer.position_ms(now_ms if self._begun else self._cued_ms)
        ahead = ahead_ms(frame.startTime() / 1000, due, self._film.length_ms)
        if self._begun:
            self._ahead = ahead if self._ahead is None else max(self._ahead, ahead)
        elif abs(ahead) > self._film.frame_ms * 1.5:
            return
        self._heard_ms = now_ms
        first, self._frame = self._frame is None, frame
        for output in self._outputs:
            if isValid(output):
                output.setVideoFrame(frame)
        if first:
            self.changed.emit()

    def _go_on(self) -> None:
        now_ms = self._clock()
        if not self._begun and now_ms < self._cued_ms:
            self._timer.start(self._cued_ms - now_ms)
        elif not self._begun and self._pictures and self._frame is None:
            self._cue()
        elif now_ms >= self._layer.end_ms:
            self._player.pause()
        else:
            if self._begun:
                self._correct(now_ms)
            else:
                self._begin(now_ms)
            self._timer.start(min(PERIOD_MS, self._layer.end_ms - now_ms))

    def _begin(self, now_ms: int) -> None:
        self._begun, self._heard_ms = True, now_ms
        self._player.play()
        self.changed.emit()

    def _correct(self, now_ms: int) -> None:
        """Measure by the frame that came with the least delay, or by what is heard."""
        if self._pictures and now_ms - self._heard_ms > self._silence_ms:
            self._fail()
            return
        due = self._layer.position_ms(now_ms)
        ahead = self._ahead
        if not self._pictures:
            ahead = ahead_ms(self._player.position(), due, self._film.length_ms)
        self._ahead = None
        if ahead is None:
            return
        cure = correction(ahead, self._film.frame_ms)
        self._player.setPlaybackRate(cure.rate)
        if cure.seeks:
            self._player.setPosition(int(due))

    def _fail(self, _error: QMediaPlayer.Error | None = None, text: str = "") -> None:
        self.error = PageError(f"the film stopped: {text or 'no more frames came'}")
        self.changed.emit()
