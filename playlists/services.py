"""What a touch screen offers: services, each a list of entries, as they go to the device.

Texts stand by language; the interface falls back text by text, so that none is ever empty.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from playlists.district import DistrictMap
from playlists.polls import Poll
from playlists.table import Table

EVERY = ""
"""The key of a text that was written once, for all languages."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that people look for: a place, an appointment, a piece of advice.

    `hours` are OpenStreetMap `opening_hours`; `position` is latitude and longitude in degrees; `qr` is the
    address that takes it along, `phone` is for reading, not for calling.
    """

    id: str
    title: dict[str, str]
    body: dict[str, str] = {}
    address: str = ""
    hours: str | None = None
    position: tuple[float, float] | None = None
    phone: str = ""
    qr: str = ""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One large button of the home page, and what is behind it.

    `source` names the city data that are listed with its entries, "" for none; `unit` is what of them is
    counted, where it is not places.
    """

    id: str
    title: dict[str, str]
    pictogram: str
    category: str = ""
    intro: dict[str, str] = {}
    entries: tuple[Entry, ...] = ()
    polls: tuple[Poll, ...] = ()
    source: str = ""
    unit: dict[str, str] = {}


class Emergency(msgspec.Struct, frozen=True, kw_only=True):
    """A number for emergencies, and for what."""

    number: str
    title: dict[str, str]


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """All that one touch screen offers; `languages` are those it speaks, the leading one first.

    `table` is what people find on one that lies flat.
    `map` is the map of its district; None where there is none.
    """

    languages: tuple[str, ...]
    services: tuple[Service, ...]
    emergency: tuple[Emergency, ...] = ()
    table: Table | None = None
    map: DistrictMap | None = None


def said(texts: Mapping[str, str], language: str, leading: str) -> str:
    """A text in a language; where it is missing: for all languages, in the leading one, in any."""
    for key in (language, EVERY, leading):
        if texts.get(key):
            return texts[key]
    return next((text for text in texts.values() if text), "")
