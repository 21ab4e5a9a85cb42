"""What lies on a multitouch table: projects on the map of a district, with their pictures.

Texts stand by language, as those of services do.
"""

from __future__ import annotations

import msgspec

from playlists.rendition import Rendition


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A photo or a plan: what it shows in words, and the object it lies in."""

    rendition: Rendition
    caption: dict[str, str]


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is discussed: where it is (latitude, longitude in degrees), in a line and in full."""

    id: str
    title: dict[str, str]
    lead: dict[str, str]
    body: dict[str, str] = {}
    position: tuple[float, float]
    pictogram: str
    category: str = ""
    qr: str = ""
    pictures: tuple[Picture, ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table's subject and its projects. Its map is centred on `centre` and as wide as `across_m` metres."""

    title: dict[str, str]
    centre: tuple[float, float]
    across_m: float
    projects: tuple[Project, ...] = ()
