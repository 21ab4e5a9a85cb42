"""The most that the stage takes of memory, time and patience."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Units are in the names.

    `decoded_bytes` bounds the decoded pictures of one screen: what is on the glass is always held, what comes
    next as far as it fits. `ahead_ms` is how far ahead pictures are made ready, `changes_ahead` in how many
    changes; broadcast days are planned `plan_ahead_ms` before they are looked at. A broken picture is tried
    again after `retry_ms`, then after twice that, up to `retry_most_ms`; of `broken_known` pictures and names
    this is remembered. A film is opened `film_lead_ms` before it is due, holds `film_frames_ahead` pictures,
    and counts as broken when it gives none for `silence_ms`; it is not opened again while `films_lost`
    threads that decoded it have not ended. A new program whose pictures are ready lets what is on the glass
    go on for `linger_ms`, and waits `swap_ms` for its pictures before it is shown with what it has. A picture
    whose first frame comes more than `late_ms` after it was due has missed its start; a scene that is not
    followed by the next one within `stalled_ms` has stalled. A screen on which nothing was seen yet waits
    `first_ms` for its first pictures, many times what they take on a slow box; then the built-in slide stands
    in for them. What a screen really shows is looked at when a picture has rested for `look_after_ms`, once a
    play and page, at most every `look_every_ms`; while something moves, only where looking has cost no more
    than `look_cost_ms` before. A thread that has been at one picture for `relief_ms` leaves all others to a
    new one, unless `painters_lost` have not come back.
    """

    decoded_bytes: int = 256 * 2**20
    ahead_ms: int = 600_000
    changes_ahead: int = 8
    plan_ahead_ms: int = 3_600_000
    retry_ms: int = 30_000
    retry_most_ms: int = 900_000
    broken_known: int = 512
    film_frames_ahead: int = 4
    film_lead_ms: int = 3_000
    silence_ms: int = 2_000
    films_lost: int = 3
    linger_ms: int = 1_000
    swap_ms: int = 10_000
    first_ms: int = 4_000
    late_ms: int = 50
    stalled_ms: int = 10_000
    look_after_ms: int = 500
    look_every_ms: int = 5_000
    look_cost_ms: int = 6
    relief_ms: int = 20_000
    painters_lost: int = 3
