"""A feed served on this machine alone, as a process of its own: `python -m parvis.host ORDER LANGUAGE`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import uvicorn

from central.feed_host import feed_host
from parvis.child import end_with_parent, order_of

LOOPBACK = "127.0.0.1"


class HostOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Which feed to serve, and at which port of the loopback."""

    feed: Path
    port: int


def host(order: HostOrder) -> None:
    """Serve until told to end."""
    uvicorn.run(feed_host(order.feed), host=LOOPBACK, port=order.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    end_with_parent()
    host(order_of(HostOrder))
