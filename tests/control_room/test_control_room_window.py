"""What one does in the window, by hand and by key, and what it shows then."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from room_world import World, body
from standing_city import Day

from central.control_room import props
from central.control_room.fleet_model import Grouping
from central.control_room.said import AlarmsHeard
from central.control_room.talk import Question
from central.control_room.time_bar import Reach, stepped
from central.standing import Severity, State
from central.telling.signs import Key, Sign


def test_figures_count_what_the_wall_shows(greeted: World) -> None:
    told = {figure.name: figure.number for figure, _ in greeted.window.figures.boxes()}
    tally = greeted.live.tally()
    assert told["silent"] == str(tally[Sign.SILENT]) == "1"
    assert told["frozen"] == str(tally[Sign.FROZEN]) == "1"
    assert told["longest"] == "13 min"
    assert told["clock"] == "14:32:07"


def test_a_click_on_a_figure_shows_those_screens_alone_and_a_second_one_all(greeted: World) -> None:
    bar = greeted.window.figures
    _, box = next(one for one in bar.boxes() if one[0].name == "silent")
    for shown in (1, 9):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert len(greeted.window.wall.plan.keys) == shown


def test_keys_show_what_a_figure_counts_and_the_longest_silent_is_a_click_away(greeted: World) -> None:
    for key, sign in ((Qt.Key.Key_2, Sign.FROZEN), (Qt.Key.Key_3, Sign.SILENT)):
        greeted.key(key)
        assert {greeted.live.signs[one] for one in greeted.window.wall.plan.keys} == {sign}
        greeted.key(Qt.Key.Key_Escape)
    bar = greeted.window.figures
    _, box = next(one for one in bar.boxes() if one[0].name == "longest")
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert greeted.selected.device == greeted.live.figures.silent


def test_slash_finds_and_escape_goes_back(greeted: World) -> None:
    greeted.key(Qt.Key.Key_Slash)
    field = greeted.window.tools.field
    assert field.hasFocus()
    QTest.keyClicks(field, "totem")
    assert {key.device for key in greeted.window.wall.plan.keys} == {"totem-001"}
    greeted.key(Qt.Key.Key_Down, at=field)
    assert greeted.window.wall.hasFocus()
    greeted.key(Qt.Key.Key_Escape)
    assert field.text() == ""
    assert len(greeted.window.wall.plan.keys) == 9


def test_a_search_that_finds_nothing_says_what_is_searched(greeted: World) -> None:
    greeted.window.tools.field.setText("xylophone")
    greeted.settle()
    assert greeted.window.unfound.isVisible()
    assert "lieux" in body(greeted.window.unfound)


def test_a_poster_is_found_where_it_is_and_where_it_is_missing(greeted: World) -> None:
    greeted.city.incidents.clear()
    item = greeted.live.lines["screen-8m2-001"].screens[0].items["main"]
    greeted.window.tools.field.setText(item)
    greeted.settle()
    where = greeted.room.where
    assert where is not None
    assert where.item == item
    names = {f"{key.device}/{key.screen}" for key in greeted.window.wall.plan.keys}
    assert {*where.shown, *where.missing} <= names
    assert item in props.note(greeted.room, greeted.window.speech)


def test_arrow_keys_walk_the_wall_and_the_panel_follows(greeted: World) -> None:
    greeted.key(Qt.Key.Key_Right)
    first = greeted.room.selected
    assert first == greeted.window.wall.plan.keys[0]
    greeted.key(Qt.Key.Key_Right)
    assert greeted.room.selected == greeted.window.wall.plan.keys[1]
    assert greeted.window.panel.head.text.name == greeted.room.selected.device
    greeted.key(Qt.Key.Key_Left)
    assert greeted.room.selected == first


def test_n_goes_round_what_is_not_right(greeted: World) -> None:
    seen = []
    for _ in range(6):
        greeted.key(Qt.Key.Key_N)
        seen.append(greeted.selected)
    assert all(greeted.live.signs[key] is not Sign.RIGHT for key in seen)
    assert seen[0] in seen[1:]
    greeted.key(Qt.Key.Key_P)
    assert greeted.room.selected == seen[-2]


def test_g_divides_the_wall_otherwise_and_m_shows_the_map(greeted: World) -> None:
    for grouping in (Grouping.FAMILY, Grouping.PLACE, Grouping.GROUP):
        greeted.key(Qt.Key.Key_G)
        assert greeted.room.grouping is grouping
    greeted.key(Qt.Key.Key_M)
    assert greeted.window.map.isVisible()
    assert not greeted.window.wall.isVisible()
    greeted.key(Qt.Key.Key_Down)
    first = greeted.room.selected
    greeted.key(Qt.Key.Key_Up)
    assert first is not None
    assert greeted.room.selected is not None
    greeted.key(Qt.Key.Key_M)
    assert greeted.window.wall.isVisible()


def test_the_map_goes_nearer_to_what_is_selected_and_follows_it(greeted: World) -> None:
    greeted.key(Qt.Key.Key_M)
    shown = greeted.window.map
    for device in ("led-001", "totem-001"):
        greeted.room.select(Key(device, "main"))
        for _ in range(4):
            greeted.key(Qt.Key.Key_Plus)
        assert shown.rect().contains(*map(int, shown._points[greeted.selected]))
    greeted.key(Qt.Key.Key_Home)
    assert all(shown.rect().contains(*map(int, point)) for point in shown._points.values())
    before = shown.grab().toImage()
    middle = shown.rect().center()
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(shown, middle + QPoint(90, 40))
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=middle + QPoint(90, 40))
    assert shown.grab().toImage() != before


def test_a_click_picks_a_tile(greeted: World) -> None:
    wall = greeted.window.wall
    x, y = wall.plan.place(4)
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x + 9, y + 9))
    assert greeted.room.selected == wall.plan.keys[4]


def test_the_panel_says_why_and_shows_both_pictures(greeted: World) -> None:
    key = next(key for key, sign in greeted.live.signs.items() if sign is Sign.FROZEN)
    greeted.room.select(key)
    greeted.settle()
    panel = greeted.window.panel
    assert panel.head.text.why[0].startswith("Image figée depuis 14:26")
    assert panel.glass.seen.replace("\u00a0", " ") == "à l’écran : machines, inchangé depuis 14:26"
    assert all(side.picture is not None for side in panel.glass.sides)
    assert panel.strip.past.bands
    assert panel.strip.past.ticks
    assert len(panel.strip.past.days) == 30
    assert {band.screen for band in panel.strip.past.bands} == {key.screen}


def test_a_device_that_is_gone_says_so(greeted: World) -> None:
    greeted.room.select(Key("kiosk-999", "upper"))
    assert greeted.window.panel.head.text.why == ("Cet appareil n’est plus sur aucune liste.",)


def test_an_order_goes_out_and_is_said(greeted: World) -> None:
    greeted.room.select(Key("kiosk-001", "upper"))
    greeted.settle()
    QTest.mouseClick(greeted.window.panel.buttons.buttons[0], Qt.MouseButton.LeftButton)
    assert greeted.city._orders[0].devices == ("kiosk-001",)
    assert "Ordonné pour kiosk-001\u00a0: Photo." in greeted.window.foot._note
    assert any("attend l’appareil" in line for line, _ in greeted.window.panel.care.columns[1].lines)


def test_who_may_only_look_is_offered_nothing(world: World) -> None:
    world.greet("view").room.select(Key("kiosk-001", "upper"))
    assert world.window.panel.buttons.buttons == []
    assert world.window.alarms.rows
    assert all(row.cares == () for row in world.window.alarms.rows)


def test_an_alarm_is_looked_at_taken_quieted_and_woken(greeted: World) -> None:
    greeted.key(Qt.Key.Key_A)
    greeted.key(Qt.Key.Key_Down, at=greeted.window.alarms)
    row = greeted.window.alarms.rows[0]
    assert greeted.room.chosen == row.id
    assert greeted.room.selected is not None
    assert row.loud
    greeted.key(Qt.Key.Key_T, at=greeted.window.alarms)
    assert "s’en charge depuis 14:32" in greeted.window.alarms.rows[0].story
    assert not greeted.window.alarms.rows[0].loud
    greeted.key(Qt.Key.Key_Z, at=greeted.window.alarms)
    assert "en pause jusqu’à 15:32" in greeted.window.alarms.rows[0].story
    greeted.key(Qt.Key.Key_Z, at=greeted.window.alarms)
    assert "en pause" not in greeted.window.alarms.rows[0].story


def test_an_alarm_rings_once_when_it_is_new_severe_and_nobodys(greeted: World) -> None:
    bell, alarms = greeted.window.bell, greeted.room.alarms
    assert bell.rung == 0
    other = msgspec.structs.replace(alarms[0], id="new")
    mild = msgspec.structs.replace(alarms[0], id="mild", severity=Severity.MAJOR)
    taken = msgspec.structs.replace(alarms[0], id="taken", acknowledged_by="Anne")
    for more, rung in (((mild, taken), 0), ((mild, taken, other), 1), ((mild, taken, other), 1)):
        greeted.hear(AlarmsHeard(alarms=(*alarms, *more)))
        assert bell.rung == rung
    greeted.key(Qt.Key.Key_S)
    greeted.hear(AlarmsHeard(alarms=(*alarms, msgspec.structs.replace(other, id="newer"))))
    assert bell.rung == 1


def test_time_goes_by_keys_by_dragging_and_back_to_now(greeted: World) -> None:
    greeted.key(Qt.Key.Key_Comma)
    assert greeted.at == greeted.ago(minutes=5)
    greeted.key(Qt.Key.Key_Comma)
    greeted.key(Qt.Key.Key_Period)
    assert greeted.at == greeted.ago(minutes=5)
    greeted.key(Qt.Key.Key_0)
    assert greeted.room.at is None
    track = greeted.window.foot.track
    middle = QPoint(track.width() // 2, 12)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=middle)
    assert abs(greeted.at - greeted.ago(hours=12)) < timedelta(minutes=2)
    QTest.mouseMove(track, QPoint(track.width() - 1, 12))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() - 1, 12))
    greeted.window.foot.track.went.emit(track.instant(track.width()))
    assert greeted.room.at is None


def test_time_ends_now_and_a_month_ago(greeted: World) -> None:
    now = greeted.room.now()
    assert now is not None
    assert stepped(None, now, Reach.DAY, 1) is None
    assert stepped(now - timedelta(minutes=3), now, Reach.DAY, 1) is None
    month = now - timedelta(days=30)
    assert (stepped(month, now, Reach.MONTH, -9) or month) > month


def test_the_answer_to_an_instant_that_was_left_is_not_shown(greeted: World) -> None:
    greeted.room.select(Key("kiosk-001", "upper"))
    waiting: list[Question] = []
    greeted.room.ask = lambda _slot, question: waiting.append(question)
    greeted.room.go(greeted.ago(hours=3))
    greeted.room.look()
    greeted.room.go(None)
    for question in waiting:
        greeted.answer(question)
    assert greeted.room.past is None
    assert greeted.room.model is greeted.room.live


def test_reports_of_a_day_a_week_and_a_month(greeted: World) -> None:
    for button in greeted.window.foot.reports.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    spans = [(str(start), str(end), language) for start, end, language, _ in greeted.desk.reports]
    assert spans == [
        ("2026-11-26", "2026-11-26", "fr"),
        ("2026-11-20", "2026-11-26", "fr"),
        ("2026-10-28", "2026-11-26", "fr"),
    ]
    assert "parvis-2026-10-28-2026-11-26.pdf" in greeted.window.foot._note


def test_a_change_draws_the_tile_again(greeted: World) -> None:
    key = Key("totem-001", "main")
    wall = greeted.window.wall
    before = wall.grab().toImage()
    line = msgspec.structs.replace(greeted.live.lines["totem-001"], state=State.SILENT)
    greeted.change(devices=(line,))
    assert greeted.live.signs[key] is Sign.SILENT
    after = wall.grab().toImage()
    assert after != before
    wall._drawn_anew()
    assert wall.grab().toImage() == after


def test_the_selected_device_is_asked_for_again_when_it_changes_and_now_and_then(greeted: World) -> None:
    greeted.room.select(Key("totem-001", "main"))
    greeted.asked.clear()
    line = msgspec.structs.replace(greeted.live.lines["totem-001"], state=State.SILENT)
    greeted.change(devices=(line,))
    assert "device" in greeted.asked
    greeted.asked.clear()
    for _ in range(2):
        greeted.clock += 8
        greeted.change()
        greeted.room.tick()
    assert greeted.asked.count("device") == 1


@pytest.mark.parametrize("day", list(Day))
def test_what_is_right_has_no_alarm_and_what_is_not_has_a_sentence(day: Day) -> None:
    world = World(7, day).greet()
    for key, sign in world.live.signs.items():
        world.room.select(key)
        assert len(world.window.panel.head.text.why[0]) > 8
        assert (sign is Sign.RIGHT) == (world.window.panel.head.text.standing == "juste")
    assert bool(world.room.alarms) == (day is Day.BAD)
    world.window.close()
