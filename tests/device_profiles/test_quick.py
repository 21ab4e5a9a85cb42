"""The quick verifier: it takes what the device signs, and nothing that the library would not take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from device_profiles.errors import ForeignError, UntimelyError
from device_profiles.identity import SKEW, DeviceKey, Verifier
from device_profiles.quick import QuickVerifier, claimed

KEY, OTHER = DeviceKey.make(), DeviceKey.make()
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
BODY = b'{"device": "kiosk-001"}'
PUBLIC = KEY._private.public_key()


def keys(device: str) -> object:
    return PUBLIC if device == "kiosk-001" else None


QUICK, CAREFUL = QuickVerifier(keys), Verifier(keys)  # type: ignore[arg-type]


def signed(
    body: bytes = BODY, key: DeviceKey = KEY, at: datetime = AT, path: str = "/v1/reports"
) -> dict[str, str]:
    method = "POST" if body else "GET"
    return {name.lower(): value for name, value in key.sign("kiosk-001", method, path, body, at).items()}


@pytest.mark.parametrize("body", [BODY, b""])
def test_what_a_device_signs_is_verified_the_quick_way(body: bytes) -> None:
    method = "POST" if body else "GET"
    assert QUICK._quick(method, "/v1/reports", signed(body), body, AT) == "kiosk-001"
    assert claimed(signed(body)) == "kiosk-001"


MEMBERS = ("content-digest", "signature-input", "signature")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(MEMBERS),
        st.integers(0, 200),
        st.sampled_from(["", "0", "A", "=", '"', ";", " ", "x", "sha-512=:AA==:, ", ', b=("@method")', "\t"]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=3,
)


@given(edits=EDITS)
@example(edits=[("signature-input", len('parvis=("@method" "@path" "content-digest");created='), "0", 0)])
@example(edits=[("signature", len("parvis=:") + 85, "h", 1)])
def test_a_changed_request_is_taken_only_if_the_library_takes_it(
    edits: list[tuple[str, int, str, int]],
) -> None:
    headers = signed()
    for name, place, new, gone in edits:
        headers[name] = headers[name][:place] + new + headers[name][place + gone :]
    device = QUICK._quick("POST", "/v1/reports", headers, BODY, AT)
    if device is not None:
        assert CAREFUL.signer("POST", "/v1/reports", headers, BODY, AT) == device


@pytest.mark.parametrize(
    ("method", "path", "body", "key"),
    [
        ("PUT", "/v1/reports", BODY, KEY),
        ("POST", "/v1/push", BODY, KEY),
        ("POST", "/v1/reports", BODY + b" ", KEY),
        ("POST", "/v1/reports", b"", KEY),
        ("POST", "/v1/reports", BODY, OTHER),
    ],
    ids=["method", "path", "body", "no body", "key"],
)
def test_a_signature_is_good_for_its_own_request_alone(
    method: str, path: str, body: bytes, key: DeviceKey
) -> None:
    with pytest.raises(ForeignError):
        QUICK.signer(method, path, signed(key=key), body, AT)


@pytest.mark.parametrize("off", [SKEW, -SKEW])
def test_a_signature_is_good_around_its_time(off: timedelta) -> None:
    assert QUICK.signer("POST", "/v1/reports", signed(at=AT + off), BODY, AT) == "kiosk-001"
    with pytest.raises(UntimelyError):
        QUICK.signer("POST", "/v1/reports", signed(at=AT + off + off / 300), BODY, AT)
