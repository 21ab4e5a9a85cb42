"""However much changes in ten minutes, what has left or is too old leaves the glass, line cut or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from test_living import NOON, batch, parking, programs, shown

from playlists.documents import Departure
from playlists.living_choice import MOST_EDGES, few
from playlists.program import LiveContent, Program

__all__ = ["programs"]
HALF_MINUTE = timedelta(seconds=30)


def everywhere(program: Program) -> Program:
    """The program with what is live shown wherever it is."""
    (screen,) = program.screens
    playlists = {
        key: replace(
            playlist,
            items=tuple(
                replace(item, content=replace(item.content, near_m=None))
                if isinstance(item.content, LiveContent)
                else item
                for item in playlist.items
            ),
        )
        for key, playlist in screen.playlists.items()
    }
    return replace(program, screens=(replace(screen, playlists=playlists),))


@pytest.mark.parametrize("minute", range(0, 10, 3))
def test_what_has_left_is_not_told_where_many_leave(programs: dict[str, Program], minute: int) -> None:
    leaving = [
        Departure(id=f"{n}", line="1", towards=f"{n}", leaves=NOON + timedelta(seconds=10 * n))
        for n in range(1, 90)
    ]
    at = NOON + timedelta(minutes=minute, seconds=5)
    first = shown(everywhere(programs["hall"]), batch(*leaving), at)[0].partition("\t")[0]
    assert at - HALF_MINUTE <= NOON + timedelta(seconds=10 * int(first)) <= at + HALF_MINUTE


@pytest.mark.parametrize("minute", range(50, 60, 3))
def test_what_is_too_old_leaves_where_much_grows_old(programs: dict[str, Program], minute: int) -> None:
    stations = [
        replace(parking(f"{n}", f"{n}", n, away=150 - n), updated=NOON - timedelta(seconds=5 * n))
        for n in range(1, 150)
    ]
    at = NOON + timedelta(minutes=minute, seconds=5)
    told = shown(programs["hall"], batch(*stations), at)
    shown_now = {row.partition("\t")[0] for text in told for row in text.partition("|")[0].splitlines()}
    oldest = max(timedelta(seconds=5 * int(name)) for name in shown_now)
    assert timedelta(minutes=minute) + oldest < timedelta(hours=1) + HALF_MINUTE


def test_of_many_instants_none_is_forgotten() -> None:
    until = NOON + timedelta(minutes=15)
    many = [NOON + timedelta(seconds=7 * n) for n in range(-5, 200)]
    found = few(many, NOON, until)
    assert len(found) <= MOST_EDGES
    assert all(any(edge <= each <= edge + HALF_MINUTE for each in found) for edge in many[6:-80])
    assert few(many[:20], NOON, until) == many[6:20]
