"""Signing a role's metadata, and for how long that is good."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from playlists.errors import KeysError
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.tree import life, metadata_name

Signed = TypeVar("Signed", Root, Timestamp, Snapshot, Targets)


def renew(signed: Signed, role: str, now: datetime) -> None:
    """Make it the next version, good for as long as its role's signatures are."""
    signed.version += 1
    signed.expires = (now + life(role)).replace(microsecond=0)


def signed_file(
    name: str,
    signed: Signed,
    signers: list[Root | Targets],
    keyring: Keyring,
    former: Root | None = None,
) -> tuple[str, bytes]:
    """A role's file, signed by as many of its keys as are here. Raises `KeysError` where they are too few.

    The keys that a `former` root names for it sign too, those that are here and open.
    """
    metadata = Metadata(signed)
    names = keyring.names()
    wanted = {keyid for signer in signers for keyid in keys_of(signer, name)}
    for keyid in sorted(wanted):
        if keyid in names and keyring.holds(names[keyid]):
            metadata.sign(keyring.signer(names[keyid]), append=True)
    for keyid in keys_of(former, name) if former else ():
        if keyid not in wanted and keyid in names and keyring.holds(names[keyid]):
            with suppress(KeysError):
                metadata.sign(keyring.signer(names[keyid]), append=True)
    for signer in signers:
        try:
            signer.verify_delegate(name, metadata.signed_bytes, metadata.signatures)
        except UnsignedMetadataError as error:
            raise KeysError(_missing(name, signer, keyring, names)) from error
    return metadata_name(name, signed.version), metadata.to_bytes()


def keys_of(signer: Root | Targets, name: str) -> list[str]:
    """The ids of the keys that may sign a role."""
    return list(signer.get_delegated_role(name).keyids)


def _missing(name: str, signer: Root | Targets, keyring: Keyring, names: Mapping[str, str]) -> str:
    role = signer.get_delegated_role(name)
    known = [names.get(keyid, f"{keyid[:8]}…") for keyid in role.keyids]
    return (
        f"{name} must be signed by {role.threshold} of {', '.join(known)}; "
        f"too few of these private keys are in {keyring.folder}"
    )
