"""A box asks to be paired: what it takes, what it refuses, and that nothing on the way ends it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feed_world import World
from pairing_box import wait_until
from pairing_central import PairingCentral, PairingHandler, pairing_central
from pairing_trial import Trial, checks

from device_profiles.enrolment import Pairing
from device_profiles.identity import DeviceKey
from parvis.lines import client_of
from parvis.orders import AgentOrder
from parvis.pairing import Paired
from player.agent.limits import Limits, PairingLimits
from player.agent.network import Facts, judge
from player.agent.pairing_line import PairingLine, Silent
from player.enrolled import Box, standing
from player.hardware import this_machine
from player.pairing import PairingStatus, Part, Refusal, Step, read_pairing
from player.state import State

DEVICE = "kiosk-042"
OPENSSL = shutil.which("openssl") or "/usr/bin/openssl"


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


@pytest.fixture
def begin(tmp_path: Path, central: PairingCentral) -> Iterator[Callable[..., Trial]]:
    made: list[Trial] = []

    def start(ahead: timedelta = timedelta(), **flags: object) -> Trial:
        made.append(Trial(tmp_path / "box", central, **flags))
        return made[-1].start(ahead)

    yield start
    for one in made:
        one.end()


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
    thread = threading.Thread(target=paired.run, args=(lambda: datetime.now(UTC),), daemon=True)
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
    until = now + timedelta(minutes=9)
    request.answer(201, Pairing(code="<b>no</b>", until=until, claim_url="", at=now))


@pytest.mark.parametrize("err", [erring, busy, portal, odd_code, PairingHandler.hang_up])
def test_whatever_central_answers_the_box_asks_again(
    begin: Callable[..., Trial], central: PairingCentral, err: Callable[[PairingHandler], None]
) -> None:
    central.errs += [err, err]
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    wait_until(lambda: checks(box)[Part.CENTRAL] == (True, ""))
    assert len(central.asked) >= 3
    assert box.codes == {"", "K7QM-4RXD"}, "nothing else was ever on the glass"


def test_a_central_that_asks_for_time_is_not_asked_before(
    begin: Callable[..., Trial], central: PairingCentral
) -> None:
    asked: list[float] = []

    def overrun(request: PairingHandler) -> None:
        asked.append(time.monotonic())
        request.answer(429, b"", Retry_After="3")

    central.errs += [overrun, overrun]
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    assert asked[1] - asked[0] >= 3.0


def test_a_central_that_answers_a_byte_at_a_time_is_not_waited_for(
    central: PairingCentral, tmp_path: Path
) -> None:
    def drip(request: PairingHandler) -> None:
        request.send_response(201)
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        with suppress(OSError):
            while not request.server.over.wait(0.05):
                request.wfile.write(b" ")

    central.errs.append(drip)
    limits, order = (Limits(), PairingLimits(answer_s=0.5)), AgentOrder(tmp_path)
    line = PairingLine(central.url, DeviceKey.make(), client_of(order, limits[0], connections=1), limits)
    answer = line.look(central.now())
    line.close()
    assert isinstance(answer, Silent)
    assert answer.trouble == "unreached"


@pytest.mark.parametrize(
    ("err", "told"), [(erring, "erring"), (portal, "other"), (PairingHandler.hang_up, "unreached")]
)
def test_a_central_in_trouble_is_told_while_a_code_that_is_known_stays(
    begin: Callable[..., Trial],
    central: PairingCentral,
    err: Callable[[PairingHandler], None],
    told: str,
) -> None:
    box = begin()
    wait_until(lambda: box.shows("K7QM-4RXD"))
    central.errs += [err] * 3
    wait_until(lambda: checks(box)[Part.CENTRAL] == (False, told))
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
