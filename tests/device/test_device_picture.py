"""Proof of play that has looked: a device says which plays showed what was published, and which did not."""

from __future__ import annotations

from pathlib import Path

from device_world import Device, World

from device_profiles.report import DIFFERS, MATCHED, Fault, PlayRecord
from player.edition import painter
from player.spool import Spool
from player.stage.depict import Depictor
from player.stage.theatre import application
from player.status import STAGE, Looked, StageStatus, read_status
from playlists.feed.publishing.album import Album, Drawn
from playlists.program import Program

RED, GREEN = "#ff0000", "#00ff00"


def drawn(world: World, program: Program) -> Album:
    """How a program looks, drawn as `parvis publish` does."""
    application()
    album = Album(world.folder / "pictures", painter(), world.source)
    depict = Depictor(world.source.root)
    for page in album.missing([program]):
        made = depict(page.program, page.screen, page.zone, page.item, page.number, night=page.night)
        assert made is not None
        album.add(page, Drawn(sight=made[0], thumbnail=made[1]))
    return album


def last_look(status: StageStatus | None) -> Looked | None:
    """The last look at the one zone of the one screen."""
    return next((looked for screen in (status.screens if status else ()) for looked in screen.looked), None)


def test_a_device_says_which_plays_showed_the_right_picture(tmp_path: Path) -> None:
    device = Device(tmp_path)
    items = device.still("red", RED, 1.5), device.still("green", GREEN, 1.5)
    device.publish(*items, album=drawn(device.world, device.program(*items)))
    seen: dict[str, Looked] = {}
    with device.stage("--lie", "green") as stage:
        while seen.keys() != {"red", "green"}:
            stage.look()
            looked = last_look(read_status(device.state.status / STAGE))
            if looked is not None:
                seen[looked.item] = looked
        stage.until(RED)
        stage.end()
    assert (seen["red"].alike, seen["red"].bits, seen["red"].colour) == (True, 0, "ff0000")
    assert (seen["green"].alike, seen["green"].luma) == (False, 0)
    spool = Spool(device.state.spool)
    records = [entry.record for entry in spool.batch(1000)]
    spool.close()
    judged = {
        (record.item, record.verified)
        for record in records
        if isinstance(record, PlayRecord) and record.bits is not None
    }
    assert judged == {("red", MATCHED), ("green", DIFFERS)}
    (fault,) = [record for record in records if isinstance(record, Fault)]
    assert fault.kind == "picture"
    assert fault.message.startswith(
        "green is not what the glass shows: main/main is 0 bits of 256 and 255 levels"
    )
    status = read_status(device.state.status / STAGE)
    assert status is not None
    assert "green" in status.faults
