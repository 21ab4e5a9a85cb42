"""The most that one foreign media file may cost, in one frozen value, with units in the names."""

from __future__ import annotations

import msgspec


class MediaLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of a decoding worker and of what it accepts.

    A worker that is silent for `silence_s`, or whose job takes longer than its kind may, is killed:
    looks, checks and stills have `job_s`, documents `document_s`, films `film_base_s` and then
    `film_s_per_s` for each second of film; up to three times that on a machine too busy to give it half
    a processor. `memory_bytes` bounds the private memory of a worker (RLIMIT_DATA, which counts what was
    allocated and not the address space that libraries reserve); with them it stays below 1 GiB.

    A picture may decode to `pixels`; WebP and AVIF, whose decoders hold it several times, to
    `buffered_pixels`; a JPEG, which can be decoded small, may have `draft_pixels`. A film is examined at its
    end, and from its beginning until `examined_pixels` are decoded, which is some eight seconds of 1080p.
    """

    memory_bytes: int = 960 * 2**20
    output_bytes: int = 2 * 2**30
    open_files: int = 64
    silence_s: float = 9.0
    job_s: float = 9.0
    document_s: float = 60.0
    film_base_s: float = 60.0
    film_s_per_s: float = 6.0

    image_bytes: int = 256 * 2**20
    svg_bytes: int = 16 * 2**20
    film_bytes: int = 4 * 2**30
    pixels: int = 100_000_000
    buffered_pixels: int = 50_000_000
    draft_pixels: int = 1_000_000_000
    frame_pixels: int = 8192 * 4320
    examined_pixels: int = 500_000_000
    target_pixels: int = 8192 * 8192
    pages: int = 60
    film_s: float = 600.0
    frames: int = 36_000
    reply_bytes: int = 2**20
    cache_bytes: int = 16 * 2**30
