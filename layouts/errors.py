"""What can be wrong with the data of this package."""

from __future__ import annotations


class LayoutsError(Exception):
    """The root of what this package raises about data."""


class LayoutError(LayoutsError):
    """A layout that cannot be used. `faults` holds a key and a sentence for every mistake in it."""

    def __init__(self, layout: str, faults: tuple[tuple[str, str], ...]) -> None:
        self.layout = layout
        self.faults = faults
        lines = [f"{key}: {sentence}" if key else sentence for key, sentence in faults]
        super().__init__(f"layout {layout!r}: " + "; ".join(lines))
