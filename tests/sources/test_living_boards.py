"""City data on LED boards: words only, each thing whole, on as many pages as it needs."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from test_living import NOON, batch, parking, plain, programs

from layouts.led import led_pages
from playlists.documents import Batch, Notice
from playlists.living import filled, fillings
from playlists.program import LiveContent, Program

__all__ = ["programs"]


def test_a_led_board_has_words_only_and_one_whole_thing_at_a_time(programs: dict[str, Program]) -> None:
    long = "Cité internationale des congrès – Gare sud accès piétons"
    found = batch(parking("a", "Commerce", 132), parking("b", long, 99, 300))
    endless = batch(parking("b", "Anticonstitutionnellement " * 6, 99, 300))

    def led(data: Batch, at: datetime) -> list[str]:
        made = fillings(programs["board"], [data], at)
        cards = [card for each in made for turn in each.turns for card in turn.cards]
        return [plain(words.body) for card in cards for words in card.words]

    assert "Commerce, à 50 m\t132 places" in led(found, NOON)
    assert led(batch(found.documents[1]), NOON)[0] == "Cité internationale des congrès : 99 places"
    assert "Commerce, à 50 m\t132 places à 13 h" in led(found, NOON + timedelta(minutes=20))
    assert led(endless, NOON) == [], "half of it would say nothing"


def test_a_board_says_a_long_notice_whole_page_after_page_as_any_text(programs: dict[str, Program]) -> None:
    title = (
        "Ligne 1 : trafic interrompu entre Commerce et Gare nord, travaux sur les voies, "
        "bus relais toutes les dix minutes jusqu’à dimanche soir"
    )
    short, long = Notice(id="a", title="Pont fermé"), Notice(id="b", title=title)
    program = anywhere(programs["board"])
    board = program.screens[0].screen

    def turns(*documents: Notice) -> list[list[tuple[str, int]]]:
        made = fillings(program, [batch(*documents)], NOON)
        (playlist,) = filled(program, made).screens[0].playlists.values()
        item = next(one for one in playlist.items if one.id == "p")
        assert isinstance(item.content, LiveContent)
        told = []
        for turn in item.content.turns:
            pages = [item.content.shown(page, turn.opens) for page in range(len(item.pages_ms))]
            told.append([(led_pages(one[0].card, board)[one[1]].text, one[1]) for one in pages if one])
            assert len(told[-1]) == len(item.pages_ms), "no page is dark"
        return told

    (only,) = turns(long)
    french, english = only[: len(only) // 2], only[len(only) // 2 :]
    assert [number for _, number in english] == [number for _, number in french]
    assert [number for _, number in french] == [*range(len(french))]
    assert len(french) > 1
    read = " ".join(text.replace("\n", " ") for text, _ in french)
    assert plain(read) == title
    both = turns(short, long)
    assert {tuple(turn) for turn in both} == {tuple(only), (("Pont fermé", 0),) * len(only)}


def anywhere(program: Program) -> Program:
    """A program whose live items show what lies anywhere."""
    (screen,) = program.screens
    playlists = {
        key: msgspec.structs.replace(
            playlist,
            items=tuple(
                msgspec.structs.replace(item, content=msgspec.structs.replace(item.content, near_m=None))
                if isinstance(item.content, LiveContent)
                else item
                for item in playlist.items
            ),
        )
        for key, playlist in screen.playlists.items()
    }
    return msgspec.structs.replace(program, screens=(msgspec.structs.replace(screen, playlists=playlists),))
