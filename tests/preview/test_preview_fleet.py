"""The overview of a whole fleet: finding devices in it, and drawing only what is in view."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from preview_world import NOON, Folder, opened, settled, wait
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from player.preview.finding import described, matches
from player.preview.overview import Family, Shape, hang, in_view
from player.preview.window import PreviewWindow
from player.stage.instants import to_ms
from playlists.media.library import Library

pytestmark = pytest.mark.usefixtures("qapp")

FLEET = {"screen-8m2": 7, "plasma-16x9": 10, "kiosk": 150, "led-board": 50, "totem": 7}
PLACES = ("Place du Commerce", "Vertou, bourg", "Saint-Herblain", "Hôtel de Ville", "Œuvres sociales")


def fleet() -> str:
    """The devices that a city of this size has: 224, in four places and as many groups."""
    return "".join(
        f'[{profile}-{number:03}]\nprofile = "{profile}"\nplace = "{PLACES[number % len(PLACES)]}"\n'
        f'groups = ["secteur-{number % 4}"]\n'
        for profile, count in FLEET.items()
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize(
    ("sought", "is_found"),
    [
        ("", True),
        ("totem-01", True),
        ("TOTEM", True),
        ("hotel de ville", True),
        ("ville hôtel", True),
        ("ŒUVRES", True),
        ("oeuvres d'art", True),
        ("l’éte", True),
        ("centre", True),
        ("centre vertou", False),
        ("borne", False),
    ],
)
def test_words_are_found_in_any_order_without_accents_or_case(sought: str, *, is_found: bool) -> None:
    told = described(("totem-01", "Hôtel de Ville, œuvres d’art de l'été", "centre", "Totem d’entrée"))
    assert matches(sought, told) is is_found


def test_what_lies_near_the_view_is_in_view() -> None:
    wall = hang([Family("a", tuple(Shape(str(number), (1.7,)) for number in range(200)))], 700, 300)
    boxes = {hung.device: hung.box for hung in wall.devices}
    seen = in_view(wall, 1000, 300)
    assert 0 < len(seen) < 60
    for name, box in boxes.items():
        on_glass = box.y < 1300 and box.y + box.height > 1000
        assert name in seen or not on_glass


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[PreviewWindow]:
    folder = Folder(tmp_path / "nantes")
    folder.write("devices.toml", fleet())
    folder.write(
        "schedule.toml", '[[events]]\nlayout = "full"\ndevices = ["profile:totem"]\nzones.main = "jour"'
    )
    with opened(folder, tmp_path / "cache") as window:
        yield window


def type_in(preview: PreviewWindow, text: str) -> None:
    QTest.keyClick(preview.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for letter in text:
        QTest.keyClick(preview.window, ord(letter))


def field(preview: PreviewWindow) -> QObject:
    found = preview.window.activeFocusItem()
    assert found is not None
    return found


def test_devices_are_found_by_what_is_typed(preview: PreviewWindow) -> None:
    gallery = preview.model.gallery
    assert gallery.property("count") == "224 sur 224"
    type_in(preview, "herblain Secteur-2")
    wait(lambda: settled(preview))
    assert gallery.property("count") == f"{len(gallery.found)} sur 224"
    assert gallery.found
    assert all(gallery.models[name].place == "Saint-Herblain" for name in gallery.found)
    assert preview.session.chosen == gallery.found[0]
    assert {model.device for model in gallery.open_models} <= set(gallery.found)
    QTest.keyClick(preview.window, Qt.Key.Key_Return)
    assert preview.session.large
    QTest.keyClick(preview.window, Qt.Key.Key_Right)
    assert preview.session.chosen == gallery.found[1]
    QTest.keyClick(preview.window, Qt.Key.Key_Escape)
    assert len(gallery.found) < 224
    QTest.keyClick(preview.window, Qt.Key.Key_Escape)
    assert len(gallery.found) == 224


def test_nothing_found_is_said_and_escape_shows_all_again(preview: PreviewWindow) -> None:
    chosen = preview.session.chosen
    type_in(preview, "brest")
    assert preview.model.property("state") == "unfound"
    assert preview.model.gallery.property("count") == "0 sur 224"
    QTest.keyClick(preview.window, Qt.Key.Key_Return)
    QTest.keyClick(preview.window, Qt.Key.Key_Down)
    assert (preview.session.chosen, preview.session.large) == (chosen, False)
    assert not preview.window.grabWindow().isNull()
    QTest.keyClick(preview.window, Qt.Key.Key_Escape)
    assert preview.model.property("state") == "open"
    assert field(preview).property("text") is None
    wait(lambda: settled(preview))


def test_a_device_whose_place_changes_is_found_by_the_new_one(preview: PreviewWindow, tmp_path: Path) -> None:
    preview.model.gallery.find("commerce")
    before = preview.model.gallery.found
    moved = fleet().replace(
        '[totem-001]\nprofile = "totem"\nplace = "Vertou, bourg"',
        '[totem-001]\nprofile = "totem"\nplace = "Commerce"',
    )
    (tmp_path / "nantes" / "devices.toml").write_text(moved, "utf-8")
    wait(lambda: "totem-001" in preview.model.gallery.found)
    assert set(preview.model.gallery.found) == {*before, "totem-001"}


def test_what_goes_by_faster_than_it_is_painted_is_left_out_not_waited_for(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nantes")
    card = '[[items]]\ncard = "notice"\nheadline = "Numéro {}"\nduration = 30\n'
    folder.write("playlists/jour.toml", "".join(card.format(number) for number in range(20)))
    wall_ms = to_ms(NOON)
    with (
        Library(tmp_path / "cache", 1, root=folder.root) as library,
        PreviewWindow(folder.root, library, lambda: wall_ms, language="fr", at=NOON) as preview,
    ):
        preview.window.show()
        wait(lambda: settled(preview))
        screen = preview.model.gallery.models["totem-1"].screens[0]
        view = preview.glass._views[screen]
        shown: list[int] = []
        preview.glass.drawn.connect(
            lambda device, _: shown.append(view.at_ms) if device == "totem-1" else None
        )
        busy = threading.Event()
        for _ in range(2):
            preview._painters.submit(busy.wait)
        preview.session.play_at(120)
        wall_ms += 1000
        wait(lambda: view.asked_ms is not None)
        asked_ms = view.asked_ms
        wall_ms += 1000
        busy.set()
        wait(lambda: bool(shown))
        assert shown[0] == asked_ms, "the picture of an instant that is over is shown all the same"
        wait(lambda: settled(preview))
        assert view.at_ms == preview.session.at_ms


def test_only_what_is_in_view_is_drawn(preview: PreviewWindow) -> None:
    gallery = preview.model.gallery
    seen = {model.device for model in gallery.open_models}
    drawn = {name for name, model in gallery.models.items() if model.screens[0].source}
    assert drawn == seen
    assert len(seen) < 120
    gallery.scroll(float(gallery.property("wallHeight")) - 400)
    wait(lambda: settled(preview))
    assert "totem-007" in {model.device for model in gallery.open_models}
    assert gallery.models["totem-007"].screens[0].source
