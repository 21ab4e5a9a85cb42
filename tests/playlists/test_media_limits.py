"""The limits of a decoding worker: each one holds, and a worker that hits one is replaced."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hostile_media as hostile
import msgspec
import pytest

from playlists.errors import MediaError
from playlists.media.jobs import Examine, Look, Prepare, Refused, Seen
from playlists.media.library import Library
from playlists.media.limits import MediaLimits
from playlists.media.pool import Pool
from playlists.media.shelf import Target
from playlists.media.watch import SlowError, Watch

SMALL = MediaLimits(memory_bytes=220 * 2**20)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with Pool(1, SMALL, tmp_path_factory.mktemp("scratch")) as pool:
        yield pool


@pytest.fixture(scope="module")
def vast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An honest PNG of 64 million pixels: 256 MB decoded, and a good while to decode."""
    path = tmp_path_factory.mktemp("vast") / "vast.png"
    path.write_bytes(hostile.png(8000, 8000))
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.png"
    path.write_bytes(hostile.png(8, 8))
    return path


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_goes_on(
    small: Pool, vast: Path, tiny: Path
) -> None:
    small.submit(Look(path=str(tiny)), 60).result()
    worker = small._children[-1].process_id
    answer = small.submit(Examine(path=str(vast)), 60).result()
    assert isinstance(answer, Refused)
    assert answer.cause.startswith("needs more than 0.21 GiB")
    assert answer.final
    assert isinstance(small.submit(Examine(path=str(tiny)), 60).result(), Seen)
    assert small._children[-1].process_id == worker


def test_a_file_that_takes_too_long_is_refused_and_its_worker_replaced(vast: Path, tiny: Path) -> None:
    with Pool(1, MediaLimits(), tiny.parent) as pool:
        assert isinstance(pool.submit(Look(path=str(tiny)), 60).result(), Seen)
        first = pool._children[-1].process_id
        answer = pool.submit(Examine(path=str(vast)), 0.05).result()
        assert isinstance(answer, Refused)
        assert "took more than" in answer.cause
        assert isinstance(pool.submit(Look(path=str(tiny)), 60).result(), Seen)
        assert pool._children[-1].process_id != first
        assert not Path(f"/proc/{first}").exists()


def test_silence_ends_a_job_that_has_time_left(vast: Path) -> None:
    with Pool(1, MediaLimits(silence_s=0.05), vast.parent) as pool:
        answer = pool.submit(Examine(path=str(vast)), 600).result()
    assert isinstance(answer, Refused)
    assert "took more than" in answer.cause


def test_a_worker_ended_from_outside_is_replaced_and_its_job_done_again(tmp_path: Path) -> None:
    path = hostile.film(tmp_path / "long.mp4", frames=100)
    target = Target(width=640, height=360, fit="contain")
    job = Prepare(path=str(path), moving=True, target=target, folder=str(tmp_path))
    under_way = threading.Event()
    ended: list[int] = []
    with Pool(1, MediaLimits(), tmp_path) as pool:

        def end_once(_step: object) -> None:
            if not ended:
                ended.append(pool._children[-1].process_id)
                os.kill(ended[0], signal.SIGKILL)
            under_way.set()

        answer = pool.submit(job, 120, end_once).result()
        assert under_way.is_set()
        assert not isinstance(answer, Refused)
        assert pool._children[-1].process_id != ended[0]


def test_a_worker_that_cannot_begin_is_not_the_file_s_fault(tiny: Path) -> None:
    with Pool(1, MediaLimits(), tiny.parent / "nowhere") as pool:
        answer = pool.submit(Look(path=str(tiny)), 60).result()
    assert isinstance(answer, Refused)
    assert not answer.final


def test_workers_end_with_their_pool(tiny: Path) -> None:
    with Pool(2, MediaLimits(), tiny.parent) as pool:
        pool.submit(Look(path=str(tiny)), 60).result()
        process = pool._children[-1].process_id
    assert not Path(f"/proc/{process}").exists()


def test_a_worker_in_the_middle_of_a_job_ends_with_a_parent_that_is_killed() -> None:
    busy = (
        "import os, signal, sys; from playlists.media.confine import die_with\n"
        "die_with(int(sys.argv[1])); os.write(1, b'.'); signal.pause()"
    )
    code = (
        f"import os, subprocess, sys; command = [sys.executable, '-c', {busy!r}, str(os.getpid())]\n"
        "worker = subprocess.Popen(command, stdout=subprocess.PIPE); worker.stdout.read(1)\n"
        "print(worker.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        death = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    assert select.select([death], [], [], 10)[0], "the worker outlived its parent"
    os.close(death)


def test_a_packed_drawing_is_refused_before_it_is_unpacked(small: Pool, tmp_path: Path) -> None:
    path = tmp_path / "bomb.svgz"
    path.write_bytes(hostile.svg_bomb(400))
    answer = small.submit(Look(path=str(path)), 60).result()
    assert isinstance(answer, Refused)
    assert answer.cause.startswith("is an SVG of more than 16 MiB")


def test_a_document_that_unpacks_beyond_the_memory_is_told_as_such(small: Pool, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(hostile.pdf_flood(300))
    answer = small.submit(Examine(path=str(path)), 60).result()
    assert isinstance(answer, Refused)
    assert answer.cause == "needs more than 0.21 GiB to decode: export it smaller"


def confined(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs code in a confined process that may write below `folder`, with the folder above as `outside`."""
    limits = msgspec.json.encode(SMALL).decode()
    start = (
        "import ctypes, msgspec, os, pathlib, signal, socket, subprocess, sys, threading\n"
        "from playlists.media.confine import confine\n"
        "from playlists.media.limits import MediaLimits\n"
        f"own = pathlib.Path({str(folder)!r}); outside = own.parent; parent = os.getppid()\n"
        "def call(*numbers):\n"
        "    if ctypes.CDLL(None, use_errno=True).syscall(*numbers) < 0:\n"
        "        raise OSError(ctypes.get_errno(), 'call')\n"
        f"confine(msgspec.json.decode({limits!r}, type=MediaLimits), own)\n"
    )
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", start + code], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("socket.socket()", "PermissionError"),
        ("subprocess.run(['true'])", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("os.fork()", "PermissionError"),
        ("os.posix_spawn('/bin/true', ['true'], {})", "PermissionError"),
        ("os.kill(parent, 0)", "PermissionError"),
        ("call({'x86_64': 234, 'aarch64': 131}[os.uname().machine], parent, parent, 0)", "PermissionError"),
        ("os.memfd_create('x')", "PermissionError"),
        ("call(425, 1, 0)", "PermissionError"),  # io_uring_setup, which opens sockets past the filter
        ("os.chmod(outside / 'theirs', 0)", "PermissionError"),
        ("(outside / 'theirs').write_bytes(b'')", "PermissionError"),
        ("os.truncate(outside / 'theirs', 0)", "PermissionError"),
        ("(outside / 'theirs').unlink()", "PermissionError"),
        ("(outside / 'theirs').rename(own / 'mine')", "PermissionError"),
        ("(outside / 'new').touch()", "PermissionError"),
        ("(outside / 'new').symlink_to('/')", "PermissionError"),
        ("open(f'/proc/{parent}/mem', 'wb')", "PermissionError"),
        ("bytearray(300 * 2**20)", "MemoryError"),
        ("[os.open('/dev/null', 0) for _ in range(100)]", "Too many open files"),
    ],
)
def test_a_confined_process_may_not(code: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"precious")
    (tmp_path / "own").mkdir()
    done = confined(code, tmp_path / "own")
    assert done.returncode == 1
    assert fault in done.stderr
    assert (tmp_path / "theirs").read_bytes() == b"precious"


def test_a_confined_process_may_do_its_work(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"theirs")
    own = tmp_path / "own"
    own.mkdir()
    code = (
        "def copy(): (own / 'a').write_bytes((outside / 'theirs').read_bytes())\n"
        "thread = threading.Thread(target=copy)\n"
        "thread.start(); thread.join(); (own / 'b').touch(); (own / 'b').unlink(); os.abort()"
    )
    done = confined(code, own)
    assert done.returncode == -signal.SIGABRT, done.stderr
    assert [(file.name, file.read_bytes()) for file in own.iterdir()] == [("a", b"theirs")]


def test_a_confined_process_writes_no_huge_file(tmp_path: Path) -> None:
    limits = msgspec.structs.replace(SMALL, output_bytes=1000)
    code = (
        "import msgspec, pathlib, sys; from playlists.media.confine import confine\n"
        "from playlists.media.limits import MediaLimits\n"
        "confine(msgspec.json.decode(sys.argv[1], type=MediaLimits), pathlib.Path(sys.argv[2]).parent)\n"
        "with open(sys.argv[2], 'wb') as file: file.write(bytes(2000))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, msgspec.json.encode(limits).decode(), str(tmp_path / "x")],
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert b"File too large" in done.stderr


@pytest.mark.parametrize(
    ("name", "make", "limits", "cause"),
    [
        ("a.png", lambda: hostile.png(100, 100), MediaLimits(pixels=9_999), "the most is"),
        ("a.pdf", lambda: hostile.pdf(3), MediaLimits(pages=2), "3 pages, the most is 2"),
        ("a.gif", lambda: hostile.endless_gif(20), MediaLimits(frames=19), "more than 19 frames"),
        ("a.gif", lambda: hostile.endless_gif(50), MediaLimits(film_s=2), "lasts 0 min"),
        ("a.svg", hostile.SVG.encode, MediaLimits(svg_bytes=100), "more than 0 MiB"),
        ("a.png", lambda: hostile.png(9, 9), MediaLimits(image_bytes=20), "the most is 0 MiB"),
        ("a.png", lambda: hostile.png(9, 9), MediaLimits(film_bytes=20), "give a smaller file"),
    ],
)
def test_what_a_file_may_hold_is_bounded(
    tmp_path: Path, name: str, make: hostile.Builder, limits: MediaLimits, cause: str
) -> None:
    (tmp_path / name).write_bytes(make())
    with (
        Library(tmp_path / "cache", workers=1, limits=limits) as library,
        pytest.raises(MediaError, match=cause),
    ):
        library.examine(tmp_path / name)


def test_a_film_may_last_so_long_and_be_so_large(tmp_path: Path) -> None:
    path = hostile.film(tmp_path / "a.mp4", frames=50)
    for limits, cause in (
        (MediaLimits(film_s=1), "cut it shorter"),
        (MediaLimits(frame_pixels=6000), "ffmpeg -i"),
        (MediaLimits(frames=6), "more than 48 frames"),
    ):
        with (
            Library(tmp_path / "cache", workers=1, limits=limits) as library,
            pytest.raises(MediaError, match=cause),
        ):
            library.look(path)


@pytest.mark.parametrize(("busy_s", "guilty"), [(1.0, True), (0.0, False)])
def test_a_busy_machine_is_not_the_file_s_fault(busy_s: float, guilty: bool) -> None:
    busy = iter([0.0, 0.0])
    watch = Watch(lambda: next(busy, busy_s), 0.02, 60)
    with pytest.raises(SlowError) as slow:
        any(watch.patience_s() <= 0 for _ in count())
    assert slow.value.guilty is guilty
    assert slow.value.spent_s >= (0.02 if guilty else 0.06)
