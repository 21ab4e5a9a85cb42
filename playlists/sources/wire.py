"""Protocol Buffers as far as GTFS-Realtime needs them: fields by number, nothing generated, all bounded.

Of https://protobuf.dev/programming-guides/encoding: varints, and bytes with their length. Fixed numbers are
passed over; groups, which proto2 gave up, are refused.
"""

from __future__ import annotations

from collections import defaultdict

from playlists.errors import SourceError

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_WIDTH = {_FIXED64: 8, _FIXED32: 4}
_LONGEST_VARINT = 10
_MOST_FIELDS = 200_000


class Message:
    """One message: its numbers and its bytes, by the number of their field."""

    def __init__(self, data: bytes) -> None:
        """Raises `SourceError` where it is no message."""
        self._numbers: dict[int, list[int]] = defaultdict(list)
        self._bytes: dict[int, list[bytes]] = defaultdict(list)
        at = count = 0
        while at < len(data):
            tag, at = _varint(data, at)
            field, kind = tag >> 3, tag & 7
            count += 1
            if field == 0 or count > _MOST_FIELDS:
                raise SourceError("not-protobuf")
            match kind:
                case 0:
                    value, at = _varint(data, at)
                    self._numbers[field].append(value)
                case 2:
                    length, at = _varint(data, at)
                    if at + length > len(data):
                        raise SourceError("not-protobuf")
                    self._bytes[field].append(data[at : at + length])
                    at += length
                case 1 | 5:
                    at += _WIDTH[kind]
                case _:
                    raise SourceError("not-protobuf")
        if at != len(data):
            raise SourceError("not-protobuf")

    def number(self, field: int) -> int | None:
        """A number, negative ones too; the last one counts."""
        found = self._numbers.get(field)
        if not found:
            return None
        return found[-1] - 2**64 if found[-1] >= 2**63 else found[-1]

    def text(self, field: int) -> str:
        """A text; "" where there is none."""
        found = self._bytes.get(field)
        return found[-1].decode("utf-8", "replace") if found else ""

    def message(self, field: int) -> Message | None:
        """A message in it."""
        found = self._bytes.get(field)
        return Message(found[-1]) if found else None

    def messages(self, field: int) -> list[Message]:
        """All messages of a field."""
        return [Message(data) for data in self._bytes.get(field, ())]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        if at >= len(data):
            break
        byte = data[at]
        value |= (byte & 0x7F) << (7 * place)
        at += 1
        if byte < 0x80:  # noqa: PLR2004
            return value & (2**64 - 1), at
    raise SourceError("not-protobuf")
