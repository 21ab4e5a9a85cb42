"""Answers of services that tell what moves, and of the weather, shaped exactly as they give them."""

from __future__ import annotations

from source_answers import AT, HOST

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

GBFS_3 = {
    "last_updated": "2026-11-26T10:00:00+01:00",
    "ttl": 60,
    "version": "3.0",
    "data": {
        "feeds": [
            {"name": "station_information", "url": f"{HOST}/info"},
            {"name": "station_status", "url": f"{HOST}/status"},
        ]
    },
}
GBFS_3_INFO = {
    "last_updated": "2026-11-26T10:00:00+01:00",
    "ttl": 60,
    "version": "3.0",
    "data": {
        "stations": [
            {
                "station_id": str(n),
                "name": [{"text": name, "language": "fr"}],
                "lat": 47.21,
                "lon": -1.55 - n / 100,
                "capacity": 20,
            }
            for n, name in enumerate(("Ricordeau", "Alger"))
        ]
    },
}
GBFS_3_STATUS = {
    "last_updated": "2026-11-26T10:00:00+01:00",
    "ttl": 60,
    "version": "3.0",
    "data": {
        "stations": [
            {
                "station_id": str(n),
                "num_vehicles_available": 7 - n,
                "vehicle_types_available": [{"vehicle_type_id": "bike", "count": 7 - n}],
                "num_docks_available": 13 + n,
                "is_installed": True,
                "is_renting": True,
                "is_returning": True,
                "last_reported": "2026-11-26T09:59:00+01:00",
            }
            for n in range(2)
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


SIRI_MESSAGES = {
    "Siri": {
        "ServiceDelivery": {
            "ResponseTimestamp": "2026-11-26T09:00:00Z",
            "ProducerRef": "NAOLIB",
            "GeneralMessageDelivery": [
                {
                    "ResponseTimestamp": "2026-11-26T09:00:00Z",
                    "Version": "2.0",
                    "Status": "true",
                    "InfoMessage": [
                        {
                            "FormatRef": "France",
                            "RecordedAtTime": "2026-11-26T06:12:00.000Z",
                            "ItemIdentifier": "NAOLIB:InfoMessage:1",
                            "InfoMessageIdentifier": {"value": "NAOLIB:IM:1:"},
                            "InfoMessageVersion": 2,
                            "InfoChannelRef": {"value": "Perturbation"},
                            "ValidUntilTime": "2026-11-26T22:00:00.000Z",
                            "Content": {
                                "LineRef": [{"value": "NAOLIB:Line::1:"}],
                                "Message": [
                                    {
                                        "MessageType": "SHORT_MESSAGE",
                                        "MessageText": {
                                            "value": "Tram 1 : ralentissements entre Commerce et Gare Nord.",
                                            "lang": "FR",
                                        },
                                    },
                                    {
                                        "MessageType": "TEXT_ONLY",
                                        "MessageText": {"value": "Suite à un <b>malaise</b> voyageur."},
                                    },
                                ],
                            },
                        }
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
