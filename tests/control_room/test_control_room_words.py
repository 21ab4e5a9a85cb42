"""Everything that is said is in both languages, is used, and stands in its place whole."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from room_world import World
from standing_city import NOW, Day

import central
from central.control_room.errands import REPORTS
from central.control_room.fleet_model import Grouping
from central.control_room.link import Cause
from central.control_room.said import DeniedHeard, FailedHeard, LostHeard
from central.control_room.time_bar import Reach
from central.standing import Alarm, Reason, Severity
from central.telling.signs import Sign
from central.telling.told import CODES
from layouts.typography import NARROW
from playlists.workspace.said import LANGUAGES

WORDS = Path(central.__file__).parent / "words" / "room.toml"
SOURCES = Path(central.__file__).parent / "control_room"
SIZES = ((1366, 768), (1920, 1080), (3840, 2160))
MADE = {
    *(f"by-{grouping}" for grouping in Grouping),
    *(f"range-{reach}" for reach in Reach),
    *(f"report-{span}" for span in REPORTS),
    *(f"cause-{cause}" for cause in Cause),
    *(f"sound-{state}" for state in ("on", "off", "none")),
    *(f"figure-{name}" for name in ("wrong", "frozen", "silent", "degraded")),
    *(f"fact-{name}" for name in ("seen", "generation", "address", "version", "booted", "waiting")),
    *(f"{code}-{many}" for code in ("found", "unplaced") for many in ("one", "many")),
}
"""Codes that are put together where they are said."""


def sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS.read_text("utf-8"))


def test_every_sentence_is_said_somewhere_and_nothing_is_said_twice() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    unused = {code for code in sentences() if not re.search(f"[\"']{code}[\"']", source)} - MADE
    assert not unused
    assert set(sentences()) >= MADE
    shared = tomllib.loads(WORDS.with_name("said.toml").read_text("utf-8"))
    assert not set(sentences()) & set(shared)


def test_both_languages_name_the_same_facts_with_typographic_apostrophes() -> None:
    for code, said in sentences().items():
        facts = [set(re.findall(r"\{(\w+)\}", said[language])) for language in LANGUAGES]
        assert facts[0] == facts[1], code
        assert "'" not in said["en"] + said["fr"], code


def everything(world: World) -> None:
    """Show, one after the other, every state and every kind of sentence."""
    room = world.room
    now = room.now()
    assert now is not None
    alarms = tuple(
        Alarm(
            id=f"{code}-{screens}", code=code, severity=Severity.SEVERE, scope="place",
            subject="Sainte-Luce-sur-Loire, centre", since=NOW,
            screens=tuple(f"kiosk-00{one}" for one in range(screens)),
            detail="82 °C", acknowledged_by="Marie-Antoinette" if screens > 1 else None,
            acknowledged_at=NOW, snoozed_until=now.replace(hour=23),
        )
        for code in CODES for screens in (1, 14)
    )  # fmt: skip
    from central.control_room.said import AlarmsHeard

    world.hear(AlarmsHeard(alarms=alarms))
    bar = world.window.alarms.verticalScrollBar()
    for place in range(0, bar.maximum() + 1, max(1, bar.pageStep() // 2)):
        bar.setValue(place)
        world.window.grab()
    key = next(key for key in world.live.signs if key.device.startswith("kiosk"))
    room.select(key)
    for code in (*CODES, "unknown"):
        reason = Reason(code=code, item="festival-des-lumieres", detail="17 of 40 starts late", since=NOW)
        assert room.device is not None
        room.device = msgspec.structs.replace(room.device, reasons=(reason,))
        room.device_changed.emit()
        world.window.panel.grab()
    for query in ("", "mairie", "xylophone"):
        world.window.tools.field.setText(query)
        world.window.grab()
    world.window.tools.field.clear()
    for grouping in Grouping:
        room.group(grouping)
        world.window.grab()
    world.window.face(on_map=True)
    world.window.grab()
    world.window.face(on_map=False)
    for at in (now.replace(hour=3), now.replace(day=2), None):
        room.go(at)
        world.window.grab()
    room.noted.emit(FailedHeard(slot="order", why="this wants the role operate"))
    for cause in Cause:
        world.hear(LostHeard(cause=cause))
        world.pass_time(4000)
        world.window.grab()
    world.hear(DeniedHeard())
    world.window.grab()


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_stands_in_its_place_whole(language: str, size: tuple[int, int]) -> None:
    world = World(7, Day.BAD, language, size)
    world.window.grab()
    world.greet()
    everything(world)
    world.window.close()
    assert sorted(set(world.tight)) == []


@pytest.mark.parametrize("size", [*SIZES, (1024, 640)], ids=lambda size: str(size[0]))
def test_no_part_lies_outside_or_on_another(size: tuple[int, int]) -> None:
    world = World(7, Day.BAD, "fr", size).greet()
    window = world.window
    world.room.select(next(iter(world.live.signs)))
    world.settle()
    parts: list[QWidget] = [
        window.figures,
        window.tools,
        window.wall,
        window.alarms,
        window.panel,
        window.foot,
    ]
    whole = QRect(0, 0, *size)
    for number, part in enumerate(parts):
        assert part.width() > 80
        assert part.height() > 20
        assert whole.contains(part.geometry()), part
        assert not any(part.geometry().intersects(other.geometry()) for other in parts[number + 1 :]), part
    leaves = [leaf for leaf in window.panel.leaves if leaf.isVisible()]
    for above, below in pairwise(leaves):
        assert above.geometry().bottom() < below.geometry().top()
    buttons = window.foot.findChildren(QWidget)
    for number, part in enumerate(buttons):
        assert window.foot.rect().contains(part.geometry()), part
        assert not any(part.geometry().intersects(other.geometry()) for other in buttons[number + 1 :])
    world.window.close()


def test_tiles_of_every_size_say_whole_words() -> None:
    world = World(224, Day.BAD, "en").greet()
    for only in (*Sign, None):
        world.room.filter(frozenset({only}) if only else world.room.only)
        for zoom in (0, 1, 1, 1):
            world.window.wall.zoom(zoom)
            world.window.wall.grab()
    world.window.close()
    assert sorted(set(world.tight)) == []


def test_a_text_that_is_cut_is_heard_of() -> None:
    world = World(7, Day.BAD, "fr").greet()
    world.window.foot.show_note("un fichier " * 60)
    world.window.grab()
    assert world.tight == ["un fichier " * 60]
    world.window.close()


def test_french_is_set_properly() -> None:
    world = World(7, Day.BAD, "fr").greet()
    assert f"{NARROW}%" in world.window.figures.boxes()[0][0].number
    assert world.window.speech.number(1234567.5, 1) == f"1{NARROW}234{NARROW}567,5"
    assert world.window.speech.percent(0.999999) == f"99,99{NARROW}%"
    world.window.close()
