"""Confines a process that decodes foreign files: memory, file sizes, what it may ask of the system and write.

Linux only. The system-call filter is a classic BPF program (see seccomp(2)): calls that open sockets, start
or signal other processes, or reach into them, fail with EPERM. On other processors than x86-64 and ARM64 it
is left out. Landlock (landlock(7), Linux 5.13) bounds what may be written; older kernels do without.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from pathlib import Path

from playlists.media.limits import MediaLimits

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
ALLOW, FAIL, UNKNOWN = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
LOAD, JUMP_IF_EQUAL, JUMP_FROM, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Where a filter finds the number of the call, the processor, and the first argument (its lower half).
NUMBER, PROCESSOR, ARGUMENT = 0, 4, 16
CLONE_THREAD = 0x10000
X32 = 0x40000000
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
WRITE_FILE, REMOVE_FILE, MAKE_REG, REFER, TRUNCATE = 1 << 1, 1 << 5, 1 << 8, 1 << 13, 1 << 14
# Every right that changes something in the first version of Landlock: from REMOVE_DIR to MAKE_SYM.
CHANGES = WRITE_FILE | sum(1 << bit for bit in range(4, 13))
REFER_SINCE, TRUNCATE_SINCE = 2, 3


_X86_64 = """
    socket 41 connect 42 io_uring_setup 425
    fork 57 vfork 58 clone 56 clone3 435 execve 59 execveat 322
    kill 62 tkill 200 tgkill 234 rt_sigqueueinfo 129 pidfd_send_signal 424
    ptrace 101 process_vm_readv 310 process_vm_writev 311 memfd_create 319
    unshare 272 setns 308 bpf 321
    chmod 90 fchmod 91 fchmodat 268 fchmodat2 452 chown 92 fchown 93 lchown 94 fchownat 260
"""
_ARM64 = """
    socket 198 connect 203 io_uring_setup 425
    clone 220 clone3 435 execve 221 execveat 281
    kill 129 tkill 130 tgkill 131 rt_sigqueueinfo 138 pidfd_send_signal 424
    ptrace 117 process_vm_readv 270 process_vm_writev 271 memfd_create 279
    unshare 97 setns 268 bpf 280
    fchmod 52 fchmodat 53 fchmodat2 452 fchown 55 fchownat 54
"""
# Of each processor: its number in audit.h, and the calls that are refused, some by an argument.
CALLS = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _ARM64)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def die_with(parent: int) -> None:
    """End this process when the thread that started it ends; at once where `parent` is gone already."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def confine(limits: MediaLimits, folder: Path) -> None:
    """Bound this process for the rest of its life; it may write files in or below `folder` alone."""
    for what, at_most in (
        (resource.RLIMIT_DATA, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (at_most, at_most))
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _write_only_below(folder)
    _forbid_calls()


def _forbid_calls() -> None:
    processor, calls = CALLS.get(platform.machine(), (0, ""))
    if not calls:
        return
    words = iter(calls.split())
    instructions = [
        (LOAD, 0, 0, PROCESSOR),
        (JUMP_IF_EQUAL, 1, 0, processor),
        (RETURN, 0, 0, FAIL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_FROM, 0, 1, X32),
        (RETURN, 0, 0, FAIL),
    ]
    # A thread may be started, no process; the C library turns to `clone`, whose flags a filter can read.
    # A signal may go to this process alone.
    by_argument = {"clone": (JUMP_IF_SET, CLONE_THREAD), "tgkill": (JUMP_IF_EQUAL, os.getpid())}
    for name, call in zip(words, map(int, words), strict=True):
        if name in by_argument:
            jump, value = by_argument[name]
            instructions += [
                (JUMP_IF_EQUAL, 0, 4, call),
                (LOAD, 0, 0, ARGUMENT),
                (jump, 1, 0, value),
                (RETURN, 0, 0, FAIL),
                (LOAD, 0, 0, NUMBER),
            ]
        else:
            answer = UNKNOWN if name == "clone3" else FAIL
            instructions += [(JUMP_IF_EQUAL, 0, 1, call), (RETURN, 0, 0, answer)]
    instructions.append((RETURN, 0, 0, ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in instructions))
    program = _Program(len(instructions), ctypes.addressof(code))
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program))


def _write_only_below(folder: Path) -> None:
    try:
        edition = _syscall(LANDLOCK_CREATE, None, 0, 1)
    except OSError:
        return
    allowed = WRITE_FILE | REMOVE_FILE | MAKE_REG | (TRUNCATE if edition >= TRUNCATE_SINCE else 0)
    handled = CHANGES | allowed | (REFER if edition >= REFER_SINCE else 0)
    rules = _syscall(LANDLOCK_CREATE, struct.pack("=Q", handled), 8, 0)
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        _syscall(LANDLOCK_ADD, rules, 1, struct.pack("=Qi", allowed, place), 0)
        _syscall(LANDLOCK_RESTRICT, rules, 0)
    finally:
        os.close(place)
        os.close(rules)


def _syscall(number: int, *arguments: bytes | int | None) -> int:
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(int(_libc().syscall(ctypes.c_long(number), *words)))


def _prctl(option: int, first: int, second: int = 0) -> None:
    words = [ctypes.c_ulong(word) for word in (first, second, 0, 0)]
    _checked(_libc().prctl(option, *words))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
