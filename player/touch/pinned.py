"""What touching a pin of a map does: of the page that shows it, and of the fingers that move it."""

from __future__ import annotations

from player.touch.district.chart import Gathered
from player.touch.district.sight import Sight
from player.touch.target import Act

NAMES, IDS = "\n", "\t"
"""Between the members of a group; between a service and what is listed of it."""


def touched(one: Gathered, *, nearest: bool) -> tuple[Act, str, str]:
    """What touching a pin does: its entry; of several, nearer to them, or their list where that ends."""
    first = one.pins[0]
    if len(one.pins) == 1:
        return Act.ENTRY, first.id, first.about
    if nearest:
        return Act.GROUP, NAMES.join(f"{pin.about}{IDS}{pin.id}" for pin in one.pins), ""
    x, y = sum(pin.x for pin in one.pins) / len(one.pins), sum(pin.y for pin in one.pins) / len(one.pins)
    return Act.NEARER, f"{x:.0f} {y:.0f}", ""


def is_nearest(sight: Sight) -> bool:
    """Whether one cannot look from nearer."""
    return sight.frame.scale >= sight.nearest * 0.999
