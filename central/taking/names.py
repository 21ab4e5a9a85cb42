"""Names in reports: all that becomes one in the store can be shown, and is not too long."""

from __future__ import annotations

from device_profiles.report import PlayRecord, PlaySum, Report, Tally

_MOST = 32_768
"""Names that are known to be well; most reports have no other ones."""
_PLAYS = (PlayRecord, PlaySum)


class Names:
    """Looks at names of so many characters at most; at those that it has met, no more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._well: set[str] = set()

    def are_well(self, report: Report) -> bool:
        """Whether all names of a report are."""
        new = _names(report) - self._well
        if not all(len(name) <= self._most and name.isprintable() for name in new):
            return False
        if len(self._well) + len(new) > _MOST:
            self._well.clear()
        self._well |= new
        return True


def _names(report: Report) -> set[str]:
    """All that becomes a name in the store."""
    found = {screen.screen for screen in report.heartbeat.screens}
    found.update([picture.screen for picture in report.fingernails])
    for entry in report.entries:
        record = entry.record
        if isinstance(record, _PLAYS):
            found.update((record.screen, record.zone, record.item, record.verified))
            found.update((record.object or "", record.edition or ""))
        elif isinstance(record, Tally):
            found.update((record.screen, record.name, record.answer))
    return found
