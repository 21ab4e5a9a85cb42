"""What is asked of central's API, version 1: questions out, typed answers in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import msgspec
from httpx_sse import ServerSentEvent, connect_sse

from central.answers import Device, Fleet, History, Me, OrderLine, Where
from central.control_room.limits import Limits
from central.errors import CentralError
from central.standing import Alarm
from central.telling.signs import Key
from central.view import Picture
from device_profiles.decoding import JsonDecoder, from_json

T = TypeVar("T")
_PROBLEM = JsonDecoder(dict[str, Any])


class AskError(CentralError):
    """Central refuses, fails, or says what cannot be read (then `status` is 0)."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class Asking:
    """Asks one central with one token. Raises `httpx.TransportError` and `AskError`."""

    def __init__(self, url: str, token: str, limits: Limits) -> None:
        self.url, self._limits = url.rstrip("/"), limits
        timeout = httpx.Timeout(limits.answer_s, connect=limits.connect_s)
        self._client = httpx.Client(
            base_url=f"{self.url}/v1",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=timeout,
        )

    def close(self) -> None:
        """Let all connections go."""
        self._client.close()

    def me(self) -> Me:
        """Who we are."""
        return self._get("/me", Me)

    def fleet(self, at: datetime | None = None) -> Fleet:
        """All devices."""
        return self._get("/fleet", Fleet, at=at)

    def alarms(self, *, ended: bool = False) -> tuple[Alarm, ...]:
        """The alarms that last, or those that ended of late."""
        return self._get("/alarms", tuple[Alarm, ...], ended="true" if ended else None)

    def device(self, device: str, at: datetime | None = None) -> Device | None:
        """One device."""
        return self._known(f"/devices/{quote(device, safe='')}", Device, at=at)

    def history(self, device: str, start: datetime, end: datetime) -> History | None:
        """What a device did."""
        path = f"/devices/{quote(device, safe='')}/history"
        return self._known(path, History, start=start, end=end)

    def picture(self, key: Key, which: Picture) -> bytes | None:
        """A picture of a screen."""
        path = f"/devices/{quote(key.device, safe='')}/screens/{quote(key.screen, safe='')}/{which}"
        try:
            return self._body("GET", path, most=self._limits.picture_bytes)
        except AskError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    def where(self, item: str) -> Where:
        """Where an item is."""
        return self._get("/where", Where, item=item)

    def acknowledge(self, alarm: str) -> Alarm:
        """We take care of an alarm."""
        return self._post(f"/alarms/{quote(alarm, safe='')}/acknowledge", Alarm, None)

    def snooze(self, alarm: str, until: datetime | None) -> Alarm:
        """An alarm is quiet until an instant."""
        said = {"until": None if until is None else until.isoformat()}
        return self._post(f"/alarms/{quote(alarm, safe='')}/snooze", Alarm, said)

    def order(self, order: str, device: str) -> OrderLine:
        """A care is ordered."""
        return self._post("/orders", OrderLine, {"order": order, "devices": [device]})

    def report(self, start: date, end: date, language: str, path: Path) -> Path:
        """The account of some days as a PDF, kept in a file."""
        asked = {"start": start.isoformat(), "end": end.isoformat(), "format": "pdf"}
        body = self._body("GET", "/account", params={**asked, "language": language})
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(body)
        part.replace(path)
        return path

    @contextmanager
    def stream(self, quiet_s: float) -> Iterator[tuple[httpx.Response, Iterator[ServerSentEvent]]]:
        """The stream of changes; a silence of so long ends it."""
        timeout = httpx.Timeout(quiet_s, connect=self._limits.connect_s)
        with connect_sse(self._client, "GET", "/stream", timeout=timeout) as source:
            _good(source.response)
            yield source.response, source.iter_sse()

    def _get(self, path: str, kind: type[T], **asked: str | datetime | None) -> T:
        params = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asked.items()
            if value is not None
        }
        return _read(self._body("GET", path, params=params), kind)

    def _known(self, path: str, kind: type[T], **asked: datetime | None) -> T | None:
        try:
            return self._get(path, kind, **asked)
        except AskError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    def _post(self, path: str, kind: type[T], said: object) -> T:
        return _read(self._body("POST", path, json=said), kind)

    def _body(self, method: str, path: str, *, most: int = 0, **asked: Any) -> bytes:
        """The bytes of an answer: at most so many, or as many as any answer may have."""
        most = most or self._limits.answer_bytes
        with self._client.stream(method, path, **asked) as response:
            _good(response)
            parts, length = [], 0
            for part in response.iter_bytes():
                parts.append(part)
                length += len(part)
                if length > most:
                    raise AskError(0, "too large")
        return b"".join(parts)


def _good(response: httpx.Response) -> None:
    if not response.is_success:
        body = b"".join(response.iter_bytes())[:4096]
        raise AskError(response.status_code, _code(body) or str(response.status_code))


def _code(body: bytes) -> str:
    try:
        problem = _PROBLEM.decode(body)
    except msgspec.DecodeError:
        return ""
    return str(problem.get("detail") or problem.get("code") or "")


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return from_json(body, kind)
    except msgspec.DecodeError as error:
        raise AskError(0, str(error)) from error
