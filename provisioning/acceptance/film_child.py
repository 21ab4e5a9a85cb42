"""Makes a clip in memory and decodes it: `python -m provisioning.acceptance.film_child ORDER`."""

from __future__ import annotations

import io
import resource
import sys
import time
from typing import cast

import av
import msgspec
import numpy as np
from av.video.stream import VideoStream

from device_profiles.decoding import from_json
from provisioning.acceptance.film import FilmFacts, FilmOrder

_QUICK = {
    "libx264": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast", "log-level": "none"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}
_AHEAD = 4
"""Frames that the stage keeps in store: one of them may take longer than its time."""


def clip(order: FilmOrder) -> bytes:
    """A film in which everything moves: bars that wander over a ramp."""
    kept = io.BytesIO()
    with av.open(kept, "w", format="matroska") as film:
        options = _QUICK.get(order.encoder, {})
        track = cast("VideoStream", film.add_stream(order.encoder, rate=order.fps, options=options))
        track.width, track.height = order.width, order.height
        track.pix_fmt = "yuvj420p" if order.encoder == "mjpeg" else "yuv420p"
        across = np.arange(order.width, dtype=np.uint16)[None, :]
        down = np.arange(order.height, dtype=np.uint16)[:, None]
        for number in range(round(order.seconds * order.fps)):
            grey = ((across + 7 * number) ^ (down + 3 * number)).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="gray")
            film.mux(track.encode(frame.reformat(format=track.pix_fmt)))
        film.mux(track.encode(None))
    return kept.getvalue()


def decode(film: bytes, fps: int) -> FilmFacts:
    """Decode it as quickly as it goes; a frame is late that would not have been there in its time."""
    late = frames = 0
    with av.open(io.BytesIO(film), "r") as source:
        track = source.streams.video[0]
        track.thread_type = "AUTO"
        start = time.monotonic()
        for _ in source.decode(track):
            late += time.monotonic() - start > (frames + _AHEAD) / fps
            frames += 1
        return FilmFacts(frames=frames, seconds=time.monotonic() - start, late=late)


def main() -> FilmFacts:
    """What became of the order."""
    order = from_json(sys.argv[1], FilmOrder)
    resource.setrlimit(resource.RLIMIT_AS, (order.bytes, order.bytes))
    try:
        film = clip(order)
    except (av.FFmpegError, ValueError) as error:
        return FilmFacts(missing=str(error)[:200])
    try:
        return decode(film, order.fps)
    except (av.FFmpegError, MemoryError) as error:
        return FilmFacts(broken=str(error)[:200] or "memory")


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(main()))
