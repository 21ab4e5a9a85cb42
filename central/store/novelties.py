"""How many names that nobody knew each device brings on a day: a name is kept for good."""

from __future__ import annotations

from central.store.tables import utc_day


class Novelties:
    """Counts them, as long as central runs; `most` are taken of one device on a day."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: dict[str, tuple[int, int]] = {}

    def forget(self) -> None:
        """Count anew: what was counted was not kept."""
        self._counts.clear()

    def bears(self, device: str, received_ms: int, new: int) -> bool:
        """Whether so many more of a device are borne; then they count."""
        day = utc_day(received_ms)
        of, count = self._counts.get(device, (day, 0))
        count = new + (count if of == day else 0)
        if count > self._most:
            return False
        self._counts[device] = day, count
        return True
