"""A bundle onto a stick: each object once, only what is missing, read back, resumed after any death."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from disks import NoMountError
from feed_world import picture, program
from stick_world import PHOTO, Town, becomes, bundle_of, fat, names, put_on

from playlists.errors import FeedError, KeysError
from playlists.feed.bundle import MANIFEST
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.settings import Sealer
from provisioning.bundle import writer
from provisioning.bundle.contents import gather, known_devices
from provisioning.bundle.writer import write
from provisioning.errors import BundleError, NoRoomError

WRITING = Path(__file__).with_name("writing_stick.py")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def small_fat(tmp_path: Path) -> Iterator[Path]:
    """A stick with FAT; skipped, by name, where this machine mounts none."""
    try:
        with fat(tmp_path, label="$(REBOOT)") as stick:
            yield stick
    except NoMountError as error:
        pytest.skip(f"no FAT can be mounted here: {error}")


def test_only_what_the_devices_need_is_on_it_and_each_object_once(town: Town, usb: Path) -> None:
    unwanted = picture("other", town.world.source, b"of a third device")
    town.world.publish(program("totem-3", [unwanted]))
    town.world.publish(
        *(
            program(device, [picture("photo", town.world.source, PHOTO)])
            for device in ("totem-1", "totem-2", "totem-3")
        )
    )
    put_on(usb, town.contents("totem-1", "totem-2"))
    objects = [path for path in names(bundle_of(usb)) if path.startswith("feed/objects")]
    assert len(objects) == 1
    assert len([path for path in names(bundle_of(usb)) if path.startswith("devices/")]) == 2
    for name in ("totem-1", "totem-2"):
        assert becomes(town.box(name, host=name), usb) == name


def test_written_again_only_what_differs_is_written(town: Town, usb: Path) -> None:
    contents = town.contents("totem-1")
    first = put_on(usb, contents)
    assert (first.written, first.kept) == (len(contents.files), 0)
    again = put_on(usb, contents)
    assert (again.written, again.kept, again.bytes) == (0, len(contents.files), 0)
    fresh = put_on(usb, town.contents("totem-1", name="b-2"))
    assert fresh.written == 1


def test_a_byte_that_turned_on_the_stick_is_found_and_mended(town: Town, usb: Path) -> None:
    contents = town.contents("totem-1")
    put_on(usb, contents)
    (photo,) = (bundle_of(usb) / "feed" / "objects").rglob("*/*")
    photo.write_bytes(PHOTO[:-1] + bytes([PHOTO[-1] ^ 1]))
    assert put_on(usb, contents).written == 1
    assert photo.read_bytes() == PHOTO


def test_a_stick_that_does_not_keep_what_is_written_is_named_and_is_no_bundle(
    town: Town, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = writer.read_back
    monkeypatch.setattr(writer, "read_back", lambda at, told: "" if "objects" in str(at) else real(at, told))
    with pytest.raises(BundleError, match="unkept"):
        put_on(usb, town.contents("totem-1"))
    assert becomes(town.box(), usb) == "nothing"


def test_what_an_earlier_bundle_left_goes_and_what_is_somebody_elses_stays(town: Town, usb: Path) -> None:
    put_on(usb, town.contents("totem-1", "totem-2"))
    (usb / "holiday.jpg").write_bytes(b"mine")
    (bundle_of(usb) / "notes.txt").write_bytes(b"mine")
    removed = put_on(usb, town.contents("totem-2")).removed
    assert removed >= 1
    assert (usb / "holiday.jpg").exists()
    assert (bundle_of(usb) / "notes.txt").exists()
    assert becomes(town.box(), usb) == "totem-2"


def test_a_link_on_the_stick_leads_the_writer_nowhere(town: Town, usb: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "objects").mkdir(parents=True)
    (mine / "objects" / "letter").write_bytes(b"mine")
    bundle_of(usb).mkdir()
    (bundle_of(usb) / "feed").symlink_to(mine)
    with pytest.raises(BundleError, match="link"):
        put_on(usb, town.contents("totem-1"))
    assert names(mine) == ["objects/letter"]


def test_a_stick_that_is_too_small_is_told_with_figures_before_anything_is_written(
    town: Town, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 5, 5))
    with pytest.raises(NoRoomError) as caught:
        put_on(usb, town.contents("totem-1"))
    assert caught.value.needed > len(PHOTO)
    assert caught.value.free == 5
    assert names(usb) == []


def test_what_fat_cannot_hold_is_refused(town: Town, usb: Path) -> None:
    contents = town.contents("totem-1")
    large = msgspec.structs.replace(contents.files[0], size=2**32)
    with pytest.raises(BundleError, match="large"):
        put_on(usb, msgspec.structs.replace(contents, files=(large, *contents.files[1:])))


def test_an_object_that_the_feed_lost_is_named(town: Town, usb: Path) -> None:
    contents = town.contents("totem-1")
    (photo,) = [
        path for path in (town.world.feed / "objects").rglob("*/*") if path.stat().st_size == len(PHOTO)
    ]
    photo.unlink()
    with pytest.raises(BundleError, match="gone"):
        put_on(usb, contents)
    assert becomes(town.box(), usb) == "nothing"


def test_a_stick_that_is_being_written_anew_is_no_bundle_until_all_of_it_is(town: Town, usb: Path) -> None:
    put_on(usb, town.contents("totem-1"))
    town.world.publish(program("totem-1", [picture("new", town.world.source, b"new")]))
    contents = town.contents("totem-1", name="b-2")
    gone = msgspec.structs.replace(contents.files[0], source=usb / "nowhere")
    with pytest.raises(BundleError, match="gone"):
        put_on(usb, msgspec.structs.replace(contents, files=(gone, *contents.files[1:])))
    assert becomes(town.box(), usb) == "nothing"


def test_nowhere_is_no_stick(town: Town, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no-stick"):
        put_on(tmp_path / "nowhere", town.contents("totem-1"))


def test_a_device_that_the_feed_does_not_know_and_a_missing_key_are_said(town: Town, tmp_path: Path) -> None:
    assert list(known_devices(town.world.feed, town.world.anchor)) == ["hall-1", "totem-1", "totem-2"]
    with pytest.raises(FeedError, match="no program for totem-9"):
        town.contents("totem-9")
    keys = tmp_path / "keys"
    shutil.copytree(town.world.folder / "keys", keys)
    (keys / "orders").unlink()
    found = gather(town.world.feed, town.world.anchor, ["totem-1"], lambda _: None)
    with pytest.raises(KeysError, match="orders"):
        Sealer(found.chain, town.world.anchor, {}, Keyring(keys, lambda _: b""))


@pytest.mark.parametrize("files", [0, 1, 4, 9, 15, 22, 30, 38])
def test_killed_at_any_point_it_goes_on_where_it_stopped(town: Town, usb: Path, files: int) -> None:
    large = [picture(f"p{n}", town.world.source, bytes([n]) * 50_000) for n in range(6)]
    town.world.publish(program("totem-1", large), program("totem-2", large))
    command = [sys.executable, str(WRITING), str(town.world.feed), str(town.world.folder / "keys"), str(usb)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writing:
        assert writing.stdout is not None
        writing.stdout.read(files)
        writing.kill()
    whole = (bundle_of(usb) / MANIFEST).exists()
    assert becomes(town.box("early", host="totem-1"), usb) == ("totem-1" if whole else "nothing")
    contents = town.contents("totem-1", "totem-2")
    done = put_on(usb, contents)
    assert done.kept >= min(files - 1, 6)
    assert not [path for path in names(bundle_of(usb)) if path.endswith(".part") or "/." in path]
    assert becomes(town.box(host="totem-2"), usb) == "totem-2"


def test_an_object_half_written_is_gone_on_with_and_a_wrong_half_is_found(town: Town, usb: Path) -> None:
    contents = town.contents("totem-1")
    put_on(usb, contents)
    (photo,) = (bundle_of(usb) / "feed" / "objects").rglob("*/*")
    for half in (PHOTO[: len(PHOTO) // 2], bytes(len(PHOTO) // 2), PHOTO + b"more"):
        photo.unlink()
        photo.with_name(photo.name + ".part").write_bytes(half)
        put_on(usb, contents)
        assert photo.read_bytes() == PHOTO


def test_of_a_long_film_it_is_told_how_far_it_is(town: Town, usb: Path) -> None:
    film = picture("film", town.world.source, bytes(20 * 2**20))
    town.world.publish(program("totem-1", [film]))
    contents, writing, reading = town.contents("totem-1"), list[int](), list[int]()
    write(usb, contents, writing=writing.append, reading=reading.append)
    for told in (writing, reading):
        assert told == sorted(told)
        assert told[-1] == contents.manifest.bytes
        assert max(after - before for before, after in pairwise(told)) <= 8 * 2**20


def test_a_real_stick_carries_a_bundle_to_a_box_whatever_it_is_called(town: Town, small_fat: Path) -> None:
    put_on(small_fat, town.contents("totem-1", "totem-2"))
    assert put_on(small_fat, town.contents("totem-1", "totem-2", name="b-2")).written == 2
    assert becomes(town.box(host="totem-1"), small_fat) == "totem-1"
    writer.set_next(small_fat, "totem-2")
    assert becomes(town.box("second"), small_fat) == "totem-2"


def test_a_real_stick_that_is_full_is_told_and_is_no_bundle(town: Town, small_fat: Path) -> None:
    with (small_fat / "films").open("wb") as films:
        films.write(bytes(14 * 2**20))
    town.world.publish(program("totem-1", [picture("p", town.world.source, bytes(2**21))]))
    with pytest.raises(NoRoomError):
        put_on(small_fat, town.contents("totem-1"))
    assert becomes(town.box(), small_fat) == "nothing"
