"""The state directory: the only meeting place of agent and stage, and what lies where in it.

`trusted/` holds the newest metadata seen (never rolled back), `gen/N` complete verified states of the feed,
with the links `latest` (put in place by the agent) and `playing` (by the stage), `quick/ROLE.json` what a
quickly changing role says, with all that vouches for it, `objects/` pictures and films by SHA-256,
`spool.db` what central has not acknowledged yet, `quarantine.json` what made a stage die, `status/` what
each process says of itself, `picture.asked` when somebody wanted to see the glass, `device.key` what the
device signs with, `orders.json` what became of central's orders. `root.json` and `device.json` say who the
device is (`player.enrolled`); `out.json` is there while it is out of service, `reset.json` while all of this
is being wiped.
"""

from __future__ import annotations

from pathlib import Path

from playlists.feed.dispatch import file_name
from playlists.feed.files import bytes_of
from playlists.feed.generation import Part, parts
from playlists.feed.trust import Trusted, verify

LATEST, PLAYING = "latest", "playing"


class State:
    """The paths of one device's state, and reading what is in them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def lock(self) -> Path:
        """Held by the agent; names its process."""
        return self.root / "lock"

    @property
    def stage_lock(self) -> Path:
        """Held by the stage; names its process."""
        return self.root / "stage.lock"

    @property
    def trusted(self) -> Path:
        """The metadata that were accepted last, for the next refresh."""
        return self.root / "trusted"

    def dispatch(self, role: str) -> Path:
        """What a quickly changing role says, verifiable by itself: put in place beside all generations."""
        return self.root / "quick" / f"{role}.json"

    @property
    def generations(self) -> Path:
        """The generations, and the links to them."""
        return self.root / "gen"

    @property
    def objects(self) -> Path:
        """The store of objects."""
        return self.root / "objects"

    @property
    def incoming(self) -> Path:
        """Where the agent lets files grow until they are right; on the disk of the store."""
        return self.root / "incoming"

    @property
    def spool(self) -> Path:
        """The durable outbox."""
        return self.root / "spool.db"

    @property
    def quarantine(self) -> Path:
        """What made a player die, set aside for a day."""
        return self.root / "quarantine.json"

    @property
    def status(self) -> Path:
        """What each process says of itself, a JSON file each."""
        return self.root / "status"

    @property
    def picture_asked(self) -> Path:
        """Whoever touches this file is given a picture of each screen in `status/`."""
        return self.root / "picture.asked"

    @property
    def orders(self) -> Path:
        """What became of the orders of central."""
        return self.root / "orders.json"

    @property
    def device_key(self) -> Path:
        """The device's private key, for its owner's eyes only."""
        return self.root / "device.key"

    @property
    def pairing_key(self) -> Path:
        """The key with which a copy of another box asks for an identity of its own."""
        return self.root / "pairing.key"

    @property
    def enrolment(self) -> Path:
        """Who the device is: it is enrolled if and only if this file is whole."""
        return self.root / "device.json"

    @property
    def root_of_trust(self) -> Path:
        """The feed's first root as it came with the enrolment; put in place before `enrolment`."""
        return self.root / "root.json"

    @property
    def pairing(self) -> Path:
        """What a box that is no device shows: written by the agent, read by the stage."""
        return self.status / "pairing.json"

    @property
    def identify_asked(self) -> Path:
        """Whoever touches this file has the stage show which device this is."""
        return self.root / "identify.asked"

    @property
    def reboot_asked(self) -> Path:
        """There while the system, which alone may, is asked to start the machine anew."""
        return self.root / "reboot.asked"

    @property
    def out_of_service(self) -> Path:
        """There while the device is out of service."""
        return self.root / "out.json"

    @property
    def resetting(self) -> Path:
        """There from the order to wipe the device until all of it is gone."""
        return self.root / "reset.json"

    @property
    def stands_in(self) -> Path:
        """There where this folder is empty because the partition of the device's state is lost."""
        return self.root / "stands-in"

    def generation(self, name: str) -> Generation:
        """The generation of that number, or behind the link `LATEST` or `PLAYING`."""
        return Generation(self.generations / name)


class Generation:
    """One complete state of the feed in a folder: `metadata/` by role, `documents/` by SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def metadata(self, role: str, version: int) -> bytes | None:
        """The bytes of a role's metadata; of `root` every version since the anchor is kept."""
        return bytes_of(self.folder / "metadata" / file_name(role, version))

    def document(self, sha256: str) -> bytes | None:
        """A program or approval."""
        return bytes_of(self.folder / "documents" / sha256)

    def trusted(self, anchor: bytes, device: str) -> Trusted:
        """What its metadata say for the device, verified from the anchor. Raises `FeedError`."""
        return verify(self.metadata, anchor, device)

    def parts(self, anchor: bytes, device: str) -> tuple[Part, ...]:
        """The editions that the device may show, verified from the anchor. Raises `FeedError`."""
        return parts(self.trusted(anchor, device), device, self.document)
