"""The library of prepared media: looks at foreign files and prepares them, each once, through the pool."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from playlists.errors import MediaError
from playlists.media.answers import Answers, Known
from playlists.media.faults import DAMAGED, FaultError
from playlists.media.jobs import (
    Answer,
    Examine,
    Facts,
    Job,
    Kind,
    Look,
    Made,
    Moving,
    Pictures,
    Prepare,
    Refused,
    Seen,
)
from playlists.media.limits import MediaLimits
from playlists.media.pool import Pool
from playlists.media.shelves import AtHand, Looking, Prepared
from playlists.media.store import Store, TooLargeError, is_running
from playlists.media.wants import Progress, Want
from playlists.program import Film, Rendition, Stills

# Counts up whenever prepared pixels or facts change, so that nothing old is reused.
EDITION = 5
_LIBRARIES = ("av", "pillow", "pypdfium2", "resvg-py")


class Library:
    """Media under `cache`, prepared by `workers` child processes. A context manager.

    One library may be used from several threads, and one cache by several processes. `root` shortens
    the names of files in messages.
    """

    def __init__(
        self, cache: Path, workers: int = 2, *, root: Path | None = None, limits: MediaLimits | None = None
    ) -> None:
        self._limits = limits or MediaLimits()
        self._root = root
        self._store = Store(cache / "objects", self._limits.output_bytes)
        self._answers = Answers(cache)
        self._scratch = cache / "scratch"
        self._pool = Pool(workers, self._limits, self._scratch)
        self._edition = msgspec.json.encode((EDITION, [version(name) for name in _LIBRARIES], self._limits))
        self._locks: dict[bytes, threading.Lock] = {}
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        self.objects.mkdir(parents=True, exist_ok=True)
        self._scratch.mkdir(exist_ok=True)
        for left in self._scratch.iterdir():
            if not is_running(int(left.name.split("-")[0])):
                shutil.rmtree(left, ignore_errors=True)
        self._store.prune(self._limits.cache_bytes)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    @property
    def objects(self) -> Path:
        """The folder of objects, each at `<aa>/<sha256>`."""
        return self._store.root

    def looking(self) -> Looking:
        """A shelf that prepares nothing and notes what it was asked for."""
        return Looking(self)

    def finished(self) -> AtHand:
        """A shelf of what earlier runs prepared, that notes what they did not."""
        return AtHand(self)

    def prepared(self) -> Prepared:
        """A shelf of finished renditions, prepared when asked for unless they are there."""
        return Prepared(self)

    def look(self, path: Path, frames_per_second: int = 30) -> Facts:
        """What a file says of itself. Raises `MediaError`."""
        return self._facts(path, Look(path=str(path), frames_per_second=frames_per_second))

    def examine(self, path: Path) -> Facts:
        """What a file is, after decoding it for real. Raises `MediaError`."""
        return self._facts(path, Examine(path=str(path)))

    def doubt(self, path: Path) -> str:
        """What is wrong with a file that can be shown all the same; empty where nothing is known of it.

        Raises `MediaError`.
        """
        return str(self._error(path, DAMAGED)) if self.examine(path).damaged else ""

    def prepare(self, want: Want) -> Stills | Film:
        """The finished renditions of a want. Raises `MediaError`."""
        facts, job = self._order(want)
        known = self._known(want.path, job, self._time_for(facts, moving=job.moving))
        if isinstance(known, Stills | Film):
            return known
        raise AssertionError(known)

    def at_hand(self, want: Want) -> Stills | Film | None:
        """The finished renditions of a want if an earlier run made them, else None. Raises `MediaError`."""
        _, job = self._order(want)
        known = self._answers.get(self._question(self._sha256(want.path), job))
        if isinstance(known, Refused):
            raise self._error(want.path, known.cause)
        return known if isinstance(known, Stills | Film) and self._is_whole(known) else None

    def keep(self, data: bytes) -> str:
        """Keep finished bytes as an object; its name."""
        return self._store.put(data)

    def _order(self, want: Want) -> tuple[Facts, Prepare]:
        """What a file says of itself, and how it is to be prepared."""
        facts = self.look(want.path, want.target.frames_per_second)
        self.require(want, facts)
        moving = want.becomes_film(facts)
        return facts, Prepare(path=str(want.path), moving=moving, target=want.target, folder="")

    def prepare_all(self, wants: Iterable[Want], progress: Callable[[Progress], None]) -> dict[Want, str]:
        """Prepare all wants, several at a time, the longest work first. Returns what failed, and why.

        `progress` is called in the caller's thread.
        """
        todo = sorted(dict.fromkeys(wants), key=_work, reverse=True)
        problems: dict[Want, str] = {}
        with ThreadPoolExecutor(self._pool.workers) as threads:
            running = {threads.submit(self.prepare, want): want for want in todo}
            try:
                for done, future in enumerate(as_completed(running), start=1):
                    want = running[future]
                    try:
                        future.result()
                    except MediaError as error:
                        problems[want] = str(error)
                    problem = problems.get(want, "")
                    progress(Progress(done=done, total=len(todo), path=want.path, problem=problem))
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        return problems

    def require(self, want: Want, facts: Facts) -> None:
        """Raise `MediaError` where a file is not what the method asks for."""
        cause = want.mismatch(facts)
        if cause:
            raise self._error(want.path, cause)

    def _facts(self, path: Path, job: Look | Examine) -> Facts:
        known = self._known(path, job, self._limits.job_s)
        if isinstance(known, Seen):
            return known.facts
        raise AssertionError(known)

    def _time_for(self, facts: Facts, *, moving: bool) -> float:
        if facts.kind is Kind.DOCUMENT:
            return self._limits.document_s
        if not moving:
            return self._limits.job_s
        return self._limits.film_base_s + self._limits.film_s_per_s * facts.length_ms / 1000

    def _known(self, path: Path, job: Job, limit_s: float) -> Stills | Film | Seen:
        """The answer of an earlier run, or else of a worker now."""
        sha256 = self._sha256(path)
        question = self._question(sha256, job)
        with self._guard:
            lock = self._locks.setdefault(question, threading.Lock())
        with lock:
            known = self._answers.get(question)
            if known is None or not self._is_whole(known):
                known = self._asked(job, limit_s)
                if self._sha256(path) != sha256:
                    raise self._error(path, "is being written just now: save it, then try again")
                if not isinstance(known, Refused) or known.final:
                    self._answers.keep(question, known)
        if isinstance(known, Refused):
            raise self._error(path, known.cause)
        return known

    def _question(self, sha256: str, job: Job) -> bytes:
        return msgspec.json.encode((sha256, msgspec.structs.replace(job, path=""))) + self._edition

    def _sha256(self, path: Path) -> str:
        try:
            str(path).encode()
            return self._answers.source(path, self._limits.film_bytes).sha256
        except UnicodeEncodeError as error:
            raise self._error(path, "has a name that is not in UTF-8: rename it") from error
        except TooLargeError as error:
            most = self._limits.film_bytes / 2**30
            raise self._error(path, f"has more than {most:.3g} GiB: give a smaller file") from error
        except FaultError as fault:
            raise self._error(path, str(fault)) from fault

    def _is_whole(self, known: Known) -> bool:
        """Whether the objects that an answer names are there."""
        renditions: tuple[Rendition, ...] = ()
        if isinstance(known, Stills):
            renditions = known.pages
        elif isinstance(known, Film):
            renditions = (known.rendition,)
        if any(self._store.size(rendition.object) != rendition.bytes for rendition in renditions):
            return False
        for rendition in renditions:
            self._store.touch(rendition.object)
        return True

    def _asked(self, job: Job, limit_s: float) -> Known:
        if not isinstance(job, Prepare):
            answer = self._pool.submit(job, limit_s).result()
            return self._stored(answer, Path())
        with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=self._scratch) as folder:
            answer = self._pool.submit(msgspec.structs.replace(job, folder=folder), limit_s).result()
            return self._stored(answer, Path(folder))

    def _stored(self, answer: Answer, folder: Path) -> Known:
        """The answer with its files moved into the store."""
        match answer:
            case Seen() | Refused():
                return answer
            case Pictures():
                return Stills(pages=tuple(self._rendition(folder, made) for made in answer.pages))
            case Moving():
                return Film(
                    rendition=self._rendition(folder, answer.film),
                    length_ms=answer.length_ms,
                    frame_ms=1000 / answer.frames_per_second,
                    sound=answer.sound,
                )

    def _rendition(self, folder: Path, made: Made) -> Rendition:
        name = self._store.put_file(folder / Path(made.file).name)
        return Rendition(object=name, bytes=self._store.size(name) or 0, width=made.width, height=made.height)

    def _error(self, path: Path, cause: str) -> MediaError:
        shown = path
        if self._root is not None and path.is_relative_to(self._root):
            shown = path.relative_to(self._root)
        name = str(shown).encode(errors="backslashreplace").decode()
        return MediaError(f"{name}: {cause.replace('{file}', name)}")


def _work(want: Want) -> tuple[bool, int]:
    """How much work a want is, in comparison with others."""
    return want.method == "film", want.target.width * want.target.height
