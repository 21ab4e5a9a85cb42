"""What a table gets ready beside the drawing thread: its cards ahead, and a map that comes late."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from stage_world import Shelf
from table_world import HEIGHT, WIDTH, TableStage, laid
from touch_world import nantes
from touched_stage import played

from layouts.page import Page
from player.touch.here import Here
from player.touch.projects import PROJECTS
from player.touch.table.cards import CardFace, card_face
from player.touch.table.ground import district_page
from player.touch.table.limits import LIMITS
from player.touch.target import Act
from playlists.district import DistrictMap

BOTTOM = (WIDTH / 2, HEIGHT - 5.0)


def test_a_map_that_comes_late_lies_on_the_table_at_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a bad picture is: the ground is tried again though nothing else is offered."""
    seen = list[bool]()

    def noting(here: Here, *rest: Any) -> Page | None:
        seen.append(here.district is not None)
        return district_page(here, *rest)

    monkeypatch.setattr("player.touch.table.easel.district_page", noting)
    shelf = Shelf(tmp_path / "objects")
    drawn = nantes().maps[0].packed
    late = shelf.put(drawn, 0, 0)
    shelf.path(late).unlink()
    told = DistrictMap(title={}, attribution={"fr": "©"}, object=late.object, bytes=late.bytes)
    offered = msgspec.structs.replace(laid(shelf), map=told)
    with played(lambda: TableStage(shelf, offered=offered)) as table:
        assert seen == [False]
        shelf.put(drawn, 0, 0)
        table.passes(LIMITS.again_s)
        table.until(lambda: seen[-1])
        table.passes(LIMITS.again_s * 2)
        table.open_panel(BOTTOM)
        assert seen == [False, True], "with its map it is painted once"


def test_no_card_is_composed_while_fingers_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with played(lambda: TableStage(Shelf(tmp_path / "objects"))) as table:
        assert not _composed_while_laying(table, monkeypatch)


def _composed_while_laying(table: TableStage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In which threads cards are composed while some are laid out, enlarged, and their pictures asked for."""
    panel = table.open_panel(BOTTOM)
    table.touch(panel.id, Act.LANGUAGES)
    table.touch(panel.id, Act.SPEAK, "en")
    table.touch(panel.id, Act.SERVICE, PROJECTS)
    table.touch(panel.id, Act.ENTRY, "park")
    threads = list[str]()

    def noting(*given: Any) -> CardFace | None:
        threads.append(threading.current_thread().name)
        return card_face(*given)

    monkeypatch.setattr("player.touch.table.faces.card_face", noting)
    table.touch(panel.id, Act.LAY, "park")
    card = table.lay("bridge")
    table.touch(card.id, Act.LAY)
    table.touch(card.id, Act.ZOOM, str(LIMITS.zoom))
    assert [one.plate.language for one in table.board.cards] == ["en", "fr", "fr"]
    return threads
