"""The fixed widgets draw what they are told, as a function of their properties."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView

from layouts.family import FONT_FILES

QML = Path(str(files("layouts"))) / "qml"
INK, GROUND = "#f4f0e8", "#10222b"
Drawn = Callable[[str], QImage]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Draws one widget, 400 x 100, ink on ground."""
    app = QGuiApplication.instance() or QGuiApplication([])
    for file in FONT_FILES.values():
        QFontDatabase.addApplicationFont(str(file))

    def draw(widget: str) -> QImage:
        view = QQuickView()
        view.engine().addImportPath(str(QML))
        scene = (
            f'import QtQuick\nimport Parvis.Looks\nRectangle {{ width: 400; height: 100; color: "{GROUND}"\n'
            f"{widget} }}"
        )
        component = QQmlComponent(view.engine())
        component.setData(scene.encode(), QUrl())
        root = component.create()
        assert isinstance(root, QQuickItem), component.errorString()
        view.setContent(QUrl(), component, root)
        view.resize(400, 100)
        view.show()
        app.processEvents()
        image = view.grabWindow()
        view.close()
        view.deleteLater()
        return image

    return draw


def common(size: int = 40) -> str:
    return f'width: 400; height: 100; color: "{INK}"; pixelSize: {size}'


def is_ink(image: QImage, x: int, y: int) -> bool:
    """Whether a pixel differs visibly from the ground."""
    return QColor(image.pixel(x, y)).green() > QColor(GROUND).green() + 16


def inked(image: QImage, left: int = 0, right: int = 400) -> list[int]:
    """The columns that have ink, between two."""
    return [x for x in range(left, right) if any(is_ink(image, x, y) for y in range(0, image.height(), 2))]


def ticker(now: int, speed: int = 100, start: int = 0) -> str:
    return (
        f'Ticker {{ {common()}; ground: "{GROUND}"; accent: "#00a79d"; now: {now}; speed: {speed};'
        f' runs: [{{ text: "Tram 2", width: 130, start: {start} }}] }}'
    )


def test_a_clock_sets_its_figures_as_a_line_of_text_does(drawn: Drawn) -> None:
    bounds = []
    for kind in ("Clock", "SignLine"):
        columns = inked(drawn(f'{kind} {{ {common()}; text: "11:02"; alignment: "right"; bold: true }}'))
        bounds.append((columns[0], columns[-1]))
    assert bounds[0] == pytest.approx(bounds[1], abs=4)


def test_the_colon_of_a_clock_stands_half_way_up_the_figures(drawn: Drawn) -> None:
    image = drawn(f'Clock {{ {common(60)}; text: ":" }}')
    rows = [y for y in range(100) if any(is_ink(image, x, y) for x in range(400))]
    assert abs((rows[0] + rows[-1]) / 2 - 49.5) <= 2


def test_a_line_too_long_is_set_smaller_and_stays_whole(drawn: Drawn) -> None:
    long = drawn(f'SignLine {{ {common()}; text: "Médiathèque Jacques-Demy, quai de la Fosse" }}')
    columns = inked(long)
    assert columns[-1] < 400
    assert columns[-1] > 360


@pytest.mark.parametrize(("alignment", "edge"), [("left", 0), ("right", 399)])
def test_a_line_stands_at_its_edge(drawn: Drawn, alignment: str, edge: int) -> None:
    columns = inked(drawn(f'SignLine {{ {common()}; text: "Nantes"; alignment: "{alignment}" }}'))
    assert min(abs(columns[0] - edge), abs(columns[-1] - edge)) <= 6


def test_capitals_stand_half_way_up(drawn: Drawn) -> None:
    image = drawn(f'SignLine {{ {common(60)}; text: "HHH" }}')
    rows = [y for y in range(100) if any(is_ink(image, x, y) for x in range(0, 400, 2))]
    assert abs((rows[0] + rows[-1]) / 2 - 49.5) <= 1.5


def test_the_date_is_shortened_before_it_is_set_smaller(drawn: Drawn) -> None:
    long = f'DateLine {{ {common(60)}; date: "mercredi 30 septembre"; shorter: "mer. 30 sept." }}'
    short = f'DateLine {{ {common(60)}; date: "mer. 30 sept." }}'
    assert drawn(long) == drawn(short)


def test_a_ticker_is_where_the_time_says(drawn: Drawn) -> None:
    early, late = inked(drawn(ticker(2000))), inked(drawn(ticker(3000)))
    assert late[0] == pytest.approx(early[0] - 100, abs=1)
    assert drawn(ticker(2000)) == drawn(ticker(2000))
    assert not inked(drawn(ticker(-1000)))
    assert not inked(drawn(ticker(60_000)))


def test_a_ticker_without_speed_stands_at_the_left(drawn: Drawn) -> None:
    columns = inked(drawn(ticker(2000, speed=0)))
    assert columns == inked(drawn(ticker(9000, speed=0)))
    assert 20 < columns[0] < 60


def test_a_touch_cue_points_down_and_says_both_languages(drawn: Drawn) -> None:
    cue = (
        f'TouchCue {{ {common(30)}; accent: "#00a79d"; onAccent: "{GROUND}";'
        ' lines: ["Touchez en bas", "Touch below"] }'
    )
    image = drawn(cue)
    assert QColor(image.pixel(8, 50)).name() == "#00a79d"
    assert QColor(image.pixel(33, 50)).name() == GROUND
    assert len(inked(image, 80, 400)) > 100


def test_a_logo_without_a_picture_is_the_name(drawn: Drawn) -> None:
    logo = drawn(f'Logo {{ {common()}; source: ""; text: "Nantes" }}')
    assert logo == drawn(f'PlaceName {{ {common()}; text: "Nantes" }}')
