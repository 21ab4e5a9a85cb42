"""The settings of one device as a stick brings them: who the box is to be, signed, verifiable by itself.

The file holds the settings as text, signatures of it by the role `orders`, and the metadata that vouch for
that role, so that nothing but the root that was installed with the box is needed to check it. The same bytes
are the ticket by which the box claims its identity once a network appears.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta
from securesystemslib.signer import Signature
from tuf.api.exceptions import RepositoryError

from device_profiles.decoding import from_json
from playlists.errors import FeedError
from playlists.feed.dispatch import file_name
from playlists.feed.tree import ORDERS, ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from playlists.feed.trust import Chain

FORMAT = 1
MOST_BYTES = 256 * 1024
"""A file larger than this is not looked at; it must also fit a pairing request (`PairingRequest.ticket`)."""
LASTS = timedelta(days=7)
"""How long settings are good, if nothing else is said."""
LONGEST = timedelta(days=31)
VOUCHING = (ROOT, TIMESTAMP, SNAPSHOT, TARGETS)
"""The roles whose metadata vouch for the key of the role `orders`."""
_PURPOSE = b"parvis device settings 1\n"
"""Stands before what is signed, so that the key's word for anything else never passes for settings."""

_Id = Annotated[str, Meta(min_length=1, max_length=64)]
_Text = Annotated[str, Meta(max_length=200)]
_Url = Annotated[str, Meta(max_length=400)]
_Nonce = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a box becomes: `device` at `place`, until when a box may begin to be it (UTC).

    `bundle` is the writing of a stick that it belongs to; `nonce` tells these settings from all others.
    `family` is the profile of the catalog that `profile` goes back to. `feed` and `central` are addresses.
    """

    format: int = FORMAT
    bundle: _Id
    device: _Id
    profile: _Id
    family: _Text = ""
    place: _Text
    feed: _Url
    central: _Url
    made: datetime
    until: datetime
    nonce: _Nonce

    def is_sound(self) -> bool:
        """Whether its times are instants, no further apart than allowed."""
        return (
            self.made.tzinfo is not None
            and self.until.tzinfo is not None
            and self.made < self.until <= self.made + LONGEST
        )


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """The file: `settings` is the text that is signed, `signatures` go by key id."""

    settings: str
    signatures: dict[str, str]
    metadata: dict[str, str]


def signed_bytes(settings: Settings) -> bytes:
    """What is signed. Settings that are not sound are a caller's mistake."""
    if settings.format != FORMAT or not settings.is_sound():
        raise ValueError(f"not settings that may be signed: {settings}")
    return _PURPOSE + msgspec.json.encode(settings)


def pack(signed: bytes, signatures: Mapping[str, str], metadata: Mapping[str, bytes]) -> bytes:
    """The file of settings; `metadata` go by `dispatch.file_name`. Too large a one is a `FeedError`."""
    sealed = _Sealed(
        settings=signed.removeprefix(_PURPOSE).decode(),
        signatures=dict(signatures),
        metadata={name: data.decode() for name, data in metadata.items()},
    )
    data = msgspec.json.encode(sealed)
    if len(data) > MOST_BYTES:
        raise FeedError(f"the settings of a device have {len(data)} bytes: too many")
    return data


def read(data: bytes, anchor: bytes) -> Settings:
    """The settings in a file, verified from the anchor. Whether their time is over is asked elsewhere.

    Raises:
        FeedError: they cannot be read, are not sound, or are not signed by those who may.
    """
    if len(data) > MOST_BYTES:
        raise FeedError(f"the settings of a device have {len(data)} bytes: too many")
    try:
        sealed = from_json(data, _Sealed)
    except msgspec.DecodeError as error:
        raise FeedError(f"the settings of a device cannot be read: {error}") from error

    def fetch(name: str, version: int) -> bytes | None:
        text = sealed.metadata.get(file_name(name, version))
        return None if text is None else text.encode()

    signed = _PURPOSE + sealed.settings.encode()
    signatures = {keyid: Signature(keyid, hexadecimal) for keyid, hexadecimal in sealed.signatures.items()}
    try:
        Chain(fetch, anchor).targets.verify_delegate(ORDERS, signed, signatures)
    except (RepositoryError, ValueError) as error:
        raise FeedError(f"the settings of a device are not signed by those who may: {error}") from error
    return _decoded(sealed.settings)


def _decoded(text: str) -> Settings:
    try:
        found = from_json(text, Settings)
    except msgspec.DecodeError as error:
        raise FeedError(f"the settings of a device cannot be read: {error}") from error
    if found.format != FORMAT:
        raise FeedError(f"the settings of a device have format {found.format}; this version reads {FORMAT}")
    if not found.is_sound():
        raise FeedError("the settings of a device cannot be read: their times are no times")
    return found
