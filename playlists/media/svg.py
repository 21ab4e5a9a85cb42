"""Draws an SVG by resvg, after refusing what could reach outside the file or grow without bound."""

from __future__ import annotations

import io
import re
import zlib
from importlib.resources import files
from xml.parsers import expat

import resvg_py
from PIL import Image

from playlists.media.faults import FaultError
from playlists.media.limits import MediaLimits

_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_DEFAULT = (300.0, 150.0)
_LOADING = {"image", "feImage", "use", "script", "foreignObject"}
_EMBEDDED = re.compile(r"\s*data:image/(png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_ELEMENTS = 200_000
_DEPTH = 200
_SIDE = 100_000
_FAMILY = "Atkinson Hyperlegible"


class Drawing:
    """An SVG that is safe to draw, with its natural size in pixels. Raises `FaultError`."""

    def __init__(self, data: bytes, limits: MediaLimits) -> None:
        self._text = _text(data, limits)
        self.size = _Reader().read(self._text)
        self._limits = limits

    def drawn(self, scale: float) -> Image.Image:
        """The drawing at `scale`, RGBA."""
        width, height = (max(1, round(side * scale)) for side in self.size)
        if width * height > self._limits.pixels:
            raise FaultError("is far too wide or too tall for its screen: give it usual proportions")
        try:
            png = resvg_py.svg_to_bytes(
                svg_string=self._text,
                skip_system_fonts=True,
                font_files=_font_files(),
                font_family=_FAMILY,
                serif_family=_FAMILY,
                sans_serif_family=_FAMILY,
                monospace_family=_FAMILY,
                width=width,
                height=height,
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


class _Reader:
    """Reads the tree without building it, and refuses what is not safe to draw."""

    def __init__(self) -> None:
        self._size: tuple[float, float] | None = None
        self._elements = 0
        self._depth = 0

    def read(self, text: str) -> tuple[float, float]:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(text, True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise FaultError(f"is an SVG with broken XML ({error}): export it again") from error
        if self._size is None:
            raise FaultError("is XML but not an SVG")
        return self._size

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
        if self._size is None:
            if local != "svg":
                raise FaultError("is XML but not an SVG")
            self._size = _natural_size(attributes)
        if local in _LOADING:
            _refuse_links(attributes)

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _refuse_links(attributes: dict[str, str]) -> None:
    for key, value in attributes.items():
        if key.rpartition(":")[2] != "href":
            continue
        if not value.strip().startswith("#") and not _EMBEDDED.match(value):
            raise FaultError(f"is an SVG that links to {value[:80]!r}: embed that picture in it")


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
