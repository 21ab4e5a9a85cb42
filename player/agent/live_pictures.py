"""The pictures of the city data in place, as objects that are needed."""

from __future__ import annotations

from collections.abc import Collection

from player.agent.store import Wanted
from player.standing import CityData
from player.state import State
from playlists.feed.tree import LIVE

_MOST = 32
"""Pictures of one device: no program shows more sources that are pictures."""


def pictures_wanted(state: State, anchor: bytes, sources: Collection[str]) -> dict[str, Wanted]:
    """The pictures of these sources, by name; none where no city data are in place, or they do not hold."""
    batches = CityData(state.dispatch(LIVE), anchor).look().batches
    found = [batch.picture for batch in batches if batch.source in sources and batch.picture]
    return {each.object: Wanted(name=each.object, size=each.bytes) for each in found[:_MOST]}
