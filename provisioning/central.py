"""Central's enrolling, as a technician's tool asks it: questions out, typed answers in.

What central refuses and what does not come back are values: each is something to say to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec

from device_profiles.claiming import (
    Changed,
    Claimed,
    EnrolmentLine,
    MadeTechnician,
    TechnicianLine,
    Waiting,
)
from device_profiles.decoding import from_json

T = TypeVar("T")
CONNECT_S, ANSWER_S = 10.0, 30.0
ANSWER_BYTES = 8 * 2**20
"""The longest answer that is read: a fleet of 5,000, or a report's PDF."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Central says no: its code for why, in plain English what it concerns, and what else it tells."""

    status: int
    code: str
    detail: str = ""
    facts: dict[str, Any] = {}


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing came back that is central's answer."""

    why: str


def is_safe(url: str) -> bool:
    """Whether a token may be sent there: over TLS, or without leaving the machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def client(token: str) -> httpx.Client:
    """A client that proves by a token who asks. It follows no redirection: the token is for central alone.

    What is for this machine goes by no proxy.
    """
    return httpx.Client(
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
        follow_redirects=False,
        mounts={f"all://{f'[{host}]' if ':' in host else host}": None for host in _LOOPBACK},
    )


class Central:
    """One central, below `url`."""

    def __init__(self, url: str, line: httpx.Client) -> None:
        self._base, self._line = f"{url.rstrip('/')}/v1", line

    def mint(self, name: str, hours: float, most: int) -> MadeTechnician | Refused | Unanswered:
        """Make a technician's token."""
        body = {"name": name, "valid_hours": hours, "most": most}
        return self._ask("POST", "/technicians", MadeTechnician, body)

    def technicians(self) -> list[TechnicianLine] | Refused | Unanswered:
        """All technicians' tokens."""
        return self._ask("GET", "/technicians", list[TechnicianLine])

    def dismiss(self, technician: str) -> Refused | Unanswered | None:
        """Let a technician's token count no more."""
        answer = self._send("DELETE", f"/technicians/{quote(technician, safe='')}")
        return None if isinstance(answer, bytes) else answer

    def waiting(self, code: str) -> Waiting | Refused | Unanswered:
        """The box that shows a code. A wrong code counts as a try."""
        return self._ask("GET", f"/pairings?code={quote(code, safe='')}", Waiting)

    def claim(self, code: str, device: str, *, replace: bool) -> Claimed | Refused | Unanswered:
        """Make the box that shows a code a device."""
        return self._ask("POST", "/claims", Claimed, {"code": code, "device": device, "replace": replace})

    def standings(self) -> list[EnrolmentLine] | Refused | Unanswered:
        """How every device of the feed stands."""
        return self._ask("GET", "/enrolments", list[EnrolmentLine])

    def standing(self, device: str) -> EnrolmentLine | Refused | Unanswered:
        """How a device stands, with the history of its keys."""
        return self._ask("GET", _of(device), EnrolmentLine)

    def order(self, device: str, what: str, body: Mapping[str, str]) -> Changed | Refused | Unanswered:
        """`revoke`, `reset`, `out`, `in`, `retire` or `rename` a device; again is no harm."""
        return self._ask("POST", f"{_of(device)}/{what}", Changed, dict(body))

    def acceptance(self, device: str) -> dict[str, Any] | Refused | Unanswered:
        """The newest report of acceptance of a device."""
        return self._ask("GET", f"{_of(device)}/acceptance", dict[str, Any])

    def acceptance_pdf(self, device: str) -> bytes | Refused | Unanswered:
        """The page of that report."""
        return self._send("GET", f"{_of(device)}/acceptance.pdf")

    def _ask(
        self, method: str, path: str, kind: type[T], body: Mapping[str, Any] | None = None
    ) -> T | Refused | Unanswered:
        answer = self._send(method, path, body)
        if not isinstance(answer, bytes):
            return answer
        try:
            return from_json(answer, kind)
        except msgspec.DecodeError as error:
            return Unanswered(why=str(error))

    def _send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> bytes | Refused | Unanswered:
        content = None if body is None else msgspec.json.encode(body)
        headers = {} if content is None else {"Content-Type": "application/json"}
        try:
            with self._line.stream(method, self._base + path, content=content, headers=headers) as answer:
                data = b""
                for piece in answer.iter_raw():
                    data += piece
                    if len(data) > ANSWER_BYTES:
                        return Unanswered(why=f"more than {ANSWER_BYTES} bytes")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Unanswered(why=str(error) or type(error).__name__)
        if answer.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            return _refused(answer.status_code, data)
        return data


def _of(device: str) -> str:
    return f"/enrolments/{quote(device, safe='')}"


def _refused(status: int, data: bytes) -> Refused:
    try:
        facts = from_json(data, dict[str, Any])
    except msgspec.DecodeError:
        facts = {}
    return Refused(
        status=status,
        code=str(facts.get("code", ""))[:60],
        detail=str(facts.get("detail", ""))[:400],
        facts=facts,
    )
