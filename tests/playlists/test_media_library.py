"""The library and its shelves: each file prepared once, true looks and true caches."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import hostile_media as hostile
import pytest
from PIL import Image

from playlists.errors import MediaError
from playlists.media.child import Steps
from playlists.media.jobs import Answer, Job, Kind
from playlists.media.library import Library
from playlists.media.pool import Pool
from playlists.media.shelf import Target
from playlists.media.store import Store
from playlists.media.wants import Want

TARGET = Target(width=120, height=90)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return hostile.every_type(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("cache"), workers=1) as opened:
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The jobs that reach the workers."""
    jobs: list[object] = []
    submit = Pool.submit

    def noted(pool: Pool, job: Job, limit_s: float, steps: Steps | None = None) -> Future[Answer]:
        jobs.append(job)
        return submit(pool, job, limit_s, steps)

    monkeypatch.setattr(Pool, "submit", noted)
    return jobs


def test_a_look_promises_what_is_prepared(library: Library, good: dict[str, Path]) -> None:
    looking, prepared = library.looking(), library.prepared()
    for kind, path in good.items():
        method = {"mp4": "film", "webm": "film", "pdf": "document"}.get(kind, "image")
        promised, kept = getattr(looking, method)(path, TARGET), getattr(prepared, method)(path, TARGET)
        assert type(promised) is type(kept)
        if hasattr(kept, "pages"):
            assert [(page.width, page.height) for page in promised.pages] == [
                (page.width, page.height) for page in kept.pages
            ]
            objects = [page.object for page in kept.pages]
        else:
            assert (promised.length_ms, promised.frame_ms) == (kept.length_ms, kept.frame_ms)
            assert (promised.rendition.width, promised.rendition.height) == (120, 90)
            objects = [kept.rendition.object]
        for name in objects:
            data = (library.objects / name[:2] / name).read_bytes()
            assert hashlib.sha256(data).hexdigest() == name
    assert [want.path for want in looking.wants] == list(good.values())


def test_an_animation_is_a_still_where_nothing_may_move(library: Library, good: dict[str, Path]) -> None:
    still = library.prepared().image(good["moving-gif"], Target(width=96, height=64, moving=False))
    assert len(still.pages) == 1  # type: ignore[union-attr]
    assert library.prepared().picture(good["moving-gif"], Target(width=96, height=64)).width == 96


@pytest.mark.parametrize(
    ("method", "kind", "moving", "cause"),
    [
        ("film", "mp4", False, "stills only"),
        ("film", "jpg", True, "not a film"),
        ("image", "mp4", True, "give it as video"),
        ("image", "pdf", True, "give it as pdf"),
        ("picture", "webm", True, "give it as video"),
        ("document", "jpg", True, "not a PDF"),
    ],
)
def test_the_wrong_kind_is_refused_by_both_shelves_alike(
    library: Library, good: dict[str, Path], *, method: str, kind: str, moving: bool, cause: str
) -> None:
    for shelf in (library.looking(), library.prepared()):
        with pytest.raises(MediaError, match=cause):
            getattr(shelf, method)(good[kind], Target(width=96, height=64, moving=moving))


def test_a_size_is_upright(library: Library, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    hostile.quarters().save(tmp_path / "a.jpg", exif=exif)
    assert library.looking().size(tmp_path / "a.jpg") == (64, 96)


def test_what_is_known_is_not_asked_again(
    library: Library, good: dict[str, Path], asked: list[object]
) -> None:
    target = Target(width=77, height=55)
    first = library.prepared().image(good["png"], target)
    count = len(asked)
    assert library.prepared().image(good["png"], target) == first
    assert len(asked) == count


def test_a_second_library_on_the_same_cache_asks_no_worker(
    tmp_path: Path, good: dict[str, Path], asked: list[object]
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff nothing")
    found = []
    for _ in range(2):
        with Library(tmp_path / "cache", workers=1, root=tmp_path) as library:
            found.append(library.prepared().document(good["pdf"], TARGET))
            with pytest.raises(MediaError, match=r"^bad\.jpg: is cut off"):
                library.examine(bad)
        if len(found) == 1:
            asked.clear()
    assert found[0] == found[1]
    assert asked == []


def test_two_caches_give_the_same_bytes(tmp_path: Path, good: dict[str, Path]) -> None:
    wants = [Want(method="image", path=good[kind], target=TARGET) for kind in ("jpg", "svg", "moving-gif")]
    results = []
    for name in ("one", "two"):
        with Library(tmp_path / name) as library:
            assert library.prepare_all(wants, lambda _: None) == {}
            results.append([library.prepare(want) for want in wants])
    assert results[0] == results[1]


def test_a_changed_file_gives_a_new_object(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(hostile.SVG)
    before = library.prepared().picture(path, TARGET)
    status = path.stat()
    path.write_text(hostile.SVG.replace("#123456", "#654321"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert library.prepared().picture(path, TARGET).object != before.object


def test_a_lost_object_is_made_again(library: Library, tmp_path: Path) -> None:
    hostile.quarters().save(tmp_path / "a.png")
    first = library.prepared().picture(tmp_path / "a.png", Target(width=71, height=53))
    place = library.objects / first.object[:2] / first.object
    for harm in (place.unlink, lambda: place.write_bytes(b"torn")):
        harm()
        assert library.prepared().picture(tmp_path / "a.png", Target(width=71, height=53)) == first
        assert hashlib.sha256(place.read_bytes()).hexdigest() == first.object


def test_a_torn_note_of_a_power_cut_is_read_as_absent(tmp_path: Path, good: dict[str, Path]) -> None:
    with Library(tmp_path / "cache", workers=1) as library:
        first = library.prepared().picture(good["png"], TARGET)
        for note in (tmp_path / "cache").rglob("*.json"):
            note.write_bytes(b"")
    with Library(tmp_path / "cache", workers=1) as library:
        assert library.prepared().picture(good["png"], TARGET) == first


def test_facts_tell_what_a_file_is(library: Library, good: dict[str, Path]) -> None:
    assert library.examine(good["pdf"]).kind is Kind.DOCUMENT
    assert library.examine(good["moving-webp"]).length_ms == 500
    facts = library.examine(good["mp4"])
    assert (facts.kind, facts.length_ms, facts.format) == (Kind.FILM, 1000, "mp4 h264")


def test_an_object_is_named_by_its_bytes_and_verified(tmp_path: Path) -> None:
    store = Store(tmp_path)
    name = store.put(b"abc")
    assert name == hashlib.sha256(b"abc").hexdigest()
    assert store.put(b"abc") == name
    assert store.verify(name)
    assert store.size(name) == 3
    store.path(name).write_bytes(b"abd")
    assert not store.verify(name)
    assert not store.verify("0" * 64)
    with pytest.raises(ValueError, match="not the name"):
        store.path("../../etc/passwd")


def test_a_store_drops_half_written_files_and_the_longest_unused_objects(tmp_path: Path) -> None:
    store = Store(tmp_path)
    names = [store.put(bytes([number]) * 100) for number in range(4)]
    for age, name in enumerate(names):
        os.utime(store.path(name), ns=(0, age))
    store.touch(names[0])
    (tmp_path / ".part-4194305-x").write_bytes(b"half")
    (tmp_path / f".part-{os.getpid()}-x").write_bytes(b"being written")
    assert store.prune(250) == 2
    assert [store.size(name) is not None for name in names] == [True, False, False, True]
    assert sorted(file.name for file in tmp_path.glob(".part*")) == [f".part-{os.getpid()}-x"]


def test_a_file_too_large_for_the_store_leaves_nothing(tmp_path: Path) -> None:
    from playlists.media.store import TooLargeError

    (tmp_path / "big").write_bytes(bytes(2000))
    with pytest.raises(TooLargeError):
        Store(tmp_path / "store", at_most=1000).put_file(tmp_path / "big")
    assert list((tmp_path / "store").iterdir()) == []
