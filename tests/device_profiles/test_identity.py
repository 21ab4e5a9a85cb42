"""Signed requests: only the device could have signed it, only this request, only now."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from device_profiles.errors import ForeignError, IdentityError, UntimelyError
from device_profiles.identity import SKEW, DeviceKey, Verifier, public_key

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PATH, BODY = "/v1/reports", b'{"device":"kiosk-001"}'
KEY, OTHER = DeviceKey.make(), DeviceKey.make()
Headers = dict[str, str]


def signed(key: DeviceKey = KEY, body: bytes = BODY, method: str = "POST") -> Headers:
    return key.sign("kiosk-001", method, PATH, body, NOON)


def signer(
    headers: Headers,
    *,
    method: str = "POST",
    path: str = PATH,
    body: bytes = BODY,
    at: datetime = NOON,
) -> str:
    keys = {"kiosk-001": public_key(KEY.public), "kiosk-002": public_key(OTHER.public)}
    return Verifier(keys.get).signer(method, path, headers, body, at)


def test_a_request_names_the_device_that_signed_it() -> None:
    assert signer(signed()) == "kiosk-001"
    assert signer(signed(body=b"", method="GET"), method="GET", body=b"") == "kiosk-001"


def test_headers_count_in_any_order_and_whatever_their_letters_and_company() -> None:
    headers = signed()
    backwards = dict(reversed(headers.items()))
    small = {name.lower(): value for name, value in headers.items()}
    assert signer(backwards) == signer(small) == signer({"Host": "x", **headers, "Via": "1.1 proxy"})


@pytest.mark.parametrize(
    "changed",
    [
        {"body": BODY + b" "},
        {"body": b""},
        {"method": "PUT"},
        {"path": "/v1/reports2"},
        {"path": "/V1/reports"},
    ],
)
def test_another_request_than_was_signed_is_nobodys(changed: dict[str, str]) -> None:
    with pytest.raises(ForeignError):
        signer(signed(), **changed)  # type: ignore[arg-type]


def altered(name: str, change: Callable[[str], str]) -> Headers:
    return {key: change(value) if key.lower() == name else value for key, value in signed().items()}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {name: value for name, value in signed().items() if name.lower() != "content-digest"},
        {name: value for name, value in signed().items() if name.lower() != "signature-input"},
        altered("signature-input", lambda said: said.replace("kiosk-001", "kiosk-002")),
        altered("signature-input", lambda said: said.replace("kiosk-001", "kiosk-009")),
        altered("signature-input", lambda said: said.replace("parvis-device", "other")),
        altered("signature-input", lambda said: said.replace(str(int(NOON.timestamp())), "1800000000")),
        altered("signature-input", lambda said: said.replace(f"created={int(NOON.timestamp())};", "")),
        altered("signature-input", lambda said: said.replace('"@path" ', "")),
        altered("signature-input", lambda said: said.replace('"@method" ', "")),
        altered("signature-input", lambda said: f"{said}, {said.replace('parvis=', 'more=', 1)}"),
        altered("signature-input", lambda _: "parvis=(((("),
        altered("signature", lambda _: "parvis=:AAAA:"),
        altered("signature", lambda _: "\x00"),
        altered("content-digest", lambda _: "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"),
        signed(OTHER),
    ],
    ids=range(16),
)
def test_what_the_device_did_not_sign_is_nobodys(headers: Headers) -> None:
    with pytest.raises(ForeignError):
        signer(headers)


def test_what_was_signed_with_a_body_does_not_hold_without_its_digest() -> None:
    bare = KEY.sign("kiosk-001", "POST", PATH, b"", NOON)
    with pytest.raises(ForeignError):
        signer(bare)


@pytest.mark.parametrize("off", [SKEW + timedelta(seconds=1), -SKEW - timedelta(seconds=1)])
def test_a_right_signature_of_another_time_is_told_from_a_wrong_one(off: timedelta) -> None:
    with pytest.raises(UntimelyError, match="2026-11-25 12:00:00"):
        signer(signed(), at=NOON + off)
    with pytest.raises(ForeignError):
        signer(signed(OTHER), at=NOON + off)
    assert signer(signed(), at=NOON + off * 0.99) == "kiosk-001"


def test_a_key_is_read_back_as_it_was_written() -> None:
    again = DeviceKey.read(KEY.pem)
    assert again.public == KEY.public
    assert signer(signed(again)) == "kiosk-001"


def test_other_bytes_are_no_key() -> None:
    curve = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for pem in (b"", b"-----BEGIN PRIVATE KEY-----\n", curve, KEY.pem[:60]):
        with pytest.raises(IdentityError):
            DeviceKey.read(pem)
    for text in ("", "AAAA", "no base64!", base64.b64encode(bytes(33)).decode()):
        with pytest.raises(IdentityError):
            public_key(text)


@pytest.mark.parametrize("year", [1, 9999])
def test_any_time_that_a_device_signs_is_only_untimely(year: int) -> None:
    headers = KEY.sign("kiosk-001", "POST", PATH, BODY, datetime(year, 6, 1, tzinfo=UTC))
    with pytest.raises(UntimelyError):
        signer(headers)
