"""The list of alarms under a pointer: what comes there while somebody presses is not what they meant."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from room_world import World

from central.control_room.alarm_list import AlarmRow
from central.telling.signs import Sign


def row(name: str) -> AlarmRow:
    """An alarm that somebody may take."""
    return AlarmRow(name, Sign.SILENT, name, "", "", loud=True, cares=(("take", "Prendre en charge"),))


def test_a_row_that_moved_under_the_pointer_takes_no_press_until_it_was_seen(world: World) -> None:
    alarms, asked = world.window.alarms, list[tuple[str, str]]()
    alarms.asked.connect(lambda alarm, care: asked.append((alarm, care)))
    first = QPoint(alarms.viewport().width() - 40, alarms.wanted() - 50)

    def press() -> list[tuple[str, str]]:
        asked.clear()
        QTest.mouseClick(alarms.viewport(), Qt.MouseButton.LeftButton, pos=first)
        return list(asked)

    alarms.show_rows((row("b"),), "")
    moved = alarms.findChild(QTimer)
    assert moved
    moved.stop()
    assert press() == [("b", "take")]
    alarms.show_rows((row("a"), row("b")), "")
    assert press() == [], "a has just come where b was"
    alarms.show_rows((row("c"), row("a"), row("b")), "")
    assert press() == []
    alarms.show_rows((row("b"), row("a")), "")
    assert press() == [("b", "take")], "b is where it was before all that"
    alarms.show_rows((row("a"), row("b")), "")
    moved.stop()
    assert press() == [("a", "take")]
