"""What a feature is, by the tags that OpenStreetMap and what is exported from it use."""

from __future__ import annotations

from playlists.district import Land, Spot, Way
from playlists.maps.geojson import Tags

_MAIN = {"motorway", "trunk", "primary", "secondary", "tertiary"}
_STREETS = {"residential", "unclassified", "living_street", "pedestrian", "road"}
_PATHS = {"footway", "path", "steps", "cycleway", "track", "bridleway", "service"}
_GREEN = {
    "landuse": {"grass", "forest", "meadow", "cemetery", "recreation_ground", "village_green", "allotments"},
    "leisure": {"park", "garden", "pitch", "golf_course", "nature_reserve", "playground"},
    "natural": {"wood", "grassland", "scrub", "heath", "wetland"},
}
_QUARTERS = {"suburb", "quarter", "neighbourhood", "city_block", "village", "hamlet", "town"}
_RAILS = {"rail", "light_rail", "narrow_gauge"}
_SIGHTS = ("tourism", "historic", "amenity", "leisure", "shop", "office", "building", "man_made")
_LINKS = "_link"


def land(tags: Tags) -> Land | None:
    """What an area is; None for one that is not drawn."""
    if tags.get("natural") == "water" or "water" in tags or tags.get("waterway") in {"riverbank", "dock"}:
        return Land.WATER
    if any(tags.get(key) in values for key, values in _GREEN.items()):
        return Land.GREEN
    if tags.get("highway") in {"pedestrian", "footway"} or tags.get("place") == "square":
        return Land.SQUARE
    return Land.BUILT if "building" in tags else None


def way(tags: Tags) -> Way | None:
    """What a line is; None for one that is not drawn."""
    road = tags.get("highway", "").removesuffix(_LINKS)
    for names, found in ((_MAIN, Way.MAIN), (_STREETS, Way.STREET), (_PATHS, Way.PATH)):
        if road in names:
            return found
    if tags.get("railway") == "tram" or tags.get("route") in {"tram", "subway", "light_rail"}:
        return Way.TRAM
    if tags.get("railway") in _RAILS or tags.get("route") in {"train", "railway"}:
        return Way.RAIL
    return Way.STREAM if "waterway" in tags else None


def spot(tags: Tags) -> Spot | None:
    """What a named place is; None for one that is not drawn."""
    if tags.get("place") in _QUARTERS:
        return Spot.QUARTER
    if tags.get("railway") in {"station", "halt"}:
        return Spot.STATION
    if tags.get("railway") == "tram_stop" or "public_transport" in tags or tags.get("highway") == "bus_stop":
        return Spot.STOP
    if tags.get("place") == "square":
        return Spot.SQUARE
    return Spot.LANDMARK if any(key in tags for key in _SIGHTS) else None
