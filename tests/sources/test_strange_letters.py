"""Letters that no screen has are never a hollow box, and a long name of a thing is never another thing's."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_answers import AT, HOST

from layouts.led_type import TYPES
from layouts.shaping import missing_glyphs
from playlists.sources import kinds
from playlists.sources.fetch import Answer
from playlists.sources.plain import plain
from playlists.sources.values import Reader
from playlists.sources.written import TABLES


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_strangers_write_every_screen_can_show(text: str) -> None:
    found = plain(text, 80)
    assert not missing_glyphs(found)
    assert all(TYPES[-1].has(sign) for sign in found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Réamé&shy;nage\u00adment du quai", "Réaménagement du quai"),
        ("zéro\u200bespace\ufeff", "zéroespace"),
        ("🚫 Baignade interdite 🏊\u200d♀️", "× Baignade interdite"),
        ("☀️ 12 ℃, CO₂ bas", "12 °C, CO2 bas"),
        ("1️⃣ 𝐆𝐫𝐚𝐭𝐮𝐢𝐭 ★ ✔ Ouvert", "1 Gratuit √ Ouvert"),
        ("Nguyễn Thị Ŵ", "Nguyên Thi W"),
        ("Za̷̢͎̔l̶g̷o̸", "Zalgo"),
        ("Rencontre avec Олександр Мельник, pianiste", "Rencontre avec …, pianiste"),
        ("N\u0430ntes", "N…ntes"),
        ("Caf\ufffd", "Caf…"),
        ("الساعة ٣٠", "… 30"),
        ("مسبح ليو!", ""),
        ("🎉🎉", ""),
        ("Que faire ce week-end ?", "Que faire ce week-end ?"),
    ],
)
def test_what_no_screen_has_is_written_otherwise_or_its_lack_is_seen(text: str, shown: str) -> None:
    assert plain(text, 80) == shown


@pytest.mark.parametrize(
    "link", ["http://", "https://", "https:///", "http://?", "HTTPS://", "mailto:a@b.fr"]
)
def test_an_address_that_is_none_costs_its_entry_nothing(link: str) -> None:
    """« http:// » stands in many a form where nobody wrote an address."""
    items = f"<item><title>Article</title><guid>1</guid><link>{link}</link></item>"
    source = TABLES["rss"].model_validate({"kind": "rss", "url": f"{HOST}/"})
    answer = Answer(body=f"<rss><channel>{items}</channel></rss>".encode())
    (found,) = kinds.READERS["rss"](source, {source.url: answer}, Reader(AT, ZoneInfo("Europe/Paris")))
    assert getattr(found, "title", "") == "Article"
    assert getattr(found, "address", None) == ""


def test_hours_in_several_lines_cost_no_place() -> None:
    table = {"kind": "json", "url": f"{HOST}/", "gives": "place", "fields": {"name": "n", "hours": "h"}}
    source = TABLES["json"].model_validate(table)
    rows = [{"n": "Piscine", "h": "Mo-Fr 07:00-21:00;\r\nSa 10:00-18:00\u200b"}]
    answer = Answer(body=json.dumps(rows).encode())
    (found,) = kinds.READERS["json"](source, {source.url: answer}, Reader(AT, ZoneInfo("Europe/Paris")))
    assert getattr(found, "hours", "") == "Mo-Fr 07:00-21:00; Sa 10:00-18:00"


def test_articles_with_long_names_that_begin_alike_are_all_there() -> None:
    where = "https://metropole.nantes.fr/institution-metropolitaine/actualites/detail-de-l-actualite?id="
    items = "".join(f"<item><title>Article {n}</title><guid>{where}{n}</guid></item>" for n in range(5))
    source = TABLES["rss"].model_validate({"kind": "rss", "url": f"{HOST}/"})
    answer = Answer(body=f"<rss><channel>{items}</channel></rss>".encode())
    found = kinds.READERS["rss"](source, {source.url: answer}, Reader(AT, ZoneInfo("Europe/Paris")))
    assert [getattr(each, "title", "") for each in found] == [f"Article {n}" for n in range(5)]
