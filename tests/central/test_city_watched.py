"""A city end to end, with real processes: devices report, central judges, an alarm comes, is taken, and ends.

`parvis central` on SQLite and on PostgreSQL; two boxes that are claimed, each at a cable
of its own.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

import pytest

from central.answers import Audit, Device, Fleet, History, Plays
from central.standing import Alarm, State, Verdict
from parvis.city import City
from parvis.console import Voice
from parvis.opening import open_library, open_workspace, prepared
from parvis.story import REPORT_S, Newsroom, Story, hasty
from parvis.technician import Technician
from player.supervisor import STAGE_NAME

PATIENCE_S = 120.0
TOWN = {
    "workspace.toml": 'name = "Bourg"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr"]\n',
    "devices.toml": '[totem]\nprofile = "totem"\nplace = "Commerce"\n[plasma]\nprofile = "plasma-16x9"\n'
    'place = "Mairie"\n',
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["*"]\nzones.main = "news"\n',
    "playlists/news.toml": "".join(
        f'[[items]]\ncard = "notice"\nheadline = "Nouvelle {number}"\nduration = 4\n' for number in range(3)
    ),
}
Found = TypeVar("Found")
_nothing = threading.Event()
pytestmark = pytest.mark.timeout(4 * PATIENCE_S)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Two devices that report, and a central that knows them; each test leaves both as well as they were."""
    tmp_path = tmp_path_factory.mktemp("city")
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/central.db" if is_file else request.getfixturevalue("postgres").database()
    for name, text in TOWN.items():
        (tmp_path / "town" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "town" / name).write_text(text, "utf-8")
    voice = Voice("en")
    opened = open_workspace(tmp_path / "town", voice)
    with open_library(tmp_path / "town") as library:
        programs = prepared(opened.workspace, opened.devices([]), library, voice)
        newsroom = Newsroom(tmp_path, library.objects, voice)
        newsroom.publish({name: hasty(program) for name, program in programs.items()})
    with City(tmp_path / "devices", newsroom.feed, newsroom.keys, "en", url) as city:
        city.begin({"totem": "totem", "plasma": "plasma-16x9"})
        technician = Technician(city, Story(city, newsroom, voice))
        technician.finds_boxes()
        technician.claims_all()
        yield city


def awaited(look: Callable[[], Found | None], what: str) -> Found:
    """What there is to be seen, once it is there."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if found := look():
            return found
        _nothing.wait(0.2)
    raise AssertionError(f"in {PATIENCE_S} s it did not come to this: {what}")


def is_right(city: City, device: str) -> bool:
    """Whether central sees the right thing on the glass of a device."""
    fleet = city.centre.ask("/v1/fleet", Fleet)
    lines = [line for line in fleet.devices if line.device == device] if fleet else []
    return any(line.state is State.WELL and line.screens[0].verdict is Verdict.RIGHT for line in lines)


def state(city: City, device: str) -> State | None:
    """How a device stands, in central's eyes."""
    fleet = city.centre.ask("/v1/fleet", Fleet)
    return next((line.state for line in fleet.devices if line.device == device), None) if fleet else None


def alarm(city: City, code: str, path: str = "/v1/alarms") -> Alarm | None:
    """The totem's alarm of that code, if there is one; a machine that is busy may make others silent, too."""
    found = city.centre.ask(path, tuple[Alarm, ...]) or ()
    return next((one for one in found if one.code == code and one.screens == ("totem",)), None)


def test_from_the_glass_to_an_alarm_that_somebody_takes_and_that_ends(city: City) -> None:
    for device in city.sites:
        awaited(partial(is_right, city, device), f"{device} is well")
    proof = awaited(lambda: city.centre.ask("/v1/plays?by=item", Plays), "proof of play")
    assert proof.intact is not False

    city.sites["totem"].cable.pull()
    raised = awaited(lambda: alarm(city, "silent"), "an alarm")
    assert raised.acknowledged_by is None
    assert awaited(lambda: state(city, "plasma") is State.WELL, "nothing is said of the plasma")

    taken = city.centre.ask(f"/v1/alarms/{raised.id}/acknowledge", Alarm, "POST")
    assert taken is not None
    assert taken.acknowledged_by == "demo"
    noted = city.centre.ask("/v1/audit", tuple[Audit, ...])
    assert noted is not None
    assert (noted[0].action, noted[0].subject) == ("acknowledge", raised.id)
    assert {one.subject for one in noted if one.action == "claim"} == set(city.sites)

    city.centre.cut()
    city.centre.start()
    kept = awaited(lambda: alarm(city, "silent"), "the alarm after a kill of central")
    assert (kept.id, kept.acknowledged_by) == (raised.id, "demo")

    city.sites["totem"].cable.put_back()
    ended = awaited(lambda: alarm(city, "silent", "/v1/alarms?ended=true"), "the end of the alarm")
    assert ended.id == raised.id
    assert awaited(lambda: state(city, "totem") is State.WELL, "the totem is well again")


def test_plays_that_come_late_prove_what_nobody_could_see(city: City) -> None:
    awaited(lambda: is_right(city, "totem"), "the totem is well")
    city.sites["totem"].cable.pull()
    awaited(lambda: state(city, "totem") is State.SILENT, "the totem is silent")
    silent = datetime.now(UTC) - timedelta(seconds=REPORT_S)
    city.sites["totem"].cable.put_back()
    awaited(lambda: state(city, "totem") is State.WELL, "the totem is well again")

    def proved() -> bool:
        found = city.centre.ask("/v1/devices/totem/history", History)
        there = [band for band in found.bands if band.start <= silent < band.end] if found else []
        return any(band.verdict is Verdict.RIGHT for band in there)

    assert awaited(proved, "the time of silence was right")


def test_a_player_that_stands_still_is_called_frozen(city: City) -> None:
    awaited(lambda: is_right(city, "plasma"), "the plasma is well")
    city.sites["plasma"].kill(STAGE_NAME, signal.SIGSTOP)
    try:
        found = awaited(lambda: _frozen(city), "the plasma is frozen")
    finally:
        city.sites["plasma"].kill(STAGE_NAME, signal.SIGCONT)
    assert found.line.state is State.WRONG


def _frozen(city: City) -> Device | None:
    found = city.centre.ask("/v1/devices/plasma", Device)
    return found if found and any(reason.code == "frozen" for reason in found.reasons) else None
