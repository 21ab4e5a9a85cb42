"""Central dies while it takes a claim, and comes back."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest
from central_process import PATIENCE_S, central
from enrolling_world import Box, somebody

from device_profiles.report import Receipt

KIOSK = "kiosk-001"
DYING = Path(__file__).with_name("dying_central.py")


def test_a_claim_is_whole_or_not_at_all_whenever_central_dies(url: str, tmp_path: Path) -> None:
    soizic = somebody(tmp_path / "data", store=url)
    box = Box("")
    with central(tmp_path, "--store", url, program=(str(DYING),)) as running:
        box.url = soizic.url = running.url
        yann, code = soizic.technician(), box.code()
        with pytest.raises(httpx.TransportError):
            yann.claim(code, KIOSK)
        assert running.process.wait(PATIENCE_S) == -signal.SIGKILL
    with central(tmp_path, "--store", url) as running:
        box.url = soizic.url = yann.url = running.url
        assert box.grant() is None, "nothing of the claim that died is there"
        (line,) = soizic.ask("GET", "/v1/enrolments").json()
        assert (line["state"], line["fingerprint"]) == ("none", "")
        assert soizic.ask("GET", "/v1/technicians").json()[0]["used"] == 0
        assert yann.claim(code, KIOSK).status_code == 201
        assert running.end(signal.SIGKILL) == -signal.SIGKILL
    with central(tmp_path, "--store", url) as running:
        box.url = yann.url = running.url
        grant = box.grant()
        assert grant is not None, "what was answered is there"
        assert grant.device == KIOSK
        assert yann.claim(code, KIOSK).status_code == 201, "the answer may have been lost on the way"
        assert isinstance(box.report(KIOSK), Receipt)
