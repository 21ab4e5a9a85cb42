"""The editor's window on real files: saving, breaking, mending, jumping, keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from preview_world import DEVICES, LATE, NOON, POOL, Folder, opened, settled, wait
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from player.preview.window import PreviewWindow

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "nantes")


@pytest.fixture
def preview(folder: Folder, tmp_path: Path) -> Iterator[PreviewWindow]:
    with opened(folder, tmp_path / "cache") as window:
        yield window


def picture(preview: PreviewWindow, device: str, screen: int = 0) -> QImage:
    address = preview.model.gallery.models[device].screens[screen].source
    return preview._pictures._images[address.rpartition("/")[2]]


def key(preview: PreviewWindow, pressed: Qt.Key) -> None:
    QTest.keyClick(preview.window, pressed)


def test_every_device_has_its_picture_and_its_place(preview: PreviewWindow) -> None:
    gallery = preview.model.gallery
    assert list(gallery.models) == ["totem-1", "totem-2", "journal-1", "borne-1"]
    assert [model.place for model in gallery.models.values()][:2] == ["Porte de Vertou", "Pirmil"]
    for name, model in gallery.models.items():
        for number, screen in enumerate(model.screens):
            assert not picture(preview, name, number).isNull()
            assert screen.box.width > 20
    assert not preview.window.grabWindow().isNull()


def test_a_device_that_cannot_be_shown_is_not_the_chosen_one(folder: Folder, tmp_path: Path) -> None:
    folder.write("devices.toml", '[fantome]\nprofile = "totme"\n' + DEVICES)
    with opened(folder, tmp_path / "cache") as preview:
        assert next(iter(preview.model.gallery.models)) == preview.session.chosen == "totem-1"
        wait(lambda: preview.session.checked)
        row, *_ = preview.model.problems.property("rows")
        assert (row["message"], row["hint"]) == (
            "Il n’y a pas de profil «\u202ftotme\u202f».",
            "Vouliez-vous dire «\u202ftotem\u202f»\u202f?",
        )


def test_a_saved_text_is_on_the_glass(preview: PreviewWindow, folder: Folder) -> None:
    before = picture(preview, "totem-1")
    folder.write("playlists/jour.toml", POOL.replace('"Piscine"', '"Patinoire"'))
    wait(lambda: picture(preview, "totem-1") != before and settled(preview))
    assert picture(preview, "totem-1") != before


def test_a_broken_file_keeps_the_picture_says_where_and_mends_itself(
    preview: PreviewWindow, folder: Folder
) -> None:
    model, before = preview.model.gallery.models["totem-1"], picture(preview, "totem-1")
    program = preview.session.edition.programs["totem-1"]
    folder.write("playlists/jour.toml", POOL + '[[items]]\ncard = "')
    wait(lambda: bool(model.fault) and settled(preview))
    assert model.fault_place == "playlists/jour.toml:15"
    assert preview.session.edition.programs["totem-1"] is program
    assert picture(preview, "totem-1") == before
    folder.write("playlists/jour.toml", POOL.replace('"Piscine"', '"Patinoire"'))
    wait(lambda: not model.fault and settled(preview))
    assert picture(preview, "totem-1") != before


def test_a_broken_folder_keeps_every_picture(preview: PreviewWindow, folder: Folder) -> None:
    before = picture(preview, "totem-2")
    folder.write("devices.toml", "[")
    wait(lambda: preview.session.edition.broken is not None)
    assert all(model.fault for model in preview.model.gallery.models.values())
    wait(lambda: preview.model.property("status") == "Non pris en compte")
    folder.write("devices.toml", DEVICES)
    wait(lambda: preview.session.edition.broken is None and settled(preview))
    assert not any(model.fault for model in preview.model.gallery.models.values())
    assert picture(preview, "totem-2") == before


def test_devices_come_and_go_with_the_file(preview: PreviewWindow, folder: Folder) -> None:
    folder.write("devices.toml", DEVICES + '[totem-3]\nprofile = "totem"\n')
    wait(lambda: "totem-3" in preview.model.gallery.models and settled(preview))
    folder.write("devices.toml", "")
    wait(lambda: not preview.model.gallery.models)
    assert preview.model.property("state") == "empty"


def test_a_problem_leads_to_where_it_shows(preview: PreviewWindow, folder: Folder) -> None:
    folder.write("playlists/soir.toml", LATE.replace("[[items]]", '[[items]]\ncategory = "sprot"'))
    wait(lambda: any(problem.item == "soir" for problem in preview.model.problems.shown))
    row = next(row for row, found in enumerate(preview.model.problems.shown) if found.item == "soir")
    preview.model.problems.jump(row)
    session = preview.session
    assert (session.chosen, session.large) == ("totem-2", True)
    assert session.at.astimezone(session.zone).hour == 18
    assert preview.model.gallery.models["totem-2"].screens[0].marked == "main"
    wait(lambda: settled(preview))


def test_problems_of_one_device(preview: PreviewWindow, folder: Folder) -> None:
    folder.write("playlists/soir.toml", LATE.replace('"notice"', '"notice"\nduratoin = 8'))
    wait(lambda: any("soir" in problem.file for problem in preview.model.problems.shown))
    preview.session.choose("totem-1")
    preview.model.problems.filter(only_here=True)
    assert not any("soir" in problem.file for problem in preview.model.problems.shown)
    preview.session.choose("totem-2")
    assert any("soir" in problem.file for problem in preview.model.problems.shown)


def test_the_keyboard_does_it_all(preview: PreviewWindow) -> None:
    session = preview.session
    key(preview, Qt.Key.Key_Right)
    assert session.chosen == "totem-2"
    key(preview, Qt.Key.Key_Return)
    assert (session.chosen, session.large) == ("totem-2", True)
    key(preview, Qt.Key.Key_Left)
    assert (session.chosen, session.large) == ("totem-1", True)
    key(preview, Qt.Key.Key_Escape)
    assert (session.chosen, session.large) == ("totem-1", False)
    plays = []
    for _ in range(2):
        key(preview, Qt.Key.Key_Space)
        plays.append(session.transport.playing)
    assert plays == [True, False]
    key(preview, Qt.Key.Key_Period)
    after = session.at
    assert after > NOON
    key(preview, Qt.Key.Key_Comma)
    assert session.at < after
    key(preview, Qt.Key.Key_PageDown)
    assert session.at.date() > NOON.date()
    key(preview, Qt.Key.Key_N)
    assert session.transport.is_live
    key(preview, Qt.Key.Key_Z)
    assert preview.model.property("showsZones")


@pytest.mark.parametrize("device", ["totem-1", "journal-1", "borne-1"])
@pytest.mark.parametrize("slot", ["toggleZones", "toggleDistance"])
def test_one_device_large(preview: PreviewWindow, device: str, slot: str) -> None:
    preview.model.gallery.open(device)
    getattr(preview.model, slot)()
    wait(lambda: settled(preview))
    assert not preview.window.grabWindow().isNull()
    assert not picture(preview, device).isNull()


def items(root: QQuickItem, kind: str) -> list[QQuickItem]:
    """What is drawn below `root` by one of the window's QML files."""
    found, waiting = list[QQuickItem](), [root]
    while waiting:
        item = waiting.pop()
        waiting += item.childItems()
        if item.metaObject().className().startswith(f"{kind}_QML"):
            found.append(item)
    return found


def test_escape_puts_the_calendar_away_before_it_leaves_the_device(preview: PreviewWindow) -> None:
    preview.model.gallery.open("totem-1")
    (calendar,) = items(preview.window.contentItem(), "Calendar")
    date = next(
        it for it in items(preview.window.contentItem(), "PushButton") if it.property("sign") == "calendar"
    )
    QTest.mouseClick(preview.window, Qt.MouseButton.LeftButton, pos=date.mapToScene(QPointF(9, 9)).toPoint())
    assert calendar.isVisible()
    key(preview, Qt.Key.Key_Escape)
    assert not calendar.isVisible()
    assert preview.session.large
    key(preview, Qt.Key.Key_Escape)
    assert not preview.session.large


def test_at_true_distance_both_screens_of_a_kiosk_are_in_view_and_in_proportion(
    preview: PreviewWindow,
) -> None:
    preview.window.setWidth(1366)
    preview.window.setHeight(768)
    preview.model.gallery.open("borne-1")
    preview.model.toggleDistance()
    wait(lambda: settled(preview))
    (view,) = items(preview.window.contentItem(), "LargeView")
    labels = [item for item in items(view, "Label") if "60" in item.property("text")]
    pictures = items(view, "ScreenPicture")
    assert len(labels) == len(pictures) == 2
    for item in (*labels, *pictures):
        left = item.mapToItem(view, QPointF(0, 0)).x()
        assert left >= 0
        assert left + item.width() <= view.width()
    screens = preview.model.gallery.models["borne-1"].screens
    true = [screen.true_width for screen in screens]
    places = {picture.mapToItem(view, QPointF(0, 0)).x(): picture.width() for picture in pictures}
    upper, touch = (places[x] for x in sorted(places))
    assert upper / touch == pytest.approx(true[0] / true[1], rel=0.02)


def test_a_step_in_time_shows_the_next_item(preview: PreviewWindow) -> None:
    preview.model.gallery.open("totem-1")
    wait(lambda: settled(preview))
    before = picture(preview, "totem-1")
    preview.model.time.change(1)
    wait(lambda: settled(preview))
    assert picture(preview, "totem-1") != before


def test_media_are_prepared_while_a_stand_in_is_shown(preview: PreviewWindow, folder: Folder) -> None:
    told: list[str] = []
    preview.model.status_changed.connect(lambda: told.append(str(preview.model.property("status"))))
    photo = QImage(1080, 1920, QImage.Format.Format_RGB32)
    photo.fill("#c02040")
    (folder.root / "media").mkdir()
    assert photo.save(str(folder.root / "media" / "affiche.png"))
    folder.write("playlists/jour.toml", '[[items]]\nimage = "media/affiche.png"\n')
    preview.model.gallery.open("totem-1")

    def is_red() -> bool:
        shown = picture(preview, "totem-1")
        colour = shown.pixelColor(shown.width() // 2, shown.height() // 2)
        return colour.red() > 150 > colour.green()

    wait(lambda: is_red() and settled(preview))
    assert any(words.startswith("Préparation des médias") for words in told)


def test_what_is_signalled_after_closing_draws_nothing(folder: Folder, tmp_path: Path) -> None:
    ticks: list[None] = []
    with opened(folder, tmp_path / "cache") as preview:
        preview.glass.ticked.connect(lambda: ticks.append(None))
    ticks.clear()
    preview.glass.wake()
    QTest.qWait(30)
    assert not ticks


def test_no_thread_is_left(folder: Folder, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with opened(folder, tmp_path / "cache"):
        assert set(threading.enumerate()) > before
    wait(lambda: set(threading.enumerate()) == before)


def test_nothing_of_a_replaced_program_or_a_gone_device_is_held(
    preview: PreviewWindow, folder: Folder
) -> None:
    session = preview.session
    session.choose("totem-1", large=True)
    wait(lambda: settled(preview))
    folder.write("devices.toml", DEVICES + '[totem-3]\nprofile = "totem"\n')
    wait(lambda: "totem-3" in preview.model.gallery.models and settled(preview))
    session.choose("totem-1", large=False)
    wait(lambda: settled(preview))
    session.choose("totem-1", large=True)
    folder.write("devices.toml", DEVICES)
    wait(lambda: "totem-3" not in preview.model.gallery.models and settled(preview))
    folder.write("playlists/jour.toml", POOL.replace('"Piscine"', '"Patinoire"'))
    before = session.program
    wait(lambda: session.program is not before and settled(preview))
    current = {id(program) for program in session.edition.programs.values()}
    assert {id(view.scene.program) for view in preview.glass._views.values()} <= current
    screens = [screen for model in preview.model.gallery.models.values() for screen in model.screens]
    assert len(preview._pictures) == len(screens)
    assert not len(preview._bench.theatre.pictures)


def test_days_are_said_as_each_language_writes_them(folder: Folder, tmp_path: Path) -> None:
    said = {}
    for language in ("fr", "en"):
        with opened(folder, tmp_path / "cache", language=language) as preview:
            said[language] = preview.model.time.property("date")
    assert said == {"fr": "Lundi 23\u00a0novembre 2026", "en": "Monday 23\u00a0November 2026"}
