"""The fleet as the window holds it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from standing_city import Day, StandingCity

from central.answers import DeviceLine, Figures, Fleet, FleetChange, ScreenLine
from central.control_room.fleet_model import FleetModel, Grouping
from central.standing import Reason, State, Verdict
from central.telling.signs import Key, Sign

AT = datetime(2026, 11, 26, 13, 32, 7, tzinfo=UTC)
FIGURES = Figures(states={}, verdicts={}, devices=0, screens=0)


def line(device: str, state: State = State.WELL, *verdicts: Verdict, **more: object) -> DeviceLine:
    screens = tuple(
        ScreenLine(
            screen=f"s{number}", width=10, height=10, verdict=verdict, items={"main": f"item-{number}"}
        )
        for number, verdict in enumerate(verdicts or (Verdict.RIGHT,))
    )
    made = DeviceLine(
        device=device, state=state, since=None, profile="kiosk",
        place="Place Royale", family="kiosk", groups=("centre",), screens=screens,
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


def fleet(*lines: DeviceLine) -> Fleet:
    return Fleet(at=AT, name="N", time_zone="Europe/Paris", live=True, figures=FIGURES, devices=lines)


def change(*lines: DeviceLine, gone: tuple[str, ...] = ()) -> FleetChange:
    return FleetChange(at=AT, figures=FIGURES, devices=lines, gone=gone)


def devices(model: FleetModel, query: str = "", only: frozenset[Sign] = frozenset()) -> list[list[str]]:
    sections = model.sections(Grouping.GROUP, query, only)
    return [[key.device for key in section.keys] for section in sections]


def test_devices_stand_by_number_and_those_of_no_group_last() -> None:
    model = FleetModel(
        fleet(line("kiosk-10"), line("kiosk-9"), line("a", groups=()), line("b", groups=("est",)))
    )
    assert [section.title for section in model.sections(Grouping.GROUP)] == ["centre", "est", ""]
    assert devices(model) == [["kiosk-9", "kiosk-10"], ["b"], ["a"]]


def test_a_change_names_only_the_tiles_that_look_otherwise() -> None:
    model = FleetModel(fleet(line("a", State.WELL, Verdict.RIGHT, Verdict.RIGHT), line("b")))
    told = model.apply(change(line("a", State.WRONG, Verdict.RIGHT, Verdict.FROZEN), line("b")))
    assert told.keys == {Key("a", "s1")}
    assert not told.moved
    assert model.signs[Key("a", "s1")] is Sign.FROZEN


def test_what_comes_goes_or_moves_lays_the_wall_anew() -> None:
    model = FleetModel(fleet(line("a"), line("c")))
    assert model.apply(change(line("b"))).moved
    assert devices(model) == [["a", "b", "c"]]
    assert model.apply(change(line("a", place="Zola"))).moved
    assert model.apply(change(gone=("c", "never-was"))).moved
    assert not model.apply(change(gone=("c",))).moved
    assert devices(model) == [["a", "b"]]


def test_a_device_that_is_silent_says_so_on_every_screen_and_one_without_screens_has_a_tile() -> None:
    model = FleetModel(
        fleet(
            line("a", State.SILENT, Verdict.RIGHT, Verdict.BLACK), line("n", State.NOT_ENROLLED, screens=())
        )
    )
    assert model.signs == {Key("a", "s0"): Sign.SILENT, Key("a", "s1"): Sign.SILENT, Key("n", ""): Sign.NEW}


def test_a_right_screen_of_a_degraded_device_is_degraded() -> None:
    model = FleetModel(fleet(line("a", State.DEGRADED, Verdict.RIGHT, Verdict.STALE)))
    assert list(model.signs.values()) == [Sign.DEGRADED, Sign.STALE]


def test_a_search_knows_no_accents_and_wants_every_word() -> None:
    model = FleetModel(fleet(line("kiosk-1", place="Hôtel de Ville"), line("totem-2", place="Hôtel Dieu")))
    assert devices(model, query="HOTEL") == [["kiosk-1", "totem-2"]]
    assert devices(model, query="hotel totem") == [["totem-2"]]
    assert devices(model, query="hotel led") == []


def test_a_search_for_an_item_finds_the_screens_that_show_it_and_forgets_them_when_it_leaves() -> None:
    model = FleetModel(fleet(line("a", State.WELL, Verdict.RIGHT, Verdict.RIGHT)))
    assert list(model.found("item-1")) == [Key("a", "s1")]
    assert model.items("item") == ("item-0", "item-1")
    assert model.items("item-0") == ("item-0",)
    model.apply(change(line("a", State.WELL, Verdict.RIGHT)))
    assert list(model.found("item-1")) == []


def test_a_search_for_an_item_that_is_missed_finds_where_it_should_be() -> None:
    reason = Reason(code="quarantine", item="film-tram")
    model = FleetModel(fleet(replace(line("a", State.DEGRADED), reason=reason), line("b")))
    assert list(model.found("film")) == [Key("a", "s0")]
    assert model.items("film") == ("film-tram",)


def test_a_tile_is_known_by_the_name_that_alarms_have() -> None:
    model = FleetModel(fleet(line("a", State.WELL, Verdict.RIGHT, Verdict.RIGHT)))
    assert model.key_of("a/s1") == Key("a", "s1")
    assert model.key_of("a") == Key("a", "s0")
    assert model.key_of("b/s0") is None


def test_only_some_signs_are_shown_where_that_is_asked() -> None:
    model = FleetModel(fleet(line("a", State.SILENT), line("b")))
    assert devices(model, only=frozenset({Sign.SILENT})) == [["a"]]
    assert model.tally()[Sign.SILENT] == 1


STATES = st.sampled_from([State.WELL, State.SILENT, State.DEGRADED])
LINES = st.builds(
    line,
    st.sampled_from(["k-1", "k-2", "k-10", "t"]),
    STATES,
    st.sampled_from(Verdict),
    place=st.sampled_from("ab"),
)


@given(st.lists(LINES, max_size=4, unique_by=lambda one: one.device), st.lists(LINES, max_size=6))
def test_changes_lead_where_a_fresh_look_leads(first: list[DeviceLine], changes: list[DeviceLine]) -> None:
    model = FleetModel(fleet(*first))
    for one in changes:
        model.apply(change(one))
    last = {one.device: one for one in [*first, *changes]}
    fresh = FleetModel(fleet(*last.values()))
    assert model.signs == fresh.signs
    for grouping in Grouping:
        assert model.sections(grouping) == fresh.sections(grouping)


def test_every_tile_of_a_city_is_in_one_section_of_each_division() -> None:
    city = asyncio.run(StandingCity(224, Day.BAD).fleet())
    model = FleetModel(city)
    for grouping in Grouping:
        keys = [key for section in model.sections(grouping) for key in section.keys]
        assert len(keys) == len(set(keys)) == len(model.signs)
    assert msgspec.json.decode(msgspec.json.encode(city), type=Fleet) == city
