"""Refuses an SVG that would fetch something from elsewhere: by a link, a style or a style sheet. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playlists.media.faults import FaultError

_LOADING = {"image", "feImage", "use", "script", "foreignObject"}
_PICTURE = re.compile(r"\s*data:image/(png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s*["'])\s*([^"')\s]+)""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)""")


def refuse_links(element: str, attributes: Mapping[str, str]) -> None:
    """Raise `FaultError` where an element loads what is neither in the drawing nor embedded in it."""
    for key, value in attributes.items():
        if element in _LOADING and key.rpartition(":")[2] == "href":
            if not value.strip().startswith("#") and not _PICTURE.match(value):
                raise FaultError(f"is an SVG that links to {value[:80]!r}: embed that picture in it")
        elif "url(" in value:
            refuse_style(value)


def refuse_style(css: str) -> None:
    """Raise `FaultError` where a style names an address outside the drawing: a font, a picture, a sheet."""
    for address in _ADDRESS.findall(_COMMENT.sub("", css)):
        if not address.startswith(("#", "data:")):
            raise FaultError(
                f"is an SVG whose style fetches {address[:80]!r}: "
                "turn its texts into paths and embed its pictures"
            )


def refuse_sheet(instruction: str, words: str) -> None:
    """Raise `FaultError` where a processing instruction names a style sheet."""
    if instruction == "xml-stylesheet":
        href = _HREF.search(words)
        target = href[1][:80] if href else words[:80]
        raise FaultError(f"is an SVG that takes its style from {target!r}: export it with its style inside")
