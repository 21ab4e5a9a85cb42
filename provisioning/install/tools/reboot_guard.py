"""Whether the last resort may be taken: `reboot_guard.py STAMP` ends with 0 where it may, and notes it.

At most one reboot a day. Where the note cannot be kept, or tells of a time that is still to come (a clock
that lost its battery), only a machine that has been up for a day reboots: never is there a loop.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

DAY_S = 24 * 60 * 60
_NO_LINK = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK
"""The note may lie in a folder of the player: no link of it leads elsewhere."""


def may_reboot(last_s: float | None, now_s: float, up_s: float) -> bool:
    """Whether a reboot is due, by when the last one was, what time it is, and how long the machine is up."""
    return up_s >= DAY_S or last_s is None or now_s - last_s >= DAY_S


def main(stamp: Path) -> int:
    """Note a reboot and end with 0, or end with 1."""
    now_s, up_s = (time.clock_gettime(clock) for clock in (time.CLOCK_REALTIME, time.CLOCK_BOOTTIME))
    try:
        last_s = stamp.lstat().st_mtime
    except FileNotFoundError:
        last_s = None
    except OSError:
        last_s = now_s
    if not may_reboot(last_s, now_s, up_s):
        return 1
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(stamp, _NO_LINK, 0o644), "w", encoding="ascii") as file:
            file.write(f"{now_s:.0f}\n")
            file.flush()
            os.utime(file.fileno(), (now_s, now_s))
            os.fsync(file.fileno())
    except OSError as error:
        sys.stderr.write(f"{stamp} cannot be written: {error.strerror}\n")
        return 0 if up_s >= DAY_S else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
