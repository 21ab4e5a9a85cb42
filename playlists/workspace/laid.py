"""Reading `[table]` of services.toml: what lies on multitouch tables."""

from __future__ import annotations

from collections.abc import Mapping

from playlists.workspace.problems import describe
from playlists.workspace.said import said
from playlists.workspace.tables import Tables
from playlists.workspace.touch import SERVICES_FILE, TableTable

_KEY = "table"


def read_table(tables: Tables, document: Mapping[str, object]) -> TableTable | None:
    """The table of a document; None where none is written, or where anything is wrong with it."""
    match document.get(_KEY):
        case None:
            return None
        case dict() as raw:
            return tables.exact(TableTable, raw, SERVICES_FILE, (_KEY,))
        case other:
            message, expected = said("values.unusable"), said("values.table")
            tables.findings.error(SERVICES_FILE, (_KEY,), message, expected=expected, found=describe(other))
            return None
