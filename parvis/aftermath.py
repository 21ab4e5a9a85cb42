"""What a stage died of, set aside for a day, by systemd: `python -m parvis.aftermath STATE SLIDE`.

`parvis play` does the same by itself. Where the partition of the state is lost there is nothing to set aside:
the state directory of the built-in slide, SLIDE, is told.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from player import quarantine
from player.state import State
from player.status import STAGE, read_status
from player.supervisor import suspects

_MOUNTED_BY = ("run/systemd/generator", "etc/systemd/system")
"""Where systemd keeps what it was told to mount, by `/etc/fstab` or by a unit."""


def is_lost(folder: Path, root: Path = Path("/")) -> bool:
    """Whether a folder is to lie on a partition of its own, and does not."""
    unit = f"{'-'.join(folder.parts[1:])}.mount"
    return any((root / place / unit).exists() for place in _MOUNTED_BY) and not folder.is_mount()


def set_aside(folder: Path, at: datetime) -> tuple[str, ...]:
    """Set aside what the last stage was decoding, else what was on its glass: the items."""
    state = State(folder)
    status = read_status(state.status / STAGE)
    found = suspects(state, status.process if status else 0, at)
    quarantine.add(state.quarantine, found)
    return tuple(one.item for one in found)


def main(state: Path, slide: Path, root: Path = Path("/")) -> str:
    """Do it, and say what was done."""
    if is_lost(state, root):
        State(slide).stands_in.touch()
        return "the partition of the state is lost"
    return f"set aside: {', '.join(set_aside(state, datetime.now(UTC))) or 'nothing'}"


if __name__ == "__main__":
    sys.stderr.write(f"{main(*map(Path, sys.argv[1:3]))}\n")
