"""A certificate that is renewed is served without a start, and one that nobody renews is told of."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback_certificate import certificate

from central.certificate import Certificate
from central.errors import CertificateError


class Served:
    """A certificate in a folder, and the context of a server that has it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at = folder, datetime.now(UTC)
        self.chain, self.key = certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.chain, self.key)
        self.one = Certificate(self.chain, self.key, lambda: self.at, lambda: self.context)

    def look(self) -> None:
        asyncio.run(self.one.look())

    @property
    def shown(self) -> str:
        """What somebody who comes now is shown."""
        return asyncio.run(self._shown())

    async def _shown(self) -> str:
        async with await asyncio.start_server(
            lambda _, out: out.close(), "127.0.0.1", 0, ssl=self.context
        ) as server:
            address = server.sockets[0].getsockname()
            return await asyncio.to_thread(ssl.get_server_certificate, address)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


def test_a_renewed_certificate_is_served_from_then_on(served: Served) -> None:
    before = served.chain.read_text("ascii")
    served.look()
    assert served.shown == before
    certificate(served.folder)
    assert served.shown == before, "until it is looked at"
    served.look()
    assert served.shown == served.chain.read_text("ascii") != before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda served: served.chain.write_bytes(b"half of"),
        lambda served: served.key.write_bytes(Served(served.folder / "other").key.read_bytes()),
        lambda served: served.key.write_bytes(b""),
    ],
    ids=["no certificate", "another key", "empty"],
)
def test_a_new_one_that_cannot_be_used_is_told_and_the_old_one_served(
    served: Served, spoil: Callable[[Served], object]
) -> None:
    (served.folder / "other").mkdir()
    before = served.shown
    spoil(served)
    for _ in range(2):
        with pytest.raises(CertificateError, match="cannot be used"):
            served.look()
        assert served.shown == before
    certificate(served.folder)
    served.look()
    assert served.shown == served.chain.read_text("ascii") != before


def test_one_that_ends_soon_is_told_until_another_is_brought(served: Served) -> None:
    served.at += timedelta(hours=11)
    served.look()
    served.at += timedelta(hours=2)
    with pytest.raises(CertificateError, match="is good until"):
        served.look()
    certificate(served.folder, lasts=timedelta(days=30))
    served.look()


def test_files_that_are_gone_are_told_and_the_old_one_served(served: Served) -> None:
    before = served.shown
    served.chain.unlink()
    with pytest.raises(FileNotFoundError):
        served.look()
    assert served.shown == before
