"""A sound card that Linux left muted: the way to its loudspeakers is opened, and nothing that listens."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable

import pytest

from provisioning.install.packages import packages
from provisioning.install.tools import sound

OUT = ("Master", "PCM", "Speaker", "Headphone", "Front", "Line Out", "Bass Speaker", "IEC958", "HDMI,3")
NOT_OUT = (
    *("Mic", "Front Mic", "Internal Mic Boost", "Capture", "Line", "Input Source", "Loopback Mixing"),
    *("Digital Input", "Beep", "Headphone Mic", "Auto-Mute Mode", "CD"),
)


class Card:
    """A mixer as ALSA's library tells of it: by name the switch and the level; and whether it knows dB."""

    def __init__(self, knows_db: bool, *names: str) -> None:
        self.names, self.knows_db = names, knows_db
        self.on, self.level = dict.fromkeys(names, 0), dict.fromkeys(names, -99)

    def snd_mixer_first_elem(self, _: object) -> int:
        return 1 if self.names else 0

    def snd_mixer_elem_next(self, control: ctypes.c_void_p) -> int | None:
        return (control.value or 0) + 1 if (control.value or 0) < len(self.names) else None

    def snd_mixer_selem_get_name(self, control: ctypes.c_void_p) -> bytes:
        return self._of(control).encode()

    def snd_mixer_selem_has_playback_switch(self, control: ctypes.c_void_p) -> int:
        return 0 if self._of(control) == "PCM" else 1

    def snd_mixer_selem_has_playback_volume(self, control: ctypes.c_void_p) -> int:
        return 0 if self._of(control) == "IEC958" else 1

    def snd_mixer_selem_set_playback_switch_all(self, control: ctypes.c_void_p, on: int) -> None:
        self.on[self._of(control)] = on

    def snd_mixer_selem_set_playback_dB_all(  # noqa: N802 - ALSA's
        self, control: ctypes.c_void_p, level: ctypes.c_long, _: int
    ) -> int:
        if self.knows_db:
            self.level[self._of(control)] = level.value
        return 0 if self.knows_db else -22

    def snd_mixer_selem_get_playback_volume_range(
        self, _: ctypes.c_void_p, low: Callable[[], None], high: Callable[[], None]
    ) -> None:
        low._obj.value, high._obj.value = 0, 74  # type: ignore[attr-defined]

    def snd_mixer_selem_set_playback_volume_all(self, control: ctypes.c_void_p, level: ctypes.c_long) -> None:
        self.level[self._of(control)] = level.value

    def _of(self, control: ctypes.c_void_p) -> str:
        return self.names[(control.value or 0) - 1]


@pytest.mark.parametrize(("knows_db", "loud"), [(True, 0), (False, 74)])
def test_what_leads_to_the_loudspeakers_is_opened_and_what_listens_is_left(knows_db: bool, loud: int) -> None:
    card = Card(knows_db, *OUT, *NOT_OUT)
    assert sound.opened(card, ctypes.c_void_p()) == list(OUT)  # type: ignore[arg-type]
    for name in OUT:
        assert card.on[name] == (name != "PCM")
        assert card.level[name] == (-99 if name == "IEC958" else loud)
    for name in NOT_OUT:
        assert (card.on[name], card.level[name]) == (0, -99)


def test_a_card_that_has_gone_is_said_by_alsa_itself() -> None:
    """Its own library is called: the functions have those names."""
    command = [sys.executable, "-I", sound.__file__, "29"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "card 29 has no mixer" in done.stderr) == (1, True), done.stderr
    alsa = sound.library()
    for name in vars(Card):
        assert not name.startswith("snd_") or getattr(alsa, name)


def test_alsas_library_is_a_package_of_every_appliance() -> None:
    for release, name in ((12, "libasound2"), (13, "libasound2t64")):
        assert name in packages(release, "wayland", read_only_root=False)
