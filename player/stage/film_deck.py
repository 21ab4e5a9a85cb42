"""The thread in which Qt plays one film: opening, seeking and ending wait there for the disk and the decoder.

Loading this module loads QtMultimedia; only a film that a GPU draws or that is to be heard needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from PySide6.QtCore import Q_ARG, QEventLoop, QGenericArgumentHolder, QMetaObject, QObject, Qt, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from player.stage.errors import PageError, StageError


class FilmDeck(QObject):
    """Plays as it is told, and tells what comes; both by signals, so that nobody waits for the other.

    `find` gives the film's file, in the thread; `lacked` tells why there is none. What this object tells
    arrives in the thread that made it, some of it out of date. After `close` keep it until `join` says that
    the thread has ended.
    """

    loaded = Signal(QMediaPlayer.MediaStatus)
    came = Signal(QVideoFrame)
    heard = Signal("qlonglong")  # type: ignore[arg-type]
    failed = Signal(QMediaPlayer.Error, str)
    lacked = Signal(object)

    def __init__(self, find: Callable[[], Path], *, pictures: bool, sound: bool) -> None:
        super().__init__()
        self._find, self._pictures, self._sound = find, pictures, sound
        self._lock, self._is_closed = Lock(), False
        self._player: QMediaPlayer | None = None
        self._thread = Thread(target=self._run, name="film", daemon=True)

    def start(self) -> None:
        """Open it."""
        self._thread.start()

    def play(self) -> None:
        """Go on."""
        self._ask("play")

    def pause(self) -> None:
        """Stand still."""
        self._ask("pause")

    def seek(self, position_ms: int) -> None:
        """Go to another place of it."""
        self._ask("setPosition", Q_ARG("qlonglong", position_ms))

    def speed(self, rate: float) -> None:
        """Go so many times as fast."""
        self._ask("setPlaybackRate", Q_ARG(float, rate))

    def close(self) -> None:
        """Let go of the file, whenever that can be."""
        with self._lock:
            self._ask("deleteLater")
            self._is_closed = True

    def join(self, patience_s: float) -> bool:
        """After `close`: whether its thread has ended, within so many seconds."""
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _ask(self, method: str, *args: QGenericArgumentHolder) -> None:
        """Have the player do something in its own thread, when it comes to that.

        Without a connection: a player that ends would take it away, and wait for Python with a lock of Qt's.
        """
        if self._player is not None and not self._is_closed:
            QMetaObject.invokeMethod(self._player, method, Qt.ConnectionType.QueuedConnection, *args)

    def _run(self) -> None:
        try:
            path = self._find()
        except StageError as error:
            self.lacked.emit(error)
            return
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one film stays with it
            self.lacked.emit(PageError(f"no film can be found: {error}"))
            return
        loop = QEventLoop()
        player = self._made(loop)
        with self._lock:
            self._player, is_closed = player, self._is_closed
        if is_closed:
            player.deleteLater()
        else:
            player.setSource(QUrl.fromLocalFile(str(path)))
        loop.exec()

    def _made(self, loop: QEventLoop) -> QMediaPlayer:
        """A player, with whose end that of the loop comes."""
        player = QMediaPlayer()
        player.setLoops(QMediaPlayer.Loops.Infinite.value)
        if self._sound:
            player.setAudioOutput(QAudioOutput(player))
        if self._pictures:
            sink = QVideoSink(player)
            sink.videoFrameChanged.connect(self.came)
            player.setVideoSink(sink)
        else:
            player.positionChanged.connect(self.heard)
        player.errorOccurred.connect(self.failed)
        player.mediaStatusChanged.connect(self.loaded)
        player.destroyed.connect(loop.quit)
        return player
