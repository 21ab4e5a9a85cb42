"""Samples: the figures of a heartbeat that are drawn over time, those of the worst screen."""

from __future__ import annotations

from central.store.rows import Row
from device_profiles.heartbeat import Heartbeat


def sample(beat: Heartbeat) -> Row:
    """The figures of a heartbeat in the order of `tables.VALUES`."""
    screens, machine = beat.screens, beat.machine
    lumas = [zone.luma for screen in screens for zone in screen.showing if zone.luma is not None]
    return (
        min((screen.frames_s for screen in screens), default=None),
        machine.cpu,
        machine.memory_used,
        machine.disk_free,
        machine.temperature_c,
        beat.network.rtt_ms,
        beat.clock.offset_ms,
        beat.spool.waiting,
        min(lumas, default=None),
        sum(screen.late_starts for screen in screens),
        sum(screen.dropped for screen in screens),
    )
