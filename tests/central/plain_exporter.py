"""Proof of play as documents with nothing around it, for tests of who asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from central.answers import Plays
from central.view import By


class PlainExporter:
    """An `Exporter` that writes what it was given, and in which language."""

    def csv(self, plays: Plays, by: Sequence[By], language: str) -> bytes:
        lines = (f"{line.campaign};{line.item};{line.device};{line.plays}" for line in plays.lines)
        return "\n".join((f"{language};{','.join(by)}", *lines)).encode()

    def pdf(self, plays: Plays, by: Sequence[By], language: str) -> bytes:
        return b"%PDF-1.7\n" + self.csv(plays, by, language)
