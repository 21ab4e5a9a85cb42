"""Broken and hostile media of every type, decoded as `parvis check` and `parvis snapshot` decode them.

First files made to harm (`tests/playlists/hostile_media.py`), then good ones of every type,
cut off, with bits flipped, numbers replaced, pieces moved or blanked, by one seed, one after another through
one worker. Each is examined, then prepared for a screen. A fault is a file that ends the worker, one that is
refused without one message of one line that names it, and whatever is left behind. Memory is the most
resident memory that any worker ever had, libraries and interpreter included (`getrusage`). What was found
lies in `build/fuzz/`, one file each. By itself it takes ten minutes.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "playlists"))

import hostile_media as hostile  # noqa: E402
from figures import Row, minutes, passing, tell  # noqa: E402

from playlists.errors import MediaError  # noqa: E402
from playlists.media.faults import DAMAGED  # noqa: E402
from playlists.media.library import Library  # noqa: E402
from playlists.media.limits import MediaLimits  # noqa: E402
from playlists.media.shelf import Target  # noqa: E402

TARGET = Target(width=192, height=128)
FILMS = {".mp4", ".webm", ".mkv"}
MINUTES, SEED = 10, 1
SHOWN = "can be shown"
HARMFUL: dict[str, Callable[[], bytes]] = {
    "draws for ever.pdf": hostile.pdf_bomb,
    "unpacks to 1.5 GB.pdf": hostile.pdf_flood,
    "has 100 million pixels.png": lambda: hostile.png(10_000, 10_000),
}
LONGEST_S = 10.0
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
    del data[chance.randrange(1, max(2, len(data))) :]


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
    """What is said of a file: why it cannot be shown, else what is wrong with it, else nothing."""
    try:
        doubt = library.doubt(path)
        shelf = library.prepared()
        if path.suffix in FILMS:
            shelf.film(path, TARGET)
        elif path.suffix == ".pdf":
            shelf.document(path, TARGET)
        else:
            shelf.image(path, TARGET)
    except MediaError as error:
        return str(error)
    return doubt


def children() -> list[int]:
    """The processes that this one has started and that are still there."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        found += [int(child) for child in (task / "children").read_text("ascii").split()]
    return found


def faults(path: Path, said: str) -> Iterator[str]:
    """What is wrong with how a file was taken."""
    if said and not said.startswith(f"{path.name}: "):
        yield f"is not named: {said}"
    if "\n" in said or len(said) > 300:  # noqa: PLR2004
        yield f"has a message of several lines: {said!r}"
    if "crash" in said or "was ended" in said:
        yield f"ended its worker: {said}"


@dataclass
class Soak:
    """What was said how often, what was found, and which file took longest."""

    said: Counter[str] = field(default_factory=Counter)
    found: list[Finding] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def take(self, library: Library, path: Path) -> None:
        """Decode one file."""
        start = time.monotonic()
        try:
            said = taken(library, path)
            wrong = list(faults(path, said))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            said, wrong = "", [f"raised {error!r}"]
        ended = "shown" if not said or said.endswith(DAMAGED) else "refused"
        self.slowest = max(self.slowest, (time.monotonic() - start, f"{path.suffix[1:]}, {ended}"))
        self.said[said.partition(": ")[2][:60] or SHOWN] += 1
        if list((path.parent / "cache" / "scratch").iterdir()):
            wrong.append("left a folder behind")
        self.found += [kept(path, fault) for fault in wrong]

    def run(self, length: float) -> None:
        """Break and decode for so long."""
        shutil.rmtree(_FOUND, ignore_errors=True)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made = [(name.rpartition(".")[2], make()) for name, make in (HARMFUL | hostile.HOSTILE).items()]
            files = chain(made, broken(sources(folder), random.Random(SEED)))
            more = passing(length)
            with Library(folder / "cache", 1, root=folder, limits=MediaLimits()) as library:
                for number, (suffix, data) in enumerate(files):
                    if not more():
                        break
                    path = folder / f"{number}.{suffix}"
                    path.write_bytes(data)
                    self.take(library, path)
                    path.unlink()
            if left := children():
                self.found.append(Finding(folder, f"left the processes {left} behind"))

    def rows(self, length: float) -> Iterator[Row]:
        """The figures."""
        subject, total = f"broken media, {length:g} min", self.said.total()
        shown = sum(count for words, count in self.said.items() if words == SHOWN)
        damaged = sum(count for words, count in self.said.items() if words == DAMAGED[: len(words)])
        refused = total - shown - damaged
        told = f"{refused:,} refused, {damaged:,} shown and told as damaged, {shown:,} shown"
        yield Row(
            f"{subject}: workers ended, files without one message, things left behind",
            "0",
            f"{len(self.found)} of {total:,} files ({told})",
            not self.found,
        )
        seconds, which = self.slowest
        slow = f"{seconds:.1f} s ({which})"
        yield Row(
            f"{subject}: slowest, examined and prepared", f"≤ {LONGEST_S:g} s", slow, seconds <= LONGEST_S
        )
        held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        most = f"{held / 2**20:.0f} MiB"
        yield Row(f"{subject}: most memory of a worker", "≤ 1 GiB", most, held <= MOST_BYTES)


def kept(path: Path, fault: str) -> Finding:
    """A finding with its file copied to where it stays."""
    _FOUND.mkdir(parents=True, exist_ok=True)
    return Finding(Path(shutil.copy(path, _FOUND)), fault)


def main() -> None:
    """Soak, and tell what was said and found."""
    length, soak = minutes(MINUTES), Soak()
    soak.run(length)
    for words, count in soak.said.most_common():
        print(f"{count:6}  {words}", file=sys.stderr)
    for finding in soak.found:
        print(f"{os.path.relpath(finding.file)} {finding.fault}", file=sys.stderr)
    tell(soak.rows(length))


if __name__ == "__main__":
    main()
