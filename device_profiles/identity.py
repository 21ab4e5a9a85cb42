"""Who a device is: its Ed25519 key, and requests signed with it (RFC 9421, digest of the body by RFC 9530).

A signature covers the method, the path and the body's digest, so that it holds behind any proxy that hands
the path on. It names the device as `keyid` and when it was `created`: by central's clock as far as the device
knows it, which keeps a stolen request from being used later. Exactly-once is the sequence number's work, not
the signature's.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.algorithms import ED25519

from device_profiles.errors import ForeignError, IdentityError, UntimelyError

SKEW = timedelta(minutes=5)
"""How far the time of a signature may be from central's."""
_TAG = "parvis-device"
_COVERED = ("@method", "@path")
_DIGEST = "content-digest"
_HOST = "http://central"
"""Stands for any host: only the path is signed."""


@dataclass(slots=True)
class _Message:
    """A request as the signing library wants it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, find: Callable[[str], Any]) -> None:
        self._find = find

    def resolve_public_key(self, key_id: str) -> Any:
        return self._find(key_id)

    def resolve_private_key(self, key_id: str) -> Any:
        return self._find(key_id)


class _Timeless(HTTPMessageVerifier):
    """The library reads the clock; here time is an argument (`Verifier.signer`)."""

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        del sig_input, max_age


class DeviceKey:
    """A device's private key. It is made on the device and never leaves it."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def make(cls) -> DeviceKey:
        """A new one."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, pem: bytes) -> DeviceKey:
        """The key in PEM (PKCS 8, not encrypted). Raises `IdentityError`."""
        try:
            found = serialization.load_pem_private_key(pem, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise IdentityError("this is no private key") from error
        if not isinstance(found, Ed25519PrivateKey):
            raise IdentityError("this is a key of another kind than Ed25519")
        return cls(found)

    @property
    def pem(self) -> bytes:
        """The key in PEM, as `read` takes it."""
        return self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def public(self) -> str:
        """The public key, 32 bytes in base64: what central is told of it."""
        raw = self._private.public_key().public_bytes_raw()
        return base64.b64encode(raw).decode("ascii")

    def seal(self, data: bytes) -> str:
        """A detached signature of some bytes, in base64."""
        return base64.b64encode(self._private.sign(data)).decode("ascii")

    def sign(self, device: str, method: str, path: str, body: bytes, at: datetime) -> dict[str, str]:
        """The headers that sign a request of a device, made at an instant by central's clock."""
        message = _Message(method, _HOST + path)
        signer = HTTPMessageSigner(
            signature_algorithm=ED25519, key_resolver=_Keys(lambda _device: self._private)
        )
        signer.sign(
            message,
            key_id=device,
            created=at,
            tag=_TAG,
            label="parvis",
            covered_component_ids=_COVERED,
            body=body,
        )
        return message.headers


class Verifier:
    """Tells who signed a request. `keys` gives a device's public key, None where it has none."""

    def __init__(self, keys: Callable[[str], Ed25519PublicKey | None]) -> None:
        self._verifier = _Timeless(signature_algorithm=ED25519, key_resolver=_Keys(keys))

    def signer(self, method: str, path: str, headers: Mapping[str, str], body: bytes, at: datetime) -> str:
        """The device that signed this request; `at` is now, by the clock of whoever verifies.

        Raises:
            ForeignError: it is not signed, or not by a device whose key is known, or does not fit its body.
            UntimelyError: the signature is right, and too old or from the future.
        """
        message = _Message(method, _HOST + path, dict(headers))
        required = (*_COVERED, _DIGEST) if body else _COVERED
        try:
            (found,) = self._verifier.verify(
                message, max_age=None, expect_tag=_TAG, require_components=required, body=body
            )
            created = datetime.fromtimestamp(int(found.parameters["created"]), UTC)
        except (InvalidSignature, ValueError, OverflowError, KeyError) as error:
            raise ForeignError(str(error)) from error
        device = str(found.parameters["keyid"])
        if abs(at - created) > SKEW:
            raise UntimelyError(f"the signature says {created:%Y-%m-%d %H:%M:%S}Z", device)
        return device


def public_key(text: str) -> Ed25519PublicKey:
    """The public key in base64. Raises `IdentityError`."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise IdentityError("a public key has 32 bytes in base64") from error
