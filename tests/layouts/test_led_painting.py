"""LED pages as pixels: the true matrix is exact, the lit one looks like lamps on a dark board."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from device_profiles.catalog import catalog
from layouts.led import LedPage, led_pages
from player.stage.paint_led import lit_matrix, true_matrix

SCREEN = catalog()["led-board"].screens[0]


def page(*rows: str, width: int = 0) -> LedPage:
    dots = tuple(bytes(int(dot) for dot in row) for row in rows)
    shown = width or len(rows[0])
    return LedPage(
        width=shown, height=len(rows), rows=dots, dwell_ms=3300, scroll_px=len(rows[0]) - shown, text="x"
    )


def colour(image: QImage, x: int, y: int) -> str:
    return QColor(image.pixel(x, y)).name()


def test_the_true_matrix_has_one_pixel_a_dot_in_exact_colours() -> None:
    image = true_matrix(page("0123", "3210"))
    assert (image.width(), image.height()) == (4, 2)
    assert [colour(image, x, 0) for x in range(4)] == ["#000000", "#ffb000", "#ff3b24", "#3ddc5a"]
    assert [colour(image, x, 1) for x in range(4)] == ["#3ddc5a", "#ff3b24", "#ffb000", "#000000"]


def test_a_real_page_comes_out_dot_by_dot() -> None:
    (one,) = led_pages("Été 14 h", SCREEN)
    image = true_matrix(one)
    seen = [[colour(image, x, y) != "#000000" for x in range(one.width)] for y in range(one.height)]
    assert seen == [[bool(dot) for dot in row] for row in one.rows]


def test_the_true_matrix_of_a_running_page_is_as_wide_as_its_word() -> None:
    assert true_matrix(page("00000010", width=4)).width() == 8


def test_lit_dots_shine_and_dark_ones_stay_faintly_visible() -> None:
    image = lit_matrix(page("0000000", "0001000", "0000000"), 10)
    assert (image.width(), image.height()) == (70, 30)
    lit, dark = QColor(image.pixel(35, 15)), QColor(image.pixel(5, 15))
    board = QColor(image.pixel(0, 0))
    assert lit.red() > 240
    assert lit.green() > 160
    assert board.name() == "#0b0c0d"
    assert board.lightness() < dark.lightness() < 40
    beside, far = QColor(image.pixel(29, 15)), QColor(image.pixel(0, 15))
    assert beside.red() > far.red()


def test_the_lit_matrix_follows_the_running_text() -> None:
    run = page("00000100", width=4)
    assert QColor(lit_matrix(run, 8, 0).pixel(12, 4)).red() < 60
    assert QColor(lit_matrix(run, 8, 4).pixel(12, 4)).red() > 240


def test_dots_too_small_for_a_form_are_squares() -> None:
    image = lit_matrix(page("01"), 2)
    assert [colour(image, x, 1) for x in range(4)] == ["#000000", "#000000", "#ffb000", "#ffb000"]
