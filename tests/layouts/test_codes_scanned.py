"""Codes can be scanned from where people stand: wide enough, and each module of them too."""

from __future__ import annotations

import msgspec
import pytest
from composing import NOTICE, USUAL

from layouts.compose import compose
from layouts.page import Code
from layouts.qr import CAPACITIES, FINEST, qr_rows

ADDRESS = "https://metropole.nantes.fr/"


def address(length: int) -> str:
    return ADDRESS + "a" * (length - len(ADDRESS))


@pytest.mark.parametrize("length", [30, 62, 106, 107, 150, 213, 300])
def test_no_module_is_finer_than_a_telephone_sees_from_there(length: int) -> None:
    """An address of 300 letters was drawn in modules of 0.9 mm, to be scanned from half a metre."""
    card = msgspec.structs.replace(NOTICE, words=NOTICE.words[:1], qr=address(length))
    shown = set()
    for name, screen, frame in USUAL:
        for code in (mark for page in compose(card, frame) for mark in page.marks if isinstance(mark, Code)):
            shown.add(name)
            module = code.rect.width / len(code.rows)
            assert module == int(module), name
            assert module * screen.pitch_mm >= screen.distance_m * 1000 / FINEST, name
    assert shown, "some screen has room for it"


def test_the_capacities_are_those_of_the_codes() -> None:
    for step, capacity in enumerate(CAPACITIES):
        assert len(qr_rows("a" * capacity)) == 25 + 4 * step
        assert len(qr_rows("a" * (capacity + 1))) == 29 + 4 * step
