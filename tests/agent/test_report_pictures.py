"""When pictures of the glass go to central: after a report that calls for them, never twice for nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from teller import NOON, Teller, telling
from test_heartbeat import screen, stage

from player.status import GLASS, STAGE, GlassPicture, GlassStatus
from playlists.durable import put


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Teller]:
    """A device whose stage has drawn its glass already, whenever it is asked."""
    with telling(tmp_path) as made:
        tell(made)
        status = made.state.status
        Image.new("RGB", (64, 64), "#ff0000").save(status / "glass-main.png")
        drawn = GlassPicture(screen="main", file="glass-main.png", at=NOON)
        glass = GlassStatus(asked=2**63 - 1, edition=None, pictures=(drawn,))
        put(status / GLASS, msgspec.json.encode(glass))
        yield made


def tell(one: Teller, *, in_use: bool = False, **changes: str) -> None:
    """Say what a stage says."""
    drawing = stage(screen(in_use=in_use), process=os.getpid(), steady_s=time.monotonic(), **changes)
    put(one.state.status / STAGE, msgspec.json.encode(drawing))


def report(one: Teller) -> float:
    """One report, before which the stage tells of itself: what it said a quarter of a minute ago is old."""
    tell(one)
    return one.report()


def pictures(one: Teller) -> list[int]:
    return [len(report.fingernails) for report in one.central.reports]


def test_a_heartbeat_does_not_wait_for_pictures_they_follow_at_once(one: Teller) -> None:
    assert report(one) == one.reporter._limits.pause_s
    assert report(one) > 20
    report(one)
    assert pictures(one) == [0, 1, 0]
    assert one.central.reports[0].heartbeat.screens[0].alive


def test_pictures_that_were_not_taken_go_with_the_next_report(one: Teller) -> None:
    report(one)
    one.central.err(lambda request: request.answer(500, b""))
    report(one)
    report(one)
    report(one)
    assert pictures(one) == [0, 1, 0]


def test_a_report_that_is_refused_for_its_content_comes_without_pictures(one: Teller) -> None:
    report(one)
    one.central.err(lambda request: request.refuse(400, "malformed"))
    report(one)
    report(one)
    assert pictures(one) == [0, 0]


def test_central_that_wants_a_picture_gets_it_at_once_and_not_for_ever(one: Teller) -> None:
    report(one)
    report(one)
    one.central.answers["wants_picture"] = True
    assert report(one) == one.reporter._limits.pause_s
    assert report(one) > 20
    assert pictures(one) == [0, 1, 0, 1]
    one.central.answers.clear()
    one.reporter.ask_picture()
    report(one)
    report(one)
    assert pictures(one)[4:] == [0, 1]


class AskedAgain(threading.Event):
    """Somebody asks the very moment after it was looked whether anybody did."""

    def is_set(self) -> bool:
        found = super().is_set()
        if not found:
            self.set()
        return found


def test_a_picture_that_is_asked_for_while_none_is_being_taken_is_not_forgotten(one: Teller) -> None:
    report(one)
    report(one)
    assert pictures(one) == [0, 1]
    one.reporter._picture_asked = AskedAgain()
    for _ in range(3):
        report(one)
    assert pictures(one)[2:] == [0, 0, 1]


def test_no_stage_or_a_screen_in_use_is_no_reason_to_hurry(one: Teller) -> None:
    one.central.answers["wants_picture"] = True
    tell(one, in_use=True)
    assert one.report() > 20
    (one.state.status / STAGE).unlink()
    assert one.report() > 20
    assert pictures(one) == [0, 0]
