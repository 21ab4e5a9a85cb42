"""A box asks to be paired: what it takes, what it refuses, and that nothing on the way ends it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from feed_world import World
from pairing_box import wait_until
from pairing_central import PairingCentral, PairingHandler, pairing_central

from device_profiles.enrolment import Enrolment, Pairing
from device_profiles.identity import DeviceKey
from parvis.boxes import agent_as
from parvis.device_key import key_in
from parvis.orders import AgentOrder
from parvis.pairing import Paired
from player.agent.network import Facts, judge
from player.enrolled import Box, read_enrolment, standing
from player.hardware import Facts as MachineFacts
from player.hardware import machine_hash, this_machine
from player.pairing import PairingStatus, Part, Refusal, Step, read_pairing
from player.state import State
from playlists.durable import put

DEVICE = "kiosk-042"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    return World(tmp_path_factory.mktemp("feed")).begin().anchor.decode()


@pytest.fixture(scope="module")
def other_root(tmp_path_factory: pytest.TempPathFactory) -> str:
    return World(tmp_path_factory.mktemp("other")).begin("paul").anchor.decode()


@pytest.fixture
def central() -> Iterator[PairingCentral]:
    with pairing_central() as made:
        yield made


class Trial:
    """A box that pairs in a thread."""

    def __init__(self, folder: Path, central: PairingCentral, **flags: object) -> None:
        self.state = State(folder)
        order = AgentOrder(folder, central=central.url, profile="kiosk")
        self.paired = Paired(msgspec.structs.replace(order, **flags), Box())
        self.got: list[Enrolment | None] = []
        self._ahead = timedelta()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self.got.append(self.paired.run(lambda: datetime.now(UTC) + self._ahead))

    def start(self, ahead: timedelta = timedelta()) -> Trial:
        self._ahead = ahead
        self._thread.start()
        return self

    @property
    def status(self) -> PairingStatus | None:
        return read_pairing(self.state.pairing)

    def shows(self, code: str) -> bool:
        return bool(self.status and self.status.code == code)

    def refuses(self, why: Refusal) -> bool:
        return bool(self.status and self.status.refused is why)

    def end(self) -> None:
        self.paired.end()
        self._thread.join()


@pytest.fixture
def begin(tmp_path: Path, central: PairingCentral) -> Iterator[Callable[..., Trial]]:
    made: list[Trial] = []

    def start(ahead: timedelta = timedelta(), **flags: object) -> Trial:
        made.append(Trial(tmp_path / "box", central, **flags))
        return made[-1].start(ahead)

    yield start
    for one in made:
        one.end()


def checks(box: Trial) -> dict[Part, tuple[bool | None, str]]:
    assert box.status
    return {check.part: (check.ok, check.why) for check in box.status.network}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"profile": "submarine"}, Refusal.PROFILE),
        ({"device": "../kiosk"}, Refusal.NAME),
        ({"root": "{}"}, Refusal.ROOT_BAD),
        ({"feed": "file:///etc"}, Refusal.ADDRESS),
        ({"central": "gopher://x"}, Refusal.ADDRESS),
    ],
)
def test_a_grant_that_cannot_be_is_refused_in_words_and_nothing_of_it_stays(
    begin: Callable[..., Trial],
    central: PairingCentral,
    root: str,
    changes: dict[str, str],
    why: Refusal,
) -> None:
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    central.claim(central.grant(**{"device": DEVICE, "root": root, "feed": central.url, **changes}))
    wait_until(lambda: box.refuses(why))
    assert not box.state.enrolment.exists()
    assert not box.state.root_of_trust.exists()


def test_a_root_that_is_not_the_installed_one_is_refused_and_the_installed_one_taken(
    begin: Callable[..., Trial], central: PairingCentral, root: str, other_root: str, tmp_path: Path
) -> None:
    installed = tmp_path / "root.json"
    installed.write_text(root)
    box = begin(root=installed)
    wait_until(lambda: box.shows("K7QM-4RXD"))
    central.claim(central.grant(DEVICE, other_root, central.url))
    wait_until(lambda: box.refuses(Refusal.ROOT_DIFFERS))
    assert not box.state.enrolment.exists()
    central.claim(central.grant(DEVICE, root, central.url))
    wait_until(box.state.enrolment.exists)


def test_without_an_installed_root_nothing_is_asked_of_a_central_without_https(tmp_path: Path) -> None:
    state = State(tmp_path)
    paired = Paired(AgentOrder(tmp_path, central="http://central.invalid:1"), Box())
    thread = threading.Thread(target=paired.run, args=(lambda: datetime.now(UTC),))
    thread.start()
    wait_until(lambda: (said := read_pairing(state.pairing)) and said.refused is Refusal.INSECURE)
    said = read_pairing(state.pairing)
    paired.end()
    thread.join()
    assert said
    assert not said.code


def erring(request: PairingHandler) -> None:
    request.answer(500, b"out of order", Content_Type="text/plain")


def busy(request: PairingHandler) -> None:
    request.answer(429, b"{}", Retry_After="1")


def portal(request: PairingHandler) -> None:
    request.answer(200, b"<html>sign in</html>", Content_Type="text/html")


def odd_code(request: PairingHandler) -> None:
    now = request.server.now()
    request.answer(201, Pairing(code="<b>no</b>", until=now, claim_url="", at=now))


@pytest.mark.parametrize("err", [erring, busy, portal, odd_code, PairingHandler.hang_up])
def test_whatever_central_answers_the_box_asks_again(
    begin: Callable[..., Trial], central: PairingCentral, err: Callable[[PairingHandler], None]
) -> None:
    central.errs += [err, err]
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    wait_until(lambda: checks(box)[Part.CENTRAL] == (True, ""))
    assert len(central.asked) >= 3


def test_a_central_in_trouble_is_told_while_a_code_that_is_known_stays(
    begin: Callable[..., Trial], central: PairingCentral
) -> None:
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    central.errs += [erring] * 3
    wait_until(lambda: checks(box)[Part.CENTRAL] == (False, "erring"))
    assert box.shows("K7QM-4RXD")


def test_a_box_with_no_time_corrects_itself_by_central_and_says_that_its_clock_is_wrong(
    begin: Callable[..., Trial], central: PairingCentral, root: str
) -> None:
    box = begin(-timedelta(days=20_000))
    wait_until(lambda: box.shows("K7QM-4RXD"))
    assert central.refusals == ["untimely"]
    wait_until(lambda: checks(box)[Part.TIME] == (False, "wrong-time"))
    central.claim(central.grant(DEVICE, root, central.url))
    wait_until(lambda: box.got)
    assert standing(box.state, this_machine()) == box.got[0]


def test_a_code_that_is_over_is_not_shown_and_another_one_is_asked_for(
    begin: Callable[..., Trial], central: PairingCentral
) -> None:
    central.lives = timedelta(seconds=3)
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    wait_until(lambda: box.shows("AAAA-2222"))


def test_a_code_is_shown_no_longer_than_it_lives_whatever_became_of_the_agent() -> None:
    told = PairingStatus(step=Step.CODE, boot="b", code="K7QM-4RXD", claim_url="u", ends_s=100.0)
    assert told.at(99.9, "b") is told
    for hidden in (told.at(100.0, "b"), told.at(1.0, "another boot")):
        assert (hidden.code, hidden.claim_url, hidden.step) == ("", "", Step.ASKING)


def test_another_certificate_is_not_believed(tmp_path: Path) -> None:
    pem = tmp_path / "server.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            "k",
            "-out",
            "c",
            "-days",
            "2",
            "-subj",
            "/CN=central",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    pem.write_bytes((tmp_path / "c").read_bytes() + (tmp_path / "k").read_bytes())
    with pairing_central(pem) as central:
        box = Trial(tmp_path / "box", central).start()
        wait_until(lambda: checks(box)[Part.CENTRAL] == (False, "certificate") if box.status else False)
        box.end()
        assert central.asked == []
        trusting = Trial(tmp_path / "other", central, authority=tmp_path / "c").start()
        wait_until(lambda: trusting.shows("K7QM-4RXD"))
        trusting.end()


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
    thread = threading.Thread(target=paired.run, args=(lambda: datetime.now(UTC),))
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


def test_a_machine_is_told_from_another_by_what_a_copied_disk_does_not_carry() -> None:
    one = MachineFacts(installation="a" * 32, serials=("s1",), address="00:11:22:33:44:55")
    assert machine_hash(one) == machine_hash(msgspec.structs.replace(one))
    for other in ({"address": "00:11:22:33:44:56"}, {"serials": ("s2",)}, {"installation": "b" * 32}):
        assert machine_hash(msgspec.structs.replace(one, **other)) != machine_hash(one)


def test_the_network_is_judged_from_the_near_to_the_far() -> None:
    bare = Facts(host="central.nantes.fr", answered=False, trouble="unreached", names=False)
    assert [check.why for check in judge(bare)] == [
        "no-card",
        "no-address",
        "no-name",
        "unreached",
        "no-time",
    ]
    well = Facts(
        cards=("eth0",),
        links=("eth0",),
        addresses=("10.0.0.2",),
        host="central.nantes.fr",
        offset=timedelta(),
        answered=True,
    )
    assert all(check.ok and not check.why for check in judge(well))


def test_a_box_that_nobody_told_of_a_central_says_so_and_ends_with_3(tmp_path: Path) -> None:
    for command in ("agent", "play"):
        ended = subprocess.run(
            [sys.executable, "-m", "parvis", command, "--state", str(tmp_path), "--language", "en"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 3
        assert "--central URL" in ended.stderr


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
