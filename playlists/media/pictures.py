"""Opens an image by Pillow and gives it upright, in sRGB, without transparency, and no larger than needed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from playlists.media.faults import BOMB, CUT_OFF, UNKNOWN, FaultError
from playlists.media.limits import MediaLimits
from playlists.media.srgb import Conversion

_FORMATS = {"jpeg": ["JPEG"], "png": ["PNG"], "webp": ["WEBP"], "avif": ["AVIF"], "gif": ["GIF"]}
_ORIENTATION = 0x0112
_HEADER = 2**20
_WEBP_HEADER = 30
_FRAME_HEADERS = {0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA, 0xCB}
_TURNED = (5, 6, 7, 8)
_PAPER = (255, 255, 255)
# How much finer than its target a picture stays until its final resampling, in each direction.
_RESERVE = 2


@contextmanager
def decoding() -> Iterator[None]:
    """Turn what Pillow raises for a broken file into a `FaultError`. `MemoryError` passes."""
    try:
        yield
    except UnidentifiedImageError as error:
        raise FaultError(UNKNOWN if "cannot identify" not in str(error) else CUT_OFF) from error
    except ValueError as error:
        raise FaultError(BOMB if "too large" in str(error) else CUT_OFF) from error
    except (OSError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise FaultError(CUT_OFF) from error
    except (OverflowError, AttributeError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise FaultError(CUT_OFF) from error


def open_image(stream: BinaryIO, form: str, limits: MediaLimits) -> Image.Image:
    """An image, not decoded yet. Raises `FaultError` where it is broken or too large."""
    if form == "jpeg" and (bits := _bits(stream)) in {12, 16}:
        raise FaultError(f"is a JPEG of {bits} bits a colour, as cameras of X-rays make: export it with 8")
    most = {"jpeg": limits.draft_pixels, "webp": limits.buffered_pixels, "avif": limits.buffered_pixels}
    if form == "webp":  # its decoder takes memory for the whole canvas as soon as it is opened
        refuse_above(webp_size(stream), most[form])
    with decoding():
        image = Image.open(stream, formats=_FORMATS[form])
    refuse_above(image.size, most.get(form, limits.pixels))
    return image


def _bits(stream: BinaryIO) -> int:
    """The bits of each colour that a JPEG's frame header states (ITU-T T.81, B.2.2). Rewinds."""
    head = stream.read(_HEADER)
    stream.seek(0)
    place = 2
    while head[place : place + 1] == b"\xff" and place + 5 <= len(head):
        if head[place + 1] in _FRAME_HEADERS:
            return head[place + 4]
        place += 2 + int.from_bytes(head[place + 2 : place + 4], "big")
    return 8


def webp_size(stream: BinaryIO) -> tuple[int, int]:
    """Width and height that a WebP states (RFC 9649, 2.5 to 2.7); 0 where it is cut off. Rewinds."""
    head = stream.read(_WEBP_HEADER)
    stream.seek(0)
    if head[12:16] == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    if head[12:16] == b"VP8L":
        both = _little(head[21:25])
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def refuse_above(size: tuple[int, int], most: int) -> None:
    """Raise `FaultError` for a picture of more than `most` pixels."""
    width, height = size
    if width * height > most:
        raise FaultError(
            f"has {width} x {height} = {width * height / 1e6:.0f} million pixels, "
            f"the most is {most / 1e6:.0f} million: export it smaller"
        )


def upright_size(image: Image.Image) -> tuple[int, int]:
    """The size in pixels as people see it, after the camera's orientation."""
    width, height = image.size
    return (height, width) if _orientation(image) in _TURNED else (width, height)


def upright(image: Image.Image, scale: float, limits: MediaLimits, colours: Conversion) -> Image.Image:
    """Decode: upright, RGB in sRGB, flattened on white, reduced to twice what `scale` needs."""
    with decoding():
        orientation = _orientation(image)
        if image.format in {"JPEG", "MPO"} and scale < 1:
            wanted = (round(side * scale * _RESERVE) + 1 for side in image.size)
            image.draft(image.mode, (next(wanted), next(wanted)))
        before = image.width
        refuse_above(image.size, limits.pixels)
        image.load()
        plain = _eight_bits(image)
        factor = int(1 / (scale * _RESERVE * before / image.width)) if scale > 0 else 1
        if factor > 1:
            plain = plain.reduce(factor)
        plain = _turned(plain, orientation)
        return flattened(colours.applied(plain))


def flattened(picture: Image.Image) -> Image.Image:
    """RGB, with transparent parts on white."""
    if picture.mode == "RGB":
        return picture
    if picture.mode not in {"RGBA", "LA"}:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, _PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _orientation(image: Image.Image) -> int:
    exif = image.getexif() if image.format != "PNG" else Image.Exif()
    try:
        if image.format == "PNG":  # Pillow's own way decodes the whole picture
            exif.load(image.info.get("exif", b""))
        return int(exif.get(_ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, AttributeError, EOFError):
        return 1


def _turned(picture: Image.Image, orientation: int) -> Image.Image:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def _eight_bits(image: Image.Image) -> Image.Image:
    """The image in one of the modes L, LA, RGB, RGBA, CMYK."""
    if image.mode.startswith("I"):
        return image.point(lambda level: level * (1 / 257) + 0.5).convert("L")
    if "transparency" in image.info and image.mode in {"1", "L", "P", "RGB"}:
        return image.convert("RGBA")
    if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return image
    return image.convert({"1": "L", "PA": "RGBA", "La": "LA", "RGBa": "RGBA"}.get(image.mode, "RGB"))
