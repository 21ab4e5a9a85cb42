"""Codes and fingerprints as people read, type and compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device_profiles.enrolment import ALPHABET, CODE_LENGTH, fingerprint, spoken, typed, written
from device_profiles.identity import DeviceKey

codes = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


@given(codes)
def test_a_code_is_known_again_however_it_is_typed(code: str) -> None:
    shown = written(code)
    for text in (code, shown, shown.lower(), f"  {shown} ", " ".join(code)):
        assert typed(text) == code


@pytest.mark.parametrize(
    "text", ["", "K7QM-4RX", "K7QM-4RXDD", "O7QM-4RXD", "K7QM_4RXD", "K7QM4RX١", "ß7QM-4RXD"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert typed(text) is None


def test_no_two_signs_of_a_code_are_taken_for_each_other() -> None:
    assert not set("0O1ILU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


def test_a_fingerprint_is_compared_by_sixteen_digits() -> None:
    print_ = fingerprint(DeviceKey.make().public)
    assert len(print_) == 64
    assert spoken(print_).replace(" ", "") == print_[:16]
    assert len(spoken(print_)) == 19
