"""What a screen reader is told of the window: whatever can be walked to has a name and says what it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from room_world import World

from central.telling.signs import Key


def told(part: QWidget) -> str:
    return f"{part.accessibleName()}: {part.accessibleDescription()}"


def test_whatever_takes_the_focus_has_a_name(world: World) -> None:
    world.greet()
    world.room.select(Key("kiosk-001", "upper"))
    world.settle()
    for part in world.window.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible():
            named = part.accessibleName() or (part.text() if isinstance(part, QPushButton) else "")
            assert named, (part, part.parent())


def test_the_figures_and_the_chosen_screen_are_told(world: World) -> None:
    world.greet()
    world.room.select(Key("kiosk-002", "upper"))
    world.settle()
    figures = told(world.window.figures)
    assert "juste à l’écran aujourd’hui" in figures
    assert "figés" in figures
    assert "14:32" not in figures
    assert "kiosk-002, écran haut" in told(world.window.wall)
    assert "figé" in told(world.window.wall)
    assert told(world.window.panel.head).startswith("kiosk-002: Image figée depuis 14:26")


def test_the_chosen_alarm_is_told_and_what_to_do_about_it(world: World) -> None:
    world.greet()
    row = world.window.alarms.rows[0]
    assert world.window.alarms.accessibleName() == f"Alarmes, {len(world.window.alarms.rows)}"
    world.room.choose(row.id)
    world.settle()
    assert row.title in told(world.window.alarms)
    assert row.advice in told(world.window.alarms)


def test_the_instant_that_is_looked_at_is_told(world: World) -> None:
    world.greet()
    assert told(world.window.foot.track) == "Retour dans le temps: Maintenant"
    world.room.go(world.ago(hours=3))
    world.settle()
    assert "11:32" in told(world.window.foot.track)
    assert "11:32" in world.window.banner.accessibleName()


def test_the_loss_of_central_is_told(world: World) -> None:
    world.greet()
    world.clock += 60
    world.room.tick()
    world.settle()
    assert world.window.cover.accessibleName() == "Le central ne répond pas"
