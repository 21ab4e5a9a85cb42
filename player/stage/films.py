"""Films, exactly: the frame that belongs to a position, decoded by PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import av
import av.error
from PySide6.QtGui import QImage

from player.stage.errors import PageError

_SEEK_AHEAD_MS = 2000
"""A position further ahead than this is reached by seeking, a nearer one by decoding on."""


class FilmReader:
    """One open film. Ask for growing positions for cheap frames, for any position for a correct one.

    `width` and `height` are the pixels of the pictures it gives. Not to be shared between threads.
    """

    def __init__(self, path: Path, width: int, height: int) -> None:
        """Open the film.

        Raises:
            PageError: there is no film in the file that can be decoded.
        """
        self._size = (width, height)
        try:
            self._container = av.open(str(path))
            self._stream = self._container.streams.video[0]
        except (av.error.FFmpegError, IndexError, OSError) as error:
            raise PageError(f"no film can be read: {error}") from error
        self._stream.thread_type = "AUTO"
        self._frames = self._decode()
        self._shown: av.VideoFrame | None = None
        self._next: av.VideoFrame | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def frame(self, position_ms: float) -> tuple[float, QImage]:
        """The picture at `position_ms` from the start, and the position at which it comes on.

        Raises:
            PageError: the film cannot be decoded there.
        """
        began = self.advance(position_ms)
        return began, self.picture()

    def advance(self, position_ms: float) -> float:
        """Go to the frame at `position_ms` without making a picture of it; returns when it comes on."""
        try:
            shown = self._go(position_ms)
        except (av.error.FFmpegError, ValueError) as error:
            raise PageError(f"the film cannot be decoded at {position_ms / 1000:.2f} s: {error}") from error
        return self._position(shown)

    @property
    def next_begins(self) -> float | None:
        """When the next frame comes on, None after the last one."""
        return None if self._next is None else self._position(self._next)

    def picture(self) -> QImage:
        """The frame it stands at, in the pixels asked for."""
        if self._shown is None:
            raise PageError("the film holds no frames")
        width, height = self._size
        picture = self._shown.reformat(width=width, height=height, format="bgra")
        plane = picture.planes[0]
        view = memoryview(cast("bytes", plane))
        return QImage(view, width, height, plane.line_size, QImage.Format.Format_RGB32).copy()

    def _go(self, position_ms: float) -> av.VideoFrame:
        behind = self._shown is None or position_ms < self._position(self._shown)
        far = self._shown is not None and position_ms > self._position(self._shown) + _SEEK_AHEAD_MS
        if (behind and self._shown is not None) or far:
            self._seek(position_ms)
        if self._shown is None:
            self._shown, self._next = next(self._frames, None), next(self._frames, None)
        if self._shown is None:
            raise PageError("the film holds no frames")
        while self._next is not None and self._position(self._next) <= position_ms:
            self._shown, self._next = self._next, next(self._frames, None)
        return self._shown

    def _seek(self, position_ms: float) -> None:
        base = self._stream.time_base
        if base is None:
            raise PageError("the film has no time base")
        offset = (self._stream.start_time or 0) + int(position_ms / 1000 / base)
        self._container.seek(max(offset, 0), stream=self._stream, backward=True)
        self._frames = self._decode()
        self._shown = self._next = None

    def _decode(self) -> Iterator[av.VideoFrame]:
        return self._container.decode(self._stream)

    def _position(self, frame: av.VideoFrame) -> float:
        base = self._stream.time_base
        if frame.pts is None or base is None:
            return 0.0
        return float((frame.pts - (self._stream.start_time or 0)) * base * 1000)
