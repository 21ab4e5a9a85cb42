"""Decoding: whatever is wrong with bytes is one kind of exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from device_profiles.decoding import JsonDecoder, NestedError, from_json, from_msgpack

DEEP = 100_000


class Line(msgspec.Struct):
    """A type that knows one of the keys."""

    said: str = ""


def by_decoder(data: bytes) -> Any:
    return JsonDecoder(Line).decode(data)


def at_once(data: bytes) -> Any:
    return from_json(data, Line)


@pytest.mark.parametrize("decode", [by_decoder, at_once])
@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"said":7}', b'{"said":"\xe9t\xe9"}', b'{"said":"a\xee"}', b'{"other":' + b"[" * DEEP],
    ids=["empty", "no object", "another type", "Latin-1", "a flipped bit", "deep"],
)
def test_what_is_wrong_in_json_is_one_kind_of_exception(decode: Callable[[bytes], Any], data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(data)


@pytest.mark.parametrize("data", [b"", b"\xc3", b"\x91\xa1\xff"])
def test_what_is_wrong_in_messagepack_is_one_kind_of_exception(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        from_msgpack(data, list[str])


def test_text_with_half_a_character_is_wrong_too() -> None:
    with pytest.raises(msgspec.DecodeError):
        from_json('"\ud800"', str)


def test_what_is_nested_too_deep_is_told_apart() -> None:
    with pytest.raises(NestedError):
        from_json(b"[" * DEEP, Any)


def test_what_is_right_is_decoded() -> None:
    assert by_decoder('{"said":"été"}'.encode()) == at_once('{"said":"été"}'.encode()) == Line("été")
    assert from_msgpack(msgspec.msgpack.encode({"said": "été"}), Line) == Line("été")
