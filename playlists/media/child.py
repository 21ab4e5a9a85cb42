"""The editor's side of one decoding worker: starts it, asks it, watches its limits, ends it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from device_profiles.decoding import JsonDecoder
from playlists.media.jobs import Answer, Job, Refused, Step, out_of_memory
from playlists.media.limits import MediaLimits
from playlists.media.watch import SlowError, Watch

_TAIL = 4096
_PIECE = 65_536
_START_S = 60.0
_END_S = 2.0
_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_MEMORY_WORDS = (
    b"memory allocation",
    b"MemoryError",
    b"bad_alloc",
    b"Cannot allocate memory",
    b"Out of memory",
)

Steps = Callable[[Step], None]


class _EndedError(Exception):
    """The worker ended, or said what is no answer."""


class Child:
    """One worker process, used by one thread, ended by the kernel with the thread that made it.

    It writes below `folder` alone.
    """

    def __init__(self, limits: MediaLimits, folder: Path) -> None:
        self._limits = limits
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-P",
                "-m",
                "playlists.media.worker",
                str(os.getpid()),
                msgspec.json.encode(limits).decode(),
                str(folder),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            bufsize=0,
        )
        self._decoder: JsonDecoder[Answer | Step] = JsonDecoder(Answer | Step)
        self._rest = b""
        self._ready = False
        self._said = 0

    @property
    def alive(self) -> bool:
        """Whether the process can take a job."""
        return self._process.returncode is None and self._process.poll() is None

    @property
    def process_id(self) -> int:
        """The id of the process."""
        return self._process.pid

    def ask(self, job: Job, limit_s: float, steps: Steps | None = None) -> Answer | None:
        """Have a job done. A file that crashes the worker or holds it too long is refused.

        None where something else ended the worker, or it never began: the file deserves another try.
        """
        try:
            if not self._ready:
                self._line(Watch(self._busy_s, _START_S, _START_S))
                self._ready = True
            self._said = self._written()
            watch = Watch(self._busy_s, limit_s, self._limits.silence_s)
            self._send(msgspec.json.encode(job) + b"\n")
            while True:
                said = self._line(watch)
                if not isinstance(said, Step):
                    return said
                watch.heard()
                if steps is not None:
                    steps(said)
        except SlowError as slow:
            self.close()
            cause = f"took more than {slow.spent_s:.0f} s to decode: export it again, smaller"
            return Refused(cause=cause, final=slow.guilty)
        except _EndedError:
            blameless = self._ended_from_outside() or not self._ready
            obituary = None if blameless else self._obituary()
            self.close()
            return obituary

    def kill(self) -> None:
        """End the process; may be called from any thread."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            if pipe is not None:
                pipe.close()

    def _send(self, line: bytes) -> None:
        if self._process.stdin is None:
            raise _EndedError
        try:
            self._process.stdin.write(line)
        except (BrokenPipeError, ValueError) as error:
            raise _EndedError from error

    def _line(self, watch: Watch) -> Answer | Step:
        if self._process.stdout is None:
            raise _EndedError
        while b"\n" not in self._rest:
            try:
                if not select.select([self._process.stdout], [], [], watch.patience_s())[0]:
                    continue
                piece = os.read(self._process.stdout.fileno(), _PIECE)
            except (OSError, ValueError) as error:
                raise _EndedError from error
            self._rest += piece
            if not piece or len(self._rest) > self._limits.reply_bytes:
                raise _EndedError
        line, _, self._rest = self._rest.partition(b"\n")
        try:
            return self._decoder.decode(line)
        except msgspec.DecodeError as error:
            raise _EndedError from error

    def _obituary(self) -> Refused:
        """Why it ended. PDFium, refused memory, aborts without a word; whoever else aborts says why."""
        start = max(self._said, self._written() - _TAIL)
        last_words = os.pread(self._complaints.fileno(), _TAIL, start)
        silent = self._process.returncode == -signal.SIGABRT and not last_words
        if silent or any(words in last_words for words in _MEMORY_WORDS):
            return out_of_memory(self._limits.memory_bytes)
        return Refused(cause="made the decoder crash: it is damaged or hostile, export it again")

    def _written(self) -> int:
        """How many bytes of complaints there are."""
        return os.fstat(self._complaints.fileno()).st_size

    def _ended_from_outside(self) -> bool:
        try:
            return self._process.wait(_END_S) in _FROM_OUTSIDE
        except subprocess.TimeoutExpired:
            return False

    def _busy_s(self) -> float:
        """The processor time that the process has used, in seconds (proc(5): fields 14 and 15 of `stat`)."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
