"""What screens show of city data is a function of the documents and the time, and of nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from parvis.console import Voice
from parvis.opening import open_library, prepared
from playlists.documents import (
    AGES,
    PICTURE_AGES,
    Availability,
    Batch,
    Departure,
    Document,
    Event,
    Forecast,
    Notice,
    Picture,
    Place,
    State,
)
from playlists.living import STEP, filled, fillings, step_of
from playlists.living_words import Setting, hours, row, small_print
from playlists.program import LiveContent, Program
from playlists.timeline import showing
from playlists.workspace.load import load

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
"""A Thursday, 13 h in Nantes."""

WORKSPACE = {
    "workspace.toml": 'name = "Nantes"\ntime_zone = "Europe/Paris"\n'
    'country = "FR"\nlanguages = ["fr", "en"]\n',
    "devices.toml": '[hall]\nprofile = "plasma-16x9"\nposition = [47.2131, -1.5583]\n'
    '[board]\nprofile = "led-board"\nposition = [47.2131, -1.5583]\n',
    "sources.toml": '[parkings]\nkind = "rss"\nurl = "https://example.org/x"\n',
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["hall"]\nzones.main = "city"\n'
    '[[events]]\nlayout = "led"\ndevices = ["board"]\nzones.main = "city"\n',
    "playlists/city.toml": '[[items]]\nid = "p"\nlive = "parkings"\ncategory = "mobility"\nnear = 2000\n'
    'headline = { fr = "Où se garer ?", en = "Where to park" }\n'
    '[[items]]\nid = "n"\ncard = "notice"\nheadline = { fr = "Bonjour", en = "Hello" }\n',
}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    root = tmp_path_factory.mktemp("workspace")
    for name, text in WORKSPACE.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARVIS_CACHE", str(tmp_path_factory.mktemp("cache")))
        workspace = load(Path(root)).workspace
        assert workspace
        with open_library(root) as library:
            return prepared(workspace, ("hall", "board"), library, Voice("en"))


def plain(text: str) -> str:
    """With blanks that may break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def parking(id_: str, name: str, free: int, away: float = 0.0, state: State = State.OPEN) -> Availability:
    place = (47.2131 + away / 111_200, -1.5583)
    return Availability(id=id_, name=name, free=free, state=state, position=place)


def batch(*documents: Document, fetched: datetime = NOON) -> Batch:
    ages = AGES[type(documents[0])]
    return Batch(source="parkings", fetched=fetched, ages=ages, attribution="Nantes", documents=documents)


def shown(program: Program, found: Batch, at: datetime) -> list[str]:
    """What each of a screen's items says at an instant of a minute, French and English together."""
    made = filled(program, fillings(program, [found], at))
    told: list[str] = []
    for second in range(0, 60, 2):
        zone = showing(made, at + timedelta(seconds=second)).screens[0].zones[0]
        if zone.item is not None and isinstance(zone.item.content, LiveContent):
            pages = range(len(zone.item.pages_ms))
            pages_shown = (zone.item.content.shown(page, max(at, zone.start)) for page in pages)
            said = (words for page in pages_shown if page for words in page[0].card.words)
            told.extend(plain(f"{words.body}|{words.source}") for words in said)
    return list(dict.fromkeys(told))


def test_fresh_data_are_shown_the_nearest_first_in_each_language(programs: dict[str, Program]) -> None:
    found = batch(
        parking("b", "Bretagne", 40, 900), parking("a", "Commerce", 132, 350), parking("c", "Far", 9, 5000)
    )
    assert shown(programs["hall"], found, NOON) == [
        "Commerce\t132 places\tà 350 m\nBretagne\t40 places\tà 900 m|Nantes",
        "Commerce\t132 spaces\t350 m away\nBretagne\t40 spaces\t900 m away|Nantes",
    ]


def test_data_are_marked_when_they_are_stale_and_leave_when_they_are_too_old(
    programs: dict[str, Program],
) -> None:
    found = batch(parking("a", "Commerce", 132))
    french, _ = shown(programs["hall"], found, NOON + timedelta(minutes=20))
    assert french.endswith("|Données de 13 h · Nantes")
    assert not shown(programs["hall"], found, NOON + timedelta(hours=1))


def test_what_is_made_ahead_ends_when_it_is_too_old(programs: dict[str, Program]) -> None:
    found = batch(parking("a", "Commerce", 132), fetched=NOON + timedelta(minutes=3))
    leaves = NOON + timedelta(minutes=63)
    made = fillings(programs["hall"], [found], leaves - timedelta(minutes=2))
    ends = [each.closes for each in made if each.closes is not None]
    assert len(ends) == len(made)
    assert max(ends) == leaves


def test_what_leaves_every_minute_does_not_begin_the_cycle_anew(programs: dict[str, Program]) -> None:
    spaces = [
        msgspec.structs.replace(parking(f"{n}", f"Parking {n}", n), valid_until=NOON + timedelta(minutes=n))
        for n in range(1, 15)
    ]
    program = programs["hall"]
    made = filled(program, fillings(program, [batch(*spaces)], NOON))

    def plays(which: Program) -> list[tuple[str, datetime]]:
        zones = [showing(which, NOON + timedelta(seconds=s)).screens[0].zones[0] for s in range(540)]
        return [(zone.item_id, zone.start) for zone in zones]

    assert plays(made) == plays(program), "data change what an item says, never when it plays"
    turns = {turn for item in _live(made) for turn in item.turns}
    assert len(turns) > 5, "and each page says what holds when it comes on"


def _live(program: Program) -> list[LiveContent]:
    items = (item for playlist in program.screens[0].playlists.values() for item in playlist.items)
    return [item.content for item in items if isinstance(item.content, LiveContent)]


def test_the_zone_goes_on_without_them(programs: dict[str, Program]) -> None:
    made = filled(programs["hall"], ())
    items = [showing(made, NOON + timedelta(seconds=s)).screens[0].zones[0].item_id for s in range(0, 60, 5)]
    assert set(items) == {"n"}


def test_what_is_shown_hangs_on_the_documents_and_the_time_alone(programs: dict[str, Program]) -> None:
    found = batch(parking("a", "Commerce", 132))
    for program in programs.values():
        times = [step_of(NOON) + STEP * part / 4 for part in range(4)]
        assert len({fillings(program, [found], at) for at in times}) == 1


def test_a_picture_is_shown_on_a_card_with_words_and_its_time_and_not_on_boards(
    programs: dict[str, Program],
) -> None:
    shot = Picture(object="a" * 64, bytes=1000, width=1280, height=960)
    found = Batch(source="parkings", fetched=NOON, ages=PICTURE_AGES, attribution="Port", picture=shot)
    (filling,) = fillings(programs["hall"], [found], NOON)
    (turn,) = filling.turns
    assert turn.picture
    assert turn.picture.object == shot.object
    assert {(card.kind, card.has_picture) for card in turn.cards} == {("notice", True)}
    french = turn.cards[0].words[0]
    assert (plain(french.headline), plain(french.body), french.source) == (
        "Où se garer ?",
        "Image de 13 h",
        "Port",
    )
    assert fillings(programs["board"], [found], NOON) == ()
    assert fillings(programs["hall"], [found], NOON + timedelta(hours=3)) == ()


def test_what_finds_no_room_has_its_turn_however_often_one_looks(programs: dict[str, Program]) -> None:
    names = [f"Parking {n}" for n in range(5)]
    found = batch(*(parking(name, name, 10) for name in names))
    for every in (1, 2, 3, 5):
        seen = []
        for minute in range(0, 55, every):
            at = NOON + timedelta(minutes=minute)
            (filling,) = fillings(programs["board"], [found], at)
            then = [turn for turn in filling.turns if turn.opens <= at][-1]
            seen += [plain(card.words[0].body.partition(",")[0]) for card in then.cards]
        assert set(seen) == set(names), every


def test_what_a_source_writes_is_set_in_its_own_language_on_pages_of_any() -> None:
    """A French title keeps its blank before a colon beside English words."""
    title = "Ciné-goûter : Mon voisin Totoro"
    event = Event(id="a", title=title, starts=NOON + timedelta(hours=2), ends=NOON + timedelta(hours=4))
    for language, told in (("fr", "aujourd’hui, 15 h"), ("en", "today, 3 pm")):
        setting = Setting(
            at=NOON, language=language, zone="Europe/Paris", country="FR", position=None, own="fr"
        )
        assert plain(row(event, setting)) == f"{title}\t{told}"


def test_data_of_another_source_fill_nothing(programs: dict[str, Program]) -> None:
    other = msgspec.structs.replace(batch(parking("a", "Commerce", 132)), source="bikes")
    assert fillings(programs["hall"], [other], NOON) == ()


@pytest.mark.parametrize(
    ("rule", "at", "said"),
    [
        ("Mo-Fr 07:00-19:30", NOON, "ouvert jusqu’à 19 h 30"),
        ("Mo 10:00-18:00", NOON, "ouvre lundi à 10 h"),
        ("Mo-Fr 14:00-18:00", NOON, "ouvre à 14 h"),
        ("Fr 10:00-18:00", NOON, "ouvre demain à 10 h"),
        ("24/7", NOON, "ouvert jour et nuit"),
        ("off", NOON, "fermé"),
        ("Mo-Su 09:00-18:00; PH off", datetime(2026, 12, 25, 12, tzinfo=UTC), "ouvre demain à 9 h"),
        ("this is no rule", NOON, ""),
    ],
)
def test_hours_are_said_as_people_say_them(rule: str, at: datetime, said: str) -> None:
    setting = Setting(at=at, language="fr", zone="Europe/Paris", country="FR", position=None)
    assert plain(hours(Place(id="1", name="Léo-Lagrange", hours=rule), setting)) == said


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (Departure(id="1", line="1", towards="Beaujoire", leaves=NOON), "1 Beaujoire\t13 h"),
        (Departure(id="1", line="1", towards="B", leaves=NOON, cancelled=True), "1 B\tsupprimé"),
        (Notice(id="1", title="Quai de la Fosse"), "Quai de la Fosse"),
        (
            Event(
                id="1",
                title="Contes",
                starts=NOON + timedelta(days=2),
                ends=NOON + timedelta(days=2, hours=1),
                place="Médiathèque",
            ),
            "Contes, Médiathèque\tsamedi, 13 h",
        ),
        (
            Forecast(id="1", starts=NOON, ends=NOON + timedelta(days=1), code=61, lowest=-1.4, highest=4.6),
            "Aujourd’hui\t−1 à 5 °C, pluie",
        ),
        (parking("1", "Commerce", 1132), "Commerce\t1 132 places"),
        (parking("1", "Commerce", 0, 0, State.SUBSCRIBERS), "Commerce\tabonnés seulement"),
    ],
)
def test_a_document_is_one_line(document: Document, said: str) -> None:
    setting = Setting(at=NOON, language="fr", zone="Europe/Paris", country="FR", position=None)
    assert plain(row(document, setting)) == said


def test_data_of_another_day_say_so() -> None:
    setting = Setting(at=NOON, language="fr", zone="Europe/Paris", country="FR", position=None)
    old = batch(Notice(id="1", title="x"), fetched=NOON - timedelta(days=1))
    assert plain(small_print(old, setting)) == "Données du 25/11, 13 h · Nantes"
