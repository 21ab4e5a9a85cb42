"""Central's enrolling without HTTP: over a feed and a store, at instants that tests choose."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from central_process import feed
from feed_world import World, notice, program
from store_world import heartbeat
from store_world import report as reported

from central.enrolling.desk import Enrolling
from central.enrolling.ground import Anchorage
from central.enrolling.limits import Limits
from central.enrolling.pairings import Hand, Kept
from central.judging.fleet import FleetReader
from central.service import Service
from central.sessions import Sessions
from central.store.sessions import SessionRows
from central.store.store import Store
from central.taking.keyring import Keyring
from device_profiles.claiming import Claim
from device_profiles.enrolment import PairingRequest, PairingState, fingerprint
from device_profiles.heartbeat import MachineBeat
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt
from playlists.feed import settings as sealed
from playlists.feed.dispatch import file_name
from playlists.feed.tree import METADATA, metadata_name

ONE, TWO = "kiosk-001", "kiosk-002"
MACHINE, OTHER = "a" * 64, "b" * 64
HERE = "http://central.test"
SOIZIC = Hand(name="Soizic", address="192.0.2.1", token="s")  # noqa: S106 - the id of one


class Town:
    """Central's enrolling over a feed and a store, and a clock that stands until it is moved."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.world = feed(folder)
        self.publish("Place du Commerce")
        self.now = self.world.now + timedelta(seconds=1)
        self.store = Store.open(f"sqlite:///{folder}/central.db")
        reader = FleetReader(self.world.feed, self.world.anchor)
        self.service = Service(self.store, reader, lambda: self.now, lambda _: None)
        self.keyring = Keyring()
        sessions = Sessions(SessionRows(self.store), lambda: self.now)
        self.enrolling = Enrolling(self.service, self.keyring, Anchorage(root=self.world.anchor), sessions)
        if limits:
            self.enrolling.boxes._limits = limits

    def publish(self, place: str) -> None:
        told = [program(device, (notice("a", "Bonjour"),), place=place) for device in (ONE, TWO)]
        assert self.world.publish(*told)

    async def ask(self, key: DeviceKey, machine: str = MACHINE, source: str = "1", **told: Any) -> Any:
        asked = PairingRequest(key=key.public, machine=machine, **told)
        return await self.enrolling.boxes.ask(asked, source, self.now)

    async def code(self, key: DeviceKey, **told: Any) -> str:
        given = await self.ask(key, **told)
        assert isinstance(given, Kept)
        return given.code

    async def claim(self, code: str, device: str, hand: Hand = SOIZIC, *, replace: bool = False) -> Any:
        return await self.enrolling.claims.claim(Claim(code=code, device=device, replace=replace), hand)

    async def stands(self, key: DeviceKey) -> PairingState | None:
        return await self.enrolling.boxes.stands(fingerprint(key.public), HERE, self.now)

    async def report(self, sequence: int, machine: str, device: str = ONE) -> Receipt:
        beat = msgspec.structs.replace(
            heartbeat(self.now), machine=MachineBeat(machine=machine, disk_free=10**10)
        )
        self.now += timedelta(seconds=30)
        given = reported(sequence, device=device, heartbeat=beat, spool=machine[:1] * 32)
        said = await self.enrolling.report(given, self.now)
        assert isinstance(said, Receipt)
        return said


def ticket(world: World, device: str, until: timedelta = timedelta(days=7), nonce: str = "0") -> str:
    """The settings of a stick, signed by those who may."""
    made = sealed.Settings(
        bundle="b-1",
        device=device,
        profile="plasma-16x9",
        place="Place du Commerce",
        feed=HERE,
        central=HERE,
        made=world.now,
        until=world.now + until,
        nonce=nonce * 32,
    )
    signed = sealed.signed_bytes(made)
    signature = world.keyring.signer("orders").sign(signed)
    metadata = {}
    for role in sealed.VOUCHING:
        for file in sorted((world.feed / METADATA).iterdir()):
            version, _, name = file.name.partition(".")
            if role == "timestamp" and file.name == "timestamp.json":
                number = msgspec.json.decode(file.read_bytes())["signed"]["version"]
                metadata[file_name(role, number)] = file.read_bytes()
            elif name == f"{role}.json":
                metadata[file_name(role, int(version))] = file.read_bytes()
                assert metadata_name(role, int(version)) == file.name
    return sealed.pack(signed, {signature.keyid: signature.signature}, metadata).decode()
