"""The fixed order in which items repeat: rounds, shares, spread and the bound of the error."""

from __future__ import annotations

from itertools import pairwise

import pytest
from generated import bookings
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playlists.cycle import Cycle, Slot, cycle

HOUR = 3_600_000


def order(*slots: Slot) -> list[int]:
    return list(cycle(slots).slots)


def test_without_shares_the_cycle_is_one_round_in_written_order() -> None:
    fixed = cycle((Slot(10_000), Slot(8_000), Slot(12_000)))

    assert (list(fixed.slots), list(fixed.edges)) == ([0, 1, 2], [0, 10_000, 18_000, 30_000])


def test_one_item_alone_is_its_own_cycle() -> None:
    assert order(Slot(10_000)) == [0]
    assert order(Slot(10_000, 0.2)) == [0]


def test_a_weight_counts_plays_in_a_round_evenly_spread() -> None:
    assert order(Slot(5_000, weight=3), Slot(5_000), Slot(9_000)) == [0, 1, 0, 2, 0]
    assert order(Slot(5_000, weight=2), Slot(5_000, weight=2)) == [0, 1]
    assert cycle((Slot(5_000, weight=1.5), Slot(5_000))).counts == (3, 2)
    assert cycle((Slot(5_000, weight=0.1), Slot(5_000, weight=0.3))).counts == (1, 3)


def test_absurd_weights_still_give_a_round_of_bounded_length() -> None:
    weights = [1 + number / 997 for number in range(150)] + [1e9]
    fixed = cycle(tuple(Slot(5_000, weight=weight) for weight in weights))

    assert len(fixed.slots) <= 2_500
    assert min(fixed.counts) >= 1


def test_what_is_booked_comes_out_exactly_where_it_can() -> None:
    """Pain 17 of the peers: 60 plays each instead of 200, 40, 20, 20, 60 and 20 an hour."""
    wanted = (200, 40, 20, 20, 60, 20)
    slots = tuple(Slot(10_000, plays / 360) for plays in wanted)

    assert cycle(slots).air(HOUR) == [plays * 10_000 for plays in wanted]
    assert cycle(slots).length_ms == 180_000


def test_unbooked_items_divide_the_rest_in_their_own_round() -> None:
    fixed = cycle((Slot(10_000, 0.5), Slot(10_000), Slot(10_000), Slot(10_000)))

    assert list(fixed.slots) == [0, 1, 0, 2, 0, 3]


def test_at_full_booking_unbooked_items_do_not_play() -> None:
    for parts in (1, 3, 17, 19, 150):
        booked = tuple(Slot(10_000, 1 / parts) for _ in range(parts))
        assert cycle((*booked, Slot(10_000))).counts == (*[1] * parts, 0)


def test_booked_items_alone_divide_all_the_air_time_in_proportion() -> None:
    assert cycle((Slot(10_000, 0.1), Slot(10_000, 0.3))).counts == (1, 3)


def test_plays_of_one_item_are_evenly_spread() -> None:
    fixed = cycle((Slot(10_000, 0.2), *(Slot(10_000) for _ in range(7))))
    places = [play for play, slot in enumerate(fixed.slots) if slot == 0]

    assert {later - earlier for earlier, later in pairwise(places)} <= {4, 5, 6}


def test_a_long_film_does_not_cost_the_short_pictures_their_hour() -> None:
    slots = (Slot(60_000, 0.4), Slot(5_000, 0.45), Slot(60_000), Slot(60_000))

    for hour in range(1, 25):
        air = cycle(slots).air(hour * HOUR)
        assert abs(air[0] - 0.4 * hour * HOUR) <= 60_000
        assert abs(air[1] - 0.45 * hour * HOUR) <= 5_000


@pytest.mark.parametrize(
    ("slots", "message"),
    [
        ((), "at least one slot"),
        ((Slot(0),), "needs a length"),
        ((Slot(-5),), "needs a length"),
        ((Slot(1, 0.0),), "Shares lie"),
        ((Slot(1, 1.1),), "Shares lie"),
        ((Slot(1, float("nan")),), "Shares lie"),
        ((Slot(1, None, 0.0),), "Shares lie"),
        ((Slot(1, None, float("inf")),), "Shares lie"),
        ((Slot(1, 0.6), Slot(1, 0.5)), "more than 100 %"),
    ],
)
def test_slots_without_a_cycle_are_refused(slots: tuple[Slot, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cycle(slots)


def shares(slots: tuple[Slot, ...]) -> dict[int, float]:
    """The share that each booked slot is to have."""
    booked = {index: slot.share for index, slot in enumerate(slots) if slot.share is not None}
    total = sum(booked.values()) if len(booked) == len(slots) else 1.0
    return {index: share / total for index, share in booked.items()}


@given(bookings(lengths=st.integers(3_000, 60_000)), st.integers(1, 24))
@settings(max_examples=30)
def test_after_whole_hours_every_share_is_kept_to_one_play(slots: tuple[Slot, ...], hours: int) -> None:
    air = cycle(slots).air(hours * HOUR)

    for index, share in shares(slots).items():
        assert abs(air[index] - share * hours * HOUR) <= slots[index].duration_ms + 1


@given(bookings(lengths=st.just(10_000)), st.integers(1, 25 * HOUR))
@settings(max_examples=30)
def test_equal_plays_are_never_more_than_one_play_off(slots: tuple[Slot, ...], at: int) -> None:
    air = cycle(slots).air(at)

    for index, share in shares(slots).items():
        assert abs(air[index] - share * at) <= 10_000 + 1


@given(bookings(lengths=st.integers(3_000, 60_000)), st.integers(0, 30 * HOUR))
@settings(max_examples=30)
def test_air_time_adds_up(slots: tuple[Slot, ...], at: int) -> None:
    fixed = cycle(slots)

    assert sum(fixed.air(at)) == at
    assert fixed.length_ms == sum(map(int.__mul__, fixed.counts, fixed.durations))
    check_order(fixed)


def check_order(fixed: Cycle) -> None:
    """Plays follow each other without gap."""
    assert (fixed.edges[0], fixed.edges[-1]) == (0, fixed.length_ms)
    lengths = [end - start for start, end in pairwise(fixed.edges)]
    assert lengths == [fixed.durations[slot] for slot in fixed.slots]


@given(bookings(lengths=st.just(10_000)))
@settings(max_examples=30)
def test_items_without_share_play_as_often_as_each_other(slots: tuple[Slot, ...]) -> None:
    fixed = cycle(slots)
    weights = {index: slot.weight for index, slot in enumerate(slots) if slot.share is None}
    assume(len(weights) > 1)

    plays = [fixed.counts[index] / weight for index, weight in weights.items()]
    assert max(plays) - min(plays) <= 2
