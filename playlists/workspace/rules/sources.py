"""Rules about sources of city data: of what is measured, somebody says when."""

from __future__ import annotations

from playlists.sources.written import Table
from playlists.workspace.model import SOURCES_FILE, Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.said import said


def check_sources(workspace: Workspace, findings: Findings) -> None:
    """Report sources whose age cannot be known."""
    for name, source in workspace.sources.items():
        if isinstance(source, Table) and source.is_ageless:
            message, hint = said("sources.ageless"), said("sources.say-age")
            findings.warning(SOURCES_FILE, (name, "fields"), message, hint=hint)
