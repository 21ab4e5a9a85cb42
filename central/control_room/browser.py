"""A picture of a page of central's web face, as a browser draws it: by the one that Qt brings along."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

_QUIET = "--disable-gpu --disable-background-networking --no-first-run --log-level=3"
_PATIENCE_MS, _SETTLES_MS = 30_000, 1_500
"""The most that a page may take, and how long it is left to draw its maps and curves."""


class Page(NamedTuple):
    """Which page, as whom, how large in pixels, in which language, and where its picture goes."""

    url: str
    token: str
    width: int
    height: int
    language: str
    file: Path


class _Bearer(QWebEngineUrlRequestInterceptor):
    """Says with each request who asks, and in which language."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._token, self._language = page.token, page.language

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        info.setHttpHeader(b"Authorization", f"Bearer {self._token}".encode())
        info.setHttpHeader(b"Accept-Language", self._language.encode())


def photograph_page(page: Page) -> bool:
    """Write a PNG of a page; returns whether it came. The process has no other application."""
    os.environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_CHROMIUM_FLAGS": _QUIET,
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    application = QApplication.instance() or QApplication(["parvis"])
    profile, bearer, loop, came = QWebEngineProfile(), _Bearer(page), QEventLoop(), [False]
    profile.setUrlRequestInterceptor(bearer)
    view = QWebEngineView(profile)
    view.resize(page.width, page.height)

    def loaded(well: bool) -> None:
        came[0] = well
        QTimer.singleShot(_SETTLES_MS, loop.quit)

    view.loadFinished.connect(loaded)
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    view.show()
    view.load(QUrl(page.url))
    loop.exec()
    written = came[0] and view.grab().save(str(page.file))
    view.setPage(None)  # type: ignore[arg-type]
    application.processEvents()
    return written
