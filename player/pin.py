"""The technician's PIN: what it is known by, and that whoever guesses is locked out.

A PIN of six digits holds only where tries are few: five wrong ones lock the door for fifteen minutes, also
across a power cut. scrypt makes a try on a stolen disk cost 16 MiB and some 50 ms.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from playlists.durable import put

LEAST, MOST = 6, 12
"""Digits of a PIN."""
TRIES = 5
LOCKED = timedelta(minutes=15)
_LOG_N, _R, _P = 14, 8, 1
_SALT_BYTES, _KEY_BYTES = 16, 32
_MEMORY = 64 * 2**20


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a PIN is known by: scrypt with its salt and costs, all in base64 where they are bytes."""

    salt: str
    key: str
    log_n: int = _LOG_N


class Tries(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong tries since the last right one, and when the last of them was, in milliseconds since 1970."""

    wrong: int = 0
    last_ms: int = 0

    def locked_ms(self, at_ms: int, known_ms: float) -> int:
        """How long the door stays shut; `known_ms` is how long these tries are known, steadily.

        A clock that was set back, or that lost its time with the power, does not make it longer.
        """
        if self.wrong < TRIES:
            return 0
        lock_ms = LOCKED // timedelta(milliseconds=1)
        return max(0, lock_ms - max(int(known_ms), at_ms - self.last_ms))

    def failed(self, at_ms: int, known_ms: float) -> Tries:
        """After one more wrong try; once the lock is over, counting begins anew."""
        before = 0 if self.wrong >= TRIES and not self.locked_ms(at_ms, known_ms) else self.wrong
        return Tries(wrong=before + 1, last_ms=at_ms)


def is_weak(pin: str) -> bool:
    """Whether it is no PIN, or one that anybody tries first."""
    if not re.fullmatch(rf"[0-9]{{{LEAST},{MOST}}}", pin):
        return True
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return steps in ({0}, {1}, {9})


def write_pin(file: Path, pin: str) -> None:
    """Let a PIN open the door. Raises ValueError for a weak one, OSError."""
    if is_weak(pin):
        raise ValueError("a PIN has 6 to 12 digits, neither all the same nor in a row")
    salt = os.urandom(_SALT_BYTES)
    known = Known(salt=_text(salt), key=_text(_derived(pin, salt, _LOG_N)))
    put(file, msgspec.json.encode(known))


def read_pin(file: Path) -> Known | None:
    """What the PIN is known by; None where there is none, or what is there is no such thing."""
    try:
        return from_json(file.read_bytes(), Known)
    except (OSError, msgspec.DecodeError):
        return None


def is_right(known: Known, pin: str) -> bool:
    """Whether it is the PIN. Takes some 50 ms."""
    try:
        salt, key = base64.b64decode(known.salt), base64.b64decode(known.key)
    except ValueError:
        return False
    if not 1 <= known.log_n <= _LOG_N:
        return False
    return hmac.compare_digest(_derived(pin, salt, known.log_n), key)


def read_tries(file: Path) -> Tries:
    """The tries so far; what cannot be read is none."""
    try:
        return from_json(file.read_bytes(), Tries)
    except (OSError, msgspec.DecodeError):
        return Tries()


def write_tries(file: Path, tries: Tries) -> None:
    """Keep the tries where they survive the power. Raises OSError."""
    put(file, msgspec.json.encode(tries))


def _derived(pin: str, salt: bytes, log_n: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**log_n, r=_R, p=_P, maxmem=_MEMORY, dklen=_KEY_BYTES)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
