"""The bounds of a table, with units."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes in millimetres on the glass, times in seconds, angles in degrees, the rest numbers."""

    panel_mm: tuple[float, float] = (320.0, 240.0)
    """A panel: along the edge, and from the edge inwards."""
    large_mm: tuple[float, float] = (400.0, 320.0)
    """The same with text twice as large, where there is room."""
    edge_mm: float = 56.0
    """So near to an edge a touch opens a panel."""
    palm_mm: float = 28.0
    """What touches with a wider spot is no finger: an adult's fingertip leaves 8 to 20 mm."""
    cluster: int = 3
    cluster_mm: float = 40.0
    cluster_s: float = 0.06
    """So many contacts that come within this time in a circle of this diameter are the heel of a hand."""
    slip_mm: float = 5.0
    """A finger that moved no more than this has touched, not dragged."""
    scale: tuple[float, float] = (0.75, 2.0)
    """How small and how large a card can be made."""
    turn_deg: float = 45.0
    zoom: float = 1.25
    """What one touch of a card's buttons does."""
    snap_deg: float = 4.0
    """A card let go of so nearly straight lies straight."""
    inset_mm: float = 60.0
    """A card's middle stays so far from every edge of the table."""
    button_mm: float = 20.0
    """A card's buttons at its own size: at the least scale they still have 15 mm."""
    card_mm: float = 200.0
    card_high_mm: float = 130.0
    """The width of a card, and the most that its picture is high."""
    cards: int = 24
    panels: int = 8
    contacts: int = 64
    idle_s: float = 40.0
    """A panel asks so long after the last touch whether somebody is still there, and goes 20 s later."""
    leave_s: float = 60.0
    """Without a panel and without a touch the table goes back to its programme after so long."""

    again_s: float = 30.0
    """A ground without its map is painted again after so long: as long as a picture that failed waits."""


LIMITS = Limits()
