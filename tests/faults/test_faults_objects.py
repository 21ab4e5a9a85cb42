"""Objects that are damaged on the disk, while they wait and while they are seen: passed over, and healed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from damages import DAMAGES, SOON_S, colours, emptied, file_of, truncated
from rig import STAGE_NAME, Rig, rig


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Rig]:
    with rig(tmp_path) as made:
        made.begin()
        yield made


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_object_is_passed_over_fetched_again_and_seen_again_soon(
    one: Rig, damage: Callable[[Path], None]
) -> None:
    """Nobody has it in memory: the stage meets it first, then the agent comes."""
    one.kill()
    damage(file_of(one, one.on_air[1]))
    one.start_stage()
    one.await_glass(1)
    assert len(colours(one, 60)) == 1
    assert list(one.stage_says.faults) == ["1b"]
    one.start_agent()
    one.await_line("repaired", "unchanged")
    one.await_item("1b", SOON_S)
    assert one.wrong() == []
    one.require_sound()


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_object_damaged_while_it_is_seen_spoils_nothing_and_heals(
    one: Rig, damage: Callable[[Path], None]
) -> None:
    one.await_item("1b")
    damage(file_of(one, one.on_air[1]))
    one.await_line("repaired")
    assert len(colours(one, 60)) == 2
    one.kill(STAGE_NAME)
    one.start_stage()
    one.await_item("1b", SOON_S)
    assert one.wrong() == []
    one.require_sound()


@pytest.mark.parametrize("damage", [truncated, emptied])
def test_a_damaged_generation_gives_way_to_the_one_before_and_is_written_anew(
    one: Rig, damage: Callable[[Path], None]
) -> None:
    one.await_glass(one.publish())
    one.kill()
    for file in (one.state.generations / "latest" / "metadata").iterdir():
        damage(file)
    one.start_stage()
    assert {one.publication(look) for look in one.watch(40)} == {1}
    one.start_agent()
    one.await_glass(2)
    one.require_sound()
