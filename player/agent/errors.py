"""What can go wrong on the way from the feed.

FetchError             a file was not to be had
├── UnreachableError   nobody answers, or not to the end
├── RefusedError       the server says no
└── WrongAnswerError   what came is not what was asked for
StaleError             metadata whose time is over
StoppedError           the agent is to end
"""

from __future__ import annotations


class FetchError(Exception):
    """A file of the feed was not to be had: which, and why."""


class UnreachableError(FetchError):
    """Nobody answers, or the answer broke off, or took too long."""


class RefusedError(FetchError):
    """The server says no. `retry_after` is how long it asks us to wait, in seconds."""

    def __init__(self, text: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.status, self.retry_after = status, retry_after


class WrongAnswerError(FetchError):
    """What came is not what was asked for: a portal's page, packed bytes, another part, other bytes."""


class StaleError(Exception):
    """The feed is signed properly, and its time is over: it must be signed anew, or this clock is wrong."""


class StoppedError(Exception):
    """The agent is to end; what was fetched so far stays for the next time."""
