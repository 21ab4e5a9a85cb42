"""What a command cannot use, said in one readable block; and its clock."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from datetime import UTC, datetime

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
    except SaidError as error:
        complain(f"parvis: {error.said.to(voice.language)}")
        return FAILED
    except FeedError as error:
        complain(f"parvis: {refused(str(error)).to(voice.language)}")
        return FAILED
    except ImportError as error:
        library, _, rest = str(error).partition(": cannot open shared object file")
        if not rest:
            raise
        complain(f"parvis: {voice.words('command.no-library', library=library)}")
        return FAILED
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the results has gone: the end of `| head`
        give_up_results()
        file = str(error.filename) if error.filename else words("command.results")
        told = voice.words("command.no-access", file=file, reason=refusal(error))
        complain(f"parvis: {told}")
        return FAILED
    return code
