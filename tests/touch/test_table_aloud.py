"""A table that reads aloud: to one panel at a time, by one finger; and the warning that is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from listened_voice import Listened
from stage_world import Shelf
from table_world import HEIGHT, WIDTH, TableStage
from touched_stage import played

from player.touch.limits import LIMITS as SESSIONS
from player.touch.projects import PROJECTS
from player.touch.session import Kind
from player.touch.table.board import Panel
from player.touch.table.limits import LIMITS
from player.touch.target import Act
from player.touch.words import say

BOTTOM, LEFT = (WIDTH / 2, HEIGHT - 5.0), (5.0, HEIGHT / 2)


@pytest.fixture
def table(tmp_path: Path, voice: Listened) -> Iterator[TableStage]:
    with played(lambda: TableStage(Shelf(tmp_path / "objects"), voice=voice)) as made:
        made.until(lambda: bool(voice.languages))
        yield made


def in_english(table: TableStage, at: tuple[float, float]) -> Panel:
    panel = table.open_panel(at)
    table.touch(panel.id, Act.LANGUAGES)
    table.touch(panel.id, Act.SPEAK, "en")
    return panel


def listens(table: TableStage, name: str) -> bool:
    panel = table.board.panel(name)
    assert panel is not None
    return panel.session.comfort.speech


def test_a_panel_in_a_language_that_is_spoken_offers_to_be_read(table: TableStage) -> None:
    panel = table.open_panel(BOTTOM)
    assert not [one for one in table.layer.scene.pages[panel.id].targets if one.value == "speech"]
    table.touch(panel.id, Act.LANGUAGES)
    table.touch(panel.id, Act.SPEAK, "en")
    assert table.target(panel.id, Act.EASE, "speech").label == "Read aloud: off"


def test_one_finger_hears_what_it_is_on_and_chooses_by_a_second_touch(
    table: TableStage, voice: Listened
) -> None:
    panel = in_english(table, LEFT)
    table.touch(panel.id, Act.EASE, "speech")
    table.until(lambda: bool(voice.said) and say("question", "en") in voice.said[-1])
    places = table.target(panel.id, Act.SERVICE, "places")
    at = table.spot(panel.id, Act.SERVICE, "places")
    back = table.spot(panel.id, Act.LANGUAGES)
    table.fingers(down={0: back})
    table.fingers(move={0: at})
    table.until(lambda: voice.said[-1] == places.label)
    table.fingers(up={0: at})
    assert _kind(table, panel) is Kind.HOME
    table.tap(at)
    table.settle()
    assert _kind(table, panel) is Kind.SERVICE
    table.until(lambda: "Town hall" in voice.said[-1])


def test_the_others_go_on_as_ever_beside_the_one_that_is_read_to(table: TableStage, voice: Listened) -> None:
    read, other = in_english(table, LEFT), in_english(table, BOTTOM)
    table.touch(read.id, Act.EASE, "speech")
    table.until(lambda: bool(voice.said))
    heard = len(voice.said)
    table.touch(other.id, Act.SERVICE, "places")
    assert _kind(table, other) is Kind.SERVICE
    assert len(voice.said) == heard


def test_who_asks_last_is_read_to(table: TableStage, voice: Listened) -> None:
    first, second = in_english(table, LEFT), in_english(table, BOTTOM)
    table.touch(first.id, Act.EASE, "speech")
    table.until(lambda: bool(voice.said))
    table.touch(second.id, Act.SERVICE, "places")
    table.touch(second.id, Act.EASE, "speech")
    table.until(lambda: "Town hall" in voice.said[-1])
    assert (listens(table, first.id), listens(table, second.id)) == (False, True)
    table.touch(first.id, Act.SERVICE, "places")
    assert _kind(table, first) is Kind.SERVICE


def test_a_panel_that_is_closed_falls_silent(table: TableStage, voice: Listened) -> None:
    panel = in_english(table, LEFT)
    table.touch(panel.id, Act.EASE, "speech")
    table.until(lambda: bool(voice.said))
    for _ in range(2):
        table.tap(table.spot(panel.id, Act.END))
    table.until(lambda: voice.said[-1] == "")
    assert table.board.panel(panel.id) is None


def test_a_card_that_came_out_of_a_panel_is_read_as_the_panel_is(table: TableStage, voice: Listened) -> None:
    panel = in_english(table, BOTTOM)
    for act, value in ((Act.SERVICE, PROJECTS), (Act.ENTRY, "park"), (Act.EASE, "speech")):
        table.touch(panel.id, act, value)
    table.until(lambda: bool(voice.said))
    for _ in range(2):
        table.touch(panel.id, Act.LAY, "park")
    card = table.board.cards[-1]
    table.until(lambda: say("put_away", "en") in voice.said[-1])
    assert voice.said[-1].startswith("Project park")
    for times, enlarged in ((1, False), (2, True)):
        table.touch(card.id, Act.ZOOM, str(LIMITS.zoom))
        now = table.board.card(card.id)
        assert now is not None
        assert (now.pose.scale > card.pose.scale) is enlarged, times
    assert voice.said[-1] == say("larger", "en")
    heard = len(voice.said)
    other = in_english(table, LEFT)
    for act, value in ((Act.SERVICE, PROJECTS), (Act.ENTRY, "park"), (Act.LAY, "park")):
        table.touch(other.id, act, value)
    foreign = table.board.cards[-1]
    table.touch(foreign.id, Act.END)
    assert table.board.card(foreign.id) is None
    assert len(voice.said) == heard


def test_each_panel_that_asks_is_heard_once(table: TableStage, voice: Listened) -> None:
    table.open_panel(BOTTOM)
    table.passes(LIMITS.idle_s - 20)
    table.open_panel(LEFT)
    table.passes(20)
    table.until(lambda: voice.rung == 1)
    table.passes(5)
    table.settle()
    table.passes(15)
    table.until(lambda: voice.rung == 2)
    table.passes(SESSIONS.warning_s + 1)
    table.until(lambda: table.layer.board is None)
    assert voice.rung == 2


def _kind(table: TableStage, panel: Panel) -> Kind:
    found = table.board.panel(panel.id)
    assert found is not None
    return found.session.place.kind
