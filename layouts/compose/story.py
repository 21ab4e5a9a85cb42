"""A story: the texts of one card in one language, in the parts that every composition knows how to set."""

from __future__ import annotations

import msgspec


class Fact(msgspec.Struct, frozen=True):
    """One practical line; `strong` ones are bold and in the colour of the category."""

    text: str
    strong: bool = False


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What a composition sets, in the order in which it is read. Empty parts take no room.

    `figure` is a short number set as large as it goes, `headline` the message, `lead` the sentence that
    explains it, `facts` the practical lines, `source` the small print. `pictogram` names a drawing of
    `layouts/pictograms`; `label` is the category in words; `caption` says that the headline
    explains the figure and is set smaller than it would be alone.
    """

    language: str
    category: str
    pictogram: str
    label: str = ""
    figure: str = ""
    headline: str = ""
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    source: str = ""
    code: str = ""
    code_label: str = ""
    caption: bool = False

    def texts(self) -> tuple[str, ...]:
        """All that is to be read, in reading order."""
        facts = tuple(fact.text for fact in self.facts)
        parts = (self.label, self.figure, self.headline, self.lead, *facts, self.source, self.code_label)
        return tuple(part for part in parts if part)
