"""The most that a device is asked for: a program of 5,000 items, an outbox at its limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from proof import counted, records
from rig import DEVICE, STAGE_NAME, Rig, rig

from device_profiles.report import FRAMES, PlayRecord, PlaySum
from player.spool import Spool, SpoolLimits
from playlists.program import Program
from playlists.timeline import showing

ITEMS, COLOURS = 5000, 40
LIMIT = SpoolLimits().rows
AROUND = [timedelta(milliseconds=late) for late in range(-100, 700, 100)]
"""How late a busy machine may be: less than two items."""


def due(program: Program, at: datetime) -> str:
    """The item that a program shows in its one zone."""
    (screen,) = showing(program, at).screens
    (zone,) = screen.zones
    assert zone.item
    return zone.item.id


def test_a_program_of_5000_items_is_played_item_by_item(tmp_path: Path) -> None:
    with rig(tmp_path) as one:
        stills = [one.still(f"c{number}", f"#{number:02x}80ff") for number in range(COLOURS)]
        items = [replace(stills[number % COLOURS], id=f"i{number}") for number in range(ITEMS)]
        one.number = 1
        one.items = {colour: (1, name) for colour, (_, name) in one.items.items()}
        one.begin(*items)
        one.watch(150)
        one.await_line("unchanged")
        one.kill()
        assert one.wrong() == []
        require_in_step(one, one.program(*items))
        one.require_sound()


def require_in_step(one: Rig, program: Program) -> None:
    """Each look shows what the program says for that instant, or said a little before."""
    for look in one.glass.looks():
        at = datetime.fromtimestamp(look.at / 1000, UTC)
        names = {f"c{int(due(program, at - late)[1:]) % COLOURS}" for late in AROUND}
        assert one.items[look.colour][1] in names


def old_play(number: int) -> PlayRecord:
    return PlayRecord(
        device=DEVICE,
        screen="main",
        zone="main",
        item=f"old-{number % 7}",
        object="ab" * 32,
        start=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=number),
        duration_ms=1000,
        frames=30,
        verified=FRAMES,
        edition="cd" * 32,
    )


def test_an_outbox_at_its_limit_sums_up_and_the_glass_goes_on(tmp_path: Path) -> None:
    with rig(tmp_path) as one:
        one.begin()
        one.kill()
        spool = Spool(one.state.spool)
        old = LIMIT - len(spool)
        spool.add([old_play(number) for number in range(old)])
        assert len(spool) == LIMIT
        one.start_stage()
        one.watch(300)
        one.end(STAGE_NAME)
        assert len(spool) < LIMIT / 2
        spool.close()
        assert one.wrong() == []
        found = records(one.state)
        kept = [record for record in found if isinstance(record, PlayRecord | PlaySum)]
        assert counted([record for record in kept if record.item.startswith("old")]) == old
        runs = [run for run in one.glass.runs() if run.last < run.ended - 1000]
        assert counted([record for record in kept if not record.item.startswith("old")]) >= len(runs)
