"""Copies of a device, and kills at every step of enrolling and of a reset: never a half device."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from disks import NoMountError, tmpfs
from feed_world import World
from pairing_box import wait_until
from pairing_central import PairingCentral, pairing_central

from device_profiles.enrolment import Enrolment
from device_profiles.identity import DeviceKey
from parvis.boxes import agent_as
from parvis.device_key import key_from, key_in
from parvis.orders import AgentOrder
from parvis.pairing import Paired
from player.agent.reset import Wiped, begin, wipe
from player.enrolled import Box, read_enrolment, standing
from player.hardware import Facts as MachineFacts
from player.hardware import machine_hash, this_machine
from player.pairing import Refusal, read_pairing
from player.state import State
from playlists.durable import put

DEVICE = "kiosk-042"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    return World(tmp_path_factory.mktemp("feed")).begin().anchor.decode()


@pytest.fixture
def central() -> Iterator[PairingCentral]:
    with pairing_central() as made:
        yield made


def test_a_copy_of_a_device_is_no_device_and_takes_an_identity_with_another_key(
    central: PairingCentral, root: str, tmp_path: Path
) -> None:
    state, original = State(tmp_path), key_in(tmp_path)
    grant = central.grant(DEVICE, root, central.url)
    put(state.enrolment, msgspec.json.encode(Enrolment(grant=grant, machine="0" * 64, key=original.public)))
    found = standing(state, this_machine())
    assert found == Box(copy_of=DEVICE)
    assert isinstance(found, Box)
    paired = Paired(AgentOrder(tmp_path, central=central.url), found)
    thread = threading.Thread(target=paired.run, args=(lambda: datetime.now(UTC),), daemon=True)
    thread.start()
    wait_until(lambda: (said := read_pairing(state.pairing)) and said.code and said.copy_of == DEVICE)
    assert key_in(tmp_path).public == original.public, "the original's key stays until there is another"
    central.claim(central.grant("kiosk-043", root, central.url))
    thread.join()
    mine = standing(state, this_machine())
    assert isinstance(mine, Enrolment)
    assert mine.grant.device == "kiosk-043"
    assert key_in(tmp_path).public == mine.key != original.public
    assert not state.pairing_key.exists()


@pytest.mark.parametrize("box", [Box(), Box(copy_of=DEVICE)], ids=["a new box", "a copy of a device"])
def test_a_box_whose_key_another_machine_has_too_makes_one_of_its_own(
    central: PairingCentral, tmp_path: Path, box: Box
) -> None:
    """Its disk is a copy of one that had begun already: with that key both would become one device."""
    state = State(tmp_path)
    file = state.pairing_key if box.copy_of else state.device_key
    theirs = key_from(file).public
    central.errs.append(lambda handler: handler.refuse(409, "machine_known"))
    assert Paired(AgentOrder(tmp_path, central=central.url), box).run(lambda: datetime.now(UTC)) is None
    said = read_pairing(state.pairing)
    assert said
    assert said.refused is Refusal.MACHINE_KNOWN
    paired = Paired(AgentOrder(tmp_path, central=central.url), box)
    thread = threading.Thread(target=paired.run, args=(lambda: datetime.now(UTC),), daemon=True)
    thread.start()
    wait_until(lambda: (said := read_pairing(state.pairing)) and said.code)
    paired.end()
    thread.join()
    assert [request.key for request in central.boxes.values()] == [key_from(file).public]
    assert key_from(file).public != theirs


def test_a_device_whose_disk_is_full_is_wiped_all_the_same(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    try:
        with tmpfs(disk, megabytes=1):
            state = State(disk / "state")
            put(state.enrolment, b"{}")
            put(state.objects / "aa" / "film", b"")
            with suppress(OSError), (state.objects / "aa" / "film").open("wb", buffering=0) as film:
                while film.write(bytes(4096)):
                    pass
            begin(state, datetime(2026, 11, 26, tzinfo=UTC))
            assert state.resetting.exists()
            assert wipe(state) == Wiped(files_left=0, objects_left=0, generations_left=0)
            assert not state.enrolment.exists()
    except NoMountError as error:
        pytest.skip(str(error))


def test_a_machine_is_told_from_another_by_what_a_copied_disk_does_not_carry() -> None:
    one = MachineFacts(installation="a" * 32, serials=("s1",), address="00:11:22:33:44:55")
    assert machine_hash(one) == machine_hash(msgspec.structs.replace(one))
    for other in ({"address": "00:11:22:33:44:56"}, {"serials": ("s2",)}, {"installation": "b" * 32}):
        assert machine_hash(msgspec.structs.replace(one, **other)) != machine_hash(one)


DYING = """
import sys, os
from pathlib import Path
import msgspec
step = int(sys.argv[1])
import player.enrolled, player.agent.reset, playlists.durable as durable
calls = [0]
def dying(do):
    def done(*given, **named):
        calls[0] += 1
        if calls[0] > step:
            os._exit(9)
        return do(*given, **named)
    return done
for module in (player.enrolled, player.agent.reset):
    module.put = dying(module.put)
    module.sync_folder = dying(module.sync_folder)
Path.unlink = dying(Path.unlink)
Path.replace = dying(Path.replace)
"""
ENROL = (
    DYING
    + """
from device_profiles.enrolment import Enrolment
from player.enrolled import enrol
from player.state import State
enrol(State(Path(sys.argv[2])), msgspec.json.decode(sys.stdin.buffer.read(), type=Enrolment))
"""
)
WIPE = (
    DYING
    + """
from player.agent.reset import wipe
from player.state import State
wipe(State(Path(sys.argv[2])))
"""
)


def dies(program: str, step: int, folder: Path, data: bytes = b"") -> bool:
    """Run until a step that changes the disk, and no farther; whether it died."""
    command = [sys.executable, "-c", program, str(step), str(folder)]
    ended = subprocess.run(command, input=data, capture_output=True, check=False)
    assert ended.returncode in {0, 9}, ended.stderr
    return ended.returncode == 9


@pytest.mark.parametrize("copy", [False, True], ids=["new", "copy"])
def test_a_kill_at_any_step_of_enrolling_leaves_a_box_or_the_device_and_never_a_half(
    central: PairingCentral, root: str, tmp_path: Path, *, copy: bool
) -> None:
    grant = central.grant(DEVICE, root, central.url)
    step, seen = 0, set()
    while True:
        folder = tmp_path / str(step)
        state = State(folder)
        key_in(folder)
        if copy:
            old = Enrolment(grant=grant, machine="0" * 64, key=key_in(folder).public)
            put(state.enrolment, msgspec.json.encode(old))
            put(state.pairing_key, DeviceKey.make().pem)
        place = state.pairing_key if copy else state.device_key
        key = DeviceKey.read(place.read_bytes()).public
        mine = Enrolment(grant=grant, machine=this_machine(), key=key)
        died = dies(ENROL, step, folder, msgspec.json.encode(mine))
        found = standing(state, this_machine())
        seen.add(type(found))
        if isinstance(found, Enrolment):
            assert found == mine
            assert state.root_of_trust.read_text() == root
            assert isinstance(agent_as(AgentOrder(folder)), AgentOrder)
            assert key_in(folder).public == key, "its key is the one it was given to"
        else:
            assert found == Box(copy_of=DEVICE if copy else "")
            assert place.exists()
        if not died:
            break
        step += 1
    assert seen == {Box, Enrolment}


def test_a_kill_at_any_step_of_a_reset_is_gone_on_with_and_nothing_is_left(
    central: PairingCentral, root: str, tmp_path: Path
) -> None:
    step, died = 0, True
    while died:
        folder = tmp_path / str(step)
        state = State(folder)
        key = key_in(folder).public
        enrolled = Enrolment(grant=central.grant(DEVICE, root, central.url), machine=this_machine(), key=key)
        put(state.root_of_trust, root.encode())
        put(state.enrolment, msgspec.json.encode(enrolled))
        put(state.objects / "aa" / ("a" * 64), b"picture")
        put(state.generations / "1" / "metadata" / "root.json", b"{}")
        put(state.spool, b"")
        put(state.resetting, b"{}")
        died = dies(WIPE, step, folder)
        assert not isinstance(standing(state, this_machine()), Enrolment)
        if died and state.resetting.exists():
            assert standing(state, this_machine()) == Box(is_resetting=True), "the next start goes on with it"
            assert not dies(WIPE, 1000, folder)
        assert [file for file in folder.rglob("*") if file.is_file()] == []
        assert read_enrolment(state) is None
        step += 1
    assert step > 5
