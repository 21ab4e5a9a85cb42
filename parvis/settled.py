"""Types that are decoded: made ready before threads begin, since msgspec cannot do that in two at once.

What msgspec (0.22) has found of a type it lets others see before it is whole. A thread that decodes a type
for the first time while another one has it looked into reads a null pointer, and the process dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec


def settle_types() -> None:
    """Let msgspec look into every type that is known by now: some 0.1 ms each."""
    for kind in _below(msgspec.Struct):
        with suppress(Exception):  # of what is never decoded, and need not be decodable
            msgspec.json.Decoder(kind)


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for found in kind.__subclasses__():
        yield found
        yield from _below(found)
