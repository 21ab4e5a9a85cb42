"""The verifier of device signatures for many requests a second.

A request signed exactly as `DeviceKey.sign` signs it is verified here, by libsodium, in a fifth of the time
and without keeping other threads from running. Whatever looks otherwise, or does not hold, is judged by the
library: what this accepts, `Verifier` accepts too.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from device_profiles.identity import SKEW, Verifier

_INPUT = re.compile(
    r'parvis=(?P<said>\("@method" "@path" "content-digest"\)'
    r";created=(?P<created>0|[1-9]\d{0,10})"
    r';keyid="(?P<keyid>[A-Za-z0-9._-]{1,100})";alg="ed25519";tag="parvis-device")',
    re.ASCII,
)
_SIGNATURE = re.compile(r"parvis=:(?P<value>[A-Za-z0-9+/]{85}[AQgw]==):", re.ASCII)
_DIGEST = re.compile(r"sha-256=:(?P<value>[A-Za-z0-9+/]{43}=):", re.ASCII)
_PLAIN = re.compile(r"/[A-Za-z0-9/_-]*", re.ASCII)
"""Paths of which every spelling is the same."""
_CLAIM = re.compile(r';keyid="([^"\\]{1,100})"')


def claimed(headers: Mapping[str, str]) -> str | None:
    """The device that a request says it is of; nothing is verified."""
    found = _CLAIM.search(headers.get("signature-input", ""))
    return found[1] if found else None


class QuickVerifier:
    """Tells who signed a request, like `Verifier`. Names of headers are in lower case."""

    def __init__(self, keys: Callable[[str], Ed25519PublicKey | None]) -> None:
        self._keys = keys
        self._careful = Verifier(keys)

    def signer(self, method: str, path: str, headers: Mapping[str, str], body: bytes, at: datetime) -> str:
        """The device that signed this request; `at` is now, by the clock of whoever verifies.

        Raises:
            ForeignError: it is not signed, or not by a device whose key is known, or does not fit its body.
            UntimelyError: the signature is right, and too old or from the future.
        """
        device = self._quick(method, path, headers, body, at)
        return device or self._careful.signer(method, path, headers, body, at)

    def _quick(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> str | None:
        said = _INPUT.fullmatch(headers.get("signature-input", ""))
        signature = _SIGNATURE.fullmatch(headers.get("signature", ""))
        digest = headers.get("content-digest", "")
        if not said or not signature or not method.isupper() or not _PLAIN.fullmatch(path):
            return None
        if not _holds(digest, body):
            return None
        base = (
            f'"@method": {method}\n"@path": {path}\n'
            f'"content-digest": {digest}\n"@signature-params": {said["said"]}'
        )
        key = self._keys(said["keyid"])
        created = datetime.fromtimestamp(int(said["created"]), UTC)
        if key is None or abs(at - created) > SKEW:
            return None
        signed = base64.b64decode(signature["value"]) + base.encode("ascii")
        try:
            crypto_sign_open(signed, key.public_bytes_raw())
        except BadSignatureError:
            return None
        return said["keyid"]


def _holds(digest: str, body: bytes) -> bool:
    found = _DIGEST.fullmatch(digest)
    return found is not None and found["value"] == base64.b64encode(sha256(body).digest()).decode("ascii")
