"""A film on the air: decoded a few frames ahead in its own thread, in step with the clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from player.stage.errors import PageError, StageError
from player.stage.props import Layer

if TYPE_CHECKING:
    from player.stage.films import FilmReader

_SILENT_FRAMES = 3
Frame = tuple[float, QImage]
"""When a frame comes on, in milliseconds since 1970, and its picture."""


class FilmPump:
    """Gives the frame of a film that is due at an instant, dropping those that come too late."""

    def __init__(
        self,
        layer: Layer,
        open_film: Callable[[], FilmReader],
        from_ms: int,
        *,
        ahead: int,
        silence_ms: int,
        changed: Callable[[], None],
    ) -> None:
        """Start decoding at `from_ms`, with at most `ahead` frames in store.

        Once it plays, it has failed when no frame comes for `silence_ms`, or three frames if that is longer.

        `changed` is called in the decoding thread when the first frame is there and after a failure, never
        after `close`; it must not wait.
        """
        film = layer.film
        if film is None:
            raise TypeError(f"{layer.key.item} is no film")
        self._layer = layer
        self._length_ms = max(1, film.length_ms)
        self._open = open_film
        self._ahead = ahead
        self._frames: deque[Frame] = deque()
        self._frame_ms = film.frame_ms
        self._silence_ms = max(silence_ms, round(_SILENT_FRAMES * film.frame_ms))
        self._newest_ms, self._came_ms, self._looked_ms = 0.0, from_ms, from_ms
        self._asked_ms = from_ms
        self._changed = Condition()
        self._closed = False
        self._tell = changed
        self.has_frame = False
        self.error: StageError | None = None
        self._thread = Thread(target=self._run, name=f"film {layer.key.item}", daemon=True)
        self._thread.start()

    def frame(self, at_ms: int) -> Frame | None:
        """The newest frame due at `at_ms`; before any is due the first one, None while there is none."""
        with self._changed:
            self._asked_ms = min(max(self._asked_ms, at_ms), self._layer.end_ms - 1)
            late = False
            while len(self._frames) > 1 and self._frames[1][0] <= at_ms:
                self._frames.popleft()
                late = True
            if late:
                self._changed.notify()
            self._listen(at_ms)
            return self._frames[0] if self._frames else None

    def _listen(self, at_ms: int) -> None:
        """Fail where the newest frame is over and none came for too long; a clock set anew is no silence."""
        if not self._frames or self.error is not None:
            return
        newest_ms = self._frames[-1][0]
        goes_on = 0 <= at_ms - self._looked_ms <= self._silence_ms
        if newest_ms != self._newest_ms or not goes_on:
            self._newest_ms, self._came_ms = newest_ms, at_ms
        self._looked_ms = at_ms
        waits = at_ms >= newest_ms + self._frame_ms and self._thread.is_alive()
        if waits and at_ms - self._came_ms > self._silence_ms:
            self._fail(PageError("the film stopped: no more frames came"))

    def close(self) -> None:
        """Stop decoding; the thread ends by itself."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether the thread has ended, within so many seconds."""
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            reader = self._open()
        except StageError as error:
            self._fail(error)
            return
        try:
            self._decode(reader)
        except StageError as error:
            self._fail(error)
        finally:
            reader.close()

    def _fail(self, error: StageError) -> None:
        with self._changed:
            self.error = error
            if not self._closed:
                self._tell()

    def _decode(self, reader: FilmReader) -> None:
        start = self._layer.start_ms
        turn, position = divmod(float(max(self._asked_ms, start) - start), self._length_ms)
        while start + turn * self._length_ms + position < self._layer.end_ms:
            begins = start + turn * self._length_ms + reader.advance(position)
            picture = reader.picture()
            with self._changed:
                self._frames.append((begins, picture))
                if not self.has_frame and not self._closed:
                    self.has_frame = True
                    self._tell()
                self._changed.wait_for(lambda: self._closed or len(self._frames) < self._ahead)
                if self._closed:
                    return
                asked = float(self._asked_ms - start)
            following = reader.next_begins
            if following is None or following >= self._length_ms:
                turn, position = turn + 1, 0.0
            else:
                position = following
            if turn * self._length_ms + position < asked:
                turn, position = divmod(asked, self._length_ms)
