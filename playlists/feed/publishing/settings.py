"""Signing settings of devices: with the key of the role `orders`, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from playlists.errors import KeysError
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.settings import Settings, pack, read, signed_bytes
from playlists.feed.tree import ORDERS
from playlists.feed.trust import Chain


class Sealer:
    """Signs settings as a feed stands. `metadata` are those that vouch for the role `orders`."""

    def __init__(self, chain: Chain, anchor: bytes, metadata: Mapping[str, bytes], keyring: Keyring) -> None:
        names = keyring.names()
        wanted = chain.targets.get_delegated_role(ORDERS).keyids
        here = [names[key] for key in wanted if key in names and keyring.holds(names[key])]
        if not here:
            raise KeysError(f"{keyring.folder}: the private key “{ORDERS}” is not here")
        self._signers = [keyring.signer(name) for name in here]
        self._anchor, self._metadata = anchor, metadata

    def seal(self, settings: Settings) -> bytes:
        """The file of settings, as a box will be able to verify it. Raises `FeedError` where none could."""
        signed = signed_bytes(settings)
        signatures = [signer.sign(signed) for signer in self._signers]
        data = pack(signed, {each.keyid: each.signature for each in signatures}, self._metadata)
        read(data, self._anchor)
        return data
