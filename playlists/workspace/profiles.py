"""The profiles of a workspace: the catalog's families, and the site's own derived from them in any order."""

from __future__ import annotations

from collections.abc import Mapping

from device_profiles import catalog as families
from device_profiles.catalog import ProfileSource
from device_profiles.errors import ProfileError
from device_profiles.profile import DeviceProfile
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.read import Document


def site_profiles(documents: Mapping[str, Document], findings: Findings) -> dict[str, DeviceProfile]:
    """The catalog and every good profile of `documents`; a profile may extend another of the site's own."""
    profiles = dict(families.catalog())
    sources = {
        name: source for name, document in documents.items() if (source := _read(name, document, findings))
    }
    while ready := [name for name, source in sources.items() if source.extends in profiles.keys() - sources]:
        for name in ready:
            source = sources.pop(name)
            try:
                profiles[name] = families.derive(profiles[source.extends], name, source)
            except ProfileError as error:
                _report(error, name, findings)
    for name, source in sources.items():
        _report_base(name, source, profiles, documents, findings)
    return profiles


def path_of(key: str) -> Path:
    """The path in a document of a dotted key whose numbers count from 1."""
    return tuple(int(part) - 1 if part.isdecimal() else part for part in key.split(".") if part)


def _read(name: str, document: Document, findings: Findings) -> ProfileSource | None:
    if name in families.catalog():
        hint = "Give the file another name; the devices that shall use it name it as their profile."
        message = f"“{name}” is a profile that comes with Parvis and cannot be replaced."
        findings.error(_file(name), (), message, hint=hint)
        return None
    try:
        return families.read(name, document)
    except ProfileError as error:
        _report(error, name, findings)
        return None


def _report(error: ProfileError, name: str, findings: Findings) -> None:
    for key, sentence in error.faults:
        findings.error(_file(name), path_of(key), f"This key {sentence}.")


def _report_base(
    name: str,
    source: ProfileSource,
    profiles: Mapping[str, DeviceProfile],
    documents: Mapping[str, Document],
    findings: Findings,
) -> None:
    """Say why a profile has nothing to extend."""
    if source.extends in documents:
        message = f"It extends “{source.extends}”, which is itself unusable or extends this one."
        findings.error(_file(name), ("extends",), message)
    else:
        hint = did_you_mean(source.extends, profiles)
        findings.error(_file(name), ("extends",), f"There is no profile “{source.extends}”.", hint=hint)


def _file(name: str) -> str:
    return f"profiles/{name}.toml"
