"""What can be wrong with a map: `code` names it, `facts` where. Part of the tree of `playlists.errors`."""

from __future__ import annotations

from playlists.errors import PlaylistsError


class MapError(PlaylistsError):
    """A map that cannot be drawn."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
