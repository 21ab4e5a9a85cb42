"""Neighbours in fractions are neighbours in pixels, whatever the screen."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from layouts.layout import Zone, place


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
    st.integers(12, 4000),
    st.integers(12, 4000),
)
def test_adjacent_zones_leave_no_gap_and_do_not_overlap(parts: list[int], width: int, height: int) -> None:
    total = sum(parts)
    starts = [0, *accumulate(parts)]
    zones = [
        Zone(name=str(n), x=a / total, y=0, width=part / total, height=1)
        for n, (a, part) in enumerate(zip(starts, parts, strict=False))
    ]
    rects = [place(zone, width, height) for zone in zones]
    assert rects[0].x == 0
    assert rects[-1].right == width
    assert all(left.right == right.x for left, right in pairwise(rects))
    assert all(rect.height == height for rect in rects)


def test_a_sum_of_fractions_falls_where_the_written_number_falls() -> None:
    # 0.1 + 0.2 is a hair more than 0.3: of 5 pixels one side would round up, the other to even.
    left = Zone(name="a", x=0.1, y=0, width=0.2, height=1)
    right = Zone(name="b", x=0.3, y=0, width=0.7, height=1)
    for width in range(1, 2000):
        assert place(left, width, 10).right == place(right, width, 10).x
