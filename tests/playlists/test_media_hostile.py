"""Hostile, broken and huge media: one clear message each, within the limits, and everything else goes on."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import hostile_media as hostile
import pytest

from playlists.errors import MediaError
from playlists.media.library import Library
from playlists.media.shelf import Target
from playlists.media.wants import Progress, Want

TARGET = Target(width=192, height=128)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("cache"), workers=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return hostile.every_type(tmp_path_factory.mktemp("good"))


def shown(library: Library, path: Path) -> str:
    """What the library says of a file: a message, or nothing where it can be shown."""
    try:
        library.examine(path)
        if path.suffix in {".mp4", ".webm", ".mkv"}:
            library.prepared().film(path, TARGET)
        elif path.suffix == ".pdf":
            library.prepared().document(path, TARGET)
        else:
            library.prepared().image(path, TARGET)
    except MediaError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(hostile.HOSTILE))
def test_every_hostile_file_gets_one_message_that_names_it(
    library: Library, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(hostile.HOSTILE[name]())
    message = shown(library, path)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert "crash" not in message
    assert name != "laughs.svg" or "defines XML entities" in message


@pytest.mark.parametrize("kind", ["avif", "gif", "jpg", "mp4", "pdf", "png", "svg", "webm", "webp"])
def test_cut_off_and_bit_flipped_files_of_every_type_never_harm_the_next(
    library: Library, good: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    source = good.get(kind) or good[f"moving-{kind}"]
    data = source.read_bytes()
    refused = 0
    for number, broken in enumerate([*hostile.cut(data), *hostile.flipped(data, seed=len(kind))]):
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(broken)
        message = shown(library, path)
        assert message == "" or message.startswith(f"{path}: ")
        refused += bool(message)
    assert refused >= 2
    assert shown(library, source) == ""


def test_a_file_is_what_its_content_says_and_not_what_its_name_says(
    library: Library, good: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "actually a jpeg é.png"
    path.write_bytes(good["jpg"].read_bytes())
    assert library.examine(path).format == "jpeg"


def test_a_pipe_a_folder_and_a_dangling_link_are_refused_at_once(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "link.jpg").symlink_to("nowhere.jpg")
    (tmp_path / "circle.jpg").symlink_to("circle.jpg")
    for name, cause in (
        ("pipe.jpg", "is not a file"),
        ("folder.jpg", "is a folder"),
        ("link.jpg", "is missing"),
        ("circle.jpg", "is a link that leads to itself"),
        ("a\0b.jpg", "a name that no file can have"),
        ("x" * 300, "a name that is too long"),
    ):
        with pytest.raises(MediaError, match=cause):
            library.examine(tmp_path / name)


def test_a_link_to_a_good_file_is_that_file(library: Library, good: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "link.jpg").symlink_to(good["jpg"])
    assert library.examine(tmp_path / "link.jpg").width == 96


def test_a_name_that_is_not_utf_8_is_refused_and_shown(library: Library, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    path.write_bytes(b"x")
    with pytest.raises(MediaError, match="not in UTF-8"):
        library.examine(path)


def test_a_drawing_loads_nothing_from_the_network(library: Library, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        link = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        (tmp_path / "a.svg").write_bytes(hostile.svg_linking(link))
        assert "embed that picture" in shown(library, tmp_path / "a.svg")
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("import.svg", "style fetches 'https://198.51.100.1/font.css'"),
        ("font.svg", "style fetches 'a.woff2'"),
        ("fill.svg", "style fetches 'other.svg#a'"),
        ("sheet.svg", "takes its style from 'city.css'"),
        ("claims-16383.webp", "16383 x 16383 = 268 million pixels"),
        ("claims-60000.png", "60000 x 60000 = 3600 million pixels"),
        ("profile-bomb.png", "unpack without bound"),
    ],
)
def test_a_hostile_file_is_refused_for_its_very_cause(
    library: Library, tmp_path: Path, name: str, cause: str
) -> None:
    path = tmp_path / name
    path.write_bytes(hostile.HOSTILE[name]())
    assert cause in shown(library, path)


def test_a_style_that_stays_within_its_drawing_is_drawn(library: Library, tmp_path: Path) -> None:
    css = "/* url(http://198.51.100.1) */ rect {fill: url(#a) #123456; mask: url(data:image/png;base64,AA)}"
    (tmp_path / "a.svg").write_bytes(hostile.svg_styled(css))
    assert shown(library, tmp_path / "a.svg") == ""


def test_films_without_length_or_pictures_are_refused(library: Library, tmp_path: Path) -> None:
    one = hostile.film(tmp_path / "one.mp4", frames=1)
    assert "has no length" in shown(library, one)
    import av

    with av.open(str(tmp_path / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", 48_000, layout="stereo")
        hostile._tone(container, stream, 48_000)
    assert "no moving pictures" in shown(library, tmp_path / "sound.mp4")


def test_a_film_without_a_stated_duration_has_the_length_of_its_frames(
    library: Library, tmp_path: Path
) -> None:
    path = hostile.film(tmp_path / "live.mkv", frames=30, options={"x264-params": "log-level=none"})
    data = bytearray(path.read_bytes())
    place = data.index(b"\x44\x89\x88")
    data[place : place + 2] = b"\xec\x80"[:2]
    data[place : place + 11] = b"\xec\x89" + bytes(9)
    path.write_bytes(data)
    assert library.examine(path).length_ms == 1200


def test_many_bad_files_leave_the_good_ones_alone(
    library: Library, good: dict[str, Path], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff broken")
    target = Target(width=100, height=50)
    wants = [Want(method="image", path=path, target=target) for path in (bad, good["jpg"], good["png"])]
    seen: list[Progress] = []
    problems = library.prepare_all(wants, seen.append)
    assert [want.path for want in problems] == [bad]
    assert [progress.done for progress in seen] == [1, 2, 3]
    assert threading.active_count() < 10
