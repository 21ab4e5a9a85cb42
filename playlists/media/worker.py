"""The child process that decodes foreign files: reads a job a line from its input, writes answers a line.

Started as `python -m playlists.media.worker PARENT LIMITS FOLDER` by `child.py`. It confines itself before
the first job. Whatever a file does to it, only this process suffers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec
from PIL import Image

from device_profiles.decoding import JsonDecoder, from_json
from playlists.media.confine import confine, die_with
from playlists.media.jobs import Answer, Job, Step, out_of_memory
from playlists.media.limits import MediaLimits
from playlists.media.studio import work


def serve(jobs: BinaryIO, answers: BinaryIO, limits: MediaLimits) -> None:
    """Do job after job until the input ends."""
    decoder: JsonDecoder[Job] = JsonDecoder(Job)
    encoder = msgspec.json.Encoder()

    def say(answer: Answer | Step) -> None:
        answers.write(encoder.encode(answer) + b"\n")
        answers.flush()

    say(Step(done=0, total=0))
    for line in jobs:
        try:
            answer = work(decoder.decode(line), limits, lambda done, total: say(Step(done=done, total=total)))
        except MemoryError:
            answer = out_of_memory(limits.memory_bytes)
        say(answer)


def main() -> None:
    """Take the pipes, so that no library can write into the answers, and serve."""
    die_with(int(sys.argv[1]))
    limits = from_json(sys.argv[2], MediaLimits)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    Image.MAX_IMAGE_PIXELS = None  # pictures.py has its own bound
    confine(limits, Path(sys.argv[3]))
    serve(sys.stdin.buffer, answers, limits)


if __name__ == "__main__":
    main()
