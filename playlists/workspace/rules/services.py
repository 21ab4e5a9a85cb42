"""Rules about what touch screens offer: known names, French, no more than fits a home page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from layouts.compose.labels import pictograms
from layouts.shaping import missing_glyphs
from layouts.typography import finish
from playlists.compile.program import theme_of
from playlists.workspace.model import Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.rules.polls import check_polls
from playlists.workspace.rules.schedule import check_selector
from playlists.workspace.rules.texts import quoted
from playlists.workspace.said import said
from playlists.workspace.targets import offered_to
from playlists.workspace.touch import MOST_SERVICES, SERVICES_FILE, ServiceTable
from playlists.workspace.written import EVERY_LANGUAGE

_BY_TEXT = "114"


def check_services(workspace: Workspace, findings: Findings) -> None:
    """Report what is wrong in services.toml, apart from its form."""
    seen: set[str] = set()
    for number, service in workspace.services:
        path = ("services", number - 1)
        _check_names(workspace, service, path, findings)
        if service.id in seen:
            findings.error(SERVICES_FILE, (*path, "id"), said("services.id-twice", id=service.id))
        seen.add(service.id)
        _check_source(workspace, service, path, findings)
        _check_entries(service, path, findings)
        check_polls(service, path, findings)
        for key, texts in _texts(service, path):
            check_text(workspace, key, texts, findings)
    for index, emergency in enumerate(workspace.emergency):
        check_text(workspace, ("emergency", index, "title"), emergency.title, findings)
    _check_emergency(workspace, findings)
    _check_count(workspace, findings)


def _check_emergency(workspace: Workspace, findings: Findings) -> None:
    """In France the number that takes text messages is among the numbers: not everyone can call."""
    numbers = {emergency.number for emergency in workspace.emergency}
    if workspace.site.country == "FR" and numbers and _BY_TEXT not in numbers:
        message, hint = said("services.no-114"), said("services.add-114")
        findings.warning(SERVICES_FILE, ("emergency",), message, hint=hint)


def _check_names(workspace: Workspace, service: ServiceTable, path: Path, findings: Findings) -> None:
    categories = theme_of(workspace.site).day.categories
    for key, unknown, name, known in (
        ("category", "items.no-category", service.category, categories),
        ("pictogram", "items.no-pictogram", service.pictogram, pictograms()),
    ):
        if name and name not in known:
            hint = did_you_mean(name, known)
            findings.error(SERVICES_FILE, (*path, key), said(unknown, name=name), hint=hint)
    for index, selector in enumerate(service.devices):
        check_selector(workspace, selector, SERVICES_FILE, (*path, "devices", index), findings)


def _check_source(workspace: Workspace, service: ServiceTable, path: Path, findings: Findings) -> None:
    if service.source is not None and service.source not in workspace.sources:
        hint = did_you_mean(service.source, workspace.sources)
        message = said("items.no-source", name=service.source)
        findings.error(SERVICES_FILE, (*path, "source"), message, hint=hint)
    if service.unit and service.source is None:
        findings.warning(SERVICES_FILE, (*path, "unit"), said("services.idle-unit"))


def _check_entries(service: ServiceTable, path: Path, findings: Findings) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(service.entries):
        if entry.id in seen:
            at = (*path, "entries", index, "id")
            findings.error(SERVICES_FILE, at, said("services.entry-twice", id=entry.id, service=service.id))
        seen.add(entry.id)
        if entry.position and not entry.address and not entry.body:
            message = said("services.no-address", id=entry.id)
            at = (*path, "entries", index)
            findings.warning(SERVICES_FILE, at, message, hint=said("services.write-address"))
    if not (service.entries or service.intro or service.polls or service.source):
        findings.error(SERVICES_FILE, path, said("services.empty", id=service.id), hint=said("services.fill"))


def _texts(service: ServiceTable, path: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield (*path, "title"), service.title
    yield (*path, "intro"), service.intro
    yield (*path, "unit"), service.unit
    for index, entry in enumerate(service.entries):
        yield (*path, "entries", index, "title"), entry.title
        yield (*path, "entries", index, "body"), entry.body
    for index, poll in enumerate(service.polls):
        yield (*path, "polls", index, "question"), poll.question
        for number, answer in enumerate(poll.answers):
            yield (*path, "polls", index, "answers", number, "text"), answer.text


def check_text(
    workspace: Workspace,
    path: Path,
    texts: Mapping[str, str],
    findings: Findings,
    file: str = SERVICES_FILE,
) -> None:
    """The leading language is there, French where the law asks for it; every letter can be drawn."""
    leading, by_law = workspace.site.languages[0], ["fr"] if workspace.site.country == "FR" else []
    written = {language for language, text in texts.items() if text.strip()}
    for needed in dict.fromkeys([*by_law, leading]):
        if texts and not written & {needed, EVERY_LANGUAGE}:
            plain = said("services.no-leading", language=needed)
            missing = said("items.no-french") if needed in by_law else plain
            findings.error(file, path, missing, hint=said("items.translate", language=needed))
    for language, text in texts.items():
        if lost := missing_glyphs(finish(text, language)):
            message, hint = said("items.no-sign", letters=quoted(lost)), said("items.other-letters")
            findings.warning(file, path, message, hint=hint)


def _check_count(workspace: Workspace, findings: Findings) -> None:
    """No device offers more than a home page holds."""
    for device_id in workspace.devices:
        offered = [number for number, _ in offered_to(workspace, device_id)]
        if len(offered) > MOST_SERVICES:
            message = said("services.too-many", device=device_id, most=MOST_SERVICES, count=len(offered))
            path = ("services", offered[MOST_SERVICES] - 1)
            findings.error(SERVICES_FILE, path, message, hint=said("services.fewer"), device=device_id)
            return
