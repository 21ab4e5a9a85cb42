"""What a process tells of itself, and who hears it."""

from __future__ import annotations

import os
import socket
import threading

import pytest
from device_world import PATIENCE_S

from parvis.notify import notify
from parvis.play import Beats


def test_a_stage_never_waits_for_who_is_to_hear_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(f"\0parvis-deaf-{os.getpid()}")
        monkeypatch.setenv("NOTIFY_SOCKET", f"@parvis-deaf-{os.getpid()}")

        def tell() -> None:
            for _ in range(2_000):
                notify("WATCHDOG=1")

        telling = threading.Thread(target=tell, daemon=True)
        telling.start()
        telling.join(PATIENCE_S / 2)
        assert not telling.is_alive()


def test_a_stage_that_is_not_heard_of_is_hung(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    beats = Beats("tested", 60, 30, heard.append)
    assert not beats.is_hung(100)
    assert not beats.is_hung(155)
    assert beats.is_hung(161)
    beats.begin()
    assert not beats.is_hung(200)
    monkeypatch.setenv("NOTIFY_SOCKET", beats.address)
    notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    assert not beats.is_hung(255)
    assert heard == ["READY=1"]
    assert not beats.is_hung(284)
    assert beats.is_hung(286)
    beats.close()
