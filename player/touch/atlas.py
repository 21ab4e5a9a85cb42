"""The districts of maps, read from their objects when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable

from playlists.district import District, DistrictMap, unpacked
from playlists.errors import FeedError


class Atlas:
    """Gives the district of a map. `fetch` gives the bytes of an object, None where it is not to be had."""

    def __init__(self, fetch: Callable[[str], bytes | None]) -> None:
        self._fetch = fetch
        self._name = ""
        self._district: District | None = None
        self._wanting = False

    def of(self, told: DistrictMap | None) -> District | None:
        """The district of a map; None where there is none, or none that can be read: pages do without."""
        if told is None:
            self._wanting = False
            return None
        if told.object != self._name:
            self._district = self._read(told.object)
            self._wanting = self._district is None
            self._name = "" if self._wanting else told.object
        return self._district

    @property
    def lacks(self) -> bool:
        """Whether a map was asked for last that could not be had, or not read."""
        return self._wanting

    def _read(self, name: str) -> District | None:
        data = self._fetch(name)
        if data is None:
            return None
        try:
            return unpacked(data)
        except FeedError:
            return None
