"""Whether a film flashes as no public screen may: more than three times a second over a quarter of it.

The limits are those of broadcasting (ITU-R BT.1702-3, Ofcom) and of WCAG 2.2, 2.3.1: a flash is a pair of
opposing changes of a tenth of the full light, the darker side below 0.8, or to and from saturated red.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import cycle, islice
from typing import Any, Final

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from playlists.media.faults import FaultError

Grid = NDArray[np.floating[Any]]
_ACROSS: Final = 160
"""Cells across a picture: finer patterns than that are no flash to anybody."""
_CHANGES: Final = 7
"""So many changes in a second are more than three flashes."""
_AREA: Final = 0.25
_LIGHT: Final = 0.1
_DARK: Final = 0.8
_RED: Final = 20 / 320
"""The least change of R - G - B that counts."""
_SATURATED: Final = 0.8
"""The part of red in a colour from which on it is saturated."""
_KNEE: Final = 0.04045
_CODES = np.arange(256) / 255
_LINEAR: Final[Grid] = np.where(_CODES <= _KNEE, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4)
"""Light by its sRGB code (IEC 61966-2-1)."""


class FlashMeter:
    """Looks at a film of `rate` frames a second, of 4:2:0 in BT.709 of limited range, one after the other.

    It may be played again and again: its end is looked at with its beginning after it.
    """

    def __init__(self, rate: int) -> None:
        self._rate, self._seen = rate, 0
        self._begin: list[tuple[Grid, Grid]] = []
        self._scale = VideoReformatter()
        self._light, self._red = _Counter(rate, _LIGHT, _DARK), _Counter(rate, _RED, 2.0)

    def see(self, frame: VideoFrame) -> None:
        """Look at the next frame. Raises `FaultError`: by now it flashes."""
        grids = _light_and_red(self._scaled(frame))
        if len(self._begin) < self._rate:
            self._begin.append(grids)
        self._look(grids)

    def end(self) -> None:
        """The film is over. Raises `FaultError`: it flashes when it is played again and again."""
        whole = self._seen >= self._rate
        for grids in islice(cycle(self._begin), self._rate if whole else 2 * self._rate):
            self._look(grids)

    def _scaled(self, frame: VideoFrame) -> VideoFrame:
        """The picture in RGB, a pixel a cell, each the mean of what lies in it."""
        return self._scale.reformat(
            frame,
            width=min(_ACROSS, frame.width),
            height=min(max(1, frame.height * _ACROSS // frame.width), frame.height),
            format="rgb24",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.AREA,
        )

    def _look(self, grids: tuple[Grid, Grid]) -> None:
        light, red = grids
        self._seen += 1
        if self._light.count(light) or self._red.count(red):
            second = max(Fraction(0), Fraction(self._seen, self._rate) - 1)
            at = f"{int(second) // 60}:{int(second) % 60:02}"
            raise FaultError(
                f"flashes more than three times a second, at {at}: slow it down, it can bring on fits"
            )


class _Counter:
    """Counts changes of each cell within a second: from one extreme to the other by a step at least.

    Of the two the lower one lies below `under`.
    """

    def __init__(self, rate: int, step: float, under: float) -> None:
        self._step, self._under = step, under
        self._extreme: Grid | None = None
        self._rising: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._last: list[NDArray[np.bool_]] = []
        self._rate = rate

    def count(self, now: Grid) -> bool:
        """Take the next frame; whether too much of it changed too often within the last second."""
        if self._extreme is None:
            self._extreme, self._rising = now.copy(), np.ones(now.shape, np.bool_)
        before = self._extreme
        fell = self._rising & (before - now >= self._step) & (now < self._under)
        rose = ~self._rising & (now - before >= self._step) & (before < self._under)
        turned = fell | rose
        self._rising ^= turned
        further = np.where(self._rising, np.maximum(before, now), np.minimum(before, now))
        self._extreme = np.where(turned, now, further)
        self._last = [*self._last, turned][-self._rate :]
        if len(self._last) < _CHANGES:
            return False
        often = np.sum(self._last, axis=0) >= _CHANGES
        return bool(often.mean() >= _AREA)


def _light_and_red(small: VideoFrame) -> tuple[Grid, Grid]:
    """The relative luminance of each cell, and how red it is where red is saturated; from 0 to 1."""
    plane = small.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(small.height, plane.line_size)
    cells = _LINEAR[rows[:, : 3 * small.width].reshape(small.height, small.width, 3)]
    r, g, b = cells[..., 0], cells[..., 1], cells[..., 2]
    is_red = r >= _SATURATED * (r + g + b)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b, np.where(is_red, np.maximum(r - g - b, 0), 0)
