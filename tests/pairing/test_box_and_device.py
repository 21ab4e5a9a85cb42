"""From first page to content: a real `parvis play`, without identity, on loopback; and back to a box."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_world import DEVICE, Device, device, notice
from pairing_box import Box, wait_until
from pairing_central import PairingCentral, pairing_central

from device_profiles.enrolment import fingerprint
from parvis.device_key import key_in
from player.enrolled import read_enrolment
from player.pairing import Step
from playlists.feed.orders import Care
from playlists.feed.publishing.orders import OrderDesk


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path / "world") as made:
        made.world.now = datetime.now(UTC).replace(microsecond=0)
        made.world.repository.renew(made.world.keyring, made.world.now)
        made.publish(notice("n", "Le marché est ouvert"))
        yield made


@pytest.fixture
def central() -> Iterator[PairingCentral]:
    with pairing_central() as made:
        yield made


@pytest.fixture
def box(tmp_path: Path, central: PairingCentral) -> Iterator[Box]:
    made = Box(tmp_path / "box", central.url)
    try:
        yield made
    finally:
        made.end()


def enrol(box: Box, city: Device, central: PairingCentral) -> float:
    """Claim the box; seconds until content was on the glass."""
    wait_until(lambda: box.code, "a code")
    began = time.monotonic()
    central.claim(central.grant(DEVICE, city.world.anchor.decode(), city.server.url))
    wait_until(box.plays, "content on the glass")
    return time.monotonic() - began


def test_a_box_shows_its_code_is_claimed_plays_reports_and_leaves_nothing_behind_when_it_is_a_box_again(
    box: Box, city: Device, central: PairingCentral, capsys: pytest.CaptureFixture[str]
) -> None:
    box.start()
    wait_until(lambda: box.code == "K7QM-4RXD", "a code")
    page = box.glass()
    assert page.size == (1920, 1080)
    assert len(page.getcolors(100_000) or ()) > 20, "words and a code are on the glass"
    first = box.files()
    seconds = enrol(box, city, central)
    with capsys.disabled():
        print(f"\nfrom the claim to content on the glass: {seconds:.1f} s")  # noqa: T201
    assert not box.state.pairing.exists()
    wait_until(lambda: central.reports, "a report")
    assert central.reports[0].device == DEVICE
    assert len(central.reports[0].heartbeat.machine.machine) == 64
    wait_until(lambda: (found := read_enrolment(box.state)) and found.confirmed, "the confirmation")
    content = box.glass()
    assert content.getpixel((5, 5)) != (0, 0, 0)
    key = fingerprint(key_in(box.state.root).public)

    desk = OrderDesk(city.world.feed, city.world.anchor, city.world.keyring)
    desk.give(Care.RESET, (DEVICE,), datetime.now(UTC))
    wait_until(lambda: central.farewells, "a farewell")
    wait_until(lambda: box.code, "another code")
    assert central.farewells == [
        {"device": DEVICE, "files_left": 0, "objects_left": 0, "generations_left": 0}
    ]
    assert box.pairing is not None
    assert box.pairing.step is Step.CODE
    assert box.pairing.fingerprint != key, "the old key is gone"
    box.glass()
    assert box.files() == first, "nothing is left that a box has not"
    assert box.device == ""
