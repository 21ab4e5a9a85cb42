"""What central makes of one report: every verdict, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from beats import BEFORE, SECOND, beat, duty, part, with_feed, with_screen, with_zones, zone
from feed_world import World
from feed_world import program as feed_program
from msgspec.structs import replace
from programs import a_program, an_event, an_item, utc

from central.judging.duty import Former
from central.judging.expected import judge
from central.judging.fleet import FleetReader
from central.standing import Reason, Verdict
from device_profiles.heartbeat import ClockBeat, Heartbeat, Power, Standing
from layouts.layout import Layout, Zone, ZoneKind
from playlists.feed.naming import objects
from playlists.feed.pictures import Pages, Picture, Pictures
from playlists.program import Program

AT = utc(2026, 11, 18, 12) + 4 * SECOND
ITEMS = [an_item("a", 10), an_item("b", 10), an_item("c", 10)]
PROGRAM = a_program(ITEMS)
"""Shows a, b and c for ten seconds each; at `AT` one of them for some seconds already."""
INTERVAL = timedelta(seconds=30)


def due_item(program: Program = PROGRAM) -> str:
    return beat(program, AT).screens[0].showing[0].item


def verdict(heartbeat: Heartbeat, **changes: object) -> Verdict:
    return judge(heartbeat, AT, duty(PROGRAM, **changes)).screens[0].verdict


def others() -> list[str]:
    return [item.id for item in ITEMS if item.id != due_item()]


def test_the_truth_is_right_and_says_what_it_rests_on() -> None:
    judged = judge(beat(PROGRAM, AT), AT, duty(PROGRAM))
    (screen,) = judged.screens
    assert (screen.verdict, screen.event) == (Verdict.RIGHT, "schedule#1")
    assert [(z.zone, z.due, z.shown) for z in screen.zones] == [("main", due_item(), due_item())]
    assert judged.reasons == ()


def test_another_item_is_wrong_and_the_reason_names_the_one_that_is_missing() -> None:
    told = with_zones(beat(PROGRAM, AT), zone("main", "something"), changed=AT - 2 * SECOND)
    judged = judge(told, AT, duty(PROGRAM))
    assert judged.screens[0].verdict is Verdict.WRONG_ITEM
    assert judged.reasons == (Reason(code="wrong_item", screen="main", item=due_item()),)


def test_another_object_under_the_same_name_is_wrong(tmp_path: Path) -> None:
    world = World(tmp_path).begin()
    from feed_world import picture

    world.publish(feed_program("totem-1", [picture("photo", world.source, b"pixels")]))
    reader = FleetReader(world.feed, world.anchor)
    reader.refresh(world.now)
    known = reader.roll.duties["totem-1"]
    (due,) = known.parts
    told = with_feed(beat(due.program, world.now), edition=due.sha256)
    assert judge(told, world.now, known).screens[0].verdict is Verdict.RIGHT
    other = with_zones(told, zone("main", "photo", object="f" * 64))
    assert judge(other, world.now, known).screens[0].verdict is Verdict.WRONG_ITEM
    aside = replace(told, quarantined=(*objects(due.program), "f" * 64))
    assert [one.item for one in judge(aside, world.now, known).reasons] == ["photo", ""]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"alive": False}, Verdict.FROZEN),
        ({"alive": False, "frames": 0}, Verdict.UNKNOWN),
        (
            {"at": AT - 59 * SECOND, "showing": beat(PROGRAM, AT - 59 * SECOND).screens[0].showing},
            Verdict.RIGHT,
        ),
        ({"at": AT - 61 * SECOND}, Verdict.FROZEN),
        ({"power": Power.OFF}, Verdict.BLACK),
        ({"power": Power.ON}, Verdict.RIGHT),
        ({"showing": (zone("", "built-in"),)}, Verdict.FALLBACK),
        ({"showing": (zone("main", "built-in"),)}, Verdict.FALLBACK),
        ({"showing": ()}, Verdict.WRONG_ITEM),
        ({"showing": (zone("main", due_item(), alike=False),)}, Verdict.WRONG_PICTURE),
        ({"showing": (zone("main", due_item(), alike=True),)}, Verdict.RIGHT),
        ({"showing": (zone("main", due_item()), zone("side", "a"))}, Verdict.WRONG_ITEM),
    ],
)
def test_a_screen_is_judged(changes: dict[str, object], expected: Verdict) -> None:
    told = with_screen(beat(PROGRAM, AT), **{"changed": None, **changes})
    assert verdict(told) is expected


def test_a_glass_that_stands_still_is_frozen_whether_its_item_is_due_or_has_come_round_again() -> None:
    then = AT - timedelta(seconds=50)  # another item of the three
    stuck = beat(PROGRAM, then).screens[0]
    found = set()
    for seconds in range(40):
        at = AT + seconds * SECOND
        told = with_screen(beat(PROGRAM, at), showing=stuck.showing, changed=stuck.changed)
        judged = judge(told, at, duty(PROGRAM))
        found.add(judged.screens[0].verdict)
        assert all(reason.item == stuck.showing[0].item for reason in judged.reasons), "and what stands on it"
        if beat(PROGRAM, at).screens[0].showing != stuck.showing:
            assert judge(told, at, duty(PROGRAM)).screens[0].verdict in (Verdict.FROZEN, Verdict.RIGHT)
    assert Verdict.FROZEN in found
    assert Verdict.WRONG_ITEM not in found


def test_one_item_for_ever_is_not_frozen() -> None:
    program = a_program([an_item("a", 10)])
    told = with_screen(beat(program, AT), changed=AT - timedelta(hours=9))
    assert judge(told, AT, duty(program)).screens[0].verdict is Verdict.RIGHT


def test_a_broken_item_whose_predecessor_stays_is_wrong_and_its_own_fault_is_the_reason() -> None:
    shown = beat(PROGRAM, AT - 10 * SECOND).screens[0]
    fault = Standing(code="item", what=f"{due_item()}: it is damaged", object="f" * 64, zone="main/main")
    told = with_zones(beat(PROGRAM, AT, faults=(fault,)), *shown.showing, changed=shown.changed)
    judged = judge(told, AT, duty(PROGRAM))
    assert judged.screens[0].verdict is Verdict.WRONG_ITEM
    assert judged.reasons == (
        Reason(code="quarantine", screen="main", item=due_item(), object="f" * 64, detail="it is damaged"),
    )


def test_without_an_edition_the_built_in_slide_is_a_fallback_and_right_where_nothing_is_due() -> None:
    bare = with_feed(with_zones(beat(PROGRAM, AT)), edition=None)
    assert verdict(bare) is Verdict.FALLBACK
    idle = a_program(ITEMS, [an_event(when="22:00-23:00")])
    told = with_feed(with_zones(beat(idle, AT)), edition=None)
    assert judge(told, AT, duty(idle)).screens[0].verdict is Verdict.RIGHT


def test_dark_by_rule_is_dark_and_light_then_is_wrong() -> None:
    program = a_program(ITEMS, display_hours="20:00-22:00")
    told = beat(program, AT)
    assert told.screens[0].showing == ()
    assert judge(told, AT, duty(program)).screens[0].verdict is Verdict.DARK
    lit = with_zones(told, zone("main", "a"))
    assert judge(lit, AT, duty(program)).screens[0].verdict is Verdict.WRONG_ITEM


PICTURE = Picture(hash="f" * 64, colour="808080", thumbnail="c" * 64, bytes=9)


@pytest.mark.parametrize(
    ("luma", "published", "expected"),
    [
        (0, "808080", Verdict.BLACK),
        (0, "080808", Verdict.RIGHT),
        (90, "808080", Verdict.RIGHT),
        (None, "808080", Verdict.RIGHT),
        (0, "", Verdict.RIGHT),
    ],
)
def test_no_light_is_black_where_the_published_picture_has_some(
    luma: int | None, published: str, expected: Verdict
) -> None:
    one = replace(PICTURE, colour=published, hash="f" * 64 if published else "")
    raw = msgspec.Raw(msgspec.json.encode({item.id: Pages((one,)) for item in ITEMS}))
    known = part(PROGRAM, pictures=Pictures("p", {"main": {"list": raw}}))
    told = with_zones(beat(PROGRAM, AT), zone("main", due_item(), luma=luma))
    assert verdict(told, parts=(known,)) is expected


def test_running_lines_are_not_told_of_and_not_missed() -> None:
    zones = (
        Zone(name="main", x=0, y=0, width=1, height=0.9),
        Zone(name="ticker", x=0, y=0.9, width=1, height=0.1, kind=ZoneKind.TICKER),
    )
    layout = Layout(name="main+ticker", title={}, zones=zones)
    program = a_program(ITEMS, [an_event({"main": "list", "ticker": "list"})], layouts=[layout])
    told = beat(program, AT)
    assert [z.zone for z in told.screens[0].showing] == ["main"]
    assert judge(told, AT, duty(program)).screens[0].verdict is Verdict.RIGHT


OTHER = a_program([an_item("x", 10)])


@pytest.mark.parametrize(
    ("since", "edition", "expected"),
    [
        (AT - 80 * SECOND, BEFORE, Verdict.RIGHT),
        (AT - 91 * SECOND, BEFORE, Verdict.STALE),
        (AT - 80 * SECOND, "c" * 64, Verdict.UNKNOWN),
        (AT - 91 * SECOND, "c" * 64, Verdict.STALE),
    ],
)
def test_the_edition_of_before_is_right_for_three_intervals_then_stale(
    since: object, edition: str, expected: Verdict
) -> None:
    new = replace(part(PROGRAM), effective_from=since)
    known = duty(PROGRAM, parts=(new,), former=(Former(part=part(OTHER, BEFORE), until=AT),))
    told = beat(OTHER, AT, edition=edition)
    assert judge(told, AT, known).screens[0].verdict is expected


def test_an_edition_that_comes_later_plays_nothing_yet() -> None:
    soon = part(OTHER, BEFORE, AT + timedelta(hours=1))
    known = duty(PROGRAM, parts=(part(PROGRAM), soon))
    assert judge(beat(PROGRAM, AT), AT, known).screens[0].verdict is Verdict.RIGHT
    early = beat(OTHER, AT, edition=BEFORE)
    assert judge(early, AT, known).screens[0].verdict is Verdict.STALE


def test_a_device_that_is_ahead_of_what_central_has_read_is_not_blamed() -> None:
    told = with_feed(beat(OTHER, AT, edition="c" * 64), wanted=8)
    assert judge(told, AT, duty(PROGRAM)).screens[0].verdict is Verdict.UNKNOWN


def test_a_device_without_a_program_that_may_be_shown_is_not_known() -> None:
    judged = judge(beat(PROGRAM, AT), AT, duty(PROGRAM, parts=()))
    assert judged.screens[0].verdict is Verdict.UNKNOWN


def test_a_screen_that_says_nothing_is_not_known() -> None:
    program = a_program(ITEMS, screens=("upper", "touch"))
    told = beat(program, AT)
    judged = judge(replace(told, screens=told.screens[:1]), AT, duty(program))
    assert [one.verdict for one in judged.screens] == [Verdict.RIGHT, Verdict.UNKNOWN]
    assert judged.reasons == (Reason(code="unknown", screen="touch"),)


def test_by_a_wrong_clock_the_glass_is_wrong_and_the_clock_is_the_reason() -> None:
    ahead = timedelta(minutes=3, seconds=15)
    judged = judge(told_by(ahead), AT, duty(PROGRAM))
    assert judged.screens[0].verdict is Verdict.WRONG_ITEM
    assert judged.reasons == (
        Reason(code="wrong_item", screen="main", item=due_item(), by="clock"),
        Reason(code="clock", detail="+195 s"),
    )


def test_whose_clock_is_wrong_and_shows_neither_time_is_wrong_by_itself() -> None:
    told = with_zones(told_by(timedelta(minutes=3, seconds=15)), zone("main", "something"))
    judged = judge(told, AT, duty(PROGRAM))
    assert judged.reasons[0] == Reason(code="wrong_item", screen="main", item=due_item())


LONG = a_program([an_item("a", 60), an_item("b", 60)])


@pytest.mark.parametrize("ahead", [-15, -12, 12, 15, 125])
def test_a_glass_that_obeys_a_wrong_clock_is_never_frozen(ahead: int) -> None:
    found = set()
    for second in range(0, 125, 3):
        at = AT + second * SECOND
        told = told_by(ahead * SECOND, LONG, at)
        found.add(judge(told, at, duty(LONG)).screens[0].verdict)
    assert found == {Verdict.RIGHT, Verdict.WRONG_ITEM}


def test_a_glass_that_stands_still_is_frozen_by_a_wrong_clock_too() -> None:
    stuck = told_by(15 * SECOND, LONG).screens[0]
    at = AT + timedelta(seconds=90)
    told = with_screen(told_by(15 * SECOND, LONG, at), showing=stuck.showing, changed=stuck.changed)
    assert judge(told, at, duty(LONG)).screens[0].verdict is Verdict.FROZEN


def test_a_glass_that_is_dark_by_a_wrong_clock_is_black_for_that() -> None:
    program = a_program(ITEMS, display_hours="13:00-13:30")
    told = with_screen(told_by(timedelta(hours=-2), program), power=Power.OFF)
    judged = judge(told, AT, duty(program))
    assert judged.reasons[0] == Reason(code="black", screen="main", by="clock")


def test_what_a_fault_tells_of_time_is_put_right() -> None:
    ahead = timedelta(minutes=47)
    fault = Standing(code="disk", what="full", since=AT - timedelta(minutes=5) + ahead)
    (reason,) = [
        one
        for one in judge(replace(told_by(ahead), faults=(fault,)), AT, duty(PROGRAM)).reasons
        if one.code == "disk"
    ]
    assert reason.since == AT - timedelta(minutes=5)


def told_by(ahead: timedelta, program: Program = PROGRAM, at: datetime = AT) -> Heartbeat:
    """What a device says that obeys a clock that is so much ahead."""
    clock = ClockBeat(trust="rtc", offset_ms=round(ahead / timedelta(milliseconds=1)))
    return beat(program, at + ahead, clock=clock)
