"""City data on a device's touch screen: signed, on the page while it is open, none by a bad clock."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from device_world import Device
from feed_world import SCREEN
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from touch_city import lines
from touch_kiosk import touch
from touch_world import Finger
from touched_stage import until

from parvis.stage import BUILT, built_in_program
from player.clock import ClockTrust, judge
from player.stage.device import DeviceStage
from player.stage.instants import from_ms, to_ms
from player.stage.setup import Setup
from player.stage.theatre import Theatre, application
from player.stage.watcher import Eyes, Watcher
from player.status import GLASS, read_glass
from player.touch.layer import TouchLayer
from player.touch.target import Act
from playlists.documents import AGES, Availability, Batch
from playlists.durable import put
from playlists.feed.publishing.live import put_up
from playlists.feed.tree import LIVE
from playlists.services import Service, Services

LOOKED_AT_MS = 800
"""Within it the watcher has looked at the disk."""
PARKING = Service(id="parking", title={"fr": "Stationnement"}, pictogram="parking", source="parkings")
GONE = "Ces informations ne nous parviennent plus."


class Street:
    """A kiosk's touch screen, played from a state directory, and somebody who looks for a car park."""

    def __init__(self, device: Device, trust: ClockTrust) -> None:
        self.device, self.trust, self.ahead_ms, self._touches = device, trust, 0, 0
        setup = Setup(
            device="totem-1",
            state=device.state,
            clock=self.clock,
            steady_ms=lambda: 1_000_000.0,
            fallback=partial(built_in_program, "totem-1", "plasma-16x9"),
            notify=lambda _: None,
            hold_ms=0,
        )
        eyes = Eyes(device.state, device.world.anchor, "totem-1", lambda: from_ms(self.clock()), self._judge)
        application()
        first = eyes.first()
        watcher = Watcher(eyes, first)
        self.stage = DeviceStage(setup, Theatre(), first, watcher)
        watcher.start()
        (self.window,) = self.stage.player.windows.values()
        until(self.window.window.isVisible)
        self.finger = Finger(self.window)

    def clock(self) -> int:
        """The wall clock of the box."""
        return to_ms(self.device.world.now) + 60_000 + self.ahead_ms

    def _judge(self, at: datetime, seen: datetime | None) -> ClockTrust:
        if self.trust is ClockTrust.UNTRUSTED:
            return self.trust
        return judge(at, built=BUILT, last_seen=seen, synchronised=True, hardware=False)

    @property
    def layer(self) -> TouchLayer:
        assert isinstance(self.window.layer, TouchLayer)
        return self.window.layer

    def photographed(self) -> tuple[str, ...]:
        """The screens of which a picture is given to whoever asks now."""
        asked = self.device.state.picture_asked
        asked.touch()
        mark = asked.stat().st_mtime_ns
        file = self.device.state.status / GLASS
        until(lambda: (told := read_glass(file)) is not None and told.asked >= mark)
        told = read_glass(file)
        assert told is not None
        return tuple(picture.screen for picture in told.pictures)

    def look_for_parking(self) -> None:
        """Two touches."""
        self.finger.tap(500, 640)
        until(lambda: self.layer.page is not None)
        assert self.layer.page is not None
        self.finger.tap_in(next(t for t in self.layer.page.targets if t.act is Act.SERVICE).rect)

    def reads(self, text: str) -> None:
        """Wait until the page says something."""
        until(lambda: self.layer.page is not None and text in lines(self.layer.page))

    def tell(self, free: int) -> None:
        """A source says so, it is signed, and an agent has brought it."""
        world = self.device.world
        place = Availability(id="1", name="Commerce", free=free)
        found = Batch(source="parkings", fetched=world.now, ages=AGES[Availability], documents=(place,))
        put_up(world.repository, [found], world.keyring, world.now)
        put(self.device.state.dispatch(LIVE), world.dispatch(LIVE))


@contextmanager
def street(folder: Path, trust: ClockTrust = ClockTrust.SYNCHRONISED) -> Iterator[Street]:
    device = Device(folder)
    device.world.now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    device.world.repository.renew(device.world.keyring, device.world.now)
    program = device.program()
    services = Services(languages=("fr",), services=(PARKING,))
    shown = replace(
        program.screens[0], screen=replace(touch(), name=SCREEN.name), services=services, events=()
    )
    device.world.publish(replace(program, screens=(shown,)), editor=device.editor)
    device.fetch()
    made = Street(device, trust)
    yield made
    made.stage.close()
    made.stage.player.windows.clear()
    del made
    gc.collect()
    QCoreApplication.sendPostedEvents()


def test_what_is_signed_is_on_the_open_page_until_it_is_too_old(tmp_path: Path) -> None:
    with street(tmp_path) as here:
        here.look_for_parking()
        here.reads(GONE)
        here.tell(132)
        here.reads("132 places libres")
        here.tell(131)
        here.reads("131 places libres")
        here.ahead_ms = 20 * 60_000
        until(lambda: any(line.startswith("Données de") for line in lines_of(here)[1:2]))
        here.ahead_ms = 2 * 3_600_000
        here.reads(GONE)


def test_nobody_is_given_a_picture_of_a_screen_from_the_first_page_of_a_session_to_its_end(
    tmp_path: Path,
) -> None:
    with street(tmp_path) as here:
        assert here.photographed() == (SCREEN.name,)
        here.finger.tap(500, 640)
        until(lambda: here.layer.page is not None)
        assert here.photographed() == ()
        here.layer._end()
        assert here.photographed() == (SCREEN.name,)


def test_what_nobody_signed_does_not_come_onto_a_page(tmp_path: Path) -> None:
    with street(tmp_path) as here:
        here.tell(132)
        here.look_for_parking()
        here.reads("132 places libres")
        file = here.device.state.dispatch(LIVE)
        file.write_bytes(file.read_bytes().replace(b"132", b"999"))
        here.stage.player.run_for(LOOKED_AT_MS)
        assert "132 places libres" in lines_of(here)


def test_by_a_clock_that_nobody_can_rely_on_a_page_shows_no_data(tmp_path: Path) -> None:
    with street(tmp_path, ClockTrust.UNTRUSTED) as here:
        here.tell(132)
        here.look_for_parking()
        here.reads(GONE)
        here.stage.player.run_for(LOOKED_AT_MS)
        assert GONE in lines_of(here)


def lines_of(here: Street) -> list[str]:
    """What the page says."""
    assert here.layer.page is not None
    return lines(here.layer.page)
