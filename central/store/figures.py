"""Figures that are added up: whatever stands in the rows, as another version kept it, no sum fails."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from device_profiles.bounds import EXACT


def added(column: sa.ColumnElement[Any]) -> sa.ColumnElement[float]:
    """A column added up by the database: whole numbers of 64 bits would overflow."""
    return sa.func.sum(sa.cast(column, sa.Double))


def figure(told: float) -> int:
    """A sum as it is told."""
    return min(int(told), EXACT)


def level(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A column of which that counts alone which something can be."""
    return sa.case((column.between(-EXACT, EXACT), column))
