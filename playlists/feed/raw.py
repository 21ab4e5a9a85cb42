"""Values as the bytes that editors approve, and back: what was approved is what is decoded."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from device_profiles.decoding import from_json

Value = TypeVar("Value")
_encoder = msgspec.json.Encoder(order="deterministic")


def encoded(value: object) -> msgspec.Raw:
    """A value in JSON, always in the same bytes."""
    return msgspec.Raw(_encoder.encode(value))


def decoded(raw: msgspec.Raw, kind: type[Value]) -> Value | None:
    """The value in these bytes, or None where this version cannot read them."""
    try:
        return from_json(raw, kind)
    except msgspec.DecodeError:
        return None


def digest(raw: bytes | msgspec.Raw) -> str:
    """What an editor’s approval of these bytes says: their SHA-256, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
