"""Documents shaped exactly as the services answer, one for each kind, and ten broken ones made of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOST = "http://127.0.0.1"


class Sample(NamedTuple):
    """A source as sources.toml writes it, the answers of its addresses, and how many documents they hold."""

    table: dict[str, Any]
    answers: dict[str, bytes]
    documents: int
    text: bool = True


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Nantes Métropole</title><link>https://metropole.nantes.fr</link>
<atom:link href="https://metropole.nantes.fr/rss" rel="self"/>
<item><title><![CDATA[Piscine Léo-Lagrange : réouverture le 3&nbsp;décembre]]></title>
<link>https://metropole.nantes.fr/actualites/piscine</link><guid isPermaLink="false">12 at nantes</guid>
<description>&lt;p&gt;Apr&amp;egrave;s la &lt;b&gt;vidange&lt;/b&gt;, le grand bassin…&lt;/p&gt;</description>
<pubDate>Wed, 25 Nov 2026 08:30:00 +0100</pubDate></item>
<item><title>Collecte des sapins : 24 points dans la ville</title><guid>13 at nantes</guid>
<pubDate>Tue, 24 Nov 2026 18:00:00 GMT</pubDate></item>
</channel></rss>""".encode()

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Info travaux</title><updated>2026-11-25T18:30:02Z</updated>
<entry><title type="html">Cours des 50-Otages &amp;amp; place du Cirque</title>
<link rel="alternate" href="https://example.org/2026/11/travaux"/><link rel="edit" href="https://example.org/x"/>
<id>urn:uuid:1225c695</id><updated>2026-11-25T18:30:02Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Circulation <em>alternée</em>.</p></div></content>
</entry></feed>""".encode()

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Quartiers",
    "items": [
        {"id": "2", "content_text": "Atelier vélo, samedi à 15 h.", "url": "https://example.org/2"},
        {
            "id": "1",
            "title": "Budget participatif",
            "content_html": "<p>Votez !</p>",
            "date_published": "2026-11-20T14:00:00+01:00",
        },
    ],
}

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nantes Métropole//Agenda//FR
X-WR-TIMEZONE:Europe/Paris
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:conte@bm.nantes.fr
DTSTAMP:20261001T080000Z
DTSTART;TZID=Europe/Paris:20260905T110000
DTEND;TZID=Europe/Paris:20260905T114500
RRULE:FREQ=WEEKLY;BYDAY=SA
EXDATE;TZID=Europe/Paris:20261205T110000
SUMMARY:L’heure du conte\\, dès 4 ans
LOCATION:Médiathèque Jacques-Demy
CATEGORIES:Jeunesse
END:VEVENT
BEGIN:VEVENT
UID:noel@nantes.fr
DTSTAMP:20261001T080000Z
DTSTART;VALUE=DATE:20261127
DTEND;VALUE=DATE:20261224
SUMMARY:Marché de Noël
LOCATION:Place Royale
URL:https://metropole.nantes.fr/noel
END:VEVENT
BEGIN:VEVENT
UID:conseil@nantes.fr
DTSTAMP:20261001T080000Z
DTSTART;TZID=Europe/Paris:20261204T090000
DTEND;TZID=Europe/Paris:20261204T120000
STATUS:CANCELLED
SUMMARY:Conseil métropolitain
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()

BICLOO = {
    "nhits": 3,
    "parameters": {"dataset": "244400404_stations-velos-libre-service"},
    "records": [
        {
            "recordid": f"0936ef4c{number}",
            "fields": {
                "status": status,
                "name": name,
                "bike_stands": stands,
                "number": number,
                "banking": "True",
                "available_bikes": bikes,
                "position": [47.2121084631, -1.55304912932],
            },
            "geometry": {"type": "Point", "coordinates": [-1.55304912932, 47.2121084631]},
            "record_timestamp": "1970-01-01T00:00:00+00:00",
        }
        for number, name, status, bikes, stands in (
            (38, "038-RICORDEAU", "OPEN", 38, 40),
            (48, "048-ALGER", "OPEN", 0, 12),
            (9, "009-GUÉPIN", "CLOSED", 0, 15),
        )
    ],
}

TAN = [
    {
        "sens": 1,
        "terminus": terminus,
        "infotrafic": False,
        "temps": temps,
        "dernierDepart": "false",
        "tempsReel": "true",
        "ligne": {"numLigne": ligne, "typeLigne": 3},
        "arret": {"codeArret": "QANT1"},
    }
    for ligne, terminus, temps in (
        ("5", "Hangar à Bananes", "5mn"),
        ("1", "François Mitterrand", "Proche"),
        ("5", "Gare Sud", "1h05"),
        ("LN", "St-Clément", ""),
    )
]

CSV = """﻿nom;adresse;horaires;lat;lon
Piscine Léo-Lagrange;Île Gloriette;Mo-Fr 07:00-21:00, PH off;47,2095;-1,5605
Piscine Jules-Verne;Rue Grandjouan;Tu-Su 10:00-19:30;47.2471;-1.5121
""".encode()

GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": n,
            "geometry": {"type": "Point", "coordinates": [-1.55 - n / 100, 47.21]},
            "properties": {
                "titre": titre,
                "texte": "Circulation alternée",
                "fin": "2026-12-18T18:00:00+01:00",
            },
        }
        for n, titre in enumerate(("Quai de la Fosse", "Boulevard Jean-Ingres"))
    ],
}

PARKINGS = {
    "total_count": 3,
    "results": [
        {
            "grp_identifiant": n,
            "grp_nom": name,
            "grp_statut": statut,
            "grp_disponible": free,
            "grp_exploitation": total,
            "grp_complet": 10,
            "grp_horodatage": "2026-11-26T08:58:00+00:00",
            "idobj": str(100 + n),
            "location": {"lon": -1.5583, "lat": 47.2131},
        }
        for n, (name, statut, free, total) in enumerate(
            (("Commerce", 5, 132, 500), ("Bretagne", 5, 0, 380), ("Feydeau", 1, 0, 420))
        )
    ],
}

GBFS = {
    "last_updated": 1795683600,
    "ttl": 60,
    "version": "2.3",
    "data": {
        "fr": {
            "feeds": [
                {"name": "system_information", "url": f"{HOST}/system"},
                {"name": "station_information", "url": f"{HOST}/info"},
                {"name": "station_status", "url": f"{HOST}/status"},
            ]
        }
    },
}
GBFS_INFO = {
    "last_updated": 1795683600,
    "ttl": 60,
    "version": "2.3",
    "data": {
        "stations": [
            {"station_id": str(n), "name": name, "lat": 47.21, "lon": -1.55 - n / 100, "capacity": 20}
            for n, name in enumerate(("Ricordeau", "Alger", "Guépin"))
        ]
    },
}
GBFS_STATUS = {
    "last_updated": 1795683600,
    "ttl": 60,
    "version": "2.3",
    "data": {
        "stations": [
            {
                "station_id": str(n),
                "num_bikes_available": bikes,
                "num_docks_available": 20 - bikes,
                "is_installed": True,
                "is_renting": renting,
                "is_returning": True,
                "last_reported": 1795683500,
            }
            for n, (bikes, renting) in enumerate(((7, True), (0, True), (4, False)))
        ]
    },
}

METEO = {
    "latitude": 47.22,
    "longitude": -1.56,
    "utc_offset_seconds": 3600,
    "timezone": "Europe/Paris",
    "daily_units": {"time": "iso8601", "weather_code": "wmo code", "temperature_2m_max": "°C"},
    "daily": {
        "time": ["2026-11-26", "2026-11-27", "2026-11-28"],
        "weather_code": [61, 3, None],
        "temperature_2m_max": [11.8, 9.4, None],
        "temperature_2m_min": [6.1, 4.0, None],
    },
}

SIRI = {
    "Siri": {
        "ServiceDelivery": {
            "ResponseTimestamp": "2026-11-26T09:00:00Z",
            "ProducerRef": "NAOLIB",
            "StopMonitoringDelivery": [
                {
                    "ResponseTimestamp": "2026-11-26T09:00:00Z",
                    "Version": "2.0",
                    "Status": "true",
                    "MonitoredStopVisit": [
                        {
                            "RecordedAtTime": "2026-11-26T08:59:40.000Z",
                            "ItemIdentifier": f"NAOLIB:{n}",
                            "MonitoringRef": {"value": "STIF:StopPoint:Q:41178:"},
                            "MonitoredVehicleJourney": {
                                "LineRef": {"value": "STIF:Line::C01742:"},
                                "PublishedLineName": [{"value": line}],
                                "DestinationName": [{"value": towards}],
                                "MonitoredCall": {
                                    "StopPointName": [{"value": "Commerce"}],
                                    "ExpectedDepartureTime": f"2026-11-26T09:{minute:02}:00Z",
                                    "DepartureStatus": "onTime",
                                },
                            },
                        }
                        for n, (line, towards, minute) in enumerate(
                            (("2", "Orvault - Grand Val", 7), ("1", "Beaujoire", 3))
                        )
                    ],
                }
            ],
        }
    }
}


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, value: int | str | bytes) -> bytes:
    """One field of Protocol Buffers."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _translated(text: str, language: str) -> bytes:
    return field(1, field(1, text) + field(2, language))


HEADER = field(1, field(1, "2.0") + field(2, 0) + field(3, int(AT.timestamp())))
ALERTS = HEADER + field(
    2,
    field(1, "0")
    + field(
        5,
        field(1, field(1, int(AT.timestamp()) - 600) + field(2, int(AT.timestamp()) + 7200))
        + field(5, field(2, "1"))
        + field(6, 10)
        + field(7, 4)
        + field(10, _translated("Line 1 diverted", "en") + _translated("Ligne 1 déviée", "fr"))
        + field(11, _translated("Arrêt <b>Commerce</b> non desservi.", "fr")),
    ),
)
TRIPS = HEADER + b"".join(
    field(
        2,
        field(1, f"trip-{n}")
        + field(
            3,
            field(1, field(1, f"trip-{n}") + field(5, route))
            + field(
                2, field(1, 3) + field(4, stop) + field(3, field(1, 60) + field(2, int(AT.timestamp()) + s))
            ),
        ),
    )
    for n, (route, stop, s) in enumerate((("R1", "COMM1", 300), ("R1", "COMM1", -60), ("R2", "ELSE", 90)))
)

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
