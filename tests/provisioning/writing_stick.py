"""Writes a bundle as a process that may be killed: `FEED KEYS STICK`, a byte of standard output a file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from playlists.feed.publishing.keyring import Keyring
from playlists.feed.settings import LASTS
from provisioning.bundle.contents import Making, gather
from provisioning.bundle.writer import write


def main() -> None:
    """Write the bundle of totem-1 and totem-2."""
    feed, keys, stick = map(Path, sys.argv[1:])
    making = Making(
        bundle="b-1",
        feed="https://central.example/",
        central="https://central.example/",
        made=datetime(2026, 11, 25, 12, tzinfo=UTC),
        lasts=LASTS,
        nonce=lambda: "0" * 32,
    )
    found = gather(feed, (keys / "root.json").read_bytes(), ("totem-1", "totem-2"), lambda _: None)
    contents = found.contents(making, Keyring(keys, lambda _: b""))

    def told(_: int) -> None:
        sys.stdout.write(".")
        sys.stdout.flush()

    write(stick, contents, writing=told, reading=told)


if __name__ == "__main__":
    main()
