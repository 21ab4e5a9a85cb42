"""Votes in the outbox: counted for good with their records, summed up, and given up last of all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from test_spool import NOON, play

from device_profiles.report import Lost, Tally, What
from player.compaction import fitting, summed
from player.spool import Spool, SpoolLimits


def vote(answer: str = "arbres", poll: str = "avis/place", hours: int = 0) -> Tally:
    return Tally(
        device="totem-1",
        screen="main",
        hour=NOON + timedelta(hours=hours),
        what=What.POLL,
        name=poll,
        answer=answer,
    )


def test_votes_are_counted_with_their_records_and_stay_counted(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.add([vote(), vote("bancs"), play(1)])
    spool.add([vote(hours=1)])
    spool.acknowledge(spool.batch(100)[-1].number)
    spool.close()
    again = Spool(tmp_path / "spool.db")
    assert (len(again), again.votes()) == (0, {("avis/place", "arbres"): 2, ("avis/place", "bancs"): 1})


def test_the_answers_that_are_counted_are_bounded(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db", SpoolLimits(answers=3))
    spool.add([vote(poll=f"avis/{number}") for number in range(6)])
    assert sorted(poll for poll, _ in spool.votes()) == ["avis/3", "avis/4", "avis/5"]


def test_what_people_said_is_given_up_last() -> None:
    plays = [play(number, f"item-{number}") for number in range(50)]
    votes = [vote(), vote("bancs", hours=1), *(vote() for _ in range(8))]
    kept, lost = fitting(summed([*votes, *plays]), 10, 1_000_000)
    assert lost == 42
    assert [one for one in kept if isinstance(one, Tally)] == [
        Tally(**{field: getattr(vote(), field) for field in Tally.__struct_fields__} | {"count": 9}),
        vote("bancs", hours=1),
    ]
    assert isinstance(kept[0], Lost)
