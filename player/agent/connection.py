"""Connections to the city’s servers: a bound on everything, nothing read from the environment."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from player.agent.deadline import DeadlineBackend
from player.agent.limits import Limits


def client(
    limits: Limits,
    *,
    connections: int,
    proxy: str | None = None,
    authority: Path | None = None,
    options: Iterable[tuple[int, int, int]] = (),
) -> httpx.Client:
    """A client whose requests heed `within`. Neither the environment nor a `.netrc` is read.

    `proxy` is the URL of a proxy, `authority` a file with the certificates of a private CA, `options` are the
    sockets’.

    Raises:
        OSError: the file of certificates cannot be read.
        ssl.SSLError: it holds none.
    """
    trust = ssl.create_default_context(cafile=authority) if authority else True
    pool = httpx.Limits(
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=limits.keep_s,
    )
    transport = httpx.HTTPTransport(
        verify=trust, proxy=proxy, limits=pool, trust_env=False, socket_options=list(options)
    )
    # httpx has no total deadline, and no public way to the sockets of its transport.
    transport._pool._network_backend = DeadlineBackend(transport._pool._network_backend)  # noqa: SLF001
    return httpx.Client(
        transport=transport,
        timeout=httpx.Timeout(limits.gap_s, connect=limits.connect_s),
        headers={"Accept-Encoding": "identity", "User-Agent": "parvis"},
        trust_env=False,
    )


def retry_after(headers: httpx.Headers, limits: Limits) -> float | None:
    """How long a server asks us to wait; an instant is measured from the server's own clock."""
    told = headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}", told):
        return min(float(told), limits.retry_after_s)
    end, now = _instant(told), _instant(headers.get("date", ""))
    if end is None or now is None:
        return None
    return min(max(0.0, (end - now).total_seconds()), limits.retry_after_s)


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None
