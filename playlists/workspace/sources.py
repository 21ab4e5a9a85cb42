"""Reading sources.toml: every good table becomes a source, everything else a problem."""

from __future__ import annotations

from playlists.feed.tree import is_name
from playlists.sources.limits import LIMITS
from playlists.sources.written import TABLES, Source
from playlists.workspace.model import SOURCES_FILE
from playlists.workspace.problems import describe, did_you_mean
from playlists.workspace.said import SILENCE, said
from playlists.workspace.tables import Tables


def read_sources(tables: Tables) -> dict[str, Source]:
    """The sources of a workspace by name; none where there is no such file."""
    if not (tables.root / SOURCES_FILE).exists():
        return {}
    document = tables.document(SOURCES_FILE)
    if len(document) > LIMITS.sources:
        message = said("sources.too-many", count=len(document), most=LIMITS.sources)
        tables.findings.error(SOURCES_FILE, (), message)
    rows = list(document.items())[: LIMITS.sources]
    found = {name: _source(tables, name, raw) for name, raw in rows}
    return {name: source for name, source in found.items() if source is not None}


def _source(tables: Tables, name: str, raw: object) -> Source | None:
    if not is_name(name):
        tables.findings.error(
            SOURCES_FILE,
            (name,),
            said("sources.bad-name"),
            expected=said("sources.a-name"),
            found=describe(name),
        )
        return None
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(kind, str) or kind not in TABLES:
        tables.findings.error(
            SOURCES_FILE,
            (name, "kind"),
            said("sources.no-kind"),
            expected=said("values.one-of", names=", ".join(TABLES)),
            found=describe(kind),
            hint=did_you_mean(kind, TABLES) if isinstance(kind, str) else SILENCE,
        )
        return None
    return tables.exact(TABLES[kind], raw, SOURCES_FILE, (name,))
