"""What an officer is told of an alert before it is signed."""

from __future__ import annotations

import msgspec
import pytest
from feed_world import NOW, alert, notice, program

from parvis.alert_view import show, views
from parvis.console import Voice
from playlists.feed.alerts import Level, Wording
from playlists.feed.publishing.alerts import Reach

SHUT = msgspec.structs.replace(program("totem-1", [notice("a", "Marché")]), display_hours="00:00-00:01")
REACH = Reach(profile="totem", devices=("totem-1",), screens=("main",), program=SHUT)


@pytest.mark.parametrize(("level", "dark"), [(Level.SEVERE, True), (Level.EXTREME, False)])
def test_a_screen_that_stays_dark_is_told_as_such(
    level: Level, capsys: pytest.CaptureFixture[str], *, dark: bool
) -> None:
    raised = alert(NOW, level=level)
    assert [view.dark for view in views(REACH, raised)] == [dark]
    show(REACH, raised, Voice("fr"), as_json=False)
    assert ("éteint à ce moment-là" in capsys.readouterr().out) == dark


def test_a_sentence_that_is_broken_at_a_hyphen_is_not_told_as_left_out() -> None:
    to_do = "Contournez Saint-Herblain-de-la-Haute-Indre-et-des-Bords-de-Loire."
    raised = alert(NOW, words=(Wording(language="fr", headline="Crue", instruction=to_do),))
    (view,) = views(REACH, raised)
    assert to_do.removesuffix(".") not in " ".join(view.pages)
    assert view.left_out == ()
