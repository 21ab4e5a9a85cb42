"""Files below a root, never beyond it: no link is followed on any way, every file is put in place whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import msgspec

from provisioning.errors import InstallError
from provisioning.install.hindrance import Hindrance

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PART = ".parvis-install-part"
LARGEST = 16 * 2**20
"""Bytes of a file that may be replaced: what is larger is no settings file."""


class Absent(msgspec.Struct, frozen=True, tag="absent"):
    """Nothing is there."""


class IsFolder(msgspec.Struct, frozen=True, tag="folder"):
    """A folder is there."""


class IsLink(msgspec.Struct, frozen=True, tag="link"):
    """A symbolic link is there."""

    target: str


class IsFile(msgspec.Struct, frozen=True, tag="file"):
    """A file is there; `touched_ns` is when it was changed last."""

    content: bytes
    mode: int
    user: int
    group: int
    touched_ns: int


Found = Absent | IsFolder | IsLink | IsFile


class Tree:
    """The tree below a folder; paths are absolute in it. Raises `InstallError` where a link is on the way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.user, self.group = os.geteuid(), os.getegid()

    def look(self, path: str) -> Found:
        """What is at a path."""
        try:
            with self._parent(path) as (folder, name):
                about = os.stat(name, dir_fd=folder, follow_symlinks=False)
                if stat.S_ISDIR(about.st_mode):
                    return IsFolder()
                if stat.S_ISLNK(about.st_mode):
                    return IsLink(os.readlink(name, dir_fd=folder))
                return self._file(path, folder, name)
        except FileNotFoundError:
            return Absent()

    def _file(self, path: str, folder: int, name: str) -> IsFile:
        descriptor = os.open(name, _FILE, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
                raise InstallError(Hindrance.ODD_FILE, path)
            mode = stat.S_IMODE(about.st_mode)
            return IsFile(file.read(LARGEST), mode, about.st_uid, about.st_gid, about.st_mtime_ns)

    def make_folder(self, path: str, mode: int) -> None:
        """Make a folder whose parent is there."""
        with self._parent(path) as (folder, name):
            os.mkdir(name, mode, dir_fd=folder)
            os.chmod(name, mode, dir_fd=folder)
            os.fsync(folder)

    def put(self, path: str, file: IsFile) -> None:
        """Put a file in place, whole or not at all, over whatever file or link is there."""
        with self._parent(path) as (folder, name):
            _forget(name + _PART, folder)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(name + _PART, flags, 0o600, dir_fd=folder)
            with os.fdopen(descriptor, "wb") as part:
                part.write(file.content)
                part.flush()
                if (file.user, file.group) != (self.user, self.group):
                    os.fchown(descriptor, file.user, file.group)
                os.fchmod(descriptor, file.mode)
                if file.touched_ns:
                    os.utime(descriptor, ns=(file.touched_ns, file.touched_ns))
                os.fsync(descriptor)
            os.replace(name + _PART, name, src_dir_fd=folder, dst_dir_fd=folder)
            os.fsync(folder)

    def link(self, path: str, target: str) -> None:
        """Put a symbolic link in place, over whatever file or link is there."""
        with self._parent(path) as (folder, name):
            _forget(name + _PART, folder)
            os.symlink(target, name + _PART, dir_fd=folder)
            os.replace(name + _PART, name, src_dir_fd=folder, dst_dir_fd=folder)
            os.fsync(folder)

    def forget(self, path: str) -> None:
        """Take a file or link away, and what was left of putting it there."""
        try:
            with self._parent(path) as (folder, name):
                _forget(name + _PART, folder)
                _forget(name, folder)
                os.fsync(folder)
        except FileNotFoundError:
            return

    def forget_part(self, path: str) -> None:
        """Take away what was left of putting a file or link there."""
        try:
            with self._parent(path) as (folder, name):
                _forget(name + _PART, folder)
        except FileNotFoundError:
            return

    def forget_folder(self, path: str, *, whole: bool) -> None:
        """Take a folder away: with all that is in it, or only if it is empty."""
        try:
            with self._parent(path) as (folder, name):
                if whole:
                    _empty(name, folder)
                os.rmdir(name, dir_fd=folder)
                os.fsync(folder)
        except FileNotFoundError:
            return
        except OSError:
            if whole:
                raise

    @contextmanager
    def _parent(self, path: str) -> Iterator[tuple[int, str]]:
        """The folder that a path is in, opened step by step, and its name there."""
        parts = PurePosixPath(path).parts[1:]
        folder = os.open(self.root, _FOLDER & ~os.O_NOFOLLOW)
        try:
            for part in parts[:-1]:
                try:
                    inner = os.open(part, _FOLDER, dir_fd=folder)
                except NotADirectoryError as error:
                    raise InstallError(Hindrance.LINK_ON_THE_WAY, path) from error
                os.close(folder)
                folder = inner
            yield folder, parts[-1]
        finally:
            os.close(folder)


@contextmanager
def _opened(name: str, folder: int) -> Iterator[int]:
    inner = os.open(name, _FOLDER, dir_fd=folder)
    try:
        yield inner
    finally:
        os.close(inner)


def _forget(name: str, folder: int) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return


def _empty(name: str, folder: int) -> None:
    with _opened(name, folder) as inner:
        for entry in os.listdir(inner):  # noqa: PTH208 - of an open folder
            if stat.S_ISDIR(os.stat(entry, dir_fd=inner, follow_symlinks=False).st_mode):
                _empty(entry, inner)
                os.rmdir(entry, dir_fd=inner)
            else:
                os.unlink(entry, dir_fd=inner)
