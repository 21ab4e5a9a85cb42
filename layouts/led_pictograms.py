"""Pictograms for LED boards, set dot by dot in 12 x 12, by category; doubled or trebled on taller boards."""

from __future__ import annotations

from layouts.card import ALERT, WARNING
from layouts.led_type import Strip

SIDE = 12
_ROWS_A_DOT = 16
"""Rows of a matrix for each time that a pictogram is enlarged."""

_DRAWN = {
    "alert": """
        .....##.....
        .....##.....
        ....####....
        ....#..#....
        ...##..##...
        ...#.##.#...
        ..##.##.##..
        ..#..##..#..
        .##......##.
        .#...##...#.
        ##...##...##
        ############""",
    "culture": """
        ....########
        ....########
        ....##....##
        ....##....##
        ....##....##
        ....##....##
        ....##....##
        .#####..####
        ######.#####
        ######.#####
        .####...###.
        ............""",
    "sport": """
        ............
        .......##...
        ....######..
        ...##...#...
        ......####.#
        .....##.##..
        ..######.##.
        .##..##...#.
        .........##.
        .##...##...#
        #..###..###.
        ............""",
    "mobility": """
        .....##.....
        ...######...
        .##########.
        .#........#.
        .#.##..##.#.
        .#.##..##.#.
        .#........#.
        .##########.
        .##.####.##.
        .##########.
        ..#......#..
        .##......##.""",
    "environment": """
        ........####
        .....#######
        ...########.
        ..######.##.
        ..#####.###.
        .#####.####.
        .####.####..
        .###.#####..
        .##.#####...
        ..#.###.....
        .#..........
        #...........""",
    "democracy": """
        .##########.
        #..........#
        #..........#
        #..######..#
        #..........#
        #..####....#
        #..........#
        .####.#####.
        ....#.#.....
        ....##......
        ....#.......
        ............""",
    "services": """
        ...######...
        ..##....##..
        .##..##..##.
        ##...##...##
        #..........#
        #...###....#
        #....##....#
        ##...##...##
        .##.####.##.
        ..##....##..
        ...######...
        ............""",
}


def pictogram(category: str, height: int) -> Strip | None:
    """The pictogram of a category, as large as `height` dots take it; None where there is none."""
    drawn = _DRAWN.get(ALERT if category in WARNING else category)
    if drawn is None or height < SIDE:
        return None
    scale = max(1, height // _ROWS_A_DOT)
    rows = []
    for line in drawn.split():
        dots = sum(1 << x for x in range(SIDE * scale) if line[x // scale] == "#")
        rows += [dots] * scale
    return Strip(SIDE * scale, tuple(rows))
