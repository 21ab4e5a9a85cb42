"""Where a mapping finds a field in a row: by a path of keys, or by the title of a column."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator

from playlists.workspace.said import said
from playlists.workspace.written import refuse

MODIFIED = "Last-Modified"
"""What a mapping names where the time of its data is that of the whole answer, by HTTP."""
_LONGEST = 100


def _path(value: object) -> str | tuple[str, ...]:
    match value:
        case str(path) if _is_good(path):
            return path
        case [str(day), str(hour)] if _is_good(day) and _is_good(hour):
            return day, hour
        case _:
            raise refuse(said("sources.no-path"), value, expected=said("sources.a-path"))


def _is_good(path: str) -> bool:
    """Whether it says anything; the title of a column may have blanks, but not around it."""
    return 0 < len(path.strip()) == len(path) <= _LONGEST


Path = Annotated[str | tuple[str, ...], PlainValidator(_path)]
