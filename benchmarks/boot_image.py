"""A disk with an appliance on it, made as `docs/install.md` says: Debian, a venv, `parvis install --root /`.

Nothing of Parvis is put there by hand. What is added is what a site brings (an address by DHCP, its time)
and what the emulated machine needs: patience, for it is thirty times slower, and the rig that tells what
happens in it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUITES = {12: "bookworm", 13: "trixie"}
PYTHONS = {12: "3.11", 13: "3.13"}
_BASE = "systemd,systemd-sysv,udev,dbus,kmod,iproute2,linux-image-amd64,python3,python3-venv,ca-certificates"
_PATIENCE = "[Service]\nTimeoutStartSec=900\nTimeoutStopSec=120\nWatchdogSec=600\n"
_OF_ALL = "[Manager]\nDefaultTimeoutStartSec=900\n"
_WIRED = "[Match]\nName=en* eth*\n[Network]\nDHCP=yes\n"
_ROOT = "/dev/vda / ext4 errors=remount-ro 0 1\n"
_LOOKED_FOR = "x-systemd.device-timeout=300"
_STATE = f"LABEL=parvis-state /var/lib/parvis ext4 nosuid,nodev,noexec,noatime,{_LOOKED_FOR} 0 2\n"
_RIG = """[Unit]
Description=Tells what happens
After=local-fs.target
[Service]
ExecStart=/usr/bin/python3 -I /usr/lib/boot_rig.py /dev/ttyS1
Restart=always
"""


def do(*command: str, folder: Path = ROOT) -> None:
    """Run a command, or end with what it said."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-3000:]}")


def wheels(folder: Path, release: int) -> Path:
    """Parvis and all it needs, as wheels, in the versions of the lock."""
    found, locked = folder / "wheels", folder / "locked.txt"
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pinned = [line.removesuffix(" \\") for line in lines if line[:1].isalnum() and "==" in line]
    locked.write_text("\n".join(pinned) + "\n", "utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    sources = folder / "sources"
    shutil.copytree(
        ROOT,
        sources,
        ignore=shutil.ignore_patterns(".venv", ".git", "build", "tests", "__pycache__", ".*_cache"),
    )
    do(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(found), str(sources))
    (own,) = found.glob("parvis-*.whl")
    which = ("--only-binary", ":all:", "--python-version", PYTHONS[release], "--constraint", str(locked))
    do(*pip, "download", *which, "--dest", str(found), str(own))
    return found


@contextmanager
def inside(tree: Path) -> Iterator[None]:
    """While commands run in the tree: what a running system has, and no service that starts."""
    policy = tree / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", "ascii")
    policy.chmod(0o755)
    do("mount", "-t", "proc", "proc", str(tree / "proc"))
    do("mount", "--rbind", "/dev", str(tree / "dev"))
    do("mount", "--make-rslave", str(tree / "dev"))
    try:
        yield
    finally:
        do("umount", "--recursive", str(tree / "dev"))
        do("umount", str(tree / "proc"))
        policy.unlink()


def make_tree(folder: Path, release: int, trust: Path, *flags: str) -> Path:
    """The tree of an appliance; `flags` are those of `parvis install`. It takes minutes, as root."""
    tree, brought = folder / "tree", wheels(folder, release)
    do("debootstrap", "--variant=minbase", f"--include={_BASE}", SUITES[release], str(tree))
    shutil.copyfile("/etc/resolv.conf", tree / "etc/resolv.conf")
    shutil.copytree(brought, tree / "srv/wheels")
    shutil.copyfile(trust, tree / "srv/root.json")
    (tree / "etc/fstab").write_text(_ROOT, "ascii")
    with inside(tree):
        run = ("chroot", str(tree))
        do(*run, "python3", "-m", "venv", "/opt/parvis/a")
        pip = ("/opt/parvis/a/bin/pip", "install", "--quiet", "--no-index", "--find-links", "/srv/wheels")
        do(*run, *pip, "parvis")
        do(*run, "/opt/parvis/a/bin/parvis", "install", "--root", "/", "--trust", "/srv/root.json", *flags)
    shutil.rmtree(tree / "srv/wheels")
    (tree / "srv/root.json").unlink()
    return tree


def make_read_only(tree: Path) -> None:
    """The same appliance with its state on a partition of its own, and its root below an overlay."""
    (tree / "etc/fstab").write_text(_ROOT + _STATE, "ascii")
    shutil.copyfile("/etc/resolv.conf", tree / "etc/resolv.conf")
    with inside(tree):
        do("chroot", str(tree), "/opt/parvis/a/bin/parvis", "install", "--root", "/", "--read-only-root")


def digest_of(disk: Path) -> str:
    """A disk's files and when each was written to, as one digest; without the id of its first boot."""
    told = hashlib.sha256()
    with tempfile.TemporaryDirectory() as folder:
        do("mount", "-o", "loop,ro,noload", str(disk), folder)
        try:
            for file in sorted(Path(folder).rglob("*")):
                about, name = file.lstat(), file.relative_to(folder)
                if name != Path("etc/machine-id"):
                    told.update(f"{name} {about.st_size} {about.st_mode} {about.st_ctime_ns}\n".encode())
        finally:
            do("umount", folder)
    return told.hexdigest()


def missing_libraries(tree: Path) -> list[str]:
    """What Qt's parts that an appliance uses look for and do not find."""
    qt = "/opt/parvis/a/lib/python3*/site-packages/PySide6"
    parts = ("platforms/libqwayland*", "multimedia/*", "imageformats/*", "wayland-*/*")
    paths = " ".join(f"{qt}/Qt/plugins/{part}.so" for part in parts)
    command = f"for one in {paths} {qt}/Qt{{Quick,Qml,Multimedia,Gui}}.abi3.so; do ldd $one; done"
    said = subprocess.run(
        ("chroot", str(tree), "bash", "-c", command), capture_output=True, text=True, check=False
    ).stdout
    if "=>" not in said:
        sys.exit("no part of Qt was looked at")
    return sorted({line.split()[0] for line in said.splitlines() if "not found" in line})


def make_state(disk: Path) -> None:
    """An empty partition for the state directory."""
    with disk.open("wb") as file:
        file.truncate(2 * 2**30)
    do("mkfs.ext4", "-q", "-F", "-L", "parvis-state", str(disk))


def make_disk(tree: Path, disk: Path) -> None:
    """The tree as a disk that an emulated machine boots."""
    units = tree / "etc/systemd/system"
    for name in ("stage", "fallback", "doctor", "screen"):
        patience = units / f"parvis-{name}.service.d/patience.conf"
        patience.parent.mkdir(exist_ok=True)
        patience.write_text(_PATIENCE, "ascii")
    (tree / "etc/systemd/system.conf.d/patience.conf").write_text(_OF_ALL, "ascii")
    shutil.copyfile(Path(__file__).with_name("boot_rig.py"), tree / "usr/lib/boot_rig.py")
    (units / "rig.service").write_text(_RIG, "ascii")
    wanted = units / "multi-user.target.wants/rig.service"
    wanted.unlink(missing_ok=True)
    wanted.symlink_to("/etc/systemd/system/rig.service")
    (tree / "etc/systemd/network/20-wired.network").write_text(_WIRED, "ascii")
    do("systemctl", f"--root={tree}", "enable", "systemd-networkd")
    zone = tree / "etc/localtime"
    zone.unlink(missing_ok=True)
    zone.symlink_to("/usr/share/zoneinfo/Europe/Paris")
    (tree / "etc/machine-id").write_text("", "ascii")
    (tree / "etc/resolv.conf").write_text("nameserver 10.0.2.3\n", "ascii")
    with disk.open("wb") as file:
        file.truncate(6 * 2**30)
    do("mkfs.ext4", "-q", "-F", "-L", "root", "-d", str(tree), str(disk))
    for name in ("vmlinuz", "initrd.img"):
        (newest,) = (tree / "boot").glob(f"{name}-*")
        shutil.copyfile(newest, disk.with_name(name))
