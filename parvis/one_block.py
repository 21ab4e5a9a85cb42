"""What a command cannot use, said in one readable block; and its clock."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from parvis.console import FAILED, Voice, complain, give_up_results
from parvis.words import SaidError, refusal, words
from playlists.errors import FeedError
from playlists.workspace.heard import refused


class OpeningError(SaidError):
    """A workspace, device or instant that cannot be used, said in one readable block."""


def now() -> datetime:
    """The clock of the command line."""
    return datetime.now(UTC)


def in_one_block(voice: Voice, command: Callable[[], int]) -> int:
    """Run a command; what it cannot use, load, read or write is said on standard error and ends it with 1."""
    try:
        code = command()
        sys.stdout.flush()
    except (SaidError, FeedError, ImportError, OSError) as error:
        told = said_of(error, voice)
        if told is None:
            raise
        if isinstance(error, OSError):
            give_up_results()
        complain(f"parvis: {told}")
        return FAILED
    return code


def said_of(error: SaidError | FeedError | ImportError | OSError, voice: Voice) -> str | None:
    """What a person is told of it; None where nobody can do anything about it."""
    match error:
        case SaidError():
            return error.said.to(voice.language)
        case FeedError():
            return refused(str(error)).to(voice.language)
        case ImportError():
            library, _, rest = str(error).partition(": cannot open shared object file")
            return voice.words("command.no-library", library=library) if rest else None
        case OSError(errno=errno.EPIPE):
            return None  # whoever read the results has gone: the end of `| head`
        case OSError():
            file = str(error.filename) if error.filename else words("command.results")
            return voice.words("command.no-access", file=file, reason=refusal(error))
        case _ as never:
            assert_never(never)
