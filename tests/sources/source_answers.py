"""Answers shaped exactly as the services give them."""

from __future__ import annotations

from datetime import UTC, datetime

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOST = "http://127.0.0.1"

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

MENUS = {
    "total_count": 2,
    "results": [
        {
            "recordid": f"menu-{day}",
            "date": f"2026-11-{day}T00:00:00+01:00",
            "date_fin": f"2026-11-{day + 1}T00:00:00+01:00",
            "plat": plat,
            "menu": menu,
            "allergenes": ["gluten", "lait"],
        }
        for day, plat, menu in (
            (26, "Parmentier de lentilles", "Carottes râpées ; yaourt de la ferme ; pomme"),
            (27, "Filet de lieu, riz de Camargue", "Velouté de potiron ; tome de Vendée ; clémentine"),
        )
    ],
}
