"""Two notes for a new severe alarm. Silent where nothing can play them, and where somebody said so."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

_RATE: Final = 44_100
_NOTES: Final = ((659.3, 0.18), (523.3, 0.34))
"""Hertz and seconds: a third down, which is heard and does not frighten."""
_LOUD: Final = 0.32


def notes() -> bytes:
    """The sound as 16-bit mono samples."""
    samples = array("h")
    for pitch, length in _NOTES:
        count = int(length * _RATE)
        for number in range(count):
            fade = min(1.0, number / 400, (count - number) / 4000)
            wave = math.sin(2 * math.pi * pitch * number / _RATE)
            samples.append(int(32767 * _LOUD * fade * wave))
    return samples.tobytes()


class Bell(QObject):
    """Rings, where there is something to ring with."""

    def __init__(self, parent: QObject, *, audible: bool) -> None:
        super().__init__(parent)
        self.muted = False
        self.rung = 0
        self._sink: QAudioSink | None = None
        self._samples = QBuffer(self)
        self._samples.setData(QByteArray(notes()))
        if audible:
            self._open()

    def _open(self) -> None:
        # Loading it costs a quarter of a second, for nothing where nothing can be heard.
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices  # noqa: PLC0415

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return
        sound = QAudioFormat()
        sound.setSampleRate(_RATE)
        sound.setChannelCount(1)
        sound.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink = QAudioSink(device, sound, self)

    @property
    def can_ring(self) -> bool:
        """Whether this machine has anything to be heard with."""
        return self._sink is not None

    def ring(self) -> None:
        """Ring once, unless muted."""
        if self.muted:
            return
        self.rung += 1
        if self._sink is not None:
            self._sink.stop()
            self._samples.close()
            self._samples.open(QIODevice.OpenModeFlag.ReadOnly)
            self._sink.start(self._samples)
