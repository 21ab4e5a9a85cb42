"""How a box becomes a device: what box, technician and central say to each other while they agree.

A box makes a key (`device_profiles.identity`), asks central for a pairing with a request signed by it, and
shows the code that it is given. A technician claims the code for an id. The box asks how it stands until it
is given its `Grant`; then it is that device. Of its key only the public half ever leaves the box.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from device_profiles.bounds import Instant

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What codes are made of: no sign that is taken for another (0 O, 1 I L, U V)."""
CODE_LENGTH = 8
LIVES = timedelta(minutes=15)
"""How long a code may be claimed."""
TRIES = 5
"""So many wrong codes lock out who tried them."""
LOCKED = timedelta(minutes=15)
"""How long they are locked out, counted from the last of them."""
PAIRINGS = "/v1/pairings"
"""Where a box asks: POST for a code, GET `/FINGERPRINT` how it stands, DELETE it to say goodbye."""

_Text = Annotated[str, Meta(max_length=200)]
_Url = Annotated[str, Meta(max_length=400)]
_Print = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class PairingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A box asks to be paired. The request is signed by `key`, and names its fingerprint as signer.

    `machine` is a hash that tells one machine from another, `profile` what the box was installed as ("" where
    that was not said), `address` its own in the network of its site, `ticket` the signed settings of the
    bundle that it plays from, where there is one.
    """

    key: Annotated[str, Meta(max_length=64)]
    machine: _Print
    profile: _Text = ""
    version: _Text = ""
    address: _Text = ""
    ticket: Annotated[str, Meta(max_length=256 * 1024)] = ""


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """What a box shows: the code until `until`, and the page where it is claimed. `at` is central's time."""

    code: str
    until: Instant
    claim_url: _Url
    at: Instant


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a box is given: who it is, where that is, and whom it is to believe.

    `profile` is a family of the catalog: what the device falls back on while it has no program, which names
    its own. `root` is the feed's first root of trust, as text; `feed` and `central` are addresses. `number`
    rises each time that central gives this box another grant; 0 is that of a stick, older than all of those.
    """

    device: Annotated[str, Meta(min_length=1, max_length=64)]
    profile: Annotated[str, Meta(min_length=1, max_length=64)]
    place: _Text
    feed: _Url
    central: _Url
    root: Annotated[str, Meta(max_length=64 * 1024)]
    number: Annotated[int, Meta(ge=0, le=2**53)]
    at: Instant


class PairingState(msgspec.Struct, frozen=True, kw_only=True):
    """How a box stands: still waiting (neither), expired (ask anew), or claimed, with its grant."""

    at: Instant
    expired: bool = False
    grant: Grant | None = None


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What a device keeps of it: its grant, the machine and the key it was given to, and its bundle.

    `confirmed` is when central first took a report of it; None until then.
    """

    grant: Grant
    machine: str
    key: str
    bundle: str = ""
    confirmed: Instant | None = None


def fingerprint(public: str) -> str:
    """The fingerprint of a public key (base64): SHA-256 of its 32 bytes, in hexadecimal.

    It is a box's name in what it signs, as long as it has no id.
    """
    return hashlib.sha256(base64.b64decode(public)).hexdigest()


def spoken(print_: str) -> str:
    """A fingerprint as people compare it: its first 16 digits in groups of four."""
    return " ".join(print_[start : start + 4] for start in range(0, 16, 4))


def written(code: str) -> str:
    """A code as it is shown: `K7QM-4RXD`."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str | None:
    """The code that somebody typed, whatever its case and gaps; None where it is none."""
    code = re.sub(r"[\s\-.·]", "", text).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None
