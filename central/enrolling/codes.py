"""Codes and secrets: chosen by chance, from signs that nobody takes for another."""

from __future__ import annotations

import re
import secrets

from central.enrolling.limits import LIMITS
from device_profiles.enrolment import ALPHABET, CODE_LENGTH


def new_code() -> str:
    """A code for a box."""
    return _chosen(CODE_LENGTH)


def new_secret() -> str:
    """A technician's secret, as it is written: signs in fours, with strokes between."""
    signs = _chosen(LIMITS.secret_signs)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def typed_secret(text: str) -> str | None:
    """The secret that somebody typed, as it is written; None where it is none."""
    signs = re.sub(r"[\s\-.·]", "", text[:100]).upper()
    if len(signs) != LIMITS.secret_signs or not set(signs) <= set(ALPHABET):
        return None
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _chosen(signs: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(signs))
