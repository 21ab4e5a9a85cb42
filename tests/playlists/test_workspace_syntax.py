"""Files that are no TOML as editors write them: each is told as what it is, and what to do."""

from __future__ import annotations

import tomllib

import pytest

from playlists.workspace.syntax import SyntaxFault, syntax_fault


def fault(text: str) -> SyntaxFault:
    with pytest.raises(tomllib.TOMLDecodeError) as refused:
        tomllib.loads(text)
    return syntax_fault(text, str(refused.value))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("from = 24/12/2026", "rest-of-line", "write-dates"),
        ("from = 24.12.2026", "rest-of-line", "write-dates"),
        ("from = 2026-24-12", "rest-of-line", "write-dates"),
        ("from = 2026-11-20 8:00", "rest-of-line", "write-dates"),
        ("duration = 7,5", "rest-of-line", "decimal-point"),
        ("duration = 8s", "rest-of-line", "no-unit"),
        ("share = 25 %", "rest-of-line", "no-unit"),
        ("when = 8h-20h", "rest-of-line", "no-unit"),
        ("place = 'Place de l'Église'", "rest-of-line", "apostrophe"),
        ('place = "Place "du" Marché"', "rest-of-line", "inner-quotes"),
        ('a = "x", "y"', "rest-of-line", ""),
        ('[[items]]\n[items]\ncard = "notice"', "table-twice", "two-brackets"),
        ("[totem]\n[totem]", "table-twice", "join-or-rename"),
        ("a = 1\na = 2", "key-twice", "drop-one"),
        ("[Mairie-Évry]", "heading-name", ""),
        ("[Place du Marché]", "heading-name", ""),
        ("[[items]", "open-heading", ""),
        ('a = { fr = "x",\n en = "y" }', "broken-table", ""),
        ('a = { fr = "x", }', "broken-table", ""),
        ("été = 1", "no-key", ""),
        ("<<<<<<< HEAD\na = 1", "conflict", "keep-one"),
        ("a = 1\n=======", "conflict", "keep-one"),
        ("a = 1\n>>>>>>> branch", "conflict", "keep-one"),
        ('place\u00a0= "x"', "unseen", "plain-blank"),
        ('place =\u202f"x"', "unseen", "plain-blank"),
        ("\u200bplace = 1", "unseen", "plain-blank"),
        ("place = «\u00a0Mairie\u00a0»", "no-value", ""),
        ("place\t= “Mairie”", "no-value", ""),
        ("a\x00 = 1", "not-toml", ""),
    ],
)
def test_what_was_done_and_what_to_do(text: str, message: str, hint: str) -> None:
    told = fault(text)
    assert told.message.code == f"files.{message}"
    assert told.hint.code == (f"files.{hint}" if hint else "")


def test_the_line_is_shown_without_what_cannot_be_seen() -> None:
    assert fault("\u200bplace\t=\u00a0«\u00a0Mairie\u00a0»").found == "place = « Mairie »"


def test_an_unseen_character_is_named() -> None:
    assert "U+00A0" in fault('place\u00a0= "x"').message.en
