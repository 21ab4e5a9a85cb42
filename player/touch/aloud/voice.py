"""The voice, as the stage has it: a process of its own speaks, so that nothing here waits for an engine."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from player.touch.aloud.lines import LINE_BYTES, Headphones, Hush, Order, Ring, Say, Speaks, packed, told

ENGINES = ("speechd", "flite")
"""Those that may be taken, the better first."""
_SPEAKER = "player.touch.aloud.speaker"
_AGAIN_MS = 60_000
"""So long after it ended it is tried again."""
_PATIENCE_MS = 1_000


class Voice(QObject):
    """Says one thing at a time. `languages` are those that it speaks: none until an engine answered.

    `plugged` tells that headphones were plugged in (True) or pulled out (False).

    Needs an application that runs. What its process says on standard error is not heard.
    """

    found = Signal()
    plugged = Signal(bool)

    def __init__(self, engines: Sequence[str] = ENGINES) -> None:
        super().__init__()
        self.languages: frozenset[str] = frozenset()
        self.process = QProcess(self)
        self.process.setProgram(sys.executable)
        self.process.setArguments(["-m", _SPEAKER, *engines])
        self.process.setStandardErrorFile(QProcess.nullDevice())
        self.process.readyReadStandardOutput.connect(self._hear)
        self.process.finished.connect(self._lose)
        self.process.errorOccurred.connect(self._lose)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.process.start)
        self.process.start()

    def say(self, text: str, language: str) -> None:
        """Say this at once, in the place of what is being said."""
        self._tell(Say(text, language))

    def hush(self) -> None:
        """Be silent at once."""
        self._tell(Hush())

    def ring(self) -> None:
        """Sound what warns that a session ends."""
        self._tell(Ring())

    def close(self) -> None:
        """Be silent for good."""
        self.process.finished.disconnect(self._lose)
        self.process.errorOccurred.disconnect(self._lose)
        self._again.stop()
        self.hush()
        self.process.closeWriteChannel()
        if not self.process.waitForFinished(_PATIENCE_MS):
            self.process.kill()
            self.process.waitForFinished(_PATIENCE_MS)

    def _tell(self, order: Order) -> None:
        """Nothing is kept for a process that does not listen any more."""
        if self.process.state() is QProcess.ProcessState.Running and self.process.bytesToWrite() < LINE_BYTES:
            self.process.write(packed(order))

    def _hear(self) -> None:
        while self.process.canReadLine():
            match told(bytes(self.process.readLine().data())):
                case Speaks(languages):
                    self._change(frozenset(languages))
                case Headphones(plugged):
                    self.plugged.emit(plugged)
                case None:
                    pass

    def _lose(self) -> None:
        self._change(frozenset())
        if not self._again.isActive():
            self._again.start(_AGAIN_MS)

    def _change(self, languages: frozenset[str]) -> None:
        self.languages = languages
        self.found.emit()
