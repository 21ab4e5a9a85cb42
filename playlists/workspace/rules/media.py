"""Rules about media files that can be shown, but not well, or that no device would open today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playlists.errors import MediaError
from playlists.workspace.heard import media_fault
from playlists.workspace.media import is_there, names_of
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.read import inside

Doubt = Callable[[Path], str]
"""What is wrong with a file that can be shown all the same, else nothing. Raises `MediaError`."""


def check_media(workspace: Workspace, doubt: Doubt, findings: Findings) -> None:
    """Report files that are damaged, and those that cannot be decoded where no device has asked for them."""
    for playlist in workspace.playlists.values():
        for numbered in playlist.items:
            for key, name in names_of(numbered.item):
                path, place = inside(workspace.root, name), (*numbered.path, *key)
                if path is None or not is_there(path) or findings.is_wrong(playlist.file, place, numbered.id):
                    continue
                if cause := _cause(path, doubt):
                    message, hint = media_fault(cause)
                    findings.warning(playlist.file, place, message, hint=hint, item=numbered.id)


def _cause(path: Path, doubt: Doubt) -> str:
    try:
        return doubt(path)
    except MediaError as error:
        return str(error)
