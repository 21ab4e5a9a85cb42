"""What servers do wrong, each for a while, and what the glass shows of it: nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle

from agent_world import forge
from bad_servers import DISGUISED, FAULTS, status
from rig import MB, Rig, noise

METADATA, ROOT, PROGRAMS, OBJECTS = "metadata/timestamp", r"metadata/\d+\.root", "programs/", "objects/"
SAID = ("unreached", "rejected", "incomplete")
Wrong = Callable[[Rig], Iterator[None]]


def answering(name: str, path: str) -> Wrong:
    """One of `FAULTS`, in the place of all files of a kind."""

    def wrong(one: Rig) -> Iterator[None]:
        one.server.err(path, _ANSWERS[name])
        one.publish(*one.pair(size=MB))
        yield
        one.server.faults.clear()

    return wrong


def half_synchronised(one: Rig) -> Iterator[None]:
    """Of what was published last, one file is not there yet."""
    one.server.err(r"\.approved-marie\.json", status(404))
    one.publish()
    yield
    one.server.faults.clear()


def changed_in_the_middle(one: Rig) -> Iterator[None]:
    """The first half of an object, then halves of others."""
    one.server.err(OBJECTS, lambda request: request.serve(noise(MB, "other")))
    one.publish(*one.pair(size=MB))
    yield
    one.server.faults.clear()


def replayed(one: Rig) -> Iterator[None]:
    """The server goes back to an older state of the feed, everything in it properly signed."""
    old = one.folder / "old"
    shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(one.world.feed, old)
    newest = one.publish()
    one.await_glass(newest)
    one.server.folder = old
    yield
    one.server.folder = one.world.feed
    one.publish()


def stolen(one: Rig) -> Iterator[None]:
    """Whoever has every online key says something, and signs it."""
    forged = one.still("forged", "#ff00ff")
    del one.items["#ff00ff"]
    one.world.now = one.now().replace(microsecond=0)
    forge(one.world, one.program(*one.on_air, forged))
    yield
    one.publish()


_ANSWERS = {**FAULTS, **DISGUISED, "403": status(403), "404": status(404)}
WRONGS: dict[str, Wrong] = {
    **{
        f"{name}, {path}": answering(name, path)
        for name, path in zip(FAULTS, cycle((OBJECTS, METADATA, PROGRAMS, ROOT)), strict=False)
    },
    "portal in disguise": answering("portal in disguise", METADATA),
    "too long": answering("too long", PROGRAMS),
    "403": answering("403", OBJECTS),
    "404": answering("404", PROGRAMS),
    "half a CDN": half_synchronised,
    "changed in the middle": changed_in_the_middle,
    "replayed": replayed,
    "stolen online keys": stolen,
}


def endure(one: Rig, wrong: Wrong) -> float:
    """Let a server be wrong while the glass is looked at; the seconds until all is well after that."""
    said = ("accepted",) if wrong is stolen else SAID
    with contextmanager(wrong)(one):
        one.await_line(*said)
        before = max(found for found in map(one.publication, one.glass.looks()) if found is not None)
        for look in one.watch(20):
            assert one.publication(look) == before, look
    recovered = one.await_glass(one.number)
    one.require_sound()
    return recovered
