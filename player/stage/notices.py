"""What the device says of itself instead of its program: which one it is, or that it is out of service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from device_profiles.profile import BuiltInSlide
from player.stage.watcher import Look

OUT_OF_SERVICE: Final = BuiltInSlide(headline={"fr": "Hors service", "en": "Out of service"})
_SHOWN_MS: Final = ((0, 12_000), (18_000, 30_000))
"""Which device this is comes twice within half a minute, steadily: two changes in 12 s are no flashing."""


class Notices:
    """Keeps the time of what is said. It begins with what there was to see `first`."""

    def __init__(self, device: str, first: Look, steady_ms: Callable[[], float]) -> None:
        self._device, self._steady_ms = device, steady_ms
        self._asked, self._since_ms = first.identify, float("-inf")

    def of(self, look: Look) -> BuiltInSlide | None:
        """The slide that is due instead of the program; None where there is none."""
        if look.identify != self._asked:
            self._asked, self._since_ms = look.identify, self._steady_ms()
        elapsed_ms = self._steady_ms() - self._since_ms
        if any(start <= elapsed_ms < end for start, end in _SHOWN_MS):
            place = look.choice.parts[-1].program.place if look.choice else ""
            return BuiltInSlide(headline={"fr": "\n".join(filter(None, (self._device, place)))})
        return OUT_OF_SERVICE if look.is_out else None
