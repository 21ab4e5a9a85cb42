"""A painted page has exactly its pixels, the same in every process and thread."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from layouts.layout import Rect
from layouts.page import Code, Face, Page, Panel, Photo, Pictogram, Scrim, TextLine
from player.stage.paint import paint

PAGE = Page(
    width=400,
    height=300,
    background="#0f2a33",
    marks=(
        Photo(Rect(0, 0, 400, 100)),
        Scrim(Rect(0, 60, 400, 40), "#000000", 0.0, 0.8),
        Panel(Rect(20, 90, 120.5, 40), "#f4b562", radius=6),
        Pictogram(Rect(28, 98, 24, 24), "music", "#0a252e"),
        TextLine(20, 180.25, "Été à Nantes : cœur « d’œuvre »", Face.BOLD, 24.5, "#f4f0e8", tracking=-0.2),
        TextLine(20, 230, "14 h 30, 02 40 41 90 00", Face.REGULAR, 20, "#f4f0e8", tabular=True),
        Code(Rect(300, 190, 84, 84), ("101", "010", "101"), "#000000", "#ffffff"),
    ),
)


def digest(image: QImage) -> str:
    return hashlib.sha256(bytes(image.constBits())).hexdigest()


def test_the_image_is_opaque_and_has_the_size_of_the_page() -> None:
    image = paint(PAGE, None)
    assert (image.width(), image.height()) == (400, 300)
    assert image.format() is QImage.Format.Format_RGB32
    assert image.pixelColor(399, 299) == QColor("#0f2a33")
    assert image.pixelColor(302, 192) == QColor("#000000")
    assert image.pixelColor(342, 192) == QColor("#ffffff")


def test_the_picture_is_painted_pixel_for_pixel() -> None:
    picture = QImage(400, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    picture.setPixelColor(7, 3, QColor("#ff0000"))
    image = paint(PAGE, picture)
    assert image.pixelColor(7, 3) == QColor("#ff0000")
    assert image.pixelColor(8, 3) == QColor("#336699")


def test_two_processes_and_many_threads_paint_the_same_pixels() -> None:
    here = digest(paint(PAGE, None))
    with ThreadPoolExecutor(4) as pool:
        assert {digest(image) for image in pool.map(lambda _: paint(PAGE, None), range(12))} == {here}
    folder = Path(__file__).parent
    code = "import test_painting as t; print(t.digest(t.paint(t.PAGE, None)))"
    run = [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(folder)!r}, '.']; {code}"]
    elsewhere = subprocess.run(run, capture_output=True, text=True, check=True, cwd=folder.parents[1])  # noqa: S603
    assert elsewhere.stdout.strip() == here


def test_no_ink_falls_outside_the_measured_width() -> None:
    from layouts.shaping import advance

    text = "Bibliothèque Jacques-Demy"
    line = TextLine(10, 60, text, Face.BOLD, 40, "#ffffff")
    image = paint(Page(width=700, height=90, background="#000000", marks=(line,)), None)
    inked = [x for x in range(700) if any(image.pixelColor(x, y).red() > 40 for y in range(90))]
    assert inked[0] >= 10
    assert inked[-1] <= 10 + advance(text, Face.BOLD, 40)
    assert inked[-1] >= 10 + advance(text, Face.BOLD, 40) * 0.97
