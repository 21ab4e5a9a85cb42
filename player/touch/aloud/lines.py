"""What the stage and its speaker say to each other: a JSON line for each thing."""

from __future__ import annotations

import msgspec

from device_profiles.decoding import JsonDecoder


class Say(msgspec.Struct, frozen=True, tag="say"):
    """Say this in a language, in the place of what is being said."""

    text: str
    language: str


class Hush(msgspec.Struct, frozen=True, tag="hush"):
    """Be silent."""


class Ring(msgspec.Struct, frozen=True, tag="ring"):
    """Sound what warns that a session ends."""


class Speaks(msgspec.Struct, frozen=True, tag="speaks"):
    """The languages that can be spoken."""

    languages: tuple[str, ...]


class Headphones(msgspec.Struct, frozen=True, tag="headphones"):
    """Headphones were plugged in, or pulled out."""

    plugged: bool


Order = Say | Hush | Ring
Told = Speaks | Headphones
LINE_BYTES = 64 * 1024
"""The longest line."""
_orders: JsonDecoder[Order] = JsonDecoder(Order)
_told: JsonDecoder[Told] = JsonDecoder(Told)


def packed(line: Order | Told) -> bytes:
    """A line as it is written."""
    return msgspec.json.encode(line) + b"\n"


def order(line: bytes) -> Order | None:
    """An order that was read; None where it is none."""
    try:
        return _orders.decode(line)
    except msgspec.DecodeError:
        return None


def told(line: bytes) -> Told | None:
    """What the speaker told; None where it is nothing of that."""
    try:
        return _told.decode(line)
    except msgspec.DecodeError:
        return None
