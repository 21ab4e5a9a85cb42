"""A session: how long it lasts, what it remembers, and that nothing of it is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from touch_world import AT_MS, page_of

from player.stage.witness import Witness
from player.touch import session as sessions
from player.touch.acts import act
from player.touch.desk import Desk
from player.touch.limits import LIMITS
from player.touch.session import Comfort, Kind, Phase, Place, Session
from player.touch.target import Act, Target, TouchPage

START = Session("fr", 100.0)


def test_it_lasts_as_long_as_somebody_is_there() -> None:
    at = 100.0 + LIMITS.idle_s
    assert sessions.phase(START, at - 0.1) is Phase.ACTIVE
    assert sessions.phase(START, at) is Phase.WARNED
    assert sessions.phase(START, at + LIMITS.warning_s - 0.1) is Phase.WARNED
    assert sessions.phase(START, at + LIMITS.warning_s) is Phase.OVER


def test_nobody_has_less_than_the_law_gives() -> None:
    """WCAG 2.2, 2.2.1: warned at least 20 s before, and able to go on at least ten times."""
    assert LIMITS.idle_s >= 45
    assert LIMITS.warning_s >= 20
    session, at = START, 100.0
    for _ in range(12):
        at += LIMITS.idle_s + LIMITS.warning_s - 1
        assert sessions.phase(session, at) is Phase.WARNED
        session = act(sessions.touched(session, at), target(Act.STAY))
        assert sessions.phase(session, at) is Phase.ACTIVE
    assert session.place == START.place


def test_a_warning_leaves_one_thing_to_touch_beside_what_makes_it_easier_to_read() -> None:
    warned = page_of(START, at_s=100.0 + LIMITS.idle_s + 1)
    assert [one.act for one in warned.targets] == [Act.STAY, *[Act.EASE] * 4, Act.LANGUAGES]


@given(st.lists(st.sampled_from([*Act]), max_size=60), st.data())
def test_whatever_is_touched_leads_to_a_page_with_a_way_on(acts: list[Act], data: st.DataObject) -> None:
    session, desk = START, Desk(Witness())
    for _ in acts:
        page = page_of(session)
        assert page.targets
        session = desk.take(session, data.draw(st.sampled_from(page.targets)), AT_MS, 100.0)
        assert len(session.trail) <= LIMITS.trail
        assert len(session.query) <= LIMITS.letters


def test_back_leads_where_one_was_and_home_forgets_the_way() -> None:
    pools = Place(Kind.SERVICE, service="piscines")
    there = sessions.go(START, pools)
    pool = sessions.go(there, Place(Kind.ENTRY, service="piscines", entry="leo-lagrange"))
    assert sessions.back(pool).place == pools
    assert sessions.back(sessions.back(pool)).place == Place()
    assert sessions.back(START).place == Place()
    assert sessions.home(sessions.typed(pool, "tram")) == START


def test_what_was_chosen_stays_chosen_on_the_way_home() -> None:
    eased = sessions.ease(sessions.speak(START, "en"), "large")
    kept = sessions.home(eased)
    assert (kept.language, kept.comfort) == ("en", Comfort(large=True))
    assert sessions.ease(kept, "large").comfort == Comfort()


def target(what: Act) -> Target:
    page: TouchPage = page_of(START, at_s=100.0 + LIMITS.idle_s + 1)
    return next(one for one in page.targets if one.act is what)
