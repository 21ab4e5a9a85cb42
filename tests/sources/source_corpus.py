"""One sample source for each kind, and ten broken answers made of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from source_answers import ATOM, BICLOO, CSV, GEOJSON, ICS, JSON_FEED, MENUS, PARKINGS, RSS, TAN
from source_moving import (
    ALERTS,
    GBFS,
    GBFS_3,
    GBFS_3_INFO,
    GBFS_3_STATUS,
    GBFS_INFO,
    GBFS_STATUS,
    METEO,
    SIRI,
    SIRI_MESSAGES,
    TRIPS,
)


class Sample(NamedTuple):
    """A source as sources.toml writes it, the answers of its addresses, and how many documents they hold."""

    table: dict[str, Any]
    answers: dict[str, bytes]
    documents: int
    text: bool = True


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


SAMPLES: dict[str, Sample] = {
    "rss": Sample({"kind": "rss"}, {"/": RSS}, 2),
    "atom": Sample({"kind": "atom"}, {"/": ATOM}, 1),
    "json-feed": Sample({"kind": "json-feed"}, {"/": _json(JSON_FEED)}, 2),
    "icalendar": Sample({"kind": "icalendar", "days": 14}, {"/": ICS}, 2),
    "json": Sample(
        {
            "kind": "json",
            "gives": "availability",
            "rows": "records",
            "fields": {
                "id": "fields.number",
                "name": "fields.name",
                "free": "fields.available_bikes",
                "total": "fields.bike_stands",
                "state": "fields.status",
                "position": "fields.position",
            },
            "states": {"OPEN": "open", "CLOSED": "closed"},
        },
        {"/": _json(BICLOO)},
        3,
    ),
    "json-waits": Sample(
        {
            "kind": "json",
            "gives": "departure",
            "fields": {"line": "ligne.numLigne", "towards": "terminus", "wait": "temps", "live": "tempsReel"},
        },
        {"/": _json(TAN)},
        3,
    ),
    "csv": Sample(
        {
            "kind": "csv",
            "gives": "place",
            "fields": {
                "name": "nom",
                "where": "adresse",
                "hours": "horaires",
                "latitude": "lat",
                "longitude": "lon",
            },
        },
        {"/": CSV},
        2,
    ),
    "geojson": Sample(
        {
            "kind": "geojson",
            "gives": "notice",
            "fields": {"id": "id", "title": "titre", "body": "texte", "valid_until": "fin"},
        },
        {"/": _json(GEOJSON)},
        2,
    ),
    "opendatasoft": Sample(
        {
            "kind": "opendatasoft",
            "gives": "availability",
            "dataset": "244400404_parkings-publics-nantes-disponibilites",
            "fields": {
                "id": "grp_identifiant",
                "name": "grp_nom",
                "free": "grp_disponible",
                "total": "grp_exploitation",
                "state": "grp_statut",
                "position": "location",
                "updated": "grp_horodatage",
            },
            "states": {"5": "open", "2": "subscribers", "1": "closed"},
        },
        {"/": _json(PARKINGS)},
        3,
    ),
    "gbfs": Sample(
        {"kind": "gbfs"},
        {"/": _json(GBFS), "/info": _json(GBFS_INFO), "/status": _json(GBFS_STATUS)},
        3,
    ),
    "gbfs-3": Sample(
        {"kind": "gbfs"},
        {"/": _json(GBFS_3), "/info": _json(GBFS_3_INFO), "/status": _json(GBFS_3_STATUS)},
        2,
    ),
    "gtfs-rt-alerts": Sample({"kind": "gtfs-rt"}, {"/": ALERTS}, 1, text=False),
    "gtfs-rt-trips": Sample(
        {
            "kind": "gtfs-rt",
            "gives": "departure",
            "stops": ["COMM1"],
            "lines": {"R1": "1"},
            "towards": {"COMM1": "Beaujoire"},
        },
        {"/": TRIPS},
        1,
        text=False,
    ),
    "siri-lite": Sample({"kind": "siri-lite"}, {"/": _json(SIRI)}, 2),
    "siri-lite-messages": Sample({"kind": "siri-lite", "gives": "notice"}, {"/": _json(SIRI_MESSAGES)}, 1),
    "menu": Sample(
        {
            "kind": "opendatasoft",
            "gives": "notice",
            "dataset": "244400404_menus-cantine",
            "fields": {
                "id": "recordid",
                "title": "plat",
                "body": "menu",
                "valid_from": "date",
                "valid_until": "date_fin",
            },
        },
        {"/": _json(MENUS)},
        2,
    ),
    "open-meteo": Sample({"kind": "open-meteo", "position": [47.2184, -1.5536]}, {"/": _json(METEO)}, 2),
}

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]><rss><channel><item><title>&m;</title></item></channel></rss>"
).encode()
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss><channel><item><title>&x;</title></item></channel></rss>"
)
HTML = b"<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>Bient\xc3\xb4t</body></html>"


def _nulls(body: bytes) -> bytes:
    """Every leaf of a JSON document as null, every text of another emptied."""
    try:
        return _json(_null(json.loads(body)))
    except ValueError:
        return body.replace(b"SUMMARY:", b"SUMMARY:\x00").replace(b"<title>", b"<title></title><x>")


def _null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _null(each) for key, each in value.items()}
    return [_null(each) for each in value] if isinstance(value, list) else None


def _absurd(body: bytes) -> bytes:
    """Every year as the year 9999 or 0001."""
    return (
        body.replace(b"2026-11", b"9999-99").replace(b"202611", b"000113").replace(b"Nov 2026", b"Nov 0000")
    )


def _twice(body: bytes) -> bytes:
    """The second entry under the id of the first."""
    for first, second in (
        (b"12 at", b"13 at"),
        (b'"2"', b'"1"'),
        (b"conte@bm", b"noel@"),
        (b": 38", b": 48"),
    ):
        body = body.replace(second, first)
    return body


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda body: body[: len(body) // 2],
    "a page for people": lambda _: HTML,
    "UTF-16 that nobody announced": lambda body: body.decode("utf-8", "replace").encode("utf-16-le")[1:],
    "empty": lambda _: b" \r\n",
    "a list of numbers": lambda _: b"[1, 2, 3]",
    "nested without end": lambda _: b"[" * 200_000,
    "an entity bomb": lambda _: BOMB,
    "an external entity": lambda _: EXTERNAL,
    "only nulls": _nulls,
    "noise": lambda body: bytes((byte * 7 + place) % 256 for place, byte in enumerate(body)),
}
"""Ten ways in which an answer is spoilt."""

STRANGE: dict[str, Callable[[bytes], bytes]] = {
    "absurd dates": _absurd,
    "ids that come twice": _twice,
}


def each_broken() -> Iterator[tuple[str, str]]:
    """Every sample with every way to spoil it."""
    return ((name, how) for name in SAMPLES for how in BROKEN)
