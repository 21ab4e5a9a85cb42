"""The lines of a device to the city's servers, as its flags want them."""

from __future__ import annotations

import ssl

import httpx

from parvis.orders import AgentOrder
from parvis.words import SaidError, words
from player.agent.connection import client
from player.agent.limits import Limits


def require_web(*urls: str | None) -> None:
    """Raises `SaidError` where one of them is no address of a web server."""
    for url in filter(None, urls):
        try:
            good = httpx.URL(url).scheme in {"http", "https"} and bool(httpx.URL(url).host)
        except httpx.InvalidURL:
            good = False
        if not good:
            raise SaidError(words("agent.bad-url", url=url))


def client_of(order: AgentOrder, limits: Limits, *, connections: int) -> httpx.Client:
    """A client by the proxy and the certificates of an order. Raises `SaidError`."""
    try:
        return client(limits, connections=connections, proxy=order.proxy, authority=order.authority)
    except (OSError, ssl.SSLError) as error:
        raise SaidError(words("agent.bad-ca", file=str(order.authority), reason=str(error))) from error
