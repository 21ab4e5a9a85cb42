"""Sticks for tests: a feed of two devices, bundles of it, boxes that take them, real FAT where it mounts."""

from __future__ import annotations

import itertools
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from disks import NoMountError, mounted
from feed_world import NOW, World, notice, picture, program

from device_profiles.identity import DeviceKey
from player.agent.bundle import Box, Refused, Taken, Taker
from player.agent.limits import Limits
from player.state import LATEST, State
from playlists.feed.bundle import FOLDER
from playlists.feed.settings import LASTS
from provisioning.bundle.contents import Contents, Making, gather
from provisioning.bundle.writer import Written, write

MACHINE = "ab" * 32
PHOTO = os.urandom(64 * 1024)
SPARE = Limits(spare_bytes=2**20)
_nonces = (f"{number:032x}" for number in itertools.count(1))


class Town:
    """A feed that plays a picture and a card on two totems, and boxes without identity."""

    def __init__(self, folder: Path, *editors: str) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.world = World(folder / "town").begin(*editors)
        shared = picture("photo", self.world.source, PHOTO)
        self.world.publish(
            program("totem-1", [shared, notice("n", "Bonjour")], place="Gare"),
            program("totem-2", [shared], place="Port"),
            msgspec.structs.replace(
                program("hall-1", [shared], place="Halle"), profile="halle", family="plasma-16x9"
            ),
        )

    def contents(
        self, *devices: str, made: datetime = NOW, lasts: timedelta = LASTS, name: str = "b-1"
    ) -> Contents:
        """A bundle of these devices."""
        making = Making(
            bundle=name,
            feed="https://central.example/",
            central="https://central.example/",
            made=made,
            lasts=lasts,
            nonce=lambda: next(_nonces),
        )
        found = gather(self.world.feed, self.world.anchor, devices, lambda _: None)
        return found.contents(making, self.world.keyring)

    def stick(self, to: Path, *devices: str, made: datetime = NOW, lasts: timedelta = LASTS) -> Path:
        """A stick with a bundle of these devices."""
        to.mkdir(exist_ok=True)
        put_on(to, self.contents(*devices, made=made, lasts=lasts))
        return to

    def box(
        self, name: str = "box", *, profile: str = "plasma-16x9", host: str = "box", anchor: bytes = b""
    ) -> Taker:
        """A box that was installed as a profile, with the town's root."""
        box = Box(profile=profile, name=host, machine=MACHINE, key=DeviceKey.make().public)
        return Taker(
            state=State(self.folder / name),
            anchor=anchor or self.world.anchor,
            box=box,
            limits=SPARE,
            stop=threading.Event(),
        )


def put_on(to: Path, contents: Contents) -> Written:
    """Write a bundle, whoever watches."""
    return write(to, contents, writing=lambda _: None, reading=lambda _: None)


def becomes(taker: Taker, stick: Path, at: datetime = NOW) -> str:
    """The device that a box becomes by a stick, or why it does not; "nothing" where it sees none."""
    match taker.take(stick, at):
        case Taken(enrolment=enrolment):
            require_plays(taker, enrolment.grant.device)
            return enrolment.grant.device
        case Refused(why=why):
            require_a_box(taker)
            return str(why)
        case None:
            return "nothing"


def require_plays(taker: Taker, device: str) -> None:
    """A device has all that it plays."""
    (part,) = taker.state.generation(LATEST).parts(taker.anchor, device)
    assert part.program.device == device


def require_a_box(taker: Taker) -> None:
    """A box that took nothing is no device, in no part."""
    assert not (taker.state.root / "device.json").exists()
    assert not (taker.state.root / "root.json").exists()


def names(folder: Path) -> Sequence[str]:
    """Every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def bundle_of(stick: Path) -> Path:
    """The bundle's folder."""
    return stick / FOLDER


@contextmanager
def fat(folder: Path, megabytes: int = 16, label: str = "PARVIS") -> Iterator[Path]:
    """A stick of that size: FAT in a file, mounted by the kernel, or by FUSE. Raises `NoMountError`."""
    image, place = folder / "stick.img", folder / "stick"
    with image.open("wb") as file:
        file.truncate(megabytes * 2**20)
    _run("mkfs.vfat", "-n", label, str(image))
    place.mkdir(exist_ok=True)
    if "\tvfat\n" in Path("/proc/filesystems").read_text():
        with mounted(place, "-t", "vfat", "-o", "loop", image):
            yield place
        return
    _run("fusefat", "-o", "rw+", str(image), str(place))
    try:
        yield place
    finally:
        _run("umount", "--lazy", str(place))


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError as error:
        raise NoMountError(f"{command[0]} is not here") from error
    except subprocess.CalledProcessError as error:
        raise NoMountError(f"{' '.join(command)}: {error.stderr!r}") from error
