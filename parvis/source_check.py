"""`parvis sources check`: every mistake of sources.toml, and whether its samples can be read."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from parvis.check import tell_problems
from parvis.city_data import developing
from parvis.console import FAILED, GOOD, Voice, complain, say
from parvis.one_block import in_one_block, now
from parvis.words import words
from playlists.errors import SourceError
from playlists.sources.samples import sampled
from playlists.sources.values import Reader
from playlists.workspace.limits import Limits
from playlists.workspace.load import Loaded, load
from playlists.workspace.model import SOURCES_FILE, Workspace
from playlists.workspace.problems import Findings, Problem, Severity
from playlists.workspace.rules.sources import check_sources as check_rules
from playlists.workspace.whereabouts import city_of


def check_sources(folder: Path, voice: Voice, *, as_json: bool) -> int:
    """Tell the mistakes of sources.toml; 1 where there is one."""

    def command() -> int:
        loaded = load(folder)
        problems = _problems(loaded)
        tell_problems(problems, voice, as_json=as_json)
        if any(each.severity is Severity.ERROR for each in problems):
            return FAILED
        found = loaded.draft.sources if loaded.draft else {}
        if loaded.workspace is not None and not _samples_are_well(loaded.workspace, voice):
            return FAILED
        if not as_json and not problems:
            say(voice.words("city.all-is-well", count=len(found)) if found else voice.words("city.none"))
        return GOOD

    return in_one_block(voice, command)


def _problems(loaded: Loaded) -> tuple[Problem, ...]:
    """What is wrong with sources.toml, by its form and by the rules, or with the whole folder."""
    if loaded.draft is None or loaded.workspace is None:
        return tuple(each for each in loaded.problems if each.severity is Severity.ERROR)
    findings = Findings(loaded.draft.outlines, Limits().problems)
    for problem in loaded.problems:
        findings.add(problem)
    check_rules(loaded.draft, findings)
    return tuple(each for each in findings.all() if each.file == SOURCES_FILE)


def _samples_are_well(workspace: Workspace, voice: Voice) -> bool:
    """Whether every sample can be read as an answer of its source; what is wrong is told."""
    reader, well = Reader(now(), ZoneInfo(workspace.site.time_zone), city_of(workspace)), True
    with developing(workspace) as darkroom:
        for name, source in workspace.sources.items():
            try:
                sampled(name, source, workspace.root, reader, darkroom.develop if darkroom else None)
            except SourceError as error:
                well = False
                cause = words(f"city.fault-{error.code}", **error.facts)
                complain(voice.words("city.bad-sample", source=name, cause=cause))
    return well
