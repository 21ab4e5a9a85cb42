"""Small pictures of what simulated devices show, put together from the thumbnails that lie in the feed."""

from __future__ import annotations

import io
from collections import OrderedDict
from datetime import datetime
from pathlib import Path

from PIL import Image

from device_profiles.report import PICTURE_BYTES, Fingernail
from parvis.simulation.device import Simulated
from parvis.simulation.reel import Glance
from parvis.simulation.weather import Kind
from playlists.feed.tree import object_path
from playlists.program import ScreenProgram

_WIDEST = 256
_QUALITIES = (70, 50, 30, 10)
_MOST_KEPT = 2_000
_BLACK, _ALIEN = "#000000", "#c81e5a"

Shown = tuple[tuple[str, str], ...]
"""By zone, the thumbnail."""


class Photographer:
    """Takes the pictures of a fleet; those that were taken lately are kept."""

    def __init__(self, feed: Path) -> None:
        self._feed = feed
        self._kept: OrderedDict[object, bytes] = OrderedDict()

    def shoot(self, device: Simulated, at: datetime) -> tuple[Fingernail, ...]:
        """Every screen of a device, as its weather leaves it."""
        ground = device.theme.day.background
        if device.suffers(Kind.BLACK, at):
            ground = _BLACK
        elif device.suffers(Kind.WRONG_PICTURE, at):
            ground = _ALIEN
        bare = ground in (_BLACK, _ALIEN) or device.suffers(Kind.FALLBACK, at)
        return tuple(
            Fingernail(
                screen=screen.screen.name,
                at=device.clock(at),
                jpeg=self._picture(screen, layout, () if bare else glances, ground),
            )
            for screen, layout, glances in device.views(at)
        )

    def _picture(
        self, screen: ScreenProgram, layout: str | None, glances: tuple[Glance, ...], ground: str
    ) -> bytes:
        shown = tuple((one.zone, one.picture.thumbnail) for one in glances if one.picture)
        key = screen.screen, layout, shown, ground
        if key not in self._kept:
            self._kept[key] = _encoded(self._composed(screen, layout, shown, ground))
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    def _composed(self, screen: ScreenProgram, layout: str | None, shown: Shown, ground: str) -> Image.Image:
        size = screen.screen
        scale = min(1.0, _WIDEST / max(size.width, size.height))
        width, height = max(1, round(size.width * scale)), max(1, round(size.height * scale))
        picture = Image.new("RGB", (width, height), ground if layout else _BLACK)
        for name, thumbnail in shown:
            zone = screen.layouts[layout].zone(name) if layout else None
            if zone is not None:
                box = max(1, round(zone.width * width)), max(1, round(zone.height * height))
                with Image.open(io.BytesIO((self._feed / object_path(thumbnail)).read_bytes())) as found:
                    part = found.convert("RGB").resize(box, Image.Resampling.BILINEAR)
                picture.paste(part, (round(zone.x * width), round(zone.y * height)))
        return picture


def _encoded(picture: Image.Image) -> bytes:
    for quality in _QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        if file.tell() <= PICTURE_BYTES:
            break
    return file.getvalue()
