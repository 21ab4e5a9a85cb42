"""Converts a decoded picture to sRGB by what its file says of its colours."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageFilter

from playlists.media import colours
from playlists.media.colours import SIDE, Colours

_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a picture's colours become sRGB: by its colour space, its profile or its gamma, or not at all."""

    icc: bytes | None
    space: Colours | None
    gamma: float | None

    def applied(self, picture: Image.Image) -> Image.Image:
        """The picture in sRGB; transparency stays."""
        if self.space is not None:
            levels, table = colours.levels_and_table(self.space)
            graded = ImageFilter.Color3DLUT(SIDE, table)
            return _beside_alpha(picture, lambda flat: flat.convert("RGB").point(levels * 3).filter(graded))
        if self.icc:
            return self._by_profile(picture, self.icc)
        if self.gamma is not None:
            gamma = self.gamma
            bent = [round(255 * colours.with_gamma(level / 255, gamma)) for level in range(256)]
            return _beside_alpha(picture, lambda flat: flat.point(bent * len(flat.getbands())))
        return picture

    def _by_profile(self, picture: Image.Image, icc: bytes) -> Image.Image:
        """By an ICC profile; one that cannot be read, or is of another kind of picture, is passed over."""
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            return _beside_alpha(picture, lambda flat: _converted(flat, profile))
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture


def conversion(stream: BinaryIO, form: str, image: Image.Image) -> Conversion:
    """What an open image needs. The stream is read beside the image and left where it was."""
    place = stream.tell()
    space: Colours | None = None
    gamma: float | None = None
    icc = image.info.get("icc_profile")
    stream.seek(0)
    if form == "png":
        space, gamma = colours.of_png(stream)
    elif form == "avif":
        space = colours.of_avif(stream)
        if icc and space is not None and not space.hdr:
            space = None
    stream.seek(place)
    return Conversion(icc, space, gamma) if space is None or space.foreign else Conversion(None, None, None)


def _converted(flat: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(flat, profile, _SRGB, outputMode="RGB")
    return flat if converted is None else converted


def _beside_alpha(picture: Image.Image, change: Callable[[Image.Image], Image.Image]) -> Image.Image:
    if picture.mode not in {"LA", "RGBA"}:
        return change(picture)
    alpha = picture.getchannel("A")
    changed = change(picture.convert(picture.mode[:-1]))
    changed.putalpha(alpha)
    return changed
