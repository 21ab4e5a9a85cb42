"""Builds a new version of the player in the idle slot; what plays is not touched."""

from __future__ import annotations

import contextlib
import ensurepip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from provisioning.install.tools.slots import Slots, SlotsError, Why, put, sync

_WHEELS = (Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels"))
"""Where a pip that fits this Python lies: its own, or, where Debian took that out, Debian’s."""
_PACKAGE = "parvis"


def stage(slots: Slots, wheels: Path, beside: Callable[[str, Path], object] | None = None) -> str:
    """Build a folder of wheels in the idle slot; `beside` may add to it, or refuse it. Its version."""
    with slots.alone():
        if slots.trial is not None:
            raise SlotsError(Why.TRIAL)
        slot = slots.root / slots.idle
        _clear(slot)
        before = os.umask(0o022)  # root's own may be any: all run what is built, nobody else changes it
        try:
            return _build(slot, wheels, beside)
        except BaseException:  # a disk that it filled is not to stay full of it
            with contextlib.suppress(OSError):
                _clear(slot)
            raise
        finally:
            os.umask(before)


def _clear(slot: Path) -> None:
    with contextlib.suppress(FileNotFoundError):  # where it was broken off, none is left
        (slot / "ready").unlink(missing_ok=True)
        sync(slot)
        shutil.rmtree(slot)


def _build(slot: Path, wheels: Path, beside: Callable[[str, Path], object] | None) -> str:
    _do([sys.executable, "-m", "venv", "--without-pip", str(slot)])
    python, pip = str(slot / "bin" / "python"), f"{_pip()}/pip"
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-index", "--find-links"]
    _do([sys.executable, pip, "--python", python, "install", *options, str(wheels), _PACKAGE])
    version = _version(slot)
    if beside:
        beside(version, slot)
    os.sync()
    put(slot / "ready", {"version": version})
    return version


def know(slot: Path) -> None:
    """Note the version of a slot that was filled by hand: it can be returned to. Raises `SlotsError`."""
    put(slot / "ready", {"version": _version(slot)})


def _version(slot: Path) -> str:
    try:
        return _do([str(slot / "bin" / _PACKAGE), "--version"]).split()[-1]
    except (OSError, IndexError) as error:
        raise SlotsError(str(error)) from error


def _pip() -> Path:
    for folder in _WHEELS:
        if found := sorted(folder.glob("pip-*.whl")):
            return found[-1]
    raise SlotsError("there is no pip: install python3-venv")


def _do(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode != 0:
        told = (done.stderr or done.stdout).strip()[-2000:]
        raise SlotsError(told or f"{command[0]} ended with {done.returncode}")
    return done.stdout
