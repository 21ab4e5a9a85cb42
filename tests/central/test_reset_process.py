"""A living device is told to wipe itself: a central with keys that runs, and a real agent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from central_process import central, feed
from enrolling_world import somebody
from pairing_box import wait_until

from player.enrolled import read_enrolment
from player.pairing import read_pairing
from player.state import State

KIOSK = "kiosk-001"


def test_an_order_wipes_a_device_which_says_so_and_is_a_box_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_PASSPHRASE", "")
    keys = feed(tmp_path).folder / "keys"
    soizic, state = somebody(tmp_path / "data"), State(tmp_path / "box")

    def asked(method: str, path: str, json: Any = None) -> Any:
        answer = soizic.ask(method, path, json)
        assert answer.is_success, answer.text
        return answer.json()

    def code() -> str:
        shown = read_pairing(state.pairing)
        return shown.code if shown else ""

    def stands(name: str) -> Callable[[], bool]:
        return lambda: bool(asked("GET", f"/v1/enrolments/{KIOSK}")["state"] == name)

    with central(tmp_path, "--keys", str(keys)) as running:
        soizic.url = running.url
        command = [sys.executable, "-m", "parvis", "agent", "--state", str(state.root), "--poll", "1"]
        command += ["--central", running.url, "--profile", "plasma-16x9"]
        with subprocess.Popen(
            command, env=os.environ | {"LC_ALL": "C.UTF-8"}, stdout=subprocess.DEVNULL
        ) as agent:
            try:
                wait_until(code, "a code")
                assert soizic.claim(code(), KIOSK).status_code == 201
                wait_until(stands("enrolled"), "its first report")
                first = read_enrolment(state)
                assert first
                reset = f"/v1/enrolments/{KIOSK}/reset"
                assert [asked("POST", reset)["changed"] for _ in range(2)] == [True, False]
                wait_until(stands("none"), "its farewell")
                wait_until(code, "another code")
            finally:
                agent.terminate()
        line = asked("GET", f"/v1/enrolments/{KIOSK}")
        assert line["keys"][0]["why"] == "reset: files 0, objects 0, generations 0"
        (order,) = asked("GET", "/v1/orders")
        assert order["outcomes"] == {KIOSK: "done: files 0, objects 0, generations 0"}
    assert not state.enrolment.exists()
    assert not state.generations.exists()
    shown = read_pairing(state.pairing)
    assert shown is None or shown.fingerprint != first.key
