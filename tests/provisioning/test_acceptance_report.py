"""The signed report: what its device said, to the byte, or refused."""

from __future__ import annotations

import json

import pytest
from acceptance_facts import all_checks, report

from device_profiles.acceptance import REPORT_BYTES, Verdict, seal, unseal
from device_profiles.errors import AcceptanceError
from device_profiles.identity import DeviceKey

KEY = DeviceKey.make()
REPORT = report(all_checks(good=True), KEY)
SEALED = seal(REPORT, KEY)


def test_a_report_is_read_as_it_was_signed() -> None:
    assert unseal(SEALED, KEY.public) == REPORT
    assert len(SEALED) < REPORT_BYTES / 4


def test_a_report_of_which_any_byte_was_changed_is_refused() -> None:
    for place in range(len(SEALED)):
        changed = bytearray(SEALED)
        changed[place] ^= 1
        with pytest.raises(AcceptanceError):
            unseal(bytes(changed), KEY.public)


def test_a_verdict_that_was_turned_is_refused() -> None:
    bad = seal(report(all_checks(good=False), KEY), KEY)
    with pytest.raises(AcceptanceError, match="changed"):
        unseal(bad.replace(b'"failed"', b'"passed"'), KEY.public)


def test_a_report_written_anew_is_refused_though_it_says_the_same() -> None:
    with pytest.raises(AcceptanceError):
        unseal(json.dumps(json.loads(SEALED)).encode(), KEY.public)


def test_a_report_of_another_device_is_refused() -> None:
    other = DeviceKey.make()
    with pytest.raises(AcceptanceError):
        unseal(SEALED, other.public)
    with pytest.raises(AcceptanceError, match="another key"):
        unseal(seal(REPORT, other), other.public)


def test_what_the_key_signs_elsewhere_is_no_report() -> None:
    said = json.loads(SEALED)
    body = SEALED[len(b'{"report":') : SEALED.index(b',"signature":')]
    said["signature"] = KEY.seal(body)
    forged = b'{"report":' + body + b',"signature":"' + said["signature"].encode() + b'"}'
    with pytest.raises(AcceptanceError):
        unseal(forged, KEY.public)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"null",
        b'{"report":{},"signature":""}',
        b"x" * (REPORT_BYTES + 1),
        SEALED[:-1],
    ],
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(AcceptanceError):
        unseal(data, KEY.public)


def test_a_report_fails_where_one_line_does_and_passes_on_skipped_ones() -> None:
    assert REPORT.verdict is Verdict.PASSED
    assert REPORT.count(Verdict.SKIPPED) == 1
    assert report(all_checks(good=False)).verdict is Verdict.FAILED
    assert report(()).verdict is Verdict.SKIPPED
