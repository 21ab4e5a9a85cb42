"""Writes a prepared film: H.264 in MP4, constant rate, a key frame each second, the same bytes each time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame

SOUND_RATE = 48_000
SOUND_FRAME = 1024
_BT709 = 1
_LIMITED = 1
# Fixed, so that the bytes do not depend on the machine.
_THREADS = 2
_BITS_PER_PIXEL = 0.16


def even(side: int) -> int:
    """The next even number: H.264 in 4:2:0 has no odd sizes."""
    return side + side % 2


class FilmWriter:
    """A film being written to `path`; frames come one after the other at the constant rate.

    One that flashes is refused: `write` and the end of the block raise `FaultError` then.
    """

    def __init__(self, path: Path, width: int, height: int, rate: int, *, sound: bool) -> None:
        if width % 2 or height % 2:
            raise ValueError("a film has even sides")
        self._container = av.open(
            str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
        )
        most = round(width * height * rate * _BITS_PER_PIXEL / 1000) + 300
        parameters = (
            f"keyint={rate}:min-keyint={rate}:scenecut=0:bframes=0:rc-lookahead=15:sync-lookahead=0:"
            f"vbv-maxrate={most}:vbv-bufsize={most}:threads={_THREADS}:lookahead-threads=1"
        )
        self._video = self._container.add_stream(
            "libx264", rate, options={"preset": "veryfast", "crf": "20", "x264-params": parameters}
        )
        self._video.width, self._video.height = width, height
        self._video.pix_fmt = "yuv420p"
        self._video.time_base = Fraction(1, rate)
        context = self._video.codec_context
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        self._sound: AudioStream | None = None
        if sound:
            self._sound = self._container.add_stream("aac", SOUND_RATE, layout="stereo")
            self._sound.bit_rate = 128_000
        self.frames = 0
        from playlists.media.flashes import FlashMeter  # noqa: PLC0415 - numpy takes 80 ms, and films alone need it

        self._flashes = FlashMeter(rate)

    @property
    def has_sound(self) -> bool:
        """Whether sound is written too."""
        return self._sound is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flashes.end()
                self._container.mux(self._video.encode(None))
                if self._sound is not None:
                    self._container.mux(self._sound.encode(None))
        finally:
            self._container.close()

    def write(self, frame: VideoFrame) -> None:
        """Add the next frame; it must be yuv420p, BT.709, limited range, of the film's size."""
        self._flashes.see(frame)
        frame.pts = self.frames
        frame.time_base = Fraction(1, self._video.codec_context.framerate)
        frame.pict_type = 0
        self.frames += 1
        self._container.mux(self._video.encode(frame))

    def write_sound(self, frame: AudioFrame) -> None:
        """Add the next samples: planar float, stereo, 48 kHz, with their time."""
        if self._sound is not None:
            self._container.mux(self._sound.encode(frame))
