"""`parvis install` and `parvis uninstall`: a Debian machine becomes an appliance, and itself again."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from device_profiles.catalog import catalog
from parvis.anchor import checked_anchor
from parvis.console import FAILED, GOOD, Voice, complain, say
from parvis.words import SaidError, words
from playlists.workspace.said import Said
from provisioning.errors import InstallError
from provisioning.install import apply, manifest
from provisioning.install.action import Plan
from provisioning.install.facts import facts_of, installed, is_own_machine
from provisioning.install.hindrance import Hindrance
from provisioning.install.manifest import Choices, Manifest
from provisioning.install.plan import SLOTS, plan
from provisioning.install.tree import Absent, Tree

_USB = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for; None where the earlier choice stands."""

    profile: str | None = None
    central: str | None = None
    trust: Path | None = None
    session: str | None = None
    outputs: Sequence[str] = ()
    usb: Sequence[str] = ()
    sticks: bool | None = None
    read_only_root: bool | None = None


def install(root: Path, asked: Asked, voice: Voice, *, only_diff: bool) -> int:
    """Make an appliance of the tree, or only tell what would change."""

    def command() -> int:
        tree = Tree(root)
        facts = facts_of(tree, user=os.geteuid())
        before = manifest.read(tree)
        choices = _choices(asked, before)
        trust = checked_anchor(asked.trust) if asked.trust else (before.trust if before else None)
        wanted = plan(catalog()[choices.profile], choices, facts, trust)
        if only_diff:
            for line in apply.diff(apply.changes(tree, wanted, before), before):
                say(line)
            return GOOD
        noted = before or Manifest(choices=choices)
        due = apply.install(tree, wanted, msgspec.structs.replace(noted, choices=choices, trust=trust))
        say(voice.words("install.done", count=len(due)) if due else voice.words("install.unchanged"))
        return _after(tree, wanted, voice, is_changed=bool(due))

    return _in_one_block(voice, command)


def uninstall(root: Path, voice: Voice) -> int:
    """Make the tree what it was."""

    def command() -> int:
        tree = Tree(root)
        facts_of(tree, user=os.geteuid())
        before = manifest.read(tree)
        if before is None and tree.look(manifest.FOLDER) == Absent():
            raise InstallError(Hindrance.NOT_INSTALLED, str(root))
        own = is_own_machine(tree)
        if own:
            _run("systemctl", "stop", "parvis-stage", "parvis-fallback", "parvis-agent", "parvis-screen")
        if own and before and (before.packages_added or before.packages_removed):
            back = [f"{name}+" for name in before.packages_removed]
            code = _run("apt-get", "purge", "--yes", *before.packages_added, *back)
            if code != 0:
                complain(voice.words("install.apt-failed", number=code))
                return FAILED
        apply.uninstall(tree, before)
        if own:
            _run("userdel", "parvis")
            _reload()
        say(voice.words("install.undone", root=str(root)))
        return GOOD

    return _in_one_block(voice, command)


def _after(tree: Tree, wanted: Plan, voice: Voice, *, is_changed: bool) -> int:
    """Packages, the user, and what the running system must hear; in an image's tree, what is left to do."""
    present = installed(tree)
    missing = tuple(name for name in wanted.packages if name not in present)
    if is_own_machine(tree):
        code = _fetch(tree, missing) if missing else 0
        if code != 0:
            complain(voice.words("install.apt-failed", number=code))
            return FAILED
        if is_changed:
            _run("systemd-sysusers")
            _run("systemd-tmpfiles", "--create")
            _reload()
    elif missing:
        say(voice.words("install.packages", packages=" ".join(missing)))
    if tree.look(f"{SLOTS}/a/bin") == Absent() and tree.look(f"{SLOTS}/b/bin") == Absent():
        say(voice.words("install.no-player", folder=f"{SLOTS}/a"))
    return GOOD


def _fetch(tree: Tree, missing: Sequence[str]) -> int:
    """Install packages, and note which came and went with them. Where they cannot be, apt-get's answer."""
    present = installed(tree)
    # Our settings of unattended-upgrades and chrony are there before the packages bring theirs.
    keep = ("-o", "Dpkg::Options::=--force-confold")
    code = _run("apt-get", "install", "--yes", "--no-install-recommends", *keep, *missing)
    now, noted = installed(tree), manifest.read(tree)
    if noted is not None:
        added = tuple(sorted({*noted.packages_added, *(now - present)}))
        removed = tuple(sorted({*noted.packages_removed, *(present - now)}))
        manifest.write(tree, msgspec.structs.replace(noted, packages_added=added, packages_removed=removed))
    return code


def _reload() -> None:
    _run("systemctl", "daemon-reload")
    _run("udevadm", "control", "--reload")


def _run(*command: str) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own
    except FileNotFoundError:
        return 127


def _choices(asked: Asked, before: Manifest | None) -> Choices:
    earlier = before.choices if before else None
    profile = asked.profile or (earlier.profile if earlier else None)
    profiles = ", ".join(sorted(catalog()))
    if profile is None:
        raise SaidError(words("install.no-profile-named", profiles=profiles))
    if profile not in catalog():
        raise SaidError(words("device.no-profile", profile=profile, profiles=profiles))
    wrong = next((name for name in asked.usb if not _USB.fullmatch(name)), None)
    if wrong is not None:
        raise SaidError(words("install.bad-usb", what=wrong))
    if asked.central is not None and not _is_address(asked.central):
        raise SaidError(words("install.bad-central", what=asked.central))
    told = {name: value for name in Choices.__struct_fields__ if (value := getattr(asked, name))}
    told |= {name: tuple(told[name]) for name in ("outputs", "usb") if name in told}
    switches = {"sticks": asked.sticks, "read_only_root": asked.read_only_root}
    told |= {name: value for name, value in switches.items() if value is not None}
    return msgspec.structs.replace(earlier or Choices(profile=profile), **{**told, "profile": profile})


def _is_address(said: str) -> bool:
    parts = urlsplit(said)
    plain = re.fullmatch(r"[!#-\[\]-~]+", said) is not None
    return plain and parts.scheme in ("https", "http") and bool(parts.netloc)


def _in_one_block(voice: Voice, command: Callable[[], int]) -> int:
    try:
        return command()
    except SaidError as error:
        complain(f"parvis: {error.said.to(voice.language)}")
    except InstallError as error:
        complain(f"parvis: {_said(error).to(voice.language)}")
    return FAILED


def _said(error: InstallError) -> Said:
    what = error.what
    sentences = {
        Hindrance.NOT_THERE: words("install.not-there", what=what),
        Hindrance.NOT_ROOT: words("install.not-root"),
        Hindrance.NOT_DEBIAN: words("install.not-debian", what=what),
        Hindrance.NO_ROOM: words("install.no-room", what=what),
        Hindrance.NO_PARTITION: words("install.no-partition", what=what),
        Hindrance.LINK_ON_THE_WAY: words("install.link-on-the-way", what=what),
        Hindrance.ODD_FILE: words("install.odd-file", what=what),
        Hindrance.BAD_MANIFEST: words("install.bad-manifest", what=what),
        Hindrance.NOT_INSTALLED: words("install.not-installed", what=what),
    }
    return sentences[Hindrance(error.hindrance)]
