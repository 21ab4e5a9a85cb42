"""What is measured on a device, on a real disk, a real line and real films; and how it is judged."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from acceptance_facts import LIMITS, all_checks, failed
from msgspec.structs import replace

from device_profiles.acceptance import Check, Verdict
from device_profiles.catalog import catalog
from provisioning.acceptance import judge
from provisioning.acceptance import state as judge_state
from provisioning.acceptance.disk import measure_disk, wear
from provisioning.acceptance.film import CODECS, FilmOrder, measure_films, try_film
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.line import Target, measure_line
from provisioning.acceptance.measures import DiskFacts, LineFacts, MachineFacts

AT = datetime(2026, 11, 26, tzinfo=UTC)
LARGE = b"x" * 100_000


class Answers(BaseHTTPRequestHandler):
    """A server that answers, fails every third time, or gives a large file."""

    protocol_version = "HTTP/1.1"
    count = 0

    def do_GET(self) -> None:
        Answers.count += 1
        fails = self.path == "/flaky" and Answers.count % 3 == 0
        body = {"/large": LARGE, "/portal": b"<html>"}.get(self.path, b'{"signed": {}}')
        self.send_response(503 if fails else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def of(checks: tuple[Check, ...], name: str) -> Check:
    return next(check for check in checks if check.name == name)


def test_a_line_is_measured_by_real_requests() -> None:
    with server() as url:
        facts = measure_line(
            Target(url=url, holds="signed", large=f"{url}/large"), LIMITS, time.monotonic, AT
        )
    assert len([trip for trip in facts.round_trips_ms if trip]) == LIMITS.requests
    assert facts.rate_bytes_s
    assert (facts.dns_ms, facts.certificate_days) == (None, None)
    checks = judge.line("central", facts, LIMITS)
    assert not failed(checks)
    assert of(checks, "central/certificate").verdict is Verdict.SKIPPED


def test_answers_that_fail_are_losses() -> None:
    with server() as url:
        facts = measure_line(Target(url=f"{url}/flaky", holds="signed"), LIMITS, time.monotonic, AT)
    assert "503" in facts.why
    lost = of(judge.line("feed", facts, LIMITS), "feed/loss")
    assert lost.verdict is Verdict.FAILED
    assert lost.figure
    assert lost.figure >= 30


def test_a_server_that_is_not_there_is_one_failed_line_and_no_long_wait() -> None:
    with server() as url:
        pass
    facts = measure_line(Target(url=url, holds="signed"), LIMITS, time.monotonic, AT)
    assert len(facts.round_trips_ms) == LIMITS.requests // 3
    assert [check.verdict for check in judge.line("feed", facts, LIMITS)] == [Verdict.FAILED]


@pytest.mark.parametrize(("path", "holds"), [("/portal", "signed"), ("/small", "code"), ("/large", "signed")])
def test_whatever_else_answers_is_not_taken_for_the_server(path: str, holds: str) -> None:
    """A login page of the network, another server: they answer quickly, and 200."""
    with server() as url:
        facts = measure_line(Target(url=url + path, holds=holds), LIMITS, time.monotonic, AT)
    assert [check.verdict for check in judge.line("feed", facts, LIMITS)] == [Verdict.FAILED]


def test_a_disk_is_measured_with_a_bounded_file_that_is_gone_afterwards(tmp_path: Path) -> None:
    limits = Limits(disk_bytes=2**20, syncs=3)
    facts = measure_disk(tmp_path, limits, time.monotonic, Path("/sys"))
    assert len(facts.syncs_ms) == 3
    assert facts.write_bytes_s
    assert facts.read_bytes_s
    assert not list(tmp_path.iterdir())
    assert len(judge.disk(facts, limits)) == 5


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    facts = measure_disk(tmp_path / "nowhere", LIMITS, time.monotonic, Path("/sys"))
    (check,) = judge.disk(facts, LIMITS)
    assert (check.name, check.verdict) == ("disk/write", Verdict.FAILED)
    assert "No such file" in check.said.en


@pytest.mark.parametrize(
    ("text", "percent"), [("0x01 0x03\n", 30.0), ("0x00 0x00\n", None), ("0x0b 0x01\n", 110.0), ("?", None)]
)
def test_wear_is_the_worse_of_what_the_card_tells(tmp_path: Path, text: str, percent: float | None) -> None:
    number = tmp_path.stat().st_dev
    card = tmp_path / "sys/devices/mmcblk0"
    (card / "device").mkdir(parents=True)
    (card / "mmcblk0p2").mkdir()
    (card / "device/life_time").write_text(text)
    link = tmp_path / f"sys/dev/block/{os.major(number)}:{os.minor(number)}"
    link.parent.mkdir(parents=True)
    link.symlink_to(card / "mmcblk0p2")
    assert wear(tmp_path, tmp_path / "sys") == percent


def order(codec: str, **changes: object) -> FilmOrder:
    small = FilmOrder(
        codec=codec, encoder=CODECS[codec], width=160, height=90, fps=25, seconds=0.4, bytes=2**31
    )
    return replace(small, **changes)


@pytest.mark.parametrize("codec", CODECS)
def test_every_codec_is_made_and_decoded(codec: str) -> None:
    facts = try_film(order(codec), LIMITS)
    assert (facts.frames, facts.missing, facts.broken) == (10, "", "")


def test_a_film_that_dies_or_hangs_is_only_judged_for_it() -> None:
    starved = try_film(order("h264", bytes=2**26), LIMITS)
    assert starved.broken
    hung = try_film(order("h264"), Limits(film_child_s=0.05))
    assert "0 s" in hung.broken
    assert try_film(order("h264", encoder="no-such"), LIMITS).missing


def test_a_film_too_slow_fails_by_its_rate_and_its_late_frames() -> None:
    slow = judge.film("vp9", "x", frames=60, seconds=4.0, needed=30, late=40)
    assert failed(slow) == ["films/vp9/rate", "films/vp9/dropped"]


def test_a_board_of_stills_is_asked_for_no_film() -> None:
    assert measure_films(catalog()["led-board"], LIMITS) == ()


def test_every_figure_fails_beyond_its_limit_and_passes_on_it() -> None:
    hot = MachineFacts(temperature_c=80.1, memory_free=2**20, renderer="")
    assert failed(judge.machine(hot, LIMITS)) == ["machine/temperature", "machine/memory"]
    assert not failed(judge.machine(replace(hot, temperature_c=80.0, memory_free=2**30), LIMITS))
    worn = DiskFacts(syncs_ms=(900.0,), write_bytes_s=1e6, read_bytes_s=1e6, free=2**20, wear_percent=81)
    assert len(failed(judge.disk(worn, LIMITS))) == 5
    slow = LineFacts(round_trips_ms=(301.0,), rate_bytes_s=49e3, dns_ms=501.0, certificate_days=13.9)
    assert len(failed(judge.line("feed", slow, LIMITS))) == 4


def test_what_is_not_known_is_skipped_and_never_passed() -> None:
    nothing = judge.machine(MachineFacts(), LIMITS) + judge.disk(DiskFacts(), LIMITS)
    assert {check.verdict for check in nothing} == {Verdict.SKIPPED}


def test_a_device_that_is_well_passes_and_a_sick_one_does_not() -> None:
    assert not failed(all_checks(good=True))
    assert len(failed(all_checks(good=False))) > 20


def test_a_box_that_central_does_not_know_is_told_with_the_code_that_claims_it() -> None:
    facts = judge_state.StateFacts(
        device="kiosk-042",
        key_file="device.key",
        key_mode=0o600,
        outbox=0,
        code="ABCD-EFGH",
        until="10:15",
    )
    (named,) = [check for check in judge_state.device(facts) if check.name == "state/enrolled"]
    assert named.verdict is Verdict.FAILED
    for language in ("en", "fr"):
        assert all(said in getattr(named.said, language) for said in ("kiosk-042", "ABCD-EFGH", "10:15"))
