"""Tells whether a file is damaged although its decoder shows it: what was lost is grey, shifted or missing.

The decoders of JPEG and films go on past what they cannot read, and say so to nobody; that of PNG leaves out
the checksums. A PDF whose table is wrong is put together again. GIF, WebP and SVG hold nothing by which one
could tell; a broken AVIF is refused.
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import av
from av.codec import CodecContext
from av.packet import Packet

from playlists.media import documents
from playlists.media.limits import MediaLimits
from playlists.media.pictures import open_image

_UNKNOWN_TO_IT = av.error.PatchWelcomeError
"""What FFmpeg raises for a kind of file that it does not decode, whole or not."""


@contextmanager
def complaints() -> Iterator[Callable[[], bool]]:
    """Gives what tells whether FFmpeg said meanwhile that something is wrong.

    It writes that to this process's errors by itself: a callback in Python would lock threads that end.
    """
    before = _said()
    av.logging.set_libav_level(av.logging.ERROR)
    av.logging.restore_default_callback()
    try:
        yield lambda: _said() > before
    finally:
        av.logging.set_libav_level(av.logging.PANIC)


def _said() -> int:
    """How many bytes of errors there are, of a process that writes them into a file."""
    return os.fstat(sys.stderr.fileno()).st_size


def is_damaged(stream: BinaryIO, form: str, limits: MediaLimits) -> bool:
    """Whether a picture or document is damaged, as far as can be known. Raises `FaultError`."""
    stream.seek(0)
    match form:
        case "png":
            return _breaks_its_sums(stream)
        case "pdf":
            return documents.is_repaired(stream, limits)
        case "jpeg":
            with open_image(stream, form, limits) as image:
                width, height = image.size
            stream.seek(0)
            return width * height <= limits.pixels and _is_repaired(stream.read())
        case _:
            return False


def _breaks_its_sums(stream: BinaryIO) -> bool:
    """Whether a chunk differs from its checksum (PNG, 5.3), or the last is missing."""
    stream.seek(8)
    while len(head := stream.read(8)) == 8:  # noqa: PLR2004
        length, kind = struct.unpack(">I4s", head)
        body, told = stream.read(length), stream.read(4)
        if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(told, "big"):
            return True
        if kind == b"IEND":
            return False
    return True


def _is_repaired(data: bytes) -> bool:
    """Whether FFmpeg finds a JPEG broken, which libjpeg decodes without a word."""
    decoder = CodecContext.create("mjpeg", "r")
    with complaints() as heard:
        try:
            decoder.decode(Packet(data))
        except _UNKNOWN_TO_IT:
            return False
        except (av.FFmpegError, ValueError):
            return True
        return heard()
