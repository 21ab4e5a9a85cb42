"""The lock: everything that pyproject.toml asks for, pinned and hashed, from no particular host."""

from __future__ import annotations

import re
import tomllib

from ground_sources import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def locked() -> dict[str, str]:
    """Every package of the lock with its version."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE))


def test_everything_asked_for_is_locked() -> None:
    asked = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    names = {re.match(r"[\w.-]+", line)[0] for line in asked}  # type: ignore[index]
    assert not names - locked().keys(), "run scripts/lock"


def test_every_package_is_hashed_and_no_host_is_named() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert {entry.partition("==")[0] for entry in entries} == locked().keys()
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK


def test_qt_is_the_release_that_keeps_none_alive() -> None:
    names = ("pyside6-essentials", "pyside6-addons", "shiboken6")
    assert {locked()[name] for name in names} == {"6.11.3"}, "see docs/adr/0002-python-and-qt-quick.md"
