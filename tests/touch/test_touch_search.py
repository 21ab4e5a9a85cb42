"""Searching: by beginnings of words, without case and accents, titles first."""

from __future__ import annotations

from touch_world import offered

from player.touch.limits import LIMITS
from player.touch.search import Index
from playlists.services import Entry, Service, Services


def found(query: str) -> list[str]:
    return [one.entry or one.service for one in Index(offered()).find(query)]


def test_accents_case_and_ligatures_do_not_matter() -> None:
    assert found("LEO lag") == ["leo-lagrange"]
    assert found("école") == found("ecole")
    services = Services(
        languages=("fr",),
        services=(
            Service(
                id="s",
                title={"": "Arts"},
                pictogram="palette",
                entries=(Entry(id="o", title={"": "Œuvres"}),),
            ),
        ),
    )
    assert [one.entry for one in Index(services).find("oeu")] == ["o"]


def test_every_word_must_be_there() -> None:
    assert found("piscine petit") == ["petit-port"]
    assert found("piscine tour eiffel") == []
    assert found("") == found("  !") == []


def test_titles_come_before_what_is_said_elsewhere() -> None:
    names = found("piscine")
    assert set(names[:4]) == {"piscines", "leo-lagrange", "petit-port", "dervallieres"}


def test_it_lists_no_more_than_anybody_reads() -> None:
    entries = tuple(Entry(id=f"e{number}", title={"": f"École {number}"}) for number in range(1_000))
    services = Services(
        languages=("fr",),
        services=(Service(id="s", title={"": "Écoles"}, pictogram="school", entries=entries),),
    )
    assert len(Index(services).find("ecole")) == LIMITS.found
