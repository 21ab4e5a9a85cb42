"""The feed on a web server: httpx with a bound on everything, and no faith in what answers."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from player.agent.connection import client, retry_after
from player.agent.deadline import within
from player.agent.errors import RefusedError, UnreachableError, WrongAnswerError
from player.agent.limits import Limits
from player.agent.source import Answer, Span

_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d+|\*)")


class WebSource:
    """A feed at a URL. Safe to use from several threads.

    `proxy` is the URL of a proxy, `authority` a file with the certificates of a private CA. Neither the
    environment nor a `.netrc` is read.
    """

    def __init__(
        self, url: str, limits: Limits, *, proxy: str | None = None, authority: Path | None = None
    ) -> None:
        self.name = url
        self._base = url.rstrip("/") + "/"
        self._limits = limits
        buffer = (socket.SOL_SOCKET, socket.SO_RCVBUF, limits.buffer_bytes)
        self._client = client(
            limits, connections=limits.threads + 1, proxy=proxy, authority=authority, options=(buffer,)
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @contextmanager
    def open(self, path: str, span: Span | None, seconds: float) -> Iterator[Answer]:
        """A file below the URL. No conditional request is made: two states may share one ETag."""
        headers = {"Range": f"bytes={span.start}-{span.end - 1}"} if span else {}
        try:
            with within(seconds), self._client.stream("GET", self._base + path, headers=headers) as answer:
                self._client.cookies.clear()
                yield Answer(self._start(path, answer, span), answer.iter_raw())
        except httpx.HTTPError as error:
            what = str(error) or type(error).__name__
            raise UnreachableError(f"{path}: no answer to the end: {what}") from error

    def _start(self, path: str, answer: httpx.Response, span: Span | None) -> int:
        """The byte at which the answer begins. Raises `FetchError` where it is none to this question."""
        if answer.status_code not in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
            self._drain(answer)
            raise self._refusal(path, answer)
        encoding = answer.headers.get("content-encoding", "identity").lower()
        if encoding != "identity":
            raise WrongAnswerError(
                f"{path} comes packed ({encoding[:20]}): the server must leave it as it is"
            )
        if answer.headers.get("content-type", "").lower().startswith("text/html"):
            raise WrongAnswerError(f"{path} is answered with a web page: a login page of the network?")
        if answer.status_code == httpx.codes.OK:
            return 0
        told = answer.headers.get("content-range", "")
        found = _CONTENT_RANGE.fullmatch(told)
        if span is None or found is None or int(found[1]) != span.start or int(found[2]) >= span.end:
            raise WrongAnswerError(f"{path} is answered with another part than was asked for: {told[:60]!r}")
        return span.start

    def _refusal(self, path: str, answer: httpx.Response) -> RefusedError | WrongAnswerError:
        if answer.has_redirect_location:
            where = answer.headers["location"][:200]
            return WrongAnswerError(f"{path} is said to be elsewhere ({where}): give the feed’s last address")
        text = f"{path}: the server says {answer.status_code} {answer.reason_phrase}".rstrip()
        return RefusedError(text, answer.status_code, retry_after(answer.headers, self._limits))

    def _drain(self, answer: httpx.Response) -> None:
        """Read an error's page, so that the connection lives on; a long one costs the connection."""
        size = 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > self._limits.error_bytes:
                return
