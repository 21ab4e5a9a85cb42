"""The units' own lines, run by hand: they need `/etc/parvis/parvis.toml`, their environment, no more."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from agent_world import DEVICE, Device, device, notice
from pairing_box import wait_until
from pairing_central import PairingCentral, pairing_central
from unit_lines import Installed

from player.enrolled import confirm, read_enrolment
from player.pairing import read_pairing
from player.state import State
from player.status import STAGE, StageStatus, read_status
from player.supervisor import CHANGED

PATIENCE_S = 60.0


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path / "world") as made:
        made.world.now = datetime.now(UTC).replace(microsecond=0)
        made.world.repository.renew(made.world.keyring, made.world.now)
        made.publish(notice("n", "Le marché est ouvert"))
        yield made


@pytest.fixture
def central() -> Iterator[PairingCentral]:
    with pairing_central() as made:
        yield made


@pytest.fixture
def box(tmp_path: Path, central: PairingCentral) -> Iterator[Installed]:
    made = Installed(tmp_path / "root", "plasma-16x9", central.url)
    yield made
    made.close()


def status(folder: Path) -> StageStatus | None:
    """What a stage says of itself."""
    return read_status(State(folder).status / STAGE)


def items(folder: Path) -> set[str]:
    """What it shows, with frames on every screen."""
    told = status(folder)
    if told is None or not all(screen.frames for screen in told.screens):
        return set()
    return {zone.item for screen in told.screens for zone in screen.showing}


def end(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(PATIENCE_S)


def test_agent_and_stage_pair_play_and_begin_anew_as_another_device(
    box: Installed, city: Device, central: PairingCentral
) -> None:
    state = State(box.state)
    agent, stage = box.start("parvis-agent"), box.start("parvis-stage")
    try:
        wait_until(lambda: (found := read_pairing(state.pairing)) and found.code, "a code")
        assert central.boxes[next(iter(central.boxes))].profile == "plasma-16x9", "what it was installed as"
        wait_until(lambda: "READY=1" in box.heard(), "frames of the pairing page")
        central.claim(central.grant(DEVICE, city.world.anchor.decode(), city.server.url))
        wait_until(lambda: "n" in items(box.state), "content")
        enrolment = read_enrolment(state)
        assert enrolment
        end(agent)
        grant = msgspec.structs.replace(enrolment.grant, profile="kiosk")
        confirm(state, msgspec.structs.replace(enrolment, grant=grant))
        assert stage.wait(PATIENCE_S) == CHANGED, "which systemd starts anew (SuccessExitStatus, Restart)"
        unit = (box.root / "etc/systemd/system/parvis-stage.service").read_text("utf-8")
        assert f"SuccessExitStatus={CHANGED}\n" in unit
        stage = box.start("parvis-stage")
        wait_until(lambda: (told := status(box.state)) and told.process == stage.pid, "the next one")
    finally:
        end(agent, stage)


def test_what_comes_when_the_stage_does_not_stay_is_the_built_in_slide_and_no_code(box: Installed) -> None:
    """Its state directory is empty: that it is no box, it must be told."""
    folder = box.root / "run/parvis-fallback"
    stage = box.start("parvis-fallback")
    try:
        wait_until(lambda: items(folder) == {"built-in"}, "the built-in slide")
        wait_until(lambda: "READY=1" in box.heard(), "that it is ready")
        assert stage.poll() is None
    finally:
        end(stage)


def test_a_slide_that_stands_in_for_a_lost_state_says_so(box: Installed) -> None:
    state = State(box.root / "run/parvis-fallback")
    said = []
    for is_lost in (False, True):
        state.root.mkdir(parents=True, exist_ok=True)
        if is_lost:
            state.stands_in.touch()
        stage = box.start("parvis-fallback")
        try:
            wait_until(lambda: items(state.root) == {"built-in"}, "the built-in slide")
            state.picture_asked.touch()
            wait_until(lambda: list(state.status.glob("*.png")), "a picture of it")
            said.append(next(state.status.glob("*.png")).read_bytes())
        finally:
            end(stage)
        shutil.rmtree(state.root)
    assert said[0] != said[1]


def test_a_doctor_of_the_box_needs_no_flag_and_is_not_thought_hung(box: Installed) -> None:
    """The tests on the glass beat while nobody touches them; the doctor passes that on."""
    doctor = box.start("parvis-doctor")
    try:
        wait_until(lambda: box.heard().count("WATCHDOG=1") >= 2, "beats")
        assert doctor.poll() is None
    finally:
        end(doctor)
