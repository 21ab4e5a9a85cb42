"""The lines of a device to the city's servers, as its flags want them."""

from __future__ import annotations

import ssl

import httpx

from parvis.orders import AgentOrder
from parvis.words import SaidError, words
from player.agent.connection import client
from player.agent.limits import Limits

_LAST_PORT = 65_535


def require_web(*urls: str | None) -> None:
    """Raises `SaidError` where one of them is no address of a web server."""
    for url in filter(None, urls):
        if not _is_web(url):
            raise SaidError(words("agent.bad-url", url=url))


def _is_web(url: str) -> bool:
    """Whether it is an address that may be asked; the system raises anything at others."""
    try:
        found = httpx.URL(url)
        found.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        return False
    return found.scheme in {"http", "https"} and bool(found.host) and (found.port or 0) <= _LAST_PORT


def client_of(order: AgentOrder, limits: Limits, *, connections: int) -> httpx.Client:
    """A client by the proxy and the certificates of an order. Raises `SaidError`."""
    try:
        return client(limits, connections=connections, proxy=order.proxy, authority=order.authority)
    except (OSError, ssl.SSLError) as error:
        raise SaidError(words("agent.bad-ca", file=str(order.authority), reason=str(error))) from error
