"""Programs of others that the page loads are what their packages hold; their licences stand beside them."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from central.web import house

VENDOR = Path(house.__file__).with_name("static") / "vendor"
LISTED = tomllib.loads((VENDOR / "vendored.toml").read_text("utf-8"))


def test_every_file_is_listed_with_its_hash() -> None:
    listed = {name: hash_ for package in LISTED.values() for name, hash_ in package["files"].items()}
    here = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.iterdir()
        if file.name != "vendored.toml"
    }
    assert here == listed


def test_every_package_says_its_version_and_brings_its_licence() -> None:
    for package in LISTED.values():
        assert set(package) == {"package", "version", "licence", "tarball", "files"}
        licences = [VENDOR / name for name in package["files"] if name.endswith("LICENSE.txt")]
        assert len(licences) == 1
        assert licences[0].read_text("utf-8").strip()


def test_none_of_them_fetches_from_elsewhere() -> None:
    allowed = {b"http://www.w3.org/", b"https://leafletjs.com", b"https://github.com/leeoniya/uPlot"}
    for file in VENDOR.glob("*.js"):
        body = file.read_bytes()
        for scheme in (b"http://", b"https://"):
            rest = body.split(scheme)[1:]
            assert all(any((scheme + part).startswith(one) for one in allowed) for part in rest), file.name
