"""Draws an SVG by resvg, after refusing what could reach outside the file or grow without bound."""

from __future__ import annotations

import io
import math
import re
import zlib
from dataclasses import dataclass
from importlib.resources import files
from xml.parsers import expat

import resvg_py
from PIL import Image

from playlists.media.faults import FaultError
from playlists.media.framing import Crop, frame, place, scale_of
from playlists.media.limits import MediaLimits
from playlists.media.pictures import flattened
from playlists.media.shelf import Target
from playlists.media.svg_links import refuse_links, refuse_sheet, refuse_style

_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_DEFAULT = (300.0, 150.0)
_TAG = re.compile(rb"""(<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)(\s*/?>)""")
_FRAME_ATTRIBUTES = re.compile(
    rb"""\s(?:width|height|viewBox|preserveAspectRatio)\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_SAME_PROPORTIONS = 1e-3
_ELEMENTS = 200_000
_DEPTH = 200
_SIDE = 100_000
_FAMILY = "Atkinson Hyperlegible"


class Drawing:
    """An SVG that is safe to draw, with its natural size in pixels. Raises `FaultError`."""

    def __init__(self, data: bytes, limits: MediaLimits) -> None:
        self._text = _text(data, limits)
        root = _Reader().read(self._text)
        self.size = root.size
        self._root = root
        self._limits = limits

    def filling(self, target: Target) -> Image.Image:
        """The drawing at the target's exact pixels, RGB on white."""
        placed = place(*self.size, target, math.inf)
        view = self._root.view
        if isinstance(placed, Crop) and view is not None and "%" not in self._text:
            across, down = view[2] / self.size[0], view[3] / self.size[1]
            left, top = view[0] + placed.left * across, view[1] + placed.top * down
            width, height = (placed.right - placed.left) * across, (placed.bottom - placed.top) * down
            part = f"{left:.6f} {top:.6f} {width:.6f} {height:.6f}"
            size = (target.width, target.height)
            return flattened(self._drawn(self._root.showing(self._text, part, size), size))
        scale = scale_of(*self.size, target, math.inf)
        width, height = (max(1, round(side * scale)) for side in self.size)
        return frame(flattened(self._drawn(self._text, (round(width), round(height)))), target, math.inf)

    def _drawn(self, text: str, size: tuple[int, int]) -> Image.Image:
        if size[0] * size[1] > self._limits.pixels:
            raise FaultError("is far too wide or too tall for its screen: give it usual proportions")
        try:
            png = resvg_py.svg_to_bytes(
                svg_string=text,
                skip_system_fonts=True,
                font_files=_font_files(),
                font_family=_FAMILY,
                serif_family=_FAMILY,
                sans_serif_family=_FAMILY,
                monospace_family=_FAMILY,
                width=size[0],
                height=size[1],
            )
        except ValueError as error:
            raise FaultError(f"is an SVG that cannot be drawn ({error}): export it again") from error
        with Image.open(io.BytesIO(bytes(png)), formats=["PNG"]) as image:
            return image.convert("RGBA")


def _font_files() -> list[str]:
    folder = files("fontpkg_atkinson_hyperlegible") / "files"
    return sorted(str(file) for file in folder.iterdir() if file.name.endswith(".ttf"))


def _text(data: bytes, limits: MediaLimits) -> str:
    if data.startswith(b"\x1f\x8b"):
        inflater = zlib.decompressobj(wbits=31)
        try:
            data = inflater.decompress(data, limits.svg_bytes + 1)
        except zlib.error as error:
            raise FaultError("is a compressed SVG that is damaged: export it as plain SVG") from error
    if len(data) > limits.svg_bytes:
        raise FaultError(f"is an SVG of more than {limits.svg_bytes / 2**20:.0f} MiB: export it as PNG")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultError("is an SVG that is not in UTF-8: export it in UTF-8") from error


@dataclass(frozen=True, slots=True)
class _Root:
    """The outermost element: its natural size, the user space it shows, and where its tag starts in UTF-8.

    `view` is None where user space is not simply scaled to the size.
    """

    size: tuple[float, float]
    view: tuple[float, float, float, float] | None
    start: int

    def showing(self, text: str, view: str, size: tuple[int, int]) -> str:
        """The drawing with only this part of user space, at this size in pixels."""
        data = text.encode()
        tag = _TAG.match(data, self.start)
        if tag is None:
            raise FaultError("is an SVG whose first tag cannot be read: export it again")
        kept = _FRAME_ATTRIBUTES.sub(b"", tag[1])
        ours = f' width="{size[0]}" height="{size[1]}" viewBox="{view}" preserveAspectRatio="none"'.encode()
        return (data[: self.start] + kept + ours + tag[2] + data[tag.end() :]).decode()


class _Reader:
    """Reads the tree without building it, and refuses what is not safe to draw."""

    def __init__(self) -> None:
        self._root: _Root | None = None
        self._elements = 0
        self._depth = 0
        self._style: list[str] = []
        self._parser = expat.ParserCreate()

    def read(self, text: str) -> _Root:
        parser = self._parser
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.ProcessingInstructionHandler = refuse_sheet
        try:
            parser.Parse(text, True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise FaultError(f"is an SVG with broken XML ({error}): export it again") from error
        if self._root is None:
            raise FaultError("is XML but not an SVG")
        return self._root

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            raise FaultError(
                "is an SVG that defines XML entities, which can grow without bound: export it as plain SVG"
            )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _ELEMENTS or self._depth > _DEPTH:
            raise FaultError("is an SVG of too many or too deeply nested elements: export it as PNG")
        local = name.rpartition(":")[2]
        if self._root is None:
            if local != "svg":
                raise FaultError("is XML but not an SVG")
            size = _natural_size(attributes)
            self._root = _Root(size, _view(attributes, size), self._parser.CurrentByteIndex)
        refuse_links(local, attributes)
        self._style = []

    def _words(self, text: str) -> None:
        self._style.append(text)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name.rpartition(":")[2] == "style":
            refuse_style("".join(self._style))


def _view(attributes: dict[str, str], size: tuple[float, float]) -> tuple[float, float, float, float] | None:
    if "viewBox" not in attributes:
        return (0.0, 0.0, *size)
    try:
        left, top, width, height = (
            float(side) for side in re.split(r"[\s,]+", attributes["viewBox"].strip())
        )
    except ValueError:
        return None
    same = abs(width * size[1] - height * size[0]) <= _SAME_PROPORTIONS * width * size[1]
    return (left, top, width, height) if width > 0 and height > 0 and same else None


def _natural_size(attributes: dict[str, str]) -> tuple[float, float]:
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    try:
        view = (float(box[2]), float(box[3])) if len(box) == 4 else _DEFAULT  # noqa: PLR2004
    except ValueError:
        view = _DEFAULT
    width = _pixels(attributes.get("width", ""))
    height = _pixels(attributes.get("height", ""))
    if width is None and height is None:
        width, height = view
    elif width is None and height is not None:
        width = height * view[0] / view[1] if view[1] else 0.0
    elif height is None and width is not None:
        height = width * view[1] / view[0] if view[0] else 0.0
    size = (width or 0.0, height or 0.0)
    if not all(0 < side <= _SIDE for side in size):
        raise FaultError("is an SVG without a usable size: give it a width, a height and a viewBox")
    return size


def _pixels(length: str) -> float | None:
    match = _LENGTH.fullmatch(length)
    try:
        return float(match[1]) * _UNITS[(match[2] or "").lower()] if match else None
    except ValueError:
        return None
