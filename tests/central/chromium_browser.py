"""Debian's Chromium for tests of pages: started once a module, asking nobody but the page's own server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
WAIT_MS = 20_000
CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")
IN_CHROMIUM = [
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"), reason="Chromium is not installed"
    ),
    pytest.mark.timeout(300),
]
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, as long as the block lasts."""
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=str(CHROMIUM), args=list(_FLAGS))
        yield started
        started.close()


def follow(link: Locator) -> None:
    """Tap what leads to another page, and wait for it: no thumb meets one that is still being laid out."""
    with link.page.expect_navigation():
        link.tap()
