"""A folder of private keys: Ed25519, each encrypted with a passphrase in OpenSSH's own format.

`NAME` is the private key, `NAME.pub` its public half, so that `ssh-keygen -p -f NAME` changes a passphrase.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
    load_ssh_public_key,
)
from securesystemslib.signer import CryptoSigner, SSlibKey

from playlists.durable import sync_folder
from playlists.errors import KeysError
from playlists.feed.tree import is_name

KDF_ROUNDS = 24
"""Rounds of bcrypt_pbkdf that make guessing a passphrase slow: some 0.2 s a try (OpenSSH's default is 24)."""

Passphrases = Callable[[str], bytes]
"""Gives the passphrase of the key of that name; empty for a key that is not encrypted."""


class Keyring:
    """The keys in a folder. A private key is opened when it first signs, and kept open."""

    def __init__(self, folder: Path, passphrases: Passphrases) -> None:
        self.folder = folder
        self._passphrases = passphrases
        self._signers: dict[str, CryptoSigner] = {}
        self._made: list[str] = []

    def names(self) -> dict[str, str]:
        """The names of the keys whose public half is here, by TUF key id. Raises `KeysError`."""
        return {self.public(file.stem).keyid: file.stem for file in sorted(self.folder.glob("*.pub"))}

    def public(self, name: str) -> SSlibKey:
        """The public half of a key. Raises `KeysError`."""
        file = self.folder / f"{name}.pub"
        try:
            key = load_ssh_public_key(file.read_bytes())
        except OSError as error:
            raise KeysError(f"{file}: this public key cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise KeysError(f"{file} is no public key in OpenSSH’s format") from error
        if not isinstance(key, Ed25519PublicKey):
            raise KeysError(f"{file} is no Ed25519 key; `parvis keys` makes none other")
        return SSlibKey.from_crypto(key)

    def holds(self, name: str) -> bool:
        """Whether the private key of that name is here."""
        return (self.folder / name).is_file()

    def create(self, name: str) -> SSlibKey:
        """Make a key. Raises `KeysError` where one of that name is here already."""
        if not is_name(name):
            raise ValueError(f"not the name of a key: {name!r}")
        private = Ed25519PrivateKey.generate()
        passphrase = self._passphrases(name)
        encryption = (
            PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(KDF_ROUNDS).build(passphrase)
            if passphrase
            else NoEncryption()
        )
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(name, private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption), 0o600)
        public = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        self._write(f"{name}.pub", public + f" parvis {name}\n".encode(), 0o644)
        self._signers[name] = CryptoSigner(private)
        self._made.append(name)
        return SSlibKey.from_crypto(private.public_key())

    def unmake(self) -> None:
        """Take away the keys that were made here, where nothing was written that names them."""
        while self._made:
            name = self._made.pop()
            del self._signers[name]
            for file in (name, f"{name}.pub"):
                (self.folder / file).unlink(missing_ok=True)
            sync_folder(self.folder)

    def signer(self, name: str) -> CryptoSigner:
        """The key that signs. Raises `KeysError` where it is not here or does not open."""
        if name not in self._signers:
            self.open([name])
        return self._signers[name]

    def open(self, names: Iterable[str]) -> None:
        """Open keys that will be needed, all at once. Raises `KeysError` like `signer`."""
        wanted = [name for name in names if name not in self._signers]
        passphrases = [self._passphrases(name) for name in wanted]
        with ThreadPoolExecutor() as threads:
            opened = list(threads.map(self._decrypted, wanted, passphrases))
        self._signers.update(zip(wanted, opened, strict=True))

    def _decrypted(self, name: str, passphrase: bytes) -> CryptoSigner:
        file = self.folder / name
        try:
            data = file.read_bytes()
        except FileNotFoundError as error:
            raise KeysError(f"{file}: the private key “{name}” is not here") from error
        except OSError as error:
            raise KeysError(f"{file}: this private key cannot be read: {error.strerror}") from error
        try:
            private = load_ssh_private_key(data, passphrase or None)
        except (ValueError, TypeError) as error:
            raise KeysError(f"{file}: the passphrase does not open this key, or it is no key") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeysError(f"{file} is no Ed25519 key")
        return CryptoSigner(private)

    def _write(self, name: str, data: bytes, mode: int) -> None:
        """Put a file in place whole, or not at all, and never over another one; on a stick with FAT too."""
        if (self.folder / name).exists():
            raise KeysError(f"{self.folder / name} is there already; a key is never overwritten")
        descriptor, beside = tempfile.mkstemp(prefix=".part-", dir=self.folder)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            Path(beside).replace(self.folder / name)
        finally:
            Path(beside).unlink(missing_ok=True)
        sync_folder(self.folder)
