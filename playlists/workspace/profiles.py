"""The profiles of a workspace: the catalog's families, and the site's own derived from them in any order."""

from __future__ import annotations

from collections.abc import Mapping

from device_profiles import catalog as families
from device_profiles.catalog import ProfileSource
from device_profiles.errors import ProfileError
from device_profiles.profile import DeviceProfile
from playlists.workspace.explain import report_faults
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.read import Document
from playlists.workspace.said import said


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
    spoilt = findings.spoilt
    for name, source in sources.items():
        if _file(source.extends) not in spoilt:
            _report_base(name, source, profiles, documents, findings)
    return profiles


def _read(name: str, document: Document, findings: Findings) -> ProfileSource | None:
    if name in families.catalog():
        message = said("devices.reserved-profile", name=name)
        findings.error(_file(name), (), message, hint=said("devices.other-profile-name"))
        return None
    try:
        return families.read(name, document)
    except ProfileError as error:
        _report(error, name, findings)
        return None


def _report(error: ProfileError, name: str, findings: Findings) -> None:
    report_faults(error, ProfileSource, findings, _file(name))


def _report_base(
    name: str,
    source: ProfileSource,
    profiles: Mapping[str, DeviceProfile],
    documents: Mapping[str, Document],
    findings: Findings,
) -> None:
    """Say why a profile has nothing to extend."""
    if source.extends in documents:
        message = said("devices.circular-profile", name=source.extends)
        findings.error(_file(name), ("extends",), message)
    else:
        hint = did_you_mean(source.extends, profiles)
        findings.error(_file(name), ("extends",), said("devices.no-profile", name=source.extends), hint=hint)


def _file(name: str) -> str:
    return f"profiles/{name}.toml"
