"""Makes stills: the picture of an image, or one picture of each page of a PDF, at a target's exact pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from PIL import Image

from playlists.media import documents
from playlists.media.framing import LARGEST_SCALE, frame, scale_of
from playlists.media.limits import MediaLimits
from playlists.media.pictures import decoding, open_image, upright, upright_size
from playlists.media.shelf import Target
from playlists.media.srgb import conversion
from playlists.media.svg import Drawing

NEVER = float("inf")


def still(stream: BinaryIO, form: str, target: Target, limits: MediaLimits) -> Image.Image:
    """The image, or the first frame of an animation, at the target's pixels. Raises `FaultError`."""
    if form == "svg":
        return Drawing(stream.read(limits.svg_bytes + 1), limits).filling(target)
    with open_image(stream, form, limits) as image:
        size = upright_size(image)
        picture = upright(image, scale_of(*size, target), limits, conversion(stream, form, image))
    enlarged = max(size) / max(picture.size)
    with decoding():
        return frame(picture, target, enlarged * LARGEST_SCALE)


def pages(
    stream: BinaryIO, target: Target, limits: MediaLimits, step: Callable[[int, int], None]
) -> Iterator[Image.Image]:
    """Each page of a PDF, whole, at the target's pixels. Raises `FaultError`."""
    contain = Target(width=target.width, height=target.height, fit="contain")
    with documents.opened(stream, limits) as document:
        count = len(document)
        for index in range(count):
            width, height = documents.page_size(document, index)
            scale = min(target.width / width, target.height / height)
            yield frame(documents.page(document, index, scale), contain, NEVER)
            step(index + 1, count)
