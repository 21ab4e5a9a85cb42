"""A touch screen in the editor's window: played with the mouse, measured, and shut with its device."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from preview_world import DEVICES, NOON, Folder, settled, wait
from PySide6.QtCore import QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from player.preview.views import ScreenModel
from player.preview.window import PreviewWindow
from player.stage.instants import to_ms
from player.stage.theatre import application
from player.touch.layer import TouchLayer
from player.touch.table.layer import TableLayer
from player.touch.table.sides import Side
from player.touch.target import Act
from playlists.documents import AGES, Availability, Batch
from playlists.media.library import Library
from playlists.workspace.model import Workspace

SERVICES = """
[[services]]
id = "parking"
title = { fr = "Stationnement" }
pictogram = "parking"
source = "parkings"
"""
SOURCES = '[parkings]\nkind = "rss"\nurl = "https://example.org/x"\n'
TABLE = '[table-1]\nprofile = "table"\nplace = "Médiathèque"\n'
pytestmark = pytest.mark.usefixtures("qapp")


def city(_: Workspace, at: datetime) -> tuple[Batch, ...]:
    """One car park."""
    place = Availability(id="1", name="Commerce", free=132)
    return (Batch(source="parkings", fetched=at, ages=AGES[Availability], documents=(place,)),)


@pytest.fixture
def preview(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PreviewWindow]:
    """The window on a kiosk, or on the device that is asked for."""
    folder = Folder(tmp_path / "nantes")
    folder.write("services.toml", SERVICES)
    device = getattr(request, "param", "borne-1")
    folder.write("devices.toml", DEVICES + TABLE if device == "table-1" else DEVICES)
    folder.write("sources.toml", SOURCES)
    application()
    with (
        Library(tmp_path / "cache", 1, root=folder.root) as library,
        PreviewWindow(
            folder.root, library, lambda: to_ms(NOON), language="fr", at=NOON, device=device, city=city
        ) as window,
    ):
        window.window.show()
        wait(lambda: settled(window))
        yield window


def touch_screen(preview: PreviewWindow) -> tuple[ScreenModel, TouchLayer]:
    """The kiosk's touch screen."""
    (model,) = (each for each in preview.model.gallery.models["borne-1"].screens if each.screen.touch_points)
    layer = preview.touching.layer(model)
    assert isinstance(layer, TouchLayer)
    return model, layer


def click(preview: PreviewWindow, x: float, y: float, name: str = "TouchView") -> None:
    """On the picture, at a point of the screen."""

    def below(item: QQuickItem) -> Iterator[QQuickItem]:
        yield item
        for child in item.childItems():
            yield from below(child)

    (view,) = (
        item for item in below(preview.window.contentItem()) if item.metaObject().className().startswith(name)
    )
    where = view.mapToScene(QPointF(x, y)).toPoint()
    QTest.mouseClick(preview.window, Qt.MouseButton.LeftButton, pos=where)


def test_the_mouse_touches_and_city_data_are_there(preview: PreviewWindow) -> None:
    model, layer = touch_screen(preview)
    assert model.targets == []
    click(preview, 512, 640)
    wait(lambda: layer.page is not None)
    page = layer.page
    assert page is not None
    parking = next(target for target in page.targets if target.act is Act.SERVICE)
    click(preview, parking.rect.x + 20, parking.rect.y + 20)
    wait(lambda: any(target.label == "Commerce" for target in (layer.page.targets if layer.page else ())))


@pytest.mark.parametrize("preview", ["table-1"], indirect=True)
def test_a_table_is_played_with_the_mouse(preview: PreviewWindow) -> None:
    (model,) = preview.model.gallery.models["table-1"].screens
    layer = preview.touching.layer(model)
    assert isinstance(layer, TableLayer)
    wait(lambda: layer.is_ready)
    click(preview, 1900, 2150, "TableView")
    wait(lambda: layer.board is not None and layer.is_settled)
    assert layer.board is not None
    assert [panel.side for panel in layer.board.panels] == [Side.BOTTOM]


def test_targets_are_measured_and_a_key_shows_them(preview: PreviewWindow) -> None:
    model, layer = touch_screen(preview)
    click(preview, 512, 640)
    wait(lambda: bool(model.targets))
    assert layer.page is not None
    assert len(model.targets) == len(layer.page.targets)
    assert {target["small"] for target in model.targets} == {False}
    assert model.targets[0]["size"].endswith("\u00a0mm")
    assert model.property("reachTop") == pytest.approx(0.149, abs=0.01)
    assert model.property("reachBottom") == 1.0
    QTest.keyClick(preview.window, Qt.Key.Key_T)
    assert preview.model.property("showsTargets")


def test_another_device_ends_the_session(preview: PreviewWindow) -> None:
    model, layer = touch_screen(preview)
    click(preview, 512, 640)
    wait(lambda: layer.page is not None)
    preview.model.gallery.close()
    wait(lambda: layer.session is None)
    assert preview.touching.layer(model) is None
    assert model.targets == []


def test_from_a_touch_screen_straight_to_another_device(preview: PreviewWindow) -> None:
    _, layer = touch_screen(preview)
    click(preview, 512, 640)
    wait(lambda: layer.page is not None)
    for device in ("totem-1", "borne-1", "totem-1"):
        preview.model.gallery.open(device)
        wait(lambda: settled(preview))
