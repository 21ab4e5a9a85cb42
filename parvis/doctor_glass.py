"""The process of the tests on the glass: `python -m parvis.doctor_glass ORDER LANGUAGE`."""

from __future__ import annotations

import sys
import time

from device_profiles.catalog import catalog
from parvis.child import end_with_parent, order_of
from parvis.display import has_display
from parvis.orders import GlassOrder
from player.acceptance import Desk
from player.memory import give_back_pictures
from player.state import State


def run_glass(order: GlassOrder, language: str) -> None:
    """Test until all was shown and read, or somebody leaves."""
    give_back_pictures()
    from player.stage.acceptance.room import Room, run_room

    profile, desk = catalog()[order.profile], Desk(State(order.state))

    def tone() -> bool:
        from player.stage.acceptance.tone import Tone

        played = Tone()
        tones.append(played)
        return played.play()

    tones: list[object] = []
    """They sound as long as they live."""

    def make() -> Room:
        return Room(
            profile,
            desk,
            language,
            steady_s=time.monotonic,
            full_screen=order.full_screen,
            pace_s=order.pace,
            tone=tone,
        )

    run_room(make, desk, offscreen=not has_display())


if __name__ == "__main__":
    end_with_parent()
    run_glass(order_of(GlassOrder), sys.argv[2])
