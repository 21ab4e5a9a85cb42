"""Tells systemd that the agent goes on, by a thread of its own: it falls silent where another one hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from parvis.notify import ALIVE, notify

BEAT_S = 60.0
HANGS_S = 5_400.0
"""Longer than anything that is waited for: a server may ask for an hour's patience."""


class Pulse:
    """Beats as long as whoever is watched has come round lately; where nobody is, always."""

    def __init__(
        self, tell: Callable[[str], None] = notify, steady_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell, self._steady_s = tell, steady_s
        self._rounds: dict[str, float] = {}

    def watch(self, name: str) -> Callable[[], None]:
        """From now on, until `forget`, somebody has to come round; what is returned is called each time."""
        rounds = self._rounds

        def comes_round() -> None:
            rounds[name] = self._steady_s()

        comes_round()
        return comes_round

    def forget(self) -> None:
        """Nobody has to come round any more, not even who still does."""
        self._rounds = {}

    def start(self) -> None:
        """Beat for the life of the process."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def beat(self) -> None:
        """Beat, unless somebody who is watched hangs."""
        now_s = self._steady_s()
        if all(now_s - round_s <= HANGS_S for round_s in tuple(self._rounds.values())):
            self._tell(ALIVE)

    def _run(self) -> None:
        while True:
            self.beat()
            time.sleep(BEAT_S)
