"""A dataset of an OpenDataSoft portal, Explore API v2.1: `{"total_count": n, "results": [{…}]}`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from playlists.documents import Document
from playlists.errors import SourceError
from playlists.sources.doors import json_of
from playlists.sources.fetch import Answer
from playlists.sources.kinds import table
from playlists.sources.values import Reader, entries
from playlists.sources.written import OpenDataSoft

_PAGE = 100
"""The most rows that the API gives at once."""


def address(source: OpenDataSoft) -> str:
    """The records of the dataset, as `where` and `order_by` ask for them."""
    asked = {"limit": str(min(source.most, _PAGE)), "where": source.where, "order_by": source.order_by}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{source.url.rstrip('/')}/api/explore/v2.1/catalog/datasets/{source.dataset}/records?{query}"


def read(source: OpenDataSoft, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The rows that make a document."""
    (answer,) = answers.values()
    found = json_of(answer)
    if not isinstance(found, dict):
        raise SourceError("shape", where="results")
    rows = entries(found.get("results"), "results")
    if rows and not any(isinstance(row, dict) and row.keys() & set(_first_parts(source)) for row in rows):
        raise SourceError("shape", where=", ".join(source.every_path)[:100])
    return table.of_rows(source, rows, reader, answer)


def _first_parts(source: OpenDataSoft) -> list[str]:
    return [path.partition(".")[0] for path in source.every_path]
