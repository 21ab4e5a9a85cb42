"""Whether a machine can be heard."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def has_sound(environment: Mapping[str, str], devices: Path = Path("/dev/snd")) -> bool:
    """Whether this machine can be heard: a sound card, or a sound server that somebody named or runs.

    Asked before Qt is, which complains aloud where it finds neither.
    """
    if sys.platform != "linux" or environment.get("PULSE_SERVER") or any(devices.glob("pcm*p")):
        return True
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    return bool(runtime) and any(Path(runtime, name).exists() for name in ("pulse/native", "pipewire-0"))
