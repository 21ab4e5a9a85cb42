"""An appliance of a real Debian 12 tree: installed, checked, installed again, taken back.

debootstrap makes the tree (as root, from a mirror); `parvis install` goes into it. The system's own tools
read what lies there then: systemd-analyze its units, nft its rules; apt of Debian 12 and of 13 says whether
every package exists. A second run must change nothing, and `parvis uninstall` leave every byte as it was. It
takes some three minutes, however many are given.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from figures import Row, minutes, tell

from provisioning.install.packages import SESSIONS, packages

MINUTES = 5
ROOT = Path(__file__).parents[1]
PARVIS = [sys.executable, "-m", "parvis"]
SUITES = {12: "bookworm", 13: "trixie"}
CALLED = ("opt/parvis/a/bin/parvis", "opt/parvis/a/bin/python", "usr/bin/weston", "usr/bin/python3")


def said(*command: str) -> tuple[int, str]:
    """How a command ended, and what it said."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def sums(root: Path) -> dict[str, str]:
    """Of every path below a root what it is: owner, mode, and of a file the hash, of a link its target."""
    found: dict[str, str] = {}
    for folder, folders, names in os.walk(root):
        for name in (*folders, *names):
            path = Path(folder, name)
            about = path.lstat()
            what = str(path.readlink()) if path.is_symlink() else ""
            if path.is_file() and not path.is_symlink():
                what = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path)] = f"{about.st_mode} {about.st_uid} {about.st_gid} {what}"
    return found


def missing(release: int, folder: Path) -> list[str]:
    """The packages that a release of Debian does not have."""
    base = folder / str(release)
    for part in ("lists/partial", "cache/archives/partial"):
        (base / part).mkdir(parents=True)
    (base / "status").touch()
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    source = f"deb [signed-by={keyring}] http://deb.debian.org/debian {SUITES[release]} main\n"
    (base / "sources.list").write_text(source, "ascii")
    places = (f"Dir::State={base}", f"Dir::State::status={base}/status", f"Dir::Cache={base}/cache")
    sources = (f"Dir::Etc::sourcelist={base}/sources.list", "Dir::Etc::sourceparts=-")
    options = [word for place in (*places, *sources) for word in ("-o", place)]
    said("apt-get", *options, "update")
    wanted = {name for session in SESSIONS for name in packages(release, session, read_only_root=True)}
    known = said("apt-cache", *options, "--no-all-versions", "show", *sorted(wanted))[1]
    return sorted(name for name in wanted if f"Package: {name}\n" not in known)


def bad_units(root: Path) -> list[str]:
    """What systemd says of the units."""
    made: list[Path] = []
    for name in CALLED:
        if not (root / name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("#!/bin/sh\n", "ascii")
            (root / name).chmod(0o755)
            made.append(root / name)
    units = [path.name for path in (root / "etc/systemd/system").glob("parvis-*.*") if path.is_file()]
    verify = ("systemd-analyze", "verify", "--man=no", f"--root={root}")
    told = [said(*verify, name.replace("@", "@sdb1")) for name in sorted(units)]
    for path in made:
        path.unlink()
    return [text or "?" for code, text in told if code != 0 or text]


def main() -> None:
    """Goes through it once."""
    minutes(MINUTES)
    with tempfile.TemporaryDirectory(prefix="parvis-install-") as name:
        root = Path(name, "rootfs")
        code, log = said("debootstrap", "--variant=minbase", "--include=systemd,udev", SUITES[12], str(root))
        if code != 0:
            sys.exit(log[-2000:])
        before = sums(root)
        code, _ = said(*PARVIS, "install", "--root", str(root), "--profile", "kiosk")
        tell([Row("installed into Debian 12", "exit 0", f"exit {code}", code == 0)])
        units = bad_units(root)
        print("\n".join(units), file=sys.stderr)
        tell([Row("units that systemd objects to", "0", str(len(units)), not units)])
        code, _ = said("nft", "-c", "-f", str(root / "etc/nftables.conf"))
        tell([Row("the rules of the line, read by nft", "exit 0", f"exit {code}", code == 0)])
        after = sums(root)
        said(*PARVIS, "install", "--root", str(root))
        changed = len(set(after.items()) ^ set(sums(root).items()))
        tell([Row("changed by a second run", "0 paths", f"{changed} paths", changed == 0)])
        said(*PARVIS, "uninstall", "--root", str(root))
        left = set(before.items()) ^ set(sums(root).items())
        print("\n".join(map(str, sorted(left)[:10])), file=sys.stderr)
        tell([Row("different after taking it back", "0 paths", f"{len(left)} of {len(before)}", not left)])
        for release in SUITES:
            lacking = missing(release, Path(name))
            shown = ", ".join(lacking) or "0"
            tell([Row(f"packages that Debian {release} lacks", "0", shown, not lacking)])


if __name__ == "__main__":
    main()
