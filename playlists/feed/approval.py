"""What editors approved: for each campaign the digests of all it says; and how many editors must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from device_profiles.decoding import from_json
from playlists.errors import FeedError

SITE = "@site"
"""The campaign of what belongs to no playlist: themes, marks, built-in slides, screens, layouts."""
PLACES = "@places"
"""The campaign of the names of places."""
SERVICES = "@services"
"""The campaign of what touch screens offer."""

FORMAT = 1
_encoder = msgspec.json.Encoder(order="deterministic")


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """One editor's word for one campaign: the digests of everything it may say, sorted."""

    format: int = FORMAT
    campaign: str
    digests: tuple[str, ...]


def pack(campaign: str, digests: Iterable[str]) -> bytes:
    """The file of an approval; equal approvals give equal bytes."""
    return _encoder.encode(Approval(campaign=campaign, digests=tuple(sorted(set(digests)))))


def read(data: bytes) -> Approval:
    """An approval's file. Raises `FeedError`."""
    try:
        approval = from_json(data, Approval)
    except msgspec.DecodeError as error:
        raise FeedError(f"an approval cannot be read: {error}") from error
    if approval.format != FORMAT:
        raise FeedError(f"an approval has format {approval.format}; this version reads format {FORMAT}")
    return approval


def approved_by(said: Mapping[str, Iterable[str]], needed: int) -> frozenset[str]:
    """The digests that at least `needed` editors approved; `said` holds those of each editor.

    An editor counts once, in however many campaigns they approved it.
    """
    voices = Counter(digest for digests in said.values() for digest in set(digests))
    return frozenset(digest for digest, editors in voices.items() if editors >= needed)
