"""Qt's void calls keep None alive; PySide6 6.12.0 lost a reference on each and aborted (docs/adr/0002)."""

from __future__ import annotations

import sys

from PySide6.QtGui import QImage

CALLS = 1000


def test_a_thousand_void_calls_lose_no_reference_to_none() -> None:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(0)  # the first call of all sets things up
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        image.fill(0)
    assert abs(sys.getrefcount(None) - before) < CALLS / 10
