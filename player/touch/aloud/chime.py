"""Two quiet notes that go with the warning that a session ends; for whoever does not see it."""

from __future__ import annotations

import math
from array import array

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

_RATE = 44_100
_NOTES = ((523.3, 0.22), (659.3, 0.4))
"""Hertz and seconds: a third up, like a question."""
_LOUD = 0.25
_RISE, _FALL = 400, 6_000
"""Samples in which a note comes and goes."""


def notes() -> bytes:
    """The sound as 16-bit mono samples."""
    samples = array("h")
    for pitch, length in _NOTES:
        count = int(length * _RATE)
        for number in range(count):
            fade = min(1.0, number / _RISE, (count - number) / _FALL)
            wave = math.sin(2 * math.pi * pitch * number / _RATE)
            samples.append(int(32767 * _LOUD * fade * wave))
    return samples.tobytes()


class Chime(QObject):
    """Sounds where there is something to sound with; lives in the thread that made it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._samples = QBuffer(self)
        self._samples.setData(QByteArray(notes()))
        device = QMediaDevices.defaultAudioOutput()
        sound = QAudioFormat()
        sound.setSampleRate(_RATE)
        sound.setChannelCount(1)
        sound.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink = None if device.isNull() else QAudioSink(device, sound, self)

    def ring(self) -> None:
        """Once, from the beginning."""
        if self._sink is not None:
            self._sink.stop()
            self._samples.close()
            self._samples.open(QIODevice.OpenModeFlag.ReadOnly)
            self._sink.start(self._samples)
