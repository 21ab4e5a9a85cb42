"""What a stage died of, set aside for a day where systemd starts it: `python -m parvis.aftermath STATE`.

`parvis play` does the same by itself.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from player import quarantine
from player.state import State
from player.status import STAGE, read_status
from player.supervisor import suspects


def set_aside(folder: Path, at: datetime) -> tuple[str, ...]:
    """Set aside what the last stage was decoding, else what was on its glass: the items."""
    state = State(folder)
    status = read_status(state.status / STAGE)
    found = [one for one in suspects(state, status.process if status else 0, at) if one.item != "built-in"]
    quarantine.add(state.quarantine, found)
    return tuple(one.item for one in found)


if __name__ == "__main__":
    sys.stderr.write(
        f"set aside: {', '.join(set_aside(Path(sys.argv[1]), datetime.now(UTC))) or 'nothing'}\n"
    )
