"""The code that takes an entry along: its modules can be scanned, and a long address runs over nothing."""

from __future__ import annotations

import msgspec
import pytest
from touch_city import lines, page
from touch_world import here

from layouts.page import Code
from player.touch.measures import Measures
from player.touch.proof import measured
from player.touch.session import Comfort, Kind, Place
from playlists.services import Entry, Service, Services

SHORT = "https://metropole.nantes.fr/piscines"
LONG = "https://metropole.nantes.fr/equipements/" + "piscine" * 37
COMFORTS = [Comfort(), Comfort(large=True), Comfort(reach=True), Comfort(large=True, contrast=True)]
FINEST_MM = 1.25
"""From half a metre, an arm's length."""


def told(qr: str, comfort: Comfort) -> tuple[list[Code], str]:
    """The codes of an entry's page, and what it says, over all its sheets."""
    entry = Entry(id="e", title={"": "Piscine Léo-Lagrange"}, body={"": "Bonnet obligatoire. " * 9}, qr=qr)
    service = Service(id="s", title={"": "Piscines"}, pictogram="swimming", entries=(entry,))
    where = msgspec.structs.replace(here(), offered=Services(languages=("fr",), services=(service,)))
    codes, said = [], []
    for sheet in range(10):
        place = Place(Kind.ENTRY, service="s", entry="e", sheet=sheet)
        shown = page(place, where=where, comfort=comfort)
        assert not [*measured(shown, Measures(where.screen, comfort), "s")], sheet
        codes += [mark for mark in shown.page.marks if isinstance(mark, Code)]
        said += lines(shown)
        if not shown.more:
            break
    return codes, "".join(said)


@pytest.mark.parametrize("comfort", COMFORTS)
@pytest.mark.parametrize("qr", [SHORT, LONG[:150], LONG])
def test_a_code_to_take_along_can_be_scanned_whatever_its_address(qr: str, comfort: Comfort) -> None:
    (code,), said = told(qr, comfort)
    module = code.rect.width / len(code.rows)
    assert module == int(module)
    assert module * here().screen.pitch_mm >= FINEST_MM
    assert "metropole.nantes.fr" in said
    assert ("/piscines" in said) is (qr == SHORT)
