"""Bytes of a file or a line as typed values: whatever is wrong with them is one kind of exception.

msgspec alone raises `UnicodeDecodeError` for a text that is no UTF-8 (one bit of a disk suffices), and
`RecursionError` for what is nested too deep: both pass by whoever catches its `DecodeError`.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar, overload

import msgspec

T = TypeVar("T")
_OTHERS = (UnicodeError, RecursionError)


class NestedError(msgspec.DecodeError):
    """What is nested deeper than anything of ours."""


class JsonDecoder(Generic[T]):
    """Decodes one type from JSON again and again: of a union that takes a tenth of what `from_json` takes."""

    @overload
    def __init__(self, kind: type[T]) -> None: ...
    @overload
    def __init__(self, kind: Any) -> None: ...
    def __init__(self, kind: Any) -> None:
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(kind)

    def decode(self, data: bytes | str) -> T:
        """The value. Raises `msgspec.DecodeError`."""
        try:
            return self._decoder.decode(data)
        except _OTHERS as error:
            raise _alike(error) from error


@overload
def from_json(data: bytes | str | msgspec.Raw, kind: type[T]) -> T: ...
@overload
def from_json(data: bytes | str | msgspec.Raw, kind: Any) -> Any: ...
def from_json(data: bytes | str | msgspec.Raw, kind: Any) -> Any:
    """The value in JSON. Raises `msgspec.DecodeError`."""
    try:
        return msgspec.json.decode(data, type=kind)
    except _OTHERS as error:
        raise _alike(error) from error


def from_msgpack(data: bytes, kind: type[T]) -> T:
    """The value in MessagePack. Raises `msgspec.DecodeError`."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except _OTHERS as error:
        raise _alike(error) from error


def _alike(error: Exception) -> msgspec.DecodeError:
    if isinstance(error, RecursionError):
        return NestedError("it is nested too deep")
    return msgspec.DecodeError(f"it is no text in UTF-8: {error}")
