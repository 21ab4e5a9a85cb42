"""Confines a process that decodes foreign files: memory, file sizes, no new process, no network.

Linux only. The system-call filter is a classic BPF program (see seccomp(2)): calls that open sockets or
start programs fail with EPERM. On other processors than x86-64 and ARM64 that one measure is left out.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct

from playlists.media.limits import MediaLimits

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
FAIL = 0x00050000 | errno.EPERM
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
# Of each processor: its number in audit.h, then socket, connect, ptrace, execve, execveat.
CALLS = {
    "x86_64": (0xC000003E, (41, 42, 101, 59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 117, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def die_with(parent: int) -> None:
    """End this process when the thread that started it ends; at once where `parent` is gone already."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def confine(limits: MediaLimits) -> None:
    """Bound this process for the rest of its life."""
    for what, at_most in (
        (resource.RLIMIT_DATA, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (at_most, at_most))
    _forbid_calls()


def _forbid_calls() -> None:
    processor, calls = CALLS.get(platform.machine(), (0, ()))
    if not calls:
        return
    instructions = [(LOAD, 0, 0, 4), (JUMP_IF_EQUAL, 1, 0, processor), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 0)]
    for left, call in zip(range(len(calls), 0, -1), calls, strict=True):
        instructions.append((JUMP_IF_EQUAL, left, 0, call))
    instructions += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, FAIL)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in instructions))
    program = _Program(len(instructions), ctypes.addressof(code))
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program))


def _prctl(option: int, first: int, second: int = 0) -> None:
    words = [ctypes.c_ulong(word) for word in (first, second, 0, 0)]
    if ctypes.CDLL(None, use_errno=True).prctl(option, *words):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
