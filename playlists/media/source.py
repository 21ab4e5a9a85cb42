"""Opens a foreign file safely and tells what it is by its first bytes, never by its name."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from playlists.media.faults import EMPTY, UNKNOWN, FaultError

_HEAD = 4096
_CONVERT_IMAGE = "export it as JPEG or PNG"
_CONVERT_FILM = "convert it: ffmpeg -i '{file}' -c:v libx264 -pix_fmt yuv420p -an '{file}.mp4'"
_OPEN_FAULTS = {
    errno.ENOENT: "is missing: check the name, also its accents and capitals",
    errno.ENXIO: "is not a file: give a picture, film or PDF",
    errno.EACCES: "may not be read: check its permissions",
    errno.ELOOP: "is a link that leads to itself",
    errno.ENAMETOOLONG: "has a name that is too long",
    errno.ENOTDIR: "is missing: a part of its path is not a folder",
}
_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x1a\x45\xdf\xa3", "mkv"),
    (b"\x1f\x8b", "svg"),
)
_FOREIGN = (
    (b"II*\0", f"is a TIFF: {_CONVERT_IMAGE}"),
    (b"MM\0*", f"is a TIFF: {_CONVERT_IMAGE}"),
    (b"BM", f"is a BMP: {_CONVERT_IMAGE}"),
    (b"8BPS", f"is a Photoshop file: {_CONVERT_IMAGE}"),
    (b"%!PS", "is PostScript: export it as PDF"),
    (b"PK\x03\x04", "is an office document or an archive: export it as PDF"),
    (b"\xd0\xcf\x11\xe0", "is an office document: export it as PDF"),
    (b"OggS", f"is an Ogg film: {_CONVERT_FILM}"),
    (b"FLV", f"is a Flash film: {_CONVERT_FILM}"),
    (b"\x30\x26\xb2\x75", f"is a Windows Media film: {_CONVERT_FILM}"),
)


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; follows links, never waits on a pipe. Raises `FaultError` for all else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise FaultError(_OPEN_FAULTS.get(error.errno or 0, f"cannot be read: {error.strerror}")) from error
    except ValueError as error:
        raise FaultError("has a name that no file can have") from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        what = "a folder" if stat.S_ISDIR(mode) else "not a file"
        raise FaultError(f"is {what}: give a picture, film or PDF")
    return open(descriptor, "rb")  # noqa: PTH123


def recognise(stream: BinaryIO) -> str:
    """The format of a file by its first bytes: jpeg, png, webp, avif, gif, svg, pdf, mp4 (also MOV) or mkv.

    Rewinds the stream. Raises `FaultError` for anything else, naming it where it is known.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head:
        raise FaultError(EMPTY)
    found = _by_signature(head) or _by_box(head)
    if found:
        return found
    for signature, cause in _FOREIGN:
        if head.startswith(signature):
            raise FaultError(cause)
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        raise FaultError(f"is an AVI film: {_CONVERT_FILM}")
    raise FaultError(UNKNOWN)


def _by_signature(head: bytes) -> str | None:
    for signature, form in _SIGNATURES:
        if head.startswith(signature):
            return form
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "svg" if text.startswith(b"<") and _is_svg(head) else None


def _is_svg(head: bytes) -> bool:
    return b"<svg" in head.replace(b"\0", b"") or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        (b"<?xml", b"<!")
    )


def _by_box(head: bytes) -> str | None:
    if head[4:8] in (b"moov", b"mdat", b"free", b"wide", b"skip"):
        return "mp4"
    if head[4:8] != b"ftyp":
        return None
    brands = head[8 : max(16, int.from_bytes(head[:4], "big"))]
    if b"avif" in brands or b"avis" in brands:
        return "avif"
    if brands[:4] in (b"heic", b"heix", b"mif1", b"heim", b"hevc"):
        raise FaultError(f"is an HEIC photo: {_CONVERT_IMAGE}")
    return "mp4"
