"""Which folders are listed, for tests of those that nobody may list: they can be endless."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest


def noted_listings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What `os` is asked to list, from now on."""
    listed: list[object] = []

    def noting(real: Callable[[object], object]) -> Callable[[object], object]:
        def noted(at: object = ".") -> object:
            listed.append(at)
            return real(at)

        return noted

    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, noting(getattr(os, name)))
    return listed
