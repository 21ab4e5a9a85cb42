"""An alert from what was typed: what is missing, what would not do, and what comes out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from parvis.alert_form import Form, fill_in
from parvis.console import Voice
from parvis.one_block import OpeningError
from playlists.feed.alerts import Alert, Area, Circle, Level

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
FLOOD = Form(
    id="loire",
    level="severe",
    headlines=("Crue de la Loire : l'eau monte",),
    instructions=("Quittez les quais.",),
    source="Préfecture",
    pictogram="",
    on=("*",),
    workspace=None,
    begins=None,
    ends=None,
    hours=6,
)


DEVICES = {"totem-01": (47.2184, -1.5536), "board-01": (47.2131, -1.5583), "board-02": None}


def filled(**changes: object) -> Alert:
    """Filled in in Nantes, for a feed of three devices."""
    form = replace(FLOOD, **changes)
    return fill_in(form, DEVICES, ZoneInfo("Europe/Paris"), NOW, Voice("en"))


def test_texts_are_set_and_times_are_instants() -> None:
    found = filled(headlines=("en:Flood", "Crue de la Loire : l'eau monte"))
    assert [words.language for words in found.words] == ["fr", "en"]
    assert found.words[0].headline == "Crue de la Loire\u00a0: l’eau monte"
    assert (found.level, found.issued, found.opens, found.closes) == (
        Level.SEVERE,
        NOW,
        NOW,
        NOW + timedelta(hours=6),
    )
    later = filled(begins="2026-11-26T12:00", ends="2026-11-26T18:00")
    assert (later.opens, later.closes) == (NOW + timedelta(hours=2), NOW + timedelta(hours=8))


def test_where_it_is_shown() -> None:
    assert filled(on=("totem-01", "*")).area == Area(everywhere=True)
    assert filled(on=("board-01", "profile:totem", "circle:47.2,-1.55,5")).area == Area(
        devices=("board-01",), profiles=("totem",), circles=(Circle(latitude=47.2, longitude=-1.55, km=5),)
    )


@pytest.mark.parametrize("circle", ["47.9,-1.5,1", "64.1,-21.9,5"])
def test_a_circle_may_lie_where_no_device_is_unless_another_was_meant(circle: str) -> None:
    assert len(filled(on=("board-01", f"circle:{circle}")).area.circles) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": ("totem-1",)}, "The feed has no device totem-1. Did you mean “totem-01”?"),
        ({"on": ("group:quais",)}, "name it with --workspace DIR"),
        ({"on": ("circle:47",)}, "is no circle"),
        ({"on": ("circle:97,0,1",)}, "is no circle"),
        ({"on": ("profile:totem", "circle:-1.5536,47.2184,5")}, "Write circle:47.2184,-1.5536,5"),
        ({"on": ("circle:47.2184,1.5536,5",)}, "a minus sign is wrong or missing: it lies 235 km"),
        ({"on": ()}, "Say --on: nobody can be asked here."),
        ({"headlines": ()}, "Say --headline: nobody can be asked here."),
        ({"level": None}, "Say --level: nobody can be asked here."),
        ({"hours": None}, "Say --hours: nobody can be asked here."),
        ({"hours": 49}, "within 48 hours from now"),
        ({"begins": "2026-11-26T12:00", "ends": "2026-11-26T11:00"}, "ends after it begins"),
        ({"ends": "demain"}, "'demain' is not an instant"),
        ({"pictogram": "wnd"}, "There is no pictogram wnd. Did you mean “wind”?"),
        ({"instructions": ("en:Leave",)}, "has no --headline en: beside it"),
        ({"id": "Loire!"}, "cannot name an alert"),
        ({"level": "grave"}, "there are extreme, severe and moderate"),
        ({"headlines": ("en:Flood",)}, "An alert is said in French at least"),
        ({"headlines": ("x" * 161,)}, "This text cannot be used"),
        ({"headlines": ("",)}, "This text cannot be used"),
    ],
    ids=lambda found: str(found)[:40],
)
def test_what_would_not_do_is_said(changes: dict[str, object], said: str) -> None:
    with pytest.raises(OpeningError) as told:
        filled(**changes)
    assert said in str(told.value)


def test_a_group_is_found_in_its_workspace(tmp_path: Path) -> None:
    (tmp_path / "workspace.toml").write_text(
        'name = "Town"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr"]\n', "utf-8"
    )
    device = 'profile = "totem"\nplace = "Place"\n'
    groups = f'[totem-01]\n{device}groups = ["quais"]\n[totem-02]\n{device}'
    (tmp_path / "devices.toml").write_text(groups, "utf-8")
    assert filled(on=("group:quais",), workspace=tmp_path).area == Area(devices=("totem-01",))
    with pytest.raises(OpeningError, match=r"No device is in the group quai\. Did you mean “quais”"):
        filled(on=("group:quai",), workspace=tmp_path)
