"""The process that speaks, by Qt TextToSpeech, until its input ends: `python -m player.touch.aloud.speaker`.

On Linux the engine is speech-dispatcher, through espeak-ng or what else is set up there. It may keep whoever
asks it waiting for ever, Python’s lock held: so that is a process of its own, with an alarm that ends it.
Its arguments are the engines that it may take.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QSocketNotifier, QTimer
from PySide6.QtTextToSpeech import QTextToSpeech

from device_profiles.audible import has_sound
from player.touch.aloud.chime import Chime
from player.touch.aloud.ears import Ears, listened
from player.touch.aloud.lines import LINE_BYTES, Headphones, Hush, Order, Ring, Say, Speaks, order, packed
from player.touch.aloud.sockets import plugged

_AS_IN = {"en": "en_GB"}
"""Whose way of speaking a language is taken: espeak-ng's first for English is that of the Caribbean."""
_LOOK_MS = 400
"""Sockets are looked at so often: a voice answers a plug within half a second."""
_PATIENCE_S = 15
"""An engine that does not answer for so long is given up, with this process."""
_FIRST_PATIENCE_S = 60
"""Its first answer names each voice: those of espeak-ng in all their timbres took 37 s on a busy machine."""


@contextmanager
def in_time(seconds: int) -> Iterator[None]:
    """Whatever happens in here ends in time, if need be with the process: nothing else may be able to run."""
    signal.alarm(seconds)
    yield
    signal.alarm(0)


class Speaker(QObject):
    """Does what the lines of its input say, and tells of headphones that are plugged in or pulled out."""

    def __init__(self, engines: Sequence[str]) -> None:
        super().__init__()
        self._read = b""
        self._chime = Chime(self) if has_sound(os.environ) else None
        with in_time(_FIRST_PATIENCE_S):
            self._speech = _speech(engines, self)
            found = self._speech.availableLocales() if self._speech else []
        languages = sorted({QLocale.languageToCode(locale.language()) for locale in found})
        os.write(1, packed(Speaks(tuple(languages))))
        self._input = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._take)
        self._ears = Ears(plugged())
        self._looks = QTimer(self)
        self._looks.timeout.connect(self._look)
        self._looks.start(_LOOK_MS)

    def _look(self) -> None:
        before, self._ears = self._ears, listened(self._ears, plugged())
        if self._ears.wears is not before.wears:
            os.write(1, packed(Headphones(self._ears.wears)))

    def _take(self) -> None:
        data = os.read(0, LINE_BYTES)
        *lines, self._read = (self._read + data).split(b"\n")
        for line in lines:
            if (found := order(line)) is not None:
                with in_time(_PATIENCE_S):
                    self._do(found)
        if not data or len(self._read) > LINE_BYTES:
            QCoreApplication.quit()

    def _do(self, given: Order) -> None:
        match given:
            case Ring():
                if self._chime is not None:
                    self._chime.ring()
            case Say(text, language):
                if self._speech is not None:
                    self._speech.stop()
                    self._speech.setLocale(QLocale(_AS_IN.get(language, language)))
                    self._speech.say(text)
            case Hush():
                if self._speech is not None:
                    self._speech.stop()


def _speech(engines: Sequence[str], parent: QObject) -> QTextToSpeech | None:
    """The first engine that is there and speaks.

    One that has no voice for the language of the machine is in error until it is told another: it counts too.
    """
    there = QTextToSpeech.availableEngines()
    for engine in (one for one in engines if one in there):
        speech = QTextToSpeech(engine, parent)
        if speech.availableLocales():
            return speech
    return None


def main() -> None:
    """Speak until nobody is there to be heard."""
    application = QCoreApplication(sys.argv[:1])
    _speaker = Speaker(sys.argv[1:])
    application.exec()
    os._exit(0)  # what engines do when they are let go of may take seconds, and is of no use to anybody


if __name__ == "__main__":
    main()
