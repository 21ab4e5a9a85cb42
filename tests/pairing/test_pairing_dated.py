"""A certificate that is not valid at the box's own time: the clock is what a technician is sent to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pairing_box import wait_until
from pairing_central import pairing_central
from pairing_trial import Trial, checks

from player.pairing import Part

DAY = timedelta(days=1)


def certificate(folder: Path, first: datetime, last: datetime) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 for those days: with its key, and what trusts it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, first, last)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both, trusted = folder / "server.pem", folder / "trusted.pem"
    both.write_bytes(made + private)
    trusted.write_bytes(made)
    return both, trusted


@pytest.mark.parametrize(("first", "last"), [(DAY, 2 * DAY), (-2 * DAY, -DAY)], ids=["not yet", "over"])
def test_a_certificate_of_another_day_points_at_the_clock(
    tmp_path: Path, first: timedelta, last: timedelta
) -> None:
    now = datetime.now(UTC)
    both, trusted = certificate(tmp_path, now + first, now + last)
    with pairing_central(both) as central:
        box = Trial(tmp_path / "box", central, authority=trusted).start()
        wait_until(lambda: bool(box.status) and checks(box)[Part.CENTRAL][0] is False)
        box.end()
        assert central.asked == []
    assert checks(box)[Part.CENTRAL] == (False, "dated")
    assert checks(box)[Part.TIME] == (False, "clock-first")
