"""Pictures, their pixels and the frames of films, with their types: PyAV and Pillow leave them open."""

from __future__ import annotations

import av
import numpy as np
from PIL import Image


def framed(picture: Image.Image) -> av.VideoFrame:
    """A frame that shows a picture."""
    return av.VideoFrame.from_ndarray(np.array(picture.convert("RGB")), format="rgb24")


def pictured(frame: av.VideoFrame) -> Image.Image:
    """What a frame shows."""
    return Image.fromarray(frame.to_ndarray(format="rgb24"))


def colour(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    """A pixel of a picture that has several channels."""
    found = picture.getpixel(place)
    assert isinstance(found, tuple)
    return found
