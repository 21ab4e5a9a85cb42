"""QR codes: the modules of a code for an address."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

QUIET_MODULES: Final = 4
"""Width of the light border that a reader needs (ISO/IEC 18004)."""

FINEST: Final = 400
"""A module is at least the distance from which it is scanned over this: some four pixels of a camera."""

CAPACITIES: Final = (26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287)
"""The bytes of an address that codes hold of 25 modules, of 29, and so on, at error level M."""


@lru_cache(maxsize=256)
def qr_rows(address: str) -> tuple[str, ...]:
    """The rows of the smallest code for `address` at error level M, "1" for dark, without quiet zone.

    Raises ValueError where the address is longer than any code can hold.
    """
    import segno  # noqa: PLC0415 - it brings half a web client, 30 ms of a start that may need no code

    code = segno.make(address, error="m", micro=False, boost_error=True)
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)
