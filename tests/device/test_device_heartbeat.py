"""What central hears of a real stage: the item on its glass, its picture, and that it is gone."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from device_world import PATIENCE_S, Device, Stage
from msgspec.structs import replace
from patience import until
from PIL import Image
from test_heartbeat import NOON, screen, seen, stage

from device_profiles.heartbeat import Heartbeat
from device_profiles.report import PICTURE_BYTES
from player.agent.fingernail import Album, jpeg
from player.agent.heartbeat import heartbeat
from player.agent.limits import ReportLimits
from player.agent.machine import Machine
from player.agent.seen import Eyes, Link, Outbox, Seen
from player.state import State
from player.status import GLASS, STAGE, STRIKES, WORK, GlassPicture, GlassStatus, read_status, read_work
from playlists.durable import put
from playlists.program import Item

RED, GREEN = "#ff0000", "#00ff00"


def look(device: Device, later_s: float = 0.0) -> Seen:
    eyes = Eyes(device.state, Machine(device.state.root))
    steady_s = time.monotonic() + later_s
    return eyes.look(datetime.now(UTC), steady_s, outbox=Outbox(), link=Link(), orders={})


def beat(device: Device, before: Seen, later_s: float = 0.0) -> Heartbeat:
    return heartbeat(look(device, later_s), before, {})


def shown(drawing: Stage, colour: str) -> None:
    """Look until a colour is on the glass, and the status says of which item."""
    drawing.until(colour)
    file = drawing.device.state.status / STAGE
    while not (told := read_status(file)) or not told.screens or not told.screens[0].showing:
        drawing.look()


def test_a_stage_at_work_and_one_that_is_gone(tmp_path: Path) -> None:
    device = Device(tmp_path)
    device.publish(device.still("red", RED, 1.0), device.still("green", GREEN, 1.0))
    with device.stage() as drawing:
        shown(drawing, RED)
        before = look(device)
        changed = before.stage.screens[0].changed if before.stage else None
        drawing.until(GREEN)
        while (told := beat(device, before)).screens[0].changed == changed:
            drawing.look()
        (screen,) = told.screens
        assert {zone.item for zone in screen.showing} <= {"red", "green"}
        assert screen.showing[0].object in {device.path_of(item).name for item in on_air(device)}
        assert screen.alive
        assert screen.frames > 0
        assert screen.changed is not None
        assert told.machine.renderer == "software"
        assert (told.clock.trust, told.feed.edition is None) == (told.clock.trust, False)
        assert not beat(device, before, later_s=20).screens[0].alive, "hung: nothing was told for long"
        drawing.kill()
    gone = beat(device, before).screens[0]
    assert not gone.alive
    assert gone.at == read_status(device.state.status / STAGE).at  # type: ignore[union-attr]


@pytest.mark.parametrize("shown_beside", [(), (RED,)])
def test_a_stage_whose_painter_never_comes_back_is_not_alive(
    tmp_path: Path, shown_beside: tuple[str, ...]
) -> None:
    """Whether it hangs on its first picture, so that no window opens, or while another is on the glass."""
    device = Device(tmp_path)
    green = device.still("green", GREEN, 1.0)
    device.publish(*(device.still("red", colour, 1.0) for colour in shown_beside), green)
    file, work = device.state.status / STAGE, device.state.status / WORK

    def is_hung() -> bool:
        told = read_status(file)
        return told is not None and not any(screen.alive for screen in told.screens)

    with device.stage("--endless", device.path_of(green).name, "--haste", "500"):
        until("the status says that the stage hangs", is_hung, PATIENCE_S)
    named = read_work(work)
    assert named is not None
    assert (named.item, named.object) == ("green", device.path_of(green).name)


def test_a_stage_whose_first_picture_never_comes_shows_the_built_in_slide_and_is_ended(
    tmp_path: Path,
) -> None:
    device = Device(tmp_path)
    green = device.still("green", GREEN)
    device.publish(green)
    file, work = device.state.status / STAGE, device.state.status / WORK

    def shows_the_slide(*, alive: bool) -> bool:
        told = read_status(file)
        screens = told.screens if told else ()
        return [[one.item for one in screen.showing] for screen in screens] == [["built-in"]] and (
            screens[0].alive is alive
        )

    hung = ("--endless", device.path_of(green).name)
    with device.stage(*hung, "--haste", "40", "--out", "/dev/null"):
        until("the built-in slide", lambda: shows_the_slide(alive=True), PATIENCE_S)
        until("no beat any more", lambda: shows_the_slide(alive=False), PATIENCE_S)
        named = read_work(work)
        assert named is not None, "the slide hides nothing of what hangs"
        assert named.item == "green"
    with device.stage(*hung, "--haste", "500"):
        until("it is held against it", (device.state.status / STRIKES).exists, PATIENCE_S)


def test_a_first_picture_that_comes_late_takes_over_from_the_slide(tmp_path: Path) -> None:
    device = Device(tmp_path)
    green = device.still("green", GREEN)
    device.publish(green)
    gate = tmp_path / "gate"
    with device.stage("--endless", device.path_of(green).name, "--gate", str(gate)) as drawing:
        slide = drawing.look()["colour"]
        gate.touch()
        drawing.until(GREEN)
    assert drawing.colours == [slide, GREEN]


def on_air(device: Device) -> list[Item]:
    return [device.still("red", RED), device.still("green", GREEN)]


def test_small_pictures_of_the_glass_are_taken_when_something_else_is_on_it(tmp_path: Path) -> None:
    device = Device(tmp_path)
    device.publish(device.still("red", RED, 60.0))
    album = Album(device.state, ReportLimits(), threading.Event())
    with device.stage() as drawing:
        shown(drawing, RED)
        now = look(device)
        told = heartbeat(now, now, {})
        (taken,) = album.take(told, now.steady_s, asked=False)
        assert album.take(told, now.steady_s + 100, asked=False) == (), "nothing has changed"
        assert len(album.take(told, now.steady_s + 101, asked=True)) == 1
        other = replace(told, feed=replace(told.feed, edition="ef" * 32))
        assert album.take(other, now.steady_s + 120, asked=False) == (), "not again so soon"
        assert len(album.take(other, now.steady_s + 200, asked=False)) == 1
        drawing.kill()
    picture = Image.open(BytesIO(taken.jpeg))
    assert (taken.screen, picture.format) == ("main", "JPEG")
    assert len(taken.jpeg) <= PICTURE_BYTES
    red, green, blue = picture.getpixel((5, 5))  # type: ignore[misc]
    assert (red > 200, max(green, blue) < 50) == (True, True)


def test_no_picture_is_taken_of_a_screen_that_somebody_uses(tmp_path: Path) -> None:
    state = State(tmp_path)
    pictures = []
    for name in ("upper", "touch"):
        Image.new("RGB", (64, 64), RED).save(tmp_path / f"glass-{name}.png")
        put(state.status / f"glass-{name}.png", (tmp_path / f"glass-{name}.png").read_bytes())
        pictures.append(GlassPicture(screen=name, file=f"glass-{name}.png", at=NOON))
    drawn = GlassStatus(asked=2**63 - 1, edition=None, pictures=tuple(pictures))
    put(state.status / GLASS, msgspec.json.encode(drawn))
    album = Album(state, ReportLimits(), threading.Event())
    for used, taken in ((False, ["upper", "touch"]), (True, ["upper"])):
        screens = (screen(screen="upper"), screen(screen="touch", in_use=used))
        put(state.status / STAGE, msgspec.json.encode(stage(*screens)))
        found = album.take(heartbeat(seen(), seen(), {}), 1.0, asked=True)
        assert [one.screen for one in found] == taken


def test_the_busiest_picture_becomes_small_enough(tmp_path: Path) -> None:
    file = tmp_path / "noise.png"
    Image.effect_noise((1920, 1080), 120).convert("RGB").save(file)
    packed = jpeg(file)
    assert 1000 < len(packed) <= PICTURE_BYTES
    assert Image.open(BytesIO(packed)).width >= 160
