"""What is seen of a district: a middle, a scale and a size; how fingers move it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from playlists.district import District

Point = tuple[float, float]
_PX_PER_DM = 10.0


class Frame(msgspec.Struct, frozen=True):
    """A view: its middle in decimetres of the district, pixels per metre, and its size in pixels."""

    x: float
    y: float
    scale: float
    width: float
    height: float

    @property
    def per_dm(self) -> float:
        """Pixels of a decimetre."""
        return self.scale / _PX_PER_DM

    def shown(self, x: float, y: float) -> Point:
        """Where a point of the district is seen, in pixels from the top left corner."""
        return (x - self.x) * self.per_dm + self.width / 2, (y - self.y) * self.per_dm + self.height / 2

    def meant(self, x: float, y: float) -> Point:
        """Which point of the district is seen at a pixel."""
        return (x - self.width / 2) / self.per_dm + self.x, (y - self.height / 2) / self.per_dm + self.y

    def wider(self, factor: float) -> Frame:
        """The same view with more around it, in whole pixels."""
        return msgspec.structs.replace(
            self, width=round(self.width * factor), height=round(self.height * factor)
        )


def moved(frame: Frame, before: Sequence[Point], now: Sequence[Point]) -> Frame:
    """The view after fingers went from where they were to where they are: what is under them stays there.

    One finger drags; of several the first two also draw apart or together. In pixels of the view.
    """
    if len(before) == 1 or len(now) == 1:
        before, now = before[:1], now[:1]
    start, end = _middle(before[:2]), _middle(now[:2])
    factor = 1.0
    if len(before) > 1 and (apart := _apart(before)) > 0:
        factor = _apart(now) / apart
    x, y = frame.meant(*start)
    scale = frame.scale * max(factor, 1e-3)
    held = msgspec.structs.replace(frame, scale=scale)
    at = held.meant(*end)
    return msgspec.structs.replace(held, x=held.x + x - at[0], y=held.y + y - at[1])


def kept(frame: Frame, district: District, *, farthest: float, nearest: float) -> Frame:
    """The view within the district, and between two scales: never larger than what there is to see."""
    whole = max(frame.width / district.width, frame.height / district.height) * _PX_PER_DM
    scale = min(max(frame.scale, farthest, whole), max(nearest, whole))
    half = frame.width / scale * _PX_PER_DM / 2, frame.height / scale * _PX_PER_DM / 2
    return msgspec.structs.replace(
        frame,
        scale=scale,
        x=min(max(frame.x, half[0]), district.width - half[0]),
        y=min(max(frame.y, half[1]), district.height - half[1]),
    )


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _apart(points: Sequence[Point]) -> float:
    (one, other), (further, beyond) = points[0], points[1]
    return float(((further - one) ** 2 + (beyond - other) ** 2) ** 0.5)
