"""Roadside: what is left of a message for people who drive past it."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from layouts.compose.story import Story
from layouts.legibility import count_words

MOST_WORDS: Final = 15
"""In all; look.md and NCHRP: a driver has about a second for each word."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def first_sentence(text: str) -> str:
    """What a text says first."""
    return sentences(text)[0]


def roadside(story: Story) -> Story:
    """Figure, headline and one short line: day and place if there are any, else the first sentence."""
    room = MOST_WORDS - count_words(story.headline) - count_words(story.figure)
    facts = [fact.text for fact in story.facts]
    first = first_sentence(story.lead).removesuffix(".")
    day = facts[0] if facts else ""
    choices = ("\n".join(facts), day, day.split(",")[0], first)
    lead = next((text for text in choices if text and count_words(text) <= room), "")
    return msgspec.structs.replace(story, label="", lead=lead, facts=(), source="", code="", code_label="")
