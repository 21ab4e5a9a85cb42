"""From where on a device is not accepted, and how much is done to find out."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What passes (units in the names), and the bounds of measuring."""

    latency_ms: float = 300.0
    """A request to a server and its answer, in the median: a slow mobile line passes, a satellite’s not."""
    loss_percent: float = 10.0
    rate_kb_s: float = 50.0
    """A day's new pictures (about 100 MB) come in 35 minutes."""
    dns_ms: float = 500.0
    certificate_days: float = 14.0
    """Who renews certificates in time does it 30 days before; 14 are left to mend it."""
    clock_offset_ms: float = 500.0
    """Neighbouring screens change together as far as eyes tell."""
    fsync_ms: float = 200.0
    """In the median; the stage never waits for one, the outbox does."""
    write_mb_s: float = 5.0
    read_mb_s: float = 20.0
    """A film of 20 Mbit/s takes 2.5."""
    free_bytes: int = 512 * 2**20
    wear_percent: float = 80.0
    temperature_c: float = 80.0
    """Processors slow down from 85 on; a summer's day is still to come."""
    memory_bytes: int = 200 * 2**20
    dropped_percent: float = 1.0

    requests: int = 10
    """Requests to each server for its latency."""
    request_s: float = 5.0
    rate_bytes: int = 4 * 2**20
    rate_least_bytes: int = 32 * 2**10
    """Less than this tells nothing of a rate."""
    rate_s: float = 8.0
    syncs: int = 20
    disk_bytes: int = 32 * 2**20
    disk_s: float = 20.0
    film_s: float = 2.0
    film_child_s: float = 60.0
    film_child_bytes: int = 2 * 2**30
    """Address space of the process that decodes."""
    picture_s: float = 15.0
