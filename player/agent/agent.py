"""The agent's life: ask, do, tell, look after the store, wait; until it is told to end."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from player.agent.limits import Limits
from player.agent.outcome import GOOD, Incomplete, Outcome, Unreached
from player.agent.report import AgentFile, AgentStatus, told_by_stage
from player.agent.resync import forget_all
from player.agent.scrub import Scrub
from player.agent.source import FolderSource, Source
from player.agent.stick import FEEDS
from player.agent.store import Wanted
from player.agent.sync import Syncer
from player.state import LATEST, PLAYING, State
from playlists.feed.tree import METADATA, TIMESTAMP


class Agent:
    """One device's agent. `web` is its feed on a server, `stick` a folder where a feed may appear.

    After each cycle, and whenever it has looked for what changes quickly, it calls `came_round`, and does
    what `after` names.
    """

    def __init__(
        self,
        state: State,
        anchor: bytes,
        device: str,
        limits: Limits,
        *,
        web: Source | None,
        stick: Path | None = None,
    ) -> None:
        self._state, self._device, self._limits = state, device, limits
        self._web, self._stick = web, stick
        self._stop, self._wake = threading.Event(), threading.Event()
        self._syncer = Syncer(state, anchor, device, limits, self._stop)
        self._syncer.heed = self._heed
        self._scrub = Scrub(self._syncer.store)
        self.file = AgentFile(state)
        self.after: Callable[[], object] = lambda: None
        self.came_round: Callable[[], object] = lambda: None
        self._polls = self._faults = 0

    def end(self) -> None:
        """Let `run` return soon. To be called from another thread."""
        self._stop.set()
        self.wake()

    def wake(self) -> None:
        """Let the next cycle begin now, and what changes quickly be looked for at once: something is new."""
        self._wake.set()
        self._syncer.hint.set()

    def run(self, now: Callable[[], datetime], heard: Callable[[AgentStatus], None]) -> None:
        """Go round until `end`; `heard` is told the status after each cycle."""
        while not self._stop.is_set():
            outcome = self.cycle(now(), heard)
            self._heed()
            if self._scrub.step(self._wanted(), self._limits.scrub_bytes):
                self._syncer.latest = self._syncer.load(LATEST)
            self._wait(outcome, now)

    def cycle(self, at: datetime, heard: Callable[[AgentStatus], None]) -> Outcome:
        """Ask the stick and the server once."""
        self._scrub.suspect(self._wanted(), told_by_stage(self._state))
        outcome: Outcome = Unreached(why="there is no feed: no server is set, and no stick is in")
        sources = self._sources()
        if not sources:
            heard(self.file.tell(self._syncer, outcome, self._scrub.bad, feed="", at=at))
        for source in sources:
            outcome = self._syncer.cycle(source, at)
            heard(self.file.tell(self._syncer, outcome, self._scrub.bad, feed=source.name, at=at))
        return outcome

    def _wait(self, outcome: Outcome, now: Callable[[], datetime]) -> None:
        """Until the next cycle is due. What changes quickly waits for no back-off but what a server asks for.

        Where the feed answers again, the next cycle is due.
        """
        left = self.wait_after(outcome)
        lost = isinstance(outcome, Unreached) and not self._syncer.reached
        pressed = lost and self._asked(outcome) > 0
        glance_s = left if pressed else self._limits.poll_s * (1 + self._limits.jitter)
        while not self._wake.wait(min(left, glance_s)):
            left -= glance_s
            if left <= 0 or (self._glance(now()) and lost):
                break
        self._wake.clear()
        self._syncer.hint.clear()

    def _glance(self, at: datetime) -> bool:
        found = [self._syncer.glance(source, at) for source in self._sources()]
        self._heed()
        return any(found)

    def _heed(self) -> None:
        self.came_round()
        self.after()

    @property
    def is_over(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def check_objects(self) -> None:
        """Read the whole store again; what is bad is fetched next. To be called from another thread."""
        self._scrub.read_all(self._wanted(), self._stop.is_set)

    def from_scratch(self) -> None:
        """Let go of all that is not on the glass; the next agent fetches it anew. Raises `OSError`."""
        playing = self._syncer.load(PLAYING) or self._syncer.load(LATEST)
        forget_all(self._state, playing.wanted if playing else ())

    def wait_after(self, outcome: Outcome) -> float:
        """Seconds until the next cycle. Two devices seldom wait alike, one always the same."""
        progress = isinstance(outcome, Incomplete) and outcome.fetched > 0
        self._faults = 0 if isinstance(outcome, GOOD) or progress else self._faults + 1
        wait = min(self._limits.poll_s * 2.0 ** min(self._faults, 16), self._limits.back_off_s)
        chance = hashlib.sha256(f"{self._device}:{self._polls}".encode()).digest()
        self._polls += 1
        wait *= 1 + self._limits.jitter * (int.from_bytes(chance[:4], "big") / 2**31 - 1)
        return max(wait, self._asked(outcome))

    def _asked(self, outcome: Outcome) -> float:
        """How long the server asks us to wait."""
        if isinstance(outcome, Unreached | Incomplete):
            return outcome.retry_after or 0.0
        return 0.0

    def _wanted(self) -> dict[str, Wanted]:
        return self._syncer.latest.wanted if self._syncer.latest else {}

    def _sources(self) -> list[Source]:
        found: list[Source] = []
        if self._stick:
            found += [FolderSource(self._stick, feed) for feed in FEEDS if _is_feed(self._stick / feed)][:1]
        if self._web:
            found.append(self._web)
        return found


def _is_feed(tree: Path) -> bool:
    """Whether a feed is there, or something that cannot be read: asking it tells why."""
    try:
        return (tree / METADATA / f"{TIMESTAMP}.json").is_file()
    except OSError:
        return True
