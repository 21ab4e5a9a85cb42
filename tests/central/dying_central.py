"""`parvis central` that dies inside the transaction of a claim: all is written, and nothing is committed."""

from __future__ import annotations

import os
import signal

import sqlalchemy as sa

from central.answers import Audit
from central.store import notes
from parvis.cli import main

_NOTE = notes.note


def dying(connection: sa.Connection, entry: Audit) -> None:
    """Note a line; that of a claim is the last."""
    _NOTE(connection, entry)
    if entry.action == "claim":
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    notes.note = dying
    main()
