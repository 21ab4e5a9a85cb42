"""A small tree of Debian to install into, and what is in a tree, byte by byte."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from device_profiles.catalog import catalog
from provisioning.install.action import Plan
from provisioning.install.facts import Facts
from provisioning.install.manifest import Choices
from provisioning.install.plan import plan

RELEASE = 'PRETTY_NAME="Debian GNU/Linux {0}"\nID=debian\nVERSION_ID="{0}"\n'


def debian(root: Path, release: int = 12) -> Path:
    """A tree that looks like Debian, with settings of its own."""
    for folder in ("usr/lib", "etc/systemd/system", "var/lib/dpkg", "opt"):
        (root / folder).mkdir(parents=True)
    (root / "usr/lib/os-release").write_text(RELEASE.format(release), "utf-8")
    (root / "etc/os-release").symlink_to("../usr/lib/os-release")
    (root / "etc/nftables.conf").write_text("#!/usr/sbin/nft -f\nflush ruleset\n", "utf-8")
    (root / "etc/nftables.conf").chmod(0o755)
    os.utime(root / "etc/nftables.conf", (1_700_000_000, 1_700_000_000))
    (root / "etc/systemd/system/default.target").symlink_to("/usr/lib/systemd/system/graphical.target")
    return root


def appliance(profile: str = "kiosk", release: int = 12, **choices: object) -> Plan:
    """What is planned for a machine of a profile."""
    chosen = Choices(profile=profile, **choices)  # type: ignore[arg-type]
    return plan(catalog()[profile], chosen, Facts(release=release, state_in_fstab=True), None)


def contents(root: Path) -> dict[str, tuple[object, ...]]:
    """Every path below a root, with what it is; of files owner, mode, time and bytes."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(root.rglob("*")):
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            found[str(path.relative_to(root))] = ("link", str(path.readlink()))
        elif stat.S_ISDIR(about.st_mode):
            found[str(path.relative_to(root))] = ("folder", about.st_mode)
        else:
            owner = (about.st_uid, about.st_gid, about.st_mode, about.st_mtime_ns)
            found[str(path.relative_to(root))] = ("file", *owner, path.read_bytes())
    return found
