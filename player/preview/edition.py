"""What the preview knows of the workspace, and how news of it are taken in without losing a good picture.

A device keeps its last good program while what it plays has an error that it did not have before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from playlists.compile import Compiled
from playlists.program import Program
from playlists.workspace.load import Loaded
from playlists.workspace.model import DEVICES_FILE, SCHEDULE_FILE, SITE_FILE, Workspace
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.said import Said
from playlists.workspace.targets import events_of

Errors = Counter[tuple[str, Said]]
"""Errors by file and sentence; items may change their number, so that is not counted."""

_ROOT_FILES = (SITE_FILE, DEVICES_FILE, SCHEDULE_FILE)


@dataclass(frozen=True, slots=True)
class Edition:
    """The workspace as it was read last, and the newest good program of every device, with its source.

    `faults` says of a device why it keeps an older program. `broken` keeps all of them.
    """

    workspace: Workspace | None = None
    loaded: Loaded | None = None
    programs: Mapping[str, Program] = field(default_factory=dict)
    sources: Mapping[str, Workspace] = field(default_factory=dict)
    errors: Mapping[str, Errors] = field(default_factory=dict)
    faults: Mapping[str, Problem] = field(default_factory=dict)
    broken: Problem | None = None
    problems: tuple[Problem, ...] = ()

    def fault(self, device: str) -> Problem | None:
        """Why a device does not show the newest state of the files."""
        return self.broken or self.faults.get(device)


def read(edition: Edition, loaded: Loaded) -> Edition:
    """Take in a workspace that was read anew."""
    broken = _unreadable(edition, loaded)
    problems = _with(edition.problems, loaded.problems)
    if broken is not None or loaded.workspace is None:
        return replace(edition, loaded=loaded, broken=broken, problems=problems)
    known = loaded.workspace.devices
    return replace(
        edition,
        workspace=loaded.workspace,
        loaded=loaded,
        broken=None,
        problems=problems,
        programs={name: program for name, program in edition.programs.items() if name in known},
        sources={name: source for name, source in edition.sources.items() if name in known},
        errors={name: errors for name, errors in edition.errors.items() if name in known},
        faults={name: fault for name, fault in edition.faults.items() if name in known},
    )


def made(edition: Edition, device: str, compiled: Compiled) -> Edition:
    """Take in the program of a device, compiled from what was read last."""
    loaded, workspace = edition.loaded, edition.workspace
    if workspace is None:
        return edition
    sources = [workspace, edition.sources.get(device, workspace)]
    found = [
        problem
        for problem in (*(loaded.problems if loaded else ()), *compiled.problems)
        if problem.severity is Severity.ERROR and any(concerns(problem, device, each) for each in sources)
    ]
    found = list({problem.identity: problem for problem in found}.values())
    errors = Errors((problem.file, problem.message) for problem in found)
    problems = _with(edition.problems, compiled.problems)
    fresh = errors - edition.errors.get(device, Errors())
    if device in edition.programs and fresh:
        fault = next(problem for problem in found if (problem.file, problem.message) in fresh)
        return replace(edition, faults={**edition.faults, device: fault}, problems=problems)
    return replace(
        edition,
        programs={**edition.programs, device: compiled.program},
        sources={**edition.sources, device: workspace},
        errors={**edition.errors, device: errors},
        faults={name: fault for name, fault in edition.faults.items() if name != device},
        problems=problems,
    )


def checked(edition: Edition, problems: tuple[Problem, ...]) -> Edition:
    """Take in what a check has found: all of it, and nothing of before."""
    return replace(edition, problems=problems)


def _unreadable(edition: Edition, loaded: Loaded) -> Problem | None:
    """The error that keeps a file from being read on which everything hangs."""
    readable = loaded.workspace.outlines if loaded.workspace else {}
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    if loaded.workspace is None and errors:
        return next((problem for problem in errors if problem.file == SITE_FILE), errors[0])
    for problem in errors:
        if problem.file in _ROOT_FILES and problem.file not in readable:
            had = edition.workspace is None or problem.file in edition.workspace.outlines
            if had:
                return problem
    return None


def _with(shown: tuple[Problem, ...], found: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems shown, with new errors before them; a check soon tells what is mended."""
    known = set(shown)
    fresh = [problem for problem in found if problem.severity is Severity.ERROR and problem not in known]
    return (*dict.fromkeys(fresh), *shown)


def concerns(problem: Problem, device: str, workspace: Workspace) -> bool:
    """Whether a problem lies in what a device plays, or in the device itself."""
    if device not in workspace.devices or problem.device is not None:
        return problem.device == device
    events = events_of(workspace, device)
    folder, _, name = problem.file.removesuffix(".toml").partition("/")
    names = {
        "playlists": {playlist for numbered in events for playlist in numbered.event.zones.values()},
        "layouts": {numbered.event.layout for numbered in events},
        "profiles": {workspace.devices[device].profile},
    }
    if problem.event is not None:
        return any(numbered.id == problem.event for numbered in events)
    return name in names[folder] if folder in names else problem.file != SCHEDULE_FILE
