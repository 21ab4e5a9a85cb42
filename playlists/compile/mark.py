"""The city's mark as a picture: prepared once for all screens, which show it smaller."""

from __future__ import annotations

from pathlib import Path

from playlists.errors import MediaError
from playlists.media.shelf import Shelf, Target
from playlists.program import Rendition
from playlists.workspace.heard import media_fault
from playlists.workspace.media import find
from playlists.workspace.model import SITE_FILE
from playlists.workspace.problems import Findings

_WIDEST, _HIGHEST = 960, 240
"""The pixels of the largest place for a mark in the catalog's layouts, at twice the height of most."""

_KEY = ("logo_image",)


def mark_picture(root: Path, name: str, shelf: Shelf, findings: Findings) -> Rendition | None:
    """The whole mark, in its own proportions; none where it cannot be had, which is then a finding."""
    path = find(root, name, findings, SITE_FILE, _KEY)
    if path is None:
        return None
    try:
        width, height = shelf.size(path)
        scale = min(_WIDEST / width, _HIGHEST / height)
        # A drawing has no pixels to be enlarged.
        scale = scale if path.suffix.lower() == ".svg" else min(scale, 1.0)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        return shelf.picture(path, Target(width=size[0], height=size[1], fit="contain", moving=False))
    except MediaError as error:
        message, hint = media_fault(str(error))
        findings.error(SITE_FILE, _KEY, message, hint=hint)
        return None
