"""The keys of all devices, at hand."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.store.keys import Enrolled
from device_profiles.identity import public_key


class Keyring:
    """Gives a device's public key; each is made of its text once."""

    def __init__(self) -> None:
        self._texts: Mapping[str, str] = {}
        self._keys: dict[str, Ed25519PublicKey] = {}

    def fill(self, enrolled: Mapping[str, Enrolled]) -> None:
        """Hold these keys from now on, and no others."""
        before, self._texts = self._texts, {device: key.public for device, key in enrolled.items()}
        same = {device for device, text in before.items() if self._texts.get(device) == text}
        self._keys = {device: key for device, key in self._keys.items() if device in same}

    def put(self, device: str, public: str | None) -> None:
        """Hold a device's key from now on; None: it has none any more."""
        self._keys.pop(device, None)
        others = {name: text for name, text in self._texts.items() if name != device}
        self._texts = others if public is None else others | {device: public}

    def __call__(self, device: str) -> Ed25519PublicKey | None:
        """The key of a device; None where it has none."""
        key = self._keys.get(device)
        text = self._texts.get(device)
        if key is None and text is not None:
            key = self._keys[device] = public_key(text)
        return key
