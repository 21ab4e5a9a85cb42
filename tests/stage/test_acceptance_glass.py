"""The tests on the glass: exact pictures, fingers that count, and that they always come to an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from acceptance_room import Hand, desk, key, names, pump
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from device_profiles.acceptance import Verdict
from device_profiles.catalog import catalog
from device_profiles.profile import Colour, DeviceProfile, Screen
from player.acceptance import Answers, Progress
from player.stage.acceptance import course
from player.stage.acceptance.conductor import IDLE_S, READ_S
from player.stage.acceptance.course import Kind, steps
from player.stage.acceptance.patterns import pattern
from player.stage.acceptance.room import Room
from player.stage.acceptance.tone import samples
from player.stage.acceptance.touching import Touches, distance_mm, grid, targets
from player.stage.theatre import application

KIOSK = catalog()["kiosk"]
TOUCH = catalog()["kiosk"].screens[1]
FAMILIES = [(profile, screen) for profile in catalog().values() for screen in profile.screens]
IDS = [f"{profile.id}-{screen.name}" for profile, screen in FAMILIES]
SMALL = replace(
    KIOSK,
    screens=tuple(
        replace(screen, width=screen.width // 4, height=screen.height // 4) for screen in KIOSK.screens
    ),
)


class Time:
    """A monotonic clock that stands."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _application() -> None:
    application(offscreen=True)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def room(tmp_path: Path, time: Time, request: pytest.FixtureRequest) -> Room:
    made = Room(SMALL, desk(tmp_path), "fr", steady_s=time)
    request.addfinalizer(made.close)  # noqa: PT021 - it is made here, and shorter so
    return made


def answers(room: Room) -> Answers:
    found = room.conductor._desk.answers()
    assert isinstance(found, Answers)
    return found


def kind(room: Room) -> str:
    return room.conductor.step.kind.value if room.conductor.step else ""


def colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), max(1, image.width() // 50))
        for y in range(0, image.height(), max(1, image.height() // 50))
    }


@pytest.mark.parametrize(("profile", "screen"), FAMILIES, ids=IDS)
def test_a_picture_has_the_exact_pixels_of_its_screen(profile: DeviceProfile, screen: Screen) -> None:
    for step in steps(profile):
        if step.screen is screen:
            image = pattern(screen, step.kind, "Haut")
            assert (image.width(), image.height()) == (screen.width, screen.height)
    assert colours(pattern(screen, Kind.RED)) == {"#ff0000"}
    assert colours(pattern(screen, Kind.BLACK)) == {"#000000"}


def test_the_border_is_one_pixel_on_all_four_sides() -> None:
    image = pattern(TOUCH, Kind.GEOMETRY)
    right, bottom = image.width() - 1, image.height() - 1
    for at in (0, 333, right):
        assert QColor(image.pixel(at, 0)).name() == "#ffffff"
        assert QColor(image.pixel(at, bottom)).name() == "#ffffff"
    assert QColor(image.pixel(333, 1)).name() != "#ffffff"
    assert QColor(image.pixel(333, bottom - 1)).name() != "#ffffff"


def test_a_circle_is_round_in_millimetres_where_pixels_are_not_square() -> None:
    wide = replace(TOUCH, width_mm=TOUCH.width_mm * 2)
    image = pattern(wide, Kind.GEOMETRY)
    middle = image.height() // 2 + 5  # beside the cross
    row = [x for x in range(4, image.width() - 4) if QColor(image.pixel(x, middle)).lightness() > 200]
    centre = image.width() // 2 + 5
    column = [y for y in range(4, image.height() - 4) if QColor(image.pixel(centre, y)).lightness() > 200]
    across = (row[-1] - row[0]) * wide.width_mm / wide.width
    down = (column[-1] - column[0]) * wide.height_mm / wide.height
    assert abs(across / down - 1) < 0.02


def test_greys_and_ramps_reach_both_ends_in_even_steps() -> None:
    greys = pattern(TOUCH, Kind.GREYS)
    middle = greys.height() // 2
    levels = [QColor(greys.pixel(x, middle)).red() for x in range(0, greys.width(), 10)]
    assert (levels[0], levels[-1], len(set(levels))) == (0, 255, 11)
    ramps = pattern(TOUCH, Kind.RAMPS)
    white = ramps.width() - 5
    column = [QColor(ramps.pixel(white, y)).red() for y in range(ramps.height())]
    assert set(column) == set(range(256))
    assert column == sorted(column, reverse=True)


def test_a_matrix_is_shown_what_its_lamps_can_do() -> None:
    board = catalog()["led-board"]
    assert [step.kind for step in steps(board)] == [
        Kind.ORIENTATION, Kind.WHITE, Kind.BLACK, Kind.GEOMETRY, Kind.BAR
    ]  # fmt: skip
    colour = replace(board.screens[0], colour=Colour.TRICOLOUR)
    kinds = {step.kind for step in steps(replace(board, screens=(colour,)))}
    assert {Kind.RED, Kind.GREEN, Kind.YELLOW} < kinds
    assert Kind.GREYS not in kinds


def test_a_tone_is_asked_for_once_where_a_screen_sounds() -> None:
    loud = replace(KIOSK, screens=tuple(replace(screen, sound=True) for screen in KIOSK.screens))
    assert [step.kind for step in steps(loud)].count(Kind.TONE) == 1
    assert Kind.TONE not in {step.kind for step in steps(KIOSK)}
    wave = memoryview(samples()).cast("h")
    assert max(wave) > 10_000
    assert abs(wave[0]) + abs(wave[-1]) < 100, "no click"


def test_cells_cover_the_screen_and_targets_lie_on_it() -> None:
    for _, screen in FAMILIES:
        cells = grid(screen)
        felt = {
            cells.cell(x, y)
            for x in range(0, screen.width, max(1, screen.width // 100))
            for y in range(0, screen.height, max(1, screen.height // 100))
        }
        assert felt == set(range(cells.count))
        assert (cells.cell(-1, 0), cells.cell(0, screen.height)) == (None, None)
    assert len(set(targets(TOUCH))) == 9
    assert distance_mm(TOUCH, (0, 0), (TOUCH.width, 0)) == pytest.approx(TOUCH.width_mm)


def test_one_finger_hits_one_target_and_a_palm_none() -> None:
    touches = Touches(TOUCH)
    assert not touches.hit({1: (5, 5), 2: (9, 9)})
    touches.hit({})
    assert touches.hit({1: (5, 5)})
    assert not touches.hit({1: (6, 6)}), "it must be lifted first"
    assert len(touches.misses_mm) == 1


def test_keys_lead_through_all_tests_of_all_screens(room: Room) -> None:
    window = room.windows["upper"]
    for name in ("orientation", "red", "green"):
        assert kind(room) == name
        key(window, Qt.Key.Key_D if name == "red" else Qt.Key.Key_Return)
    found = answers(room)
    assert names(found.checks) == ["orientation", "red", "green"]
    assert [check.verdict for check in found.checks] == [
        Verdict.PASSED, Verdict.FAILED, Verdict.PASSED
    ]  # fmt: skip
    assert not found.over
    key(window, Qt.Key.Key_Escape)
    assert answers(room).left


def until(room: Room, wanted: str) -> Hand:
    """Answer well until a test of the touch screen is on."""
    while not (kind(room) == wanted and room.conductor.step and room.conductor.step.screen.name == "touch"):
        room.conductor.answer("bad" if kind(room) in {"touch", "fingers", "accuracy"} else "good")
    pump()
    return Hand(room.windows["touch"])


def test_every_cell_must_feel_a_finger(room: Room) -> None:
    hand = until(room, "touch")
    cells = grid(SMALL.screens[1])
    places = [
        ((at % cells.columns + 0.5) * cells.width / cells.columns,
         (at // cells.columns + 0.5) * cells.height / cells.rows)
        for at in range(cells.count)
    ]  # fmt: skip
    for place in places[:-1]:
        hand.lay({1: place})
    assert kind(room) == "touch"
    hand.lay({1: places[-1]})
    hand.lift()
    assert kind(room) == "fingers"
    (check,) = [one for one in answers(room).checks if one.name == "glass/touch/touch"]
    assert (check.verdict, check.figure, check.limit) == (Verdict.PASSED, cells.count, cells.count)


def test_ten_fingers_must_be_felt_at_once(room: Room) -> None:
    hand = until(room, "fingers")
    hand.lay({number: (20 + 20 * number, 50) for number in range(9)})
    assert kind(room) == "fingers"
    hand.lay({number: (20 + 20 * number, 50) for number in range(10)})
    assert kind(room) == "accuracy"
    hand.lift()


def test_accuracy_is_told_in_millimetres(room: Room) -> None:
    hand = until(room, "accuracy")
    screen = SMALL.screens[1]
    for x, y in targets(screen):
        hand.tap(x, y + 10)
    (check,) = [one for one in answers(room).checks if one.name == "glass/touch/accuracy"]
    assert check.figure == pytest.approx(10 * screen.pitch_mm, abs=1.0)
    assert check.verdict is Verdict.FAILED
    assert answers(room).over


def test_fingers_that_find_nothing_new_are_offered_to_go_on_without(room: Room, time: Time) -> None:
    until(room, "touch")
    time.now += 16
    room.conductor.look()
    model = room.models["touch"]
    assert model.property("panel")
    assert [one["answer"] for one in model.property("keys")] == ["leave", "on", "bad"]
    room.conductor.answer("bad")
    assert kind(room) == "fingers"
    assert answers(room).checks[-1].verdict is Verdict.FAILED


def test_a_tap_on_a_key_of_the_panel_answers(room: Room) -> None:
    hand = until(room, "orientation")
    window = room.windows["touch"]
    pump()
    width, height = window.width(), window.height()
    picture = window.grabWindow()
    good = QColor("#00796f").rgb()
    places = ((x, y) for y in range(height // 2, height, 3) for x in range(0, width, 3))
    found = [(x, y) for x, y in places if picture.pixel(x, y) == good]
    assert found, "the key is on the glass"
    hand.tap(*found[len(found) // 2])
    pump(lambda: kind(room) == "red")


def test_nobody_there_ends_the_tests(room: Room, time: Time) -> None:
    left: list[bool] = []
    room.conductor.finished.connect(lambda: left.append(True))
    time.now = IDLE_S - 1
    room.conductor.look()
    assert not left
    time.now = IDLE_S + 1
    room.conductor.look()
    assert left
    assert answers(room).left


def test_at_a_pace_all_is_shown_and_what_nobody_judged_is_skipped(tmp_path: Path, time: Time) -> None:
    made = Room(SMALL, desk(tmp_path), "en", steady_s=time, pace_s=2.0)
    ended: list[bool] = []
    made.conductor.finished.connect(lambda: ended.append(True))
    while made.conductor.step:
        time.now += 2.1
        made.conductor.look()
    found = answers(made)
    assert (found.over, found.left) == (True, False)
    assert len(found.checks) == len(steps(SMALL))
    assert {check.verdict for check in found.checks} == {Verdict.SKIPPED}
    made.close()


def test_the_verdict_stays_for_a_minute_then_the_show_goes_on(room: Room, time: Time, tmp_path: Path) -> None:
    until(room, "accuracy")
    room.conductor.answer("bad")
    ended: list[bool] = []
    room.conductor.finished.connect(lambda: ended.append(True))
    time.now += READ_S + 1
    room.conductor.look()
    assert not ended, "the doctor still measures"
    checks = (course.seen(steps(SMALL)[0], good=False),)
    desk(tmp_path).tell(Progress(checks=checks, verdict=Verdict.FAILED, sent=True))
    room.conductor.look()
    assert room.models["touch"].property("verdict") == "Non conforme"
    assert len(room.models["upper"].property("lines")) == 1
    time.now += READ_S + 1
    room.conductor.look()
    assert ended
