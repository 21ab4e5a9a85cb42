"""The players of a stage: how one takes over from another whose windows it cannot use."""

from __future__ import annotations

from collections.abc import Iterator

from player.stage.player import StagePlayer
from player.stage.worker import joined


class Relay:
    """`player` is on the glass, `coming` opens its windows beside it, where there is one.

    One that left is kept until its threads have ended, for which nobody waits: what they hold is let go of
    here, in the drawing thread.
    """

    def __init__(self, player: StagePlayer) -> None:
        self.player = player
        self.coming: StagePlayer | None = None
        self._leaving: list[StagePlayer] = []

    def __iter__(self) -> Iterator[StagePlayer]:
        """Those whose windows are open, or about to be."""
        yield self.player
        if self.coming is not None:
            yield self.coming

    def dismiss(self) -> None:
        """Nobody is to take over any more."""
        if self.coming is not None:
            self._leave(self.coming)
            self.coming = None

    def succeed(self, now_ms: float) -> None:
        """Close the windows of before, once those that follow show something; `now_ms` is the steady clock's.

        What hangs over one picture goes on with the others.
        """
        for player in self:
            player.relieve(now_ms)
        self._leaving = [player for player in self._leaving if not player.join(0)]
        coming = self.coming
        if coming is not None and all(told.frames for told in coming.presented().values()):
            self._leave(self.player)
            self.player, self.coming = coming, None

    def close(self) -> None:
        """Close all windows for good, and wait for nothing."""
        for player in self:
            self._leave(player)

    def join(self, patience_s: float) -> bool:
        """After `close`: whether all threads have ended, each within so many seconds until one hangs."""
        return joined([player.join for player in self._leaving], patience_s)

    def _leave(self, player: StagePlayer) -> None:
        player.leave()
        self._leaving.append(player)
