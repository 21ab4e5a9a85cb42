"""QR codes: the modules of a code for an address."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

QUIET_MODULES: Final = 4
"""Width of the light border that a reader needs (ISO/IEC 18004)."""


@lru_cache(maxsize=256)
def qr_rows(address: str) -> tuple[str, ...]:
    """The rows of the smallest code for `address` at error level M, "1" for dark, without quiet zone.

    Raises ValueError where the address is longer than any code can hold.
    """
    import segno  # noqa: PLC0415 - it brings half a web client, 30 ms of a start that may need no code

    code = segno.make(address, error="m", micro=False, boost_error=True)
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)
