"""Breaks media of every type at random and decodes them as `parvis check` and `parvis snapshot` do.

`python benchmarks/soak_media_fuzz.py --minutes N [--seed S]` ends with status 1 where a broken file took too
long or too much memory, was not told by one message that names it, or left a file or a process behind.
What it found lies in `build/fuzz/`, one file each.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "playlists"))

import hostile_media as hostile  # noqa: E402

from playlists.errors import MediaError  # noqa: E402
from playlists.media.library import Library  # noqa: E402
from playlists.media.limits import MediaLimits  # noqa: E402
from playlists.media.shelf import Target  # noqa: E402

TARGET = Target(width=192, height=128)
FILMS = {".mp4", ".webm", ".mkv"}
LONGEST_S = 10.0
# Libraries and interpreter included: more than the private memory that a worker may have.
MOST_BYTES = 2**30
_FOUND = ROOT / "build" / "fuzz"
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


@dataclass(frozen=True)
class Finding:
    """What was wrong with how a broken file was taken."""

    file: Path
    fault: str


def cut(data: bytearray, chance: random.Random) -> None:
    """The end is missing."""
    del data[chance.randrange(1, len(data)) :]


def flip(data: bytearray, chance: random.Random) -> None:
    """A few bits are wrong."""
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def lie(data: bytearray, chance: random.Random) -> None:
    """A number near the beginning, where sizes stand, is an extreme."""
    width = chance.choice((1, 2, 4))
    place = chance.randrange(min(len(data), 600))
    number = chance.choice(_NUMBERS) & (1 << 8 * width) - 1
    data[place : place + width] = number.to_bytes(width, chance.choice(("big", "little")))


def splice(data: bytearray, chance: random.Random) -> None:
    """A piece stands in a wrong place, or twice."""
    start, goal = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 400)]
    data[goal : goal + chance.choice((0, len(piece)))] = piece


def blank(data: bytearray, chance: random.Random) -> None:
    """A piece is zeros, as after a power cut."""
    start = chance.randrange(len(data))
    length = min(len(data) - start, chance.randrange(1, 2000))
    data[start : start + length] = bytes(length)


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (cut, flip, flip, lie, lie, splice, blank)


def broken(sources: dict[str, bytes], chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Suffix and bytes of one broken file after the other, without end."""
    names = sorted(sources)
    while True:
        for name in names:
            data = bytearray(sources[name])
            for _ in range(chance.choice((1, 1, 1, 2, 3))):
                chance.choice(MUTATIONS)(data, chance)
            yield name.rpartition(".")[2], bytes(data) or b"\0"


def sources(folder: Path) -> dict[str, bytes]:
    """Good media of every type, by name."""
    made = dict(hostile.every_type(folder))
    made["sound.mp4"] = hostile.film(folder / "sound.mp4", sound=True)
    made["hevc.mkv"] = hostile.film(
        folder / "hevc.mkv", codec="libx265", frames=10, options={"x265-params": "log-level=none"}
    )
    made["vp8.webm"] = hostile.film(folder / "vp8.webm", codec="libvpx", frames=10, options={})
    made["hdr.mp4"] = hostile.even_film(folder / "hdr.mp4", "libx265", (572, 512, 512), (9, 16, 9))
    made["text.pdf"] = folder / "text.pdf"
    made["text.pdf"].write_bytes(hostile.pdf(3, stream=b"1 0 0 rg 0 0 300 200 re f"))
    return {path.name: path.read_bytes() for path in made.values()}


def taken(library: Library, path: Path) -> str:
    """What is said of a file, or nothing where it can be shown."""
    try:
        library.examine(path)
        shelf = library.prepared()
        if path.suffix in FILMS:
            shelf.film(path, TARGET)
        elif path.suffix == ".pdf":
            shelf.document(path, TARGET)
        else:
            shelf.image(path, TARGET)
    except MediaError as error:
        return str(error)
    return ""


def children() -> list[int]:
    """The processes that this one has started and that are still there."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        found += [int(child) for child in (task / "children").read_text("ascii").split()]
    return found


def most_memory(process: int) -> int:
    """The most resident memory that a process ever had, in bytes."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def faults(path: Path, said: str, spent_s: float) -> Iterator[str]:
    """What is wrong with how a file was taken."""
    if spent_s > LONGEST_S:
        yield f"took {spent_s:.1f} s: {said}"
    if said and not said.startswith(f"{path.name}: "):
        yield f"is not named: {said}"
    if "\n" in said or len(said) > 300:  # noqa: PLR2004
        yield f"has a message of several lines: {said!r}"
    if "crash" in said or "was ended" in said:
        yield f"ended its worker: {said}"
    for child in children():
        if (held := most_memory(child)) > MOST_BYTES:
            yield f"made a worker hold {held / 2**20:.0f} MiB: {said}"


def soak(minutes: float, seed: int) -> tuple[Counter[str], list[Finding]]:
    """Break and decode for so long. Returns what was said how often, and what was found."""
    said_how_often: Counter[str] = Counter()
    found: list[Finding] = []
    shutil.rmtree(_FOUND, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stock = sources(folder)
        until = time.monotonic() + 60 * minutes
        with Library(folder / "cache", 1, root=folder, limits=MediaLimits()) as library:
            for number, (suffix, data) in enumerate(broken(stock, random.Random(seed))):
                if time.monotonic() > until:
                    break
                path = folder / f"{number}.{suffix}"
                path.write_bytes(data)
                start = time.monotonic()
                try:
                    said = taken(library, path)
                    wrong = list(faults(path, said, time.monotonic() - start))
                except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                    said, wrong = "", [f"raised {error!r}"]
                said_how_often[said.partition(": ")[2][:60] or "can be shown"] += 1
                if list((folder / "cache" / "scratch").iterdir()):
                    wrong.append("left a folder behind")
                found += [kept(path, fault) for fault in wrong]
                path.unlink()
        if left := children():
            found.append(Finding(folder, f"left the processes {left} behind"))
    return said_how_often, found


def kept(path: Path, fault: str) -> Finding:
    """A finding with its file copied to where it stays."""
    _FOUND.mkdir(parents=True, exist_ok=True)
    return Finding(Path(shutil.copy(path, _FOUND)), fault)


def main() -> int:
    """Soak, and print what was said and found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    said, found = soak(arguments.minutes, arguments.seed)
    for words, count in said.most_common():
        print(f"{count:6}  {words}")
    print(f"{said.total()} broken files, seed {arguments.seed}, {len(found)} faults")
    for finding in found:
        print(f"{os.path.relpath(finding.file)} {finding.fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
