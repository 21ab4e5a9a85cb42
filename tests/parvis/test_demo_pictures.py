"""Pictures of the glass that the demo asks for, while each device's agent asks for some of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from parvis.cable import Cable
from parvis.city import Site
from player.status import GLASS, GlassPicture, GlassStatus

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_picture_that_the_agent_asked_for_a_moment_later_answers_too(tmp_path: Path) -> None:
    with Cable(9) as cable:
        site = Site("kiosk", "kiosk", tmp_path / "kiosk", cable)
    site.state.status.mkdir(parents=True)
    asked = site.ask_for_picture()
    drawn = GlassPicture(screen="main", file="glass-main.png", at=AT)
    told = GlassStatus(asked=asked + 1, edition=None, pictures=(drawn,))
    (site.state.status / GLASS).write_bytes(msgspec.json.encode(told))
    assert site.picture(asked) == told
    assert site.picture(asked + 2) is None, "it was drawn before that was asked"
