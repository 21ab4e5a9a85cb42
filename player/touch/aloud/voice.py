"""The voice: Qt TextToSpeech in a thread of its own, for an engine may take seconds to answer.

On Linux that is speech-dispatcher, which speaks through espeak-ng or what else is set up there.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject, QThread, Signal, Slot
from PySide6.QtTextToSpeech import QTextToSpeech

from player.touch.aloud.chime import Chime

ENGINES = ("speechd", "flite")
"""Those that may be taken, the better first."""
_PATIENCE_MS = 3_000


class _Worker(QObject):
    """Lives in the voice's thread."""

    ready = Signal(list)

    def __init__(self, engines: Sequence[str], *, audible: bool) -> None:
        super().__init__()
        self._engines, self._audible = engines, audible
        self._speech: QTextToSpeech | None = None
        self._chime: Chime | None = None

    @Slot()
    def begin(self) -> None:
        """Look for an engine that speaks."""
        there = QTextToSpeech.availableEngines()
        for engine in (one for one in self._engines if one in there):
            speech = QTextToSpeech(engine, self)
            if speech.state() is not QTextToSpeech.State.Error and speech.availableLocales():
                self._speech = speech
                break
        found = self._speech.availableLocales() if self._speech else []
        self.ready.emit(sorted({QLocale.languageToCode(locale.language()) for locale in found}))

    @Slot(str, str)
    def say(self, text: str, language: str) -> None:
        """Say this, and nothing else any more."""
        if self._speech is not None:
            self._speech.stop()
            self._speech.setLocale(QLocale(language))
            self._speech.say(text)

    @Slot()
    def hush(self) -> None:
        """Be silent."""
        if self._speech is not None:
            self._speech.stop()

    @Slot()
    def ring(self) -> None:
        """Sound the warning, where anything can be heard."""
        if self._chime is None and self._audible:
            self._chime = Chime(self)
        if self._chime is not None:
            self._chime.ring()

    @Slot()
    def end(self) -> None:
        """Let go of the engine, in the thread in which it was made."""
        self.hush()
        self._speech = self._chime = None
        self.thread().quit()


class Voice(QObject):
    """Says one thing at a time. `languages` are those that it speaks: none until an engine was found.

    Only where something can be heard (`audible`) the warning sounds.
    """

    found = Signal()
    _say = Signal(str, str)
    _hush = Signal()
    _ring = Signal()
    _end = Signal()

    def __init__(self, engines: Sequence[str] = ENGINES, *, audible: bool) -> None:
        super().__init__()
        self.languages: frozenset[str] = frozenset()
        self._thread = QThread()
        self._worker = _Worker(engines, audible=audible)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.begin)
        self._worker.ready.connect(self._take)
        self._say.connect(self._worker.say)
        self._hush.connect(self._worker.hush)
        self._ring.connect(self._worker.ring)
        self._end.connect(self._worker.end)
        self._thread.start()

    def say(self, text: str, language: str) -> None:
        """Say this at once, in the place of what is being said."""
        self._say.emit(text, language)

    def hush(self) -> None:
        """Be silent at once."""
        self._hush.emit()

    def ring(self) -> None:
        """Sound what warns that a session ends."""
        self._ring.emit()

    def close(self) -> None:
        """Be silent for good."""
        self._end.emit()
        self._thread.wait(_PATIENCE_MS)

    @Slot(list)
    def _take(self, languages: list[str]) -> None:
        self.languages = frozenset(languages)
        self.found.emit()
