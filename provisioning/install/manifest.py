"""What was there before: written, durably, before anything is changed."""

from __future__ import annotations

import msgspec

from device_profiles.decoding import from_json
from provisioning.errors import InstallError
from provisioning.install.hindrance import Hindrance
from provisioning.install.tree import Absent, Found, IsFile, Tree

FOLDER = "/var/lib/parvis-install"
_FILE = f"{FOLDER}/manifest.json"
_FORMAT = 1


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen for this machine. `outputs` are the connectors of the screens, in order.

    `usb` names devices (VENDOR:PRODUCT) that may be plugged in besides the touch screen; `sticks` whether
    sticks may be.
    """

    profile: str
    central: str | None = None
    session: str = "wayland"
    outputs: tuple[str, ...] = ()
    usb: tuple[str, ...] = ()
    sticks: bool = True
    read_only_root: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen, what was `before` at each path, which folders go `whole`, and packages."""

    format: int = _FORMAT
    choices: Choices
    trust: bytes | None = None
    before: dict[str, Found] = {}
    whole: tuple[str, ...] = ()
    packages_added: tuple[str, ...] = ()
    packages_removed: tuple[str, ...] = ()


def read(tree: Tree) -> Manifest | None:
    """What an installation before left; None where there was none. Raises `InstallError`."""
    match tree.look(_FILE):
        case IsFile(content=content):
            try:
                manifest = from_json(content, Manifest)
            except msgspec.DecodeError as error:
                raise InstallError(Hindrance.BAD_MANIFEST, _FILE) from error
            if manifest.format != _FORMAT:
                raise InstallError(Hindrance.BAD_MANIFEST, _FILE)
            return manifest
        case _:
            return None


def write(tree: Tree, manifest: Manifest) -> None:
    """Put it in place, for root's eyes only: it holds copies of files that may be secret."""
    for folder in ("/var", "/var/lib", FOLDER):
        if tree.look(folder) == Absent():
            tree.make_folder(folder, 0o700 if folder == FOLDER else 0o755)
    tree.put(_FILE, IsFile(msgspec.json.encode(manifest), 0o600, tree.user, tree.group, 0))


def forget(tree: Tree) -> None:
    """Take it away: the last step of taking all back."""
    tree.forget(_FILE)
    tree.forget_folder(FOLDER, whole=True)
