"""A voice that notes what it is to say."""

from __future__ import annotations

from player.touch.aloud.voice import Voice


class Listened(Voice):
    """The voice with Qt's engine for tests, that notes what it is to say. It speaks English, no French."""

    def __init__(self) -> None:
        super().__init__(("mock",))
        self.said: list[str] = []
        self.rung = 0

    def say(self, text: str, language: str) -> None:
        self.said.append(text)
        super().say(text, language)

    def hush(self) -> None:
        self.said.append("")
        super().hush()

    def ring(self) -> None:
        self.rung += 1
        super().ring()
