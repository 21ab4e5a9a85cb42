"""City data on touch pages: in the order of use, in words, marked when old, never an empty page."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from touch_city import AT, city, data, lines, page, service

from player.touch.acts import act
from player.touch.here import Here
from player.touch.measures import Measures
from player.touch.proof import measured
from player.touch.session import Comfort, Kind, Place, Session
from player.touch.target import Act, TouchPage
from playlists.documents import AGES, Availability, Batch, Departure, Document, Event, Notice, State
from playlists.documents import Place as Spot
from playlists.services import Entry, Service, Services

HOUR = timedelta(hours=1)
GONE = "Ces informations ne nous parviennent plus."


def names(shown: TouchPage) -> list[str]:
    """The titles that can be touched."""
    return [target.label for target in shown.targets if target.act is Act.ENTRY]


def other(source: str, *documents: Document, fetched: datetime = AT) -> Here:
    """The kiosk where a source says something else."""
    made = Batch(source=source, fetched=fetched, ages=AGES[type(documents[0])], documents=documents)
    return city((*(batch for batch in data() if batch.source != source), made))


def test_places_come_by_distance_and_say_what_is_the_case_now() -> None:
    told = lines(service("stationnement"))
    start = told.index("Parking Commerce")
    assert told[start : start + 4] == [
        "Parking Commerce",
        "132 places libres sur 500 · à 100 m",
        "Parking Feydeau",
        "Fermé · à 300 m",
    ]
    assert "Complet · à 450 m" in told
    assert names(service("piscines"))[0] == "Piscine Léo-Lagrange"
    assert "Ouvert jusqu’à 19 h 30 · à 450 m" in lines(service("piscines"))


def test_an_entry_speaks_for_the_document_of_its_id() -> None:
    """The editor's words and languages, the document's hours; and listed once."""
    there = page(Place(Kind.ENTRY, service="piscines", entry="leo-lagrange"), "es")
    told = lines(there)
    assert told[0] == "Piscina Léo-Lagrange"
    assert "Abierto hasta las 19:30" in told
    assert any("Piscina de 50 m" in line for line in told)
    assert names(service("piscines", "es")).count("Piscina Léo-Lagrange") == 1
    assert not [name for name in names(service("piscines", "es")) if name == "Léo-Lagrange"]


def test_events_come_by_time_and_are_narrowed_by_buttons() -> None:
    shown = service("agenda")
    assert names(shown)[:2] == ["Jam-session", "Marché de Talensac"]
    choices = {target.label: target for target in shown.targets if target.act is Act.NARROW}
    assert [*choices][:3] == ["Tout", "Aujourd’hui", "Ce week-end"]
    assert "Musique" in choices
    session = Session("fr", 0.0, (Place(), Place(Kind.SERVICE, service="agenda", sheet=1)))
    music = act(session, choices["Musique"])
    assert music.trail[:-1] == session.trail[:-1]
    told = names(page(music.place))
    assert told[0] == "Jam-session"
    assert told[1].startswith("Orchestre national")
    assert len(told) == 2


def test_the_weekend_is_saturday_and_sunday() -> None:
    told = lines(service("agenda", only="weekend"))
    rows = [line for line in told if line.startswith(("Samedi,", "Dimanche,", "Aujourd’hui,", "Demain,"))]
    assert rows
    assert not [row for row in rows if row.startswith(("Aujourd", "Demain"))]
    on_sunday = lines(service("agenda", only="weekend", at=AT + timedelta(days=3)))
    assert not [line for line in on_sunday if line.startswith("Samedi")]


def test_departures_count_minutes_and_say_how_they_are_known() -> None:
    shown = service("tram")
    told = lines(shown)
    assert names(shown)[0] == "1 · Beaujoire"
    assert "Dans 3 min · temps réel" in told
    later = service("tram", at=AT + timedelta(minutes=4))
    assert names(later)[0] == "5 · Hangar à Bananes"
    assert any(line == "Dans 1 min · temps réel" for line in lines(later))
    cancelled = Departure(id="1", line="1", towards="Beaujoire", leaves=AT + HOUR, cancelled=True)
    assert "Supprimé · 15 h 32" in lines(service("tram", where=other("tan-commerce", cancelled)))


def test_news_come_from_the_newest_on() -> None:
    news = [Notice(id=f"{n}", title=f"Travaux {n}", published=AT - n * HOUR) for n in (3, 1, 2)]
    where = other("agenda", *news)
    assert names(service("agenda", where=where))[:3] == ["Travaux 1", "Travaux 2", "Travaux 3"]


def test_whose_data_they_are_is_said_and_of_when() -> None:
    assert "Données de 14 h 32 · Nantes Métropole (exemple)" in lines(service("piscines"))
    entry = page(Place(Kind.ENTRY, service="stationnement", entry="parkings/005"))
    assert " ".join(lines(entry)).count("Licence Ouverte") == 1


def test_data_are_marked_when_they_are_stale_and_then_gone_with_words() -> None:
    at = AT + timedelta(minutes=20)
    marked = service("stationnement", at=at)
    assert lines(marked).index("Données de 14 h 30") < lines(marked).index("Parking Commerce")
    at = AT + 2 * HOUR
    gone = lines(service("stationnement", at=at))
    assert GONE in gone
    assert "Parking Commerce" in gone, "what an editor wrote stays"
    assert not [line for line in gone if "libres" in line]
    tram = lines(service("tram", at=at))
    assert GONE in tram


def test_a_page_whose_thing_is_gone_says_so() -> None:
    place = Place(Kind.ENTRY, service="stationnement", entry="parkings/005")
    assert lines(page(place))[0] == "Graslin"
    assert lines(page(place, at=AT + 2 * HOUR))[:2] == [
        "Stationnement",
        "Cette information n’est plus d’actualité.",
    ]


def test_a_source_that_never_came_or_says_nothing_is_told_apart() -> None:
    assert GONE in lines(service("dechets", where=city(())))
    over = Event(id="1", title="Hier", starts=AT - 3 * HOUR, ends=AT - 2 * HOUR)
    assert "Rien à signaler pour le moment." in lines(service("agenda", where=other("agenda", over)))


def test_that_nothing_leaves_is_told_by_fresh_data_only() -> None:
    """Four minutes after the last word of a tram nobody knows what leaves, though nothing is listed."""
    gone = Departure(id="1", line="1", towards="Beaujoire", leaves=AT - timedelta(minutes=1))
    old = Departure(id="1", line="1", towards="Beaujoire", leaves=AT + HOUR, updated=AT - HOUR)
    for minutes, document, told in (
        (1, gone, "Rien à signaler pour le moment."),
        (4, gone, GONE),
        (1, old, GONE),
    ):
        there = other("tan-commerce", document)
        shown = service("tram", where=there, at=AT + timedelta(minutes=minutes))
        assert told in lines(shown), (minutes, document)


def test_bikes_are_counted_to_nothing_and_spaces_are_full() -> None:
    """Its unit says what is counted; none of it is free is a figure there, a word of car parks here."""
    for unit, wanted in (({"": "vélos"}, "0 vélos libres sur 20"), ({}, "Complet")):
        made = Service(id="s", title={"": "Vélos"}, pictogram="bike", source="bicloo", unit=unit)
        station = Availability(id="1", name="Ricordeau", free=0, total=20, state=State.FULL)
        where = msgspec.structs.replace(
            other("bicloo", station), offered=Services(languages=("fr",), services=(made,))
        )
        assert wanted in lines(service("s", where=where))


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_nothing_is_left_in_another_language(language: str) -> None:
    """What Parvis says itself; the names of things stay the source's."""
    foreign = {
        "fr": ("libres de", "free", "hasta", "until"),
        "en": ("libres", "jusqu", "hasta"),
        "es": ("sur ", "free", "jusqu", "until", "temps réel"),
    }[language]
    for name in ("agenda", "piscines", "stationnement", "tram", "dechets", "mairies"):
        told = [line for line in lines(service(name, language)) if " · " in line]
        assert told, name
        assert not [line for line in told if any(word in line for word in foreign)], name


def test_searching_finds_what_is_live() -> None:
    found = page(Place(Kind.SEARCH), query="graslin")
    assert "Graslin" in names(found)
    assert "98 places libres sur 420 · à 350 m" in lines(found)
    assert names(page(Place(Kind.SEARCH), query="leo lag")).count("Piscine Léo-Lagrange") == 1
    assert names(page(Place(Kind.SEARCH), query="graslin", at=AT + 5 * HOUR)) == ["Patinoire en plein air"], (
        "what is too old is not found"
    )


def test_a_long_list_ends_where_nobody_reads_on() -> None:
    entries = tuple(Entry(id=f"e{number}", title={"": f"École {number}"}) for number in range(1_000))
    made = Service(id="s", title={"": "Écoles"}, pictogram="school", entries=entries)
    where = msgspec.structs.replace(city(), offered=Services(languages=("fr",), services=(made,)))
    shown = service("s", where=where)
    assert shown.more
    assert names(page(Place(Kind.SERVICE, service="s", sheet=900), where=where))[-1] == "École 99"


@pytest.mark.parametrize("word", ["Mmmm", "Nantes-Saint-Herblain-Orvault", "m" * 160])
@pytest.mark.parametrize("comfort", [Comfort(), Comfort(large=True), Comfort(large=True, reach=True)])
def test_the_longest_that_a_source_may_say_leaves_no_page(word: str, comfort: Comfort) -> None:
    name = " ".join([word] * 160)[:160].strip()
    body = " ".join([word] * 600)[:600].strip()
    qr = "https://example.org/" + "a" * 270
    said: dict[str, tuple[Document, ...]] = {
        "agenda": (
            Event(id="1", title=name, starts=AT, ends=AT + HOUR, place=name, theme=name[:80], address=qr),
        ),
        "travaux": (Notice(id="1", title=name, body=body, published=AT, address=qr),),
        "tan-commerce": (Departure(id="1", line=name[:80], towards=name, leaves=AT + HOUR, stop=name),),
        "dechets": (Spot(id="1", name=name, hours="Mo-Su 08:00-20:00", where=name),),
    }
    for source, documents in said.items():
        made = Service(id="s", title={"": "Service"}, pictogram="bike", source=source)
        offered = Services(languages=("fr",), services=(made,))
        where = msgspec.structs.replace(other(source, *documents), offered=offered)
        measures = Measures(where.screen, comfort)
        for kind, entry in ((Kind.SERVICE, ""), (Kind.ENTRY, f"{source}/1"), (Kind.SEARCH, "")):
            for sheet in range(4):
                place = Place(kind, service="s", entry=entry, sheet=sheet)
                shown = page(place, where=where, comfort=comfort, query=word[:3])
                assert not [*measured(shown, measures, source)], (source, kind, sheet)
