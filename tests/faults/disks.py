"""Real disks for tests: small ones that fill up, that turn read-only, and that lose their power."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 4096
_FICLONE = 0x40049409
_SMALLEST_XFS = 400 * 2**20


class NoMountError(Exception):
    """This machine lets nobody make a disk: that needs root, and loop devices for some."""


def _system(*command: str | Path) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError as error:
        raise NoMountError(f"{command[0]} is not here") from error
    except subprocess.CalledProcessError as error:
        raise NoMountError(f"{' '.join(map(str, command))}: {error.stderr.strip()}") from error


@contextmanager
def mounted(folder: Path, *how: str | Path) -> Iterator[None]:
    """Something mounted there for a while, whoever still uses it. Raises `NoMountError`."""
    folder.mkdir(exist_ok=True)
    _system("mount", *how, folder)
    try:
        yield
    finally:
        _system("umount", "--lazy", folder)


@contextmanager
def tmpfs(folder: Path, megabytes: int, files: int = 0) -> Iterator[None]:
    """A small disk in memory, for so many files and folders at most (0: for any number)."""
    with mounted(folder, "-t", "tmpfs", "-o", f"size={megabytes}m,nr_inodes={files}", "none"):
        yield


def make_read_only(folder: Path) -> None:
    """Let nobody write there any more; for a disk that nobody has a file open for writing on."""
    _system("mount", "-o", "remount,ro", folder)


def make_image(file: Path, megabytes: int) -> None:
    """A file with an empty ext4 in it."""
    with file.open("wb") as image:
        image.truncate(megabytes * 2**20)
    _system("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", file)


def make_reflinking(file: Path) -> None:
    """A file with an empty XFS in it, where a file can be copied in no time (`copy_at_once`)."""
    with file.open("wb") as image:
        image.truncate(_SMALLEST_XFS)
    _system("mkfs.xfs", "-q", "-m", "reflink=1", file)


def copy_at_once(source: Path, target: Path) -> None:
    """A copy of a file as it is at one instant (ioctl_ficlone(2)), whoever writes to it."""
    with source.open("rb") as old, target.open("wb") as new:
        fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())


@contextmanager
def ext4(folder: Path, image: Path) -> Iterator[None]:
    """The disk in a file."""
    with mounted(folder, "-t", "ext4", "-o", "loop,errors=remount-ro", image):
        yield


def break_ext4(folder: Path) -> None:
    """Let the system find a fault in a disk: it is read-only at once, under all who use it."""
    device = Path(_system("findmnt", "-no", "SOURCE", folder).strip()).name
    Path("/sys/fs/ext4", device, "trigger_fs_error").write_text("tried\n")


def check_ext4(image: Path) -> None:
    """What a device does at its start: mend the disk, without asking. Raises `NoMountError` if it cannot."""
    done = subprocess.run(["fsck.ext4", "-p", str(image)], check=False, capture_output=True, text=True)
    if done.returncode > 1:
        raise NoMountError(f"fsck: {done.stdout} {done.stderr}")


@contextmanager
def filled(folder: Path, leaving: int = 0) -> Iterator[None]:
    """A disk on which so many bytes are free, in whole blocks; all others belong to somebody else.

    Who works on that disk meanwhile may take a block between the look and the deed: then it looks again.
    """
    filler = folder / "filler"
    with filler.open("wb") as file:
        while size := max(0, shutil.disk_usage(folder).free - leaving) // _BLOCK * _BLOCK:
            try:
                os.posix_fallocate(file.fileno(), 0, size)
                break
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    try:
        yield
    finally:
        filler.unlink()
