"""How good the line to a server is: round trips, losses, what it carries, its name and its certificate."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec

from device_profiles.decoding import from_json
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.measures import LineFacts

_SERVER_FAULT = 500
_DAY_S = 86_400.0


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One server: `url` answers shortly, with a JSON object that has the key `holds`.

    So a login page of the network, or another server, is not taken for it. `large` is a file that tells what
    the line carries, `proxy` the way to it, `authority` a file with the certificates of a private authority.
    """

    url: str
    holds: str
    large: str | None = None
    proxy: str | None = None
    authority: Path | None = None


def measure_line(target: Target, limits: Limits, steady: Callable[[], float], at: datetime) -> LineFacts:
    """Ask a server; `steady` gives seconds, `at` is now. What does not answer is told, nothing is raised."""
    trust = ssl.create_default_context(cafile=target.authority) if target.authority else True
    transport = httpx.HTTPTransport(verify=trust, proxy=target.proxy, trust_env=False)
    timeout = httpx.Timeout(limits.request_s)
    why = ""
    times: list[float | None] = []
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
        for _ in range(limits.requests):
            start = steady()
            try:
                answer = client.get(target.url)
                good = _is_its_own(answer, target.holds)
                why = why if good else f"HTTP {answer.status_code}, {_kind(answer)}"
            except httpx.HTTPError as error:
                good, why = False, str(error) or type(error).__name__
            times.append((steady() - start) * 1000 if good else None)
            if len(times) >= limits.requests // 3 and not any(time is not None for time in times):
                break  # nobody there: a technician need not wait for the rest
        rate = _rate(client, target.large, limits, steady) if any(times) else None
    host = httpx.URL(target.url)
    return LineFacts(
        round_trips_ms=tuple(times),
        rate_bytes_s=rate,
        dns_ms=None if target.proxy else _dns(host.host, steady),
        certificate_days=None if target.proxy else _certificate_days(host, trust, limits, at),
        why=why[:200],
    )


def _is_its_own(answer: httpx.Response, holds: str) -> bool:
    """Whether it is an answer of that server, and no fault of it."""
    try:
        said = from_json(answer.content, dict[str, Any])
    except msgspec.DecodeError:
        return False
    return answer.status_code < _SERVER_FAULT and holds in said


def _kind(answer: httpx.Response) -> str:
    return answer.headers.get("content-type", "").partition(";")[0][:40] or "?"


def _rate(client: httpx.Client, url: str | None, limits: Limits, steady: Callable[[], float]) -> float | None:
    if url is None:
        return None
    done, start = 0, steady()
    try:
        with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer:
            if not answer.is_success:
                return None
            for piece in answer.iter_raw():
                done += len(piece)
                if done >= limits.rate_bytes or steady() - start > limits.rate_s:
                    break
    except httpx.HTTPError:
        return None
    return done / max(steady() - start, 1e-6) if done >= limits.rate_least_bytes else None


def _dns(host: str, steady: Callable[[], float]) -> float | None:
    """How long its name takes; None for an address, which needs none, and for a name that is not found."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        start = steady()
        try:
            socket.getaddrinfo(host, None)
        except OSError:
            return None
        return (steady() - start) * 1000
    return None


def _certificate_days(
    url: httpx.URL, trust: ssl.SSLContext | bool, limits: Limits, at: datetime
) -> float | None:
    if url.scheme != "https":
        return None
    context = trust if isinstance(trust, ssl.SSLContext) else ssl.create_default_context()
    try:
        with (
            socket.create_connection((url.host, url.port or 443), limits.request_s) as plain,
            context.wrap_socket(plain, server_hostname=url.host) as line,
        ):
            ends = (line.getpeercert() or {}).get("notAfter")
    except OSError:
        return None
    return (ssl.cert_time_to_seconds(str(ends)) - at.timestamp()) / _DAY_S if ends else None
