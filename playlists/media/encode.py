"""Encodes a finished picture: PNG for graphics of few colours, else JPEG; the same bytes each time."""

from __future__ import annotations

import io

from PIL import Image

QUALITY = 90
_GRAPHIC_COLOURS = 16_384
# A PNG may be this much larger than the JPEG: it keeps letters and flat colours exact.
_WORTH = 1.5


def encoded(picture: Image.Image) -> tuple[bytes, str]:
    """The bytes of an RGB picture and the suffix of their format."""
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=QUALITY, subsampling=0)
    colours = picture.getcolors(_GRAPHIC_COLOURS)
    if colours is not None:
        png = io.BytesIO()
        picture.save(png, "PNG", compress_level=6)
        if png.tell() <= jpeg.tell() * _WORTH:
            return png.getvalue(), "png"
    return jpeg.getvalue(), "jpg"
