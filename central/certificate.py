"""The certificate that central serves by itself: taken anew when its files change, told of before it ends."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate

from central.errors import CertificateError

LOOK_S = 5.0
"""How often the files are looked at."""
_LAST_PART = 4
"""In the last quarter of its life another one should have come: whoever renews does so at a third."""
_log = logging.getLogger(__name__)


class Certificate:
    """The files of a certificate and its key. `context` is what the server makes its connections with."""

    def __init__(
        self,
        chain: Path,
        key: Path,
        clock: Callable[[], datetime],
        context: Callable[[], ssl.SSLContext | None],
    ) -> None:
        self._chain, self._key, self._clock, self._context = chain, key, clock, context
        self._mark = self._written()
        self._life = self._read()

    async def look(self) -> None:
        """Serve what is there now; connections that stand go on with what was there before.

        Raises:
            CertificateError: what is there cannot be used, or is about to end.
            OSError: the files cannot be read.
        """
        mark, context = self._written(), self._context()
        if mark != self._mark and context is not None:
            self._take(context)
            self._mark = mark
        begin, end = self._life
        if self._clock() >= end - (end - begin) / _LAST_PART:
            raise CertificateError(f"the certificate in {self._chain} is good until {end:%Y-%m-%d %H:%M}Z")

    def _take(self, context: ssl.SSLContext) -> None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self._chain, self._key)
            life = self._read()
            context.load_cert_chain(self._chain, self._key)
        except (ssl.SSLError, ValueError) as error:
            raise CertificateError(f"the new certificate in {self._chain} cannot be used: {error}") from error
        self._life = life
        _log.info("a new certificate is served, good until %s", life[1])

    def _written(self) -> tuple[tuple[int, int], ...]:
        """Tells one writing of the files from another."""
        found = (file.stat() for file in (self._chain, self._key))
        return tuple((one.st_ino, one.st_mtime_ns) for one in found)

    def _read(self) -> tuple[datetime, datetime]:
        """From when until when it is good."""
        found = load_pem_x509_certificate(self._chain.read_bytes())
        return found.not_valid_before_utc, found.not_valid_after_utc
