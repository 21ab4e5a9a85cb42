"""Answers that a page asks for again and again: unchanged is said in a word, what is long goes out zipped."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Request, Response

from central.api.desk import LIMITS

JSON = msgspec.json.Encoder()
FORMATS = {"json": "application/json", "csv": "text/csv", "pdf": "application/pdf"}
_ASK_AGAIN = "private, no-cache"


async def answered(
    request: Request[Any, Any, Any],
    body: bytes,
    media_type: str = MediaType.JSON,
    *,
    mark: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """An answer, or 304 where the asker has it. `mark` is what makes it another one (else its bytes)."""
    tag = f'W/"{hashlib.blake2b(mark or body, digest_size=12).hexdigest()}"'
    told = {"ETag": tag, "Cache-Control": _ASK_AGAIN, "Vary": "Accept-Encoding, Cookie", **(headers or {})}
    if tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, media_type=media_type, headers=told)
    if len(body) >= LIMITS.gzip_bytes and "gzip" in request.headers.get("accept-encoding", ""):
        body = await asyncio.to_thread(gzip.compress, body, 5)
        told["Content-Encoding"] = "gzip"
    return Response(body, media_type=media_type, headers=told)


async def document(
    request: Request[Any, Any, Any], write: Callable[[], bytes], name: str, format_: str
) -> Response[bytes]:
    """A document to keep, under a name; it is written in a thread."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format_}"'}
    return await answered(request, await asyncio.to_thread(write), FORMATS[format_], headers=headers)
