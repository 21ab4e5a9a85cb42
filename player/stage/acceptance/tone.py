"""A tone for ears: three soft notes, made here, through whatever sounds on this machine."""

from __future__ import annotations

import math
from array import array

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

_RATE = 48_000
_NOTES_HZ = (440.0, 554.37, 659.25)
_NOTE_S, _FADE_S = 0.5, 0.05
_LOUD = 0.4


def samples() -> bytes:
    """The notes, as mono samples of 16 bits."""
    told = array("h")
    length, fade = round(_NOTE_S * _RATE), _FADE_S * _RATE
    for pitch in _NOTES_HZ:
        for number in range(length):
            edge = min(1.0, number / fade, (length - number) / fade)
            wave = math.sin(2 * math.pi * pitch * number / _RATE)
            told.append(round(32_767 * _LOUD * edge * wave))
    return told.tobytes()


class Tone(QObject):
    """Plays the notes; lives as long as they are to sound."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._buffer = QBuffer(self)

    def play(self) -> bool:
        """Begin; returns whether there is anything that sounds."""
        output = QMediaDevices.defaultAudioOutput()
        if output.isNull():
            return False
        form = QAudioFormat()
        form.setSampleRate(_RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._buffer.close()
        self._buffer.setData(QByteArray(samples()))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(output, form, self)
        self._sink.start(self._buffer)
        return True
