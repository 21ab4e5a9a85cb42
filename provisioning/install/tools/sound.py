"""Opens what a sound card plays through: `sound.py CARD`, the number of a card that has come.

Linux leaves every card muted, and trusts a desktop or alsa-utils to open it; an appliance has neither, and
would read aloud to nobody. What leads to the loudspeakers is opened, at 0 dB where the card knows decibels,
else at its loudest; what listens (microphones, lines in, and their way to the loudspeakers) stays as it is.
Source: the simple mixer of ALSA, alsa-lib 1.2, `include/mixer.h`.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterator

_PLAYS = re.compile(
    r"(Master|PCM|Speaker|Headphone|HP|Front|Surround|Rear|Side|Center|LFE|Line ?Out|Mono|Bass|Desktop"
    r"|Digital|DAC|HDMI|DisplayPort|IEC958|Playback|Output)\b"
)
_LISTENS = re.compile(r"Mic|Capture|Loopback|Boost|Input|Jack|\bIn\b|ADC|Beep")
_UP = 1
"""Of two steps, the next louder one."""


def leads_out(name: str) -> bool:
    """Whether a control of that name is on the way to the loudspeakers, and on no other."""
    return _PLAYS.match(name) is not None and _LISTENS.search(name) is None


def controls(alsa: ctypes.CDLL, mixer: ctypes.c_void_p) -> Iterator[tuple[str, ctypes.c_void_p]]:
    """The simple controls of a mixer, by name."""
    control = alsa.snd_mixer_first_elem(mixer)
    while control:
        found = ctypes.c_void_p(control)
        yield alsa.snd_mixer_selem_get_name(found).decode("utf-8", "replace"), found
        control = alsa.snd_mixer_elem_next(found)


def open_up(alsa: ctypes.CDLL, control: ctypes.c_void_p) -> None:
    """Let a control through, as loud as it was recorded."""
    if alsa.snd_mixer_selem_has_playback_switch(control):
        alsa.snd_mixer_selem_set_playback_switch_all(control, 1)
    if not alsa.snd_mixer_selem_has_playback_volume(control):
        return
    if alsa.snd_mixer_selem_set_playback_dB_all(control, ctypes.c_long(0), _UP) < 0:
        low, high = ctypes.c_long(), ctypes.c_long()
        alsa.snd_mixer_selem_get_playback_volume_range(control, ctypes.byref(low), ctypes.byref(high))
        alsa.snd_mixer_selem_set_playback_volume_all(control, high)


def opened(alsa: ctypes.CDLL, mixer: ctypes.c_void_p) -> list[str]:
    """Open all of a mixer that leads to the loudspeakers; what that was."""
    found = []
    for name, control in controls(alsa, mixer):
        if leads_out(name):
            open_up(alsa, control)
            found.append(name)
    return found


def library() -> ctypes.CDLL:
    """ALSA's library, which the packages of an appliance bring."""
    alsa = ctypes.CDLL("libasound.so.2")
    for name in ("snd_mixer_first_elem", "snd_mixer_elem_next"):
        getattr(alsa, name).restype = ctypes.c_void_p
    alsa.snd_mixer_selem_get_name.restype = ctypes.c_char_p
    return alsa


def main(card: str) -> int:
    """Open a card, and tell what was opened; ends with 1 where it has no mixer."""
    alsa, mixer = library(), ctypes.c_void_p()
    alsa.snd_mixer_open(ctypes.byref(mixer), 0)
    fails = (
        alsa.snd_mixer_attach(mixer, f"hw:{int(card)}".encode())
        or alsa.snd_mixer_selem_register(mixer, None, None)
        or alsa.snd_mixer_load(mixer)
    )
    if fails:
        sys.stderr.write(f"card {card} has no mixer: error {-fails}\n")
        return 1
    told = opened(alsa, mixer)
    alsa.snd_mixer_close(mixer)
    sys.stdout.write(f"card {card}: {', '.join(told) or 'nothing to open'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
