"""The line to central's enrolling, opened for a command; and what central refuses, in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from device_profiles.claiming import Claim, Claimed, Waiting
from parvis.one_block import OpeningError
from parvis.words import words
from playlists.workspace.problems import did_you_mean
from playlists.workspace.said import SILENCE, Fact, Said
from provisioning.central import Central, Refused, Unanswered, client, is_safe

T = TypeVar("T")
UNKNOWN = "unknown"
"""Central's code for what it does not know."""
_KNOWN = {
    "wrong_code": "provision.wrong-code",
    "locked": "provision.locked",
    "expired": "provision.expired",
    "claimed": "provision.claimed",
    "retired": "provision.retired",
    "profile_differs": "provision.profile-differs",
    "unknown_device": "provision.unknown-device",
    "used_up": "provision.used-up",
    "barred": "provision.unauthorised",
    "unauthorised": "provision.unauthorised",
    "forbidden": "provision.forbidden",
    "too_often": "provision.too-often",
    "no_box": "provision.no-box",
    "unheard": "provision.unheard",
    "no_keys": "provision.no-order-keys",
    "no_report": "provision.no-report",
    "not_in_feed": "provision.not-published",
    "failed": "provision.central-fails",
    "busy": "provision.central-busy",
}
_PLACES = {
    "locked": ("until",),
    "claimed": ("device", "by", "at"),
    "retired": ("device", "by", "at"),
    "profile_differs": ("device",),
    "unknown_device": ("device",),
}
"""What besides is told of a refusal."""


@contextmanager
def central_at(url: str, token_file: Path | None) -> Iterator[Central]:
    """Central, asked with the token of a file or of PARVIS_TOKEN: never one of the command line.

    Raises:
        OpeningError: there is no token, or the address is no place to send one.
    """
    if not is_safe(url):
        raise OpeningError(words("provision.unsafe", url=url))
    token = _token(token_file)
    with client(token) as line:
        yield Central(url, line)


def answered(answer: T | Refused | Unanswered, url: str) -> T:
    """What central answered. Raises `OpeningError` where it refused, or did not answer."""
    if isinstance(answer, Refused):
        raise OpeningError(refused(answer))
    if isinstance(answer, Unanswered):
        raise OpeningError(words("provision.silent", url=url, reason=answer.why))
    return answer


def claimed(central: Central, url: str, wish: Claim, agree: Callable[[Waiting], None]) -> Claimed:
    """Make the box that shows a code a device, once `agree` has compared its fingerprint, or raised.

    A claim whose answer was lost on the way may be made again by the same hand: it was agreed to.

    Raises:
        OpeningError: central refuses, or does not answer.
    """
    found = central.waiting(wish.code)
    made = found.facts.get("device") if isinstance(found, Refused) and found.code == "claimed" else None
    if made != wish.device:
        agree(answered(found, url))
    return of_device(central, wish.device, central.claim(wish.code, wish.device, replace=wish.replace), url)


def of_device(central: Central, device: str, answer: T | Refused | Unanswered, url: str) -> T:
    """What central answered about a device. Where it knows none of that id, the nearest one is named.

    Raises:
        OpeningError: it refused, or did not answer.
    """
    if isinstance(answer, Refused) and answer.code in {UNKNOWN, "unknown_device"}:
        known = central.standings()
        names = [line.device for line in known] if isinstance(known, list) else []
        hint = did_you_mean(device, names)
        raise OpeningError(words("provision.unknown-device", device=device[:64], hint=hint))
    return answered(answer, url)


def refused(answer: Refused) -> Said:
    """Why central refuses, with what it tells besides."""
    if answer.code == "locked" and "until" not in answer.facts:
        return words("provision.locked-out", detail=answer.detail[:80])
    if known := _KNOWN.get(answer.code):
        if answer.facts.get("what") == "box":
            known = "provision.box-claimed"
        places = _PLACES.get(answer.code, ())
        facts: dict[str, Fact] = {place: _fact(str(answer.facts.get(place, "?"))) for place in places}
        if answer.code == "unknown_device":
            facts["hint"] = SILENCE
        return words(known, **facts)
    reason = f"{answer.detail or answer.code} ({answer.status} {answer.code})"
    return words("provision.refused", reason=reason)


def _fact(text: str) -> str:
    """A fact in a sentence; an instant to the minute, in UTC."""
    try:
        return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%MZ}"
    except ValueError:
        return text[:80]


def _token(file: Path | None) -> str:
    try:
        said = os.environ.get("PARVIS_TOKEN", "") if file is None else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OpeningError(words("command.no-token-file", file=str(file), reason=str(error))) from error
    if not (token := said.strip()).isprintable() or not token.isascii() or not token:
        raise OpeningError(words("provision.no-token"))
    return token
