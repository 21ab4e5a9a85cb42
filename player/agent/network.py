"""The way from a box to central, part by part: what was found, and what follows from it."""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
import psutil

from player.clock import is_synchronised
from player.pairing import Check, Part

_OFF = timedelta(seconds=30)
"""A clock that is farther from central's is said to be wrong."""
_LOOPBACK = "lo"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of the network at an instant.

    `links` are the cards that have a line, `cards` all there are; `addresses` those that lead out. `names`
    tells whether central's name was found (None: not known yet, or it has none). `offset` is how far the
    clock is ahead of central's, as far as is known; `answered` whether central answered last, `trouble` names
    what was in the way, `detail` what it said.
    """

    cards: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    host: str = ""
    names: bool | None = None
    synchronised: bool = False
    offset: timedelta | None = None
    answered: bool | None = None
    trouble: str = ""
    detail: str = ""


def judge(facts: Facts) -> tuple[Check, ...]:
    """Each part of the way, from the near to the far, well or not; the time last: pairing goes on without."""
    return (_link(facts), _address(facts), _names(facts), _central(facts), _time(facts))


def _link(facts: Facts) -> Check:
    if facts.links:
        return Check(part=Part.LINK, ok=True, fact=facts.links[0])
    local = is_loopback(facts.host)
    why = "" if local else "no-line" if facts.cards else "no-card"
    return Check(part=Part.LINK, ok=local, fact=", ".join(facts.cards), why=why)


def _address(facts: Facts) -> Check:
    if facts.addresses or is_loopback(facts.host):
        return Check(part=Part.ADDRESS, ok=True, fact=facts.addresses[0] if facts.addresses else facts.host)
    return Check(part=Part.ADDRESS, ok=False, why="no-address")


def _names(facts: Facts) -> Check:
    ok = True if is_literal(facts.host) or facts.answered else facts.names
    return Check(part=Part.DNS, ok=ok, fact=facts.host, why="no-name" if ok is False else "")


def _time(facts: Facts) -> Check:
    if facts.offset is not None and abs(facts.offset) > _OFF:
        return Check(part=Part.TIME, ok=False, fact=_told(facts.offset), why="wrong-time")
    if facts.offset is not None or facts.synchronised:
        return Check(part=Part.TIME, ok=True)
    if facts.trouble == "dated":
        return Check(part=Part.TIME, ok=False, why="clock-first")
    return Check(part=Part.TIME, ok=None if facts.answered is None else False, why="no-time")


def _central(facts: Facts) -> Check:
    why = "" if facts.answered is not False else facts.trouble
    return Check(part=Part.CENTRAL, ok=facts.answered, fact=facts.detail if why else "", why=why)


def _told(offset: timedelta) -> str:
    """How far a clock is ahead, as `+3:10:00`, or `+480 h`: in no language."""
    sign, whole = "+" if offset > timedelta() else "−", timedelta(seconds=round(abs(offset.total_seconds())))
    return f"{sign}{whole // timedelta(hours=1)} h" if whole >= timedelta(days=1) else f"{sign}{whole}"


def is_literal(host: str) -> bool:
    """Whether a host is an address, or this machine, and has no name to be looked up."""
    with suppress(ValueError):
        ipaddress.ip_address(host.strip("[]"))
        return True
    return host == "localhost"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


class Probe:
    """Looks at the machine's network. Names are looked up beside: nobody waits for a resolver."""

    def __init__(self, host: str, system: Path = Path("/sys/class/net")) -> None:
        self._host, self._system = host, system
        self._names: bool | None = None
        self._asking: threading.Thread | None = None

    def facts(self) -> Facts:
        """What is so now; of the name what the last look-up that ended said."""
        if not is_literal(self._host) and (self._asking is None or not self._asking.is_alive()):
            self._asking = threading.Thread(target=self._look_up, name="resolver", daemon=True)
            self._asking.start()
        cards = [card for card in psutil.net_if_stats() if card != _LOOPBACK]
        links = [card for card in cards if self._has_line(card)]
        return Facts(
            cards=tuple(cards),
            links=tuple(links),
            addresses=_addresses(links),
            host=self._host,
            names=self._names,
            synchronised=is_synchronised(),
        )

    def _look_up(self) -> None:
        try:
            self._names = bool(socket.getaddrinfo(self._host, None))
        except OSError:
            self._names = False

    def _has_line(self, card: str) -> bool:
        with suppress(OSError):
            return (self._system / card / "carrier").read_text("ascii").strip() == "1"
        return False


def own_address() -> str:
    """The address of this machine in the network of its site, "" where it has none."""
    found = Probe("localhost").facts().addresses
    return found[0] if found else ""


def _addresses(links: list[str]) -> tuple[str, ...]:
    """The addresses of cards that lead out of the machine's own link; of the old kind first."""
    found = []
    for card, rows in psutil.net_if_addrs().items():
        for row in rows:
            if card in links and row.family in (socket.AF_INET, socket.AF_INET6):
                address = ipaddress.ip_address(row.address.partition("%")[0])
                if not (address.is_link_local or address.is_loopback):
                    found.append((address.version, str(address)))
    return tuple(address for _, address in sorted(found))
