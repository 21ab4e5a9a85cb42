"""Whether a web server hosts a feed as devices need it: what was asked, what came, whether it will do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import msgspec
from tuf.api.metadata import Metadata, Timestamp

from playlists.feed.publishing.alerts import standing
from playlists.feed.publishing.publish import heads, program_file
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import (
    ALERTS,
    DEVICES,
    METADATA,
    PROGRAMS,
    ROOT,
    TIMESTAMP,
    document_path,
    editor_role,
    last_part,
    metadata_name,
)

SKEW = timedelta(minutes=2)
"""How far the server's clock may be from ours."""
FRESH_S = 60
"""The longest that a cache may keep the timestamp, in seconds."""
LASTING_S = 86_400
"""The shortest that a cache should keep what never changes, in seconds."""
_TIMEOUT = httpx.Timeout(10.0)
_MOST_BYTES = 64 * 2**20


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at: its name, whether it is well, and what came."""

    name: str
    good: bool
    found: str


def examine(url: str, repository: Repository, now: datetime) -> Iterator[Finding]:
    """Everything that makes a server fit, or not, for the feed whose signed state lies in `repository`."""
    base = url.rstrip("/") + "/"
    headers = {"Accept-Encoding": "gzip, br, identity"}
    with httpx.Client(base_url=base, timeout=_TIMEOUT, headers=headers) as client:
        yield from _timestamp(client, repository, now)
        yield _missing(client, repository)
        yield from _program(client, repository)


def _timestamp(client: httpx.Client, repository: Repository, now: datetime) -> Iterator[Finding]:
    answer = _get(client, f"{METADATA}/{TIMESTAMP}.json")
    if isinstance(answer, str):
        yield Finding(name="reachable", good=False, found=answer)
        return
    yield Finding(name="reachable", good=answer.status_code == httpx.codes.OK, found=_status(answer))
    if answer.status_code != httpx.codes.OK:
        return
    yield _current(answer, repository)
    age = max_age(answer.headers)
    yield Finding(name="fresh", good=age is not None and age <= FRESH_S, found=_cache(answer.headers))
    yield _plain(answer, "timestamp-plain")
    yield _clock(answer.headers, now)
    for role in (DEVICES, *map(editor_role, repository.chain.editors)):
        repository.role(role)
    for role in sorted(repository.chain.expires):
        yield _expiry(role, repository, now)
    yield _alerts(client, repository, now)


def _current(answer: httpx.Response, repository: Repository) -> Finding:
    """Whether the server has what was published last."""
    version = repository.chain.timestamp.version
    try:
        served = Metadata[Timestamp].from_bytes(answer.content).signed.version
    except Exception as error:  # noqa: BLE001
        return Finding(name="current", good=False, found=f"no timestamp: {error}")
    return Finding(name="current", good=served == version, found=f"{served} ({version})")


def _expiry(role: str, repository: Repository, now: datetime) -> Finding:
    left = repository.chain.expires[role] - now
    return Finding(
        name=f"expiry-{role}",
        good=left > last_part(role),
        found=f"{repository.chain.expires[role]:%Y-%m-%d %H:%M}Z",
    )


def _alerts(client: httpx.Client, repository: Repository, now: datetime) -> Finding:
    """Whether the server has the newest board of alerts, and devices may still accept what is in force."""
    found = [alert for alert in standing(repository) if alert.closes > now]
    answer = _get(client, f"{METADATA}/{metadata_name(ALERTS, repository.role(ALERTS).version)}")
    if isinstance(answer, str) or answer.status_code != httpx.codes.OK:
        return Finding(
            name="alerts", good=False, found=answer if isinstance(answer, str) else _status(answer)
        )
    told = ", ".join(f"{alert.id} {alert.closes:%Y-%m-%d %H:%M}Z" for alert in found) or "-"
    good = not found or repository.chain.expires[ALERTS] > now
    return Finding(name="alerts", good=good, found=told)


def _missing(client: httpx.Client, repository: Repository) -> Finding:
    """A next root that is not there must be a plain 404 or 403: anything else stops every device."""
    answer = _get(client, f"{METADATA}/{metadata_name(ROOT, repository.chain.root.version + 1)}")
    if isinstance(answer, str):
        return Finding(name="missing", good=False, found=answer)
    good = answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.FORBIDDEN}
    return Finding(name="missing", good=good, found=_status(answer))


def _program(client: httpx.Client, repository: Repository) -> Iterator[Finding]:
    """A file that never changes: resumable, lasting, as it is."""
    editions = [edition for head in heads(repository).values() for edition in head.editions]
    if not editions:
        return
    edition = editions[0]
    path = document_path(PROGRAMS, edition.program)
    program_file(repository, edition.program)
    whole = _get(client, path)
    if isinstance(whole, str):
        yield Finding(name="program", good=False, found=whole)
        return
    yield Finding(name="program", good=len(whole.content) == edition.bytes, found=_status(whole))
    yield _plain(whole, "program-plain")
    age = max_age(whole.headers)
    yield Finding(name="lasting", good=age is not None and age >= LASTING_S, found=_cache(whole.headers))
    half = edition.bytes // 2
    part = _get(client, path, {"Range": f"bytes={half}-"})
    if isinstance(part, str):
        yield Finding(name="range", good=False, found=part)
        return
    wanted = f"bytes {half}-{edition.bytes - 1}/{edition.bytes}"
    told = part.headers.get("content-range", "")
    good = part.status_code == httpx.codes.PARTIAL_CONTENT and told == wanted
    yield Finding(name="range", good=good, found=f"{_status(part)} {told}".strip())


def _clock(headers: Mapping[str, str], now: datetime) -> Finding:
    told = headers.get("date", "")
    try:
        skew = abs(parsedate_to_datetime(told) - now)
    except ValueError:
        return Finding(name="clock", good=False, found=told or "-")
    return Finding(name="clock", good=skew <= SKEW, found=told)


def _plain(answer: httpx.Response, name: str) -> Finding:
    """Hashes and lengths are those of the file: a server that packs it on the way breaks resuming."""
    encoding = answer.headers.get("content-encoding", "identity")
    return Finding(name=name, good=encoding == "identity", found=encoding)


def max_age(headers: Mapping[str, str]) -> int | None:
    """How long a cache may keep an answer, in seconds; None where the server does not say."""
    told = headers.get("cache-control", "").lower()
    if "no-store" in told or "no-cache" in told:
        return 0
    found = re.search(r"max-age=(\d+)", told)
    return int(found[1]) if found else None


def _cache(headers: Mapping[str, str]) -> str:
    return headers.get("cache-control", "no Cache-Control")


def _status(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".strip()


def _get(client: httpx.Client, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response | str:
    """An answer, its body bounded; or why there is none."""
    try:
        with client.stream("GET", path, headers=headers) as answer:
            size = 0
            pieces = []
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > _MOST_BYTES:
                    return "too large"
                pieces.append(piece)
            answer._content = b"".join(pieces)  # noqa: SLF001
            return answer
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"
