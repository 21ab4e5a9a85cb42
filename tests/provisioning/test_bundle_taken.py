"""A box takes a bundle: which device it becomes, and every stick that it must not believe."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from feed_world import HOUR, NOW
from listings import noted_listings
from stick_world import PHOTO, Town, becomes, bundle_of, require_plays

from device_profiles.enrolment import PairingRequest
from player.agent.bundle import Refused, ticket_of
from player.enrolled import read_enrolment
from playlists.errors import FeedError
from playlists.feed import settings as sealed
from playlists.feed.bundle import MANIFEST, NEXT, read_manifest, settings_path
from provisioning.bundle.writer import set_next

DAY = timedelta(days=1)
MANY = 100
"""Files in each folder of a stick: as many more would show nothing more, and pytest keeps them."""


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_a_box_becomes_the_device_of_the_stick_and_has_all_that_it_plays(town: Town, tmp_path: Path) -> None:
    box = town.box()
    assert becomes(box, town.stick(tmp_path / "usb", "totem-1")) == "totem-1"
    own = read_enrolment(box.state)
    assert own is not None
    assert (own.grant.place, own.grant.profile, own.bundle) == ("Gare", "plasma-16x9", "b-1")
    assert own.confirmed is None
    assert own.grant.root.encode() == town.world.anchor
    assert [file.read_bytes() for file in box.state.objects.glob("??/*")] == [PHOTO]


def test_of_a_site_s_own_profile_a_box_is_given_the_family_that_it_knows(town: Town, tmp_path: Path) -> None:
    box = town.box()
    assert becomes(box, town.stick(tmp_path / "usb", "hall-1")) == "hall-1"
    own = read_enrolment(box.state)
    assert own is not None
    assert own.grant.profile == "plasma-16x9"


def test_the_ticket_fits_a_pairing_request_and_central_verifies_it_from_the_root(
    town: Town, tmp_path: Path
) -> None:
    box = town.box()
    becomes(box, town.stick(tmp_path / "usb", "totem-2"))
    request = PairingRequest(key=box.box.key, machine=box.box.machine, ticket=ticket_of(box.state))
    heard = msgspec.json.decode(msgspec.json.encode(request), type=PairingRequest)
    assert sealed.read(heard.ticket.encode(), town.world.anchor).device == "totem-2"


def test_a_device_that_is_one_takes_no_other(town: Town, tmp_path: Path) -> None:
    box = town.box()
    assert becomes(box, town.stick(tmp_path / "usb", "totem-1")) == "totem-1"
    assert becomes(box, town.stick(tmp_path / "other", "totem-2")) == "nothing"


def test_with_several_devices_on_a_stick_a_word_a_name_or_a_profile_decides(
    town: Town, tmp_path: Path
) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1", "totem-2")
    assert town.box("which").take(stick, NOW) == Refused(why="which", detail="totem-1, totem-2")  # type: ignore[arg-type]
    assert becomes(town.box("called", host="totem-2"), stick) == "totem-2"
    (bundle_of(stick) / NEXT).write_bytes("\ufefftotem-1\r\n".encode())
    assert becomes(town.box("told", host="totem-2"), stick) == "totem-1"
    set_next(stick, "totem-9")
    assert becomes(town.box("lost"), stick) == "not-on-it"


def test_a_bundle_of_another_profile_is_refused_also_where_the_list_lies(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    assert becomes(town.box("kiosk", profile="kiosk"), stick) == "other-profile"
    manifest = bundle_of(stick) / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"plasma-16x9", b"kiosk"))
    assert becomes(town.box("lied", profile="kiosk"), stick) == "other-profile"


def test_settings_of_another_device_under_this_ones_name_are_refused(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1", "totem-2")
    folder = bundle_of(stick)
    (folder / settings_path("totem-1")).write_bytes((folder / settings_path("totem-2")).read_bytes())
    assert becomes(town.box(host="totem-1"), stick) == "forged"


@pytest.mark.parametrize("old", [b"Gare", b"totem-1", b"central.example", b"plasma-16x9"])
def test_a_changed_word_in_the_settings_is_refused(town: Town, tmp_path: Path, old: bytes) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    file = bundle_of(stick) / settings_path("totem-1")
    file.write_bytes(file.read_bytes().replace(old, old.swapcase()))
    assert becomes(town.box(host="totem-1"), stick) == "forged"


def test_a_bundle_signed_by_a_key_that_may_not_is_refused(town: Town, tmp_path: Path) -> None:
    other = Town(tmp_path / "other", "marie", "jean")
    assert becomes(town.box(), other.stick(tmp_path / "usb", "totem-1")) == "forged"
    keyring = town.world.keyring
    mixed = town.contents("totem-1")
    text = msgspec.json.decode(next(f.data for f in mixed.files if f.path.startswith("devices/")) or b"")
    signer = keyring.signer("alerts")
    settings = msgspec.json.decode(text["settings"], type=sealed.Settings)
    signed = sealed.signed_bytes(settings)
    by_alerts = signer.sign(signed)
    orders = next(iter(text["signatures"]))
    for keyid in (by_alerts.keyid, orders):
        forged = sealed.pack(
            signed,
            {keyid: by_alerts.signature},
            {name: data.encode() for name, data in text["metadata"].items()},
        )
        with pytest.raises(FeedError, match="not signed by those who may"):
            sealed.read(forged, town.world.anchor)


def test_the_word_of_the_orders_key_for_anything_else_is_no_settings(town: Town) -> None:
    settings = msgspec.json.decode(
        msgspec.json.decode(town.contents("totem-1").files[-1].data or b"")["settings"], type=sealed.Settings
    )
    bare = msgspec.json.encode(settings)
    signature = town.world.keyring.signer("orders").sign(bare)
    vouching = msgspec.json.decode(town.contents("totem-1").files[-1].data or b"")["metadata"]
    forged = sealed.pack(
        bare,
        {signature.keyid: signature.signature},
        {name: data.encode() for name, data in vouching.items()},
    )
    with pytest.raises(FeedError, match="not signed by those who may"):
        sealed.read(forged, town.world.anchor)


def test_an_old_bundle_is_refused_and_one_of_the_last_days_is_not(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    assert becomes(town.box("late"), stick, NOW + 7 * DAY) == "expired"
    assert becomes(town.box("later"), stick, NOW + 400 * DAY) == "expired"
    assert becomes(town.box("just"), stick, NOW + 7 * DAY - HOUR) == "totem-1"


def test_a_box_without_time_takes_a_bundle(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    assert becomes(town.box(), stick, datetime(1970, 1, 1, tzinfo=UTC)) == "totem-1"


def test_a_bundle_that_was_taken_is_not_taken_again_nor_an_older_one(town: Town, tmp_path: Path) -> None:
    box = town.box()
    older = town.stick(tmp_path / "older", "totem-1", made=NOW - HOUR)
    newer = town.stick(tmp_path / "newer", "totem-1")
    assert becomes(box, newer) == "totem-1"
    for name in ("device.json", "root.json"):
        (box.state.root / name).unlink()
    assert becomes(box, newer) == "replayed"
    assert becomes(box, older) == "replayed"
    assert becomes(box, town.stick(tmp_path / "newest", "totem-1", made=NOW + HOUR)) == "totem-1"


@pytest.mark.parametrize("lost", ["feed/objects", "feed/programs", "feed/metadata/timestamp.json"])
def test_a_stick_that_lacks_something_makes_no_device(town: Town, tmp_path: Path, lost: str) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    place = bundle_of(stick) / lost
    for file in [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]:
        file.unlink()
    assert becomes(town.box(), stick) == "content"


def test_a_torn_object_makes_no_device(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    (photo,) = (bundle_of(stick) / "feed" / "objects").rglob("*/*")
    photo.write_bytes(PHOTO[:-4096] + bytes(4096))
    assert becomes(town.box(), stick) == "content"


def test_a_stick_that_is_not_whole_is_not_looked_at(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    (bundle_of(stick) / MANIFEST).unlink()
    assert becomes(town.box(), stick) == "nothing"
    assert becomes(town.box(), tmp_path / "nowhere") == "nothing"


def test_a_disk_that_is_too_small_is_said(town: Town, tmp_path: Path) -> None:
    box = town.box()
    tight = msgspec.structs.replace(box.limits, spare_bytes=2**60)
    small = type(box)(state=box.state, anchor=box.anchor, box=box.box, limits=tight, stop=box.stop)
    assert becomes(small, town.stick(tmp_path / "usb", "totem-1")) == "disk"


def test_of_a_stick_full_of_files_no_folder_is_listed(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    folders = [stick, bundle_of(stick), bundle_of(stick) / "devices", bundle_of(stick) / "feed" / "metadata"]
    for folder in folders:
        for number in range(MANY):
            (folder / f"{number}.json").touch()
    listed = noted_listings(monkeypatch)
    assert becomes(town.box(), stick) == "totem-1"
    assert not [at for at in listed if str(at).startswith(str(stick))]


@pytest.mark.parametrize(
    ("lies", "said"),
    [
        ("bundle.json", "unreadable"),
        ("next.txt", "unreadable"),
        ("devices", "unreadable"),
        (settings_path("totem-1"), "unreadable"),
        ("feed", "content"),
        ("feed/metadata", "content"),
        ("feed/metadata/timestamp.json", "content"),
        ("feed/objects", "content"),
    ],
)
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "endless"])
def test_what_is_no_plain_file_is_not_followed_and_nobody_waits_for_it(
    town: Town, tmp_path: Path, lies: str, said: str, kind: str
) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    place, aside = bundle_of(stick) / lies, tmp_path / "aside"
    if place.exists():
        place.rename(aside)
    else:
        aside.write_text("totem-1")
    if kind == "link":
        place.symlink_to(aside)
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    else:
        with place.open("wb") as file:
            file.truncate(2**36)
    assert becomes(town.box(), stick) == said


def test_the_bundles_folder_itself_may_be_no_link(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    bundle_of(stick).rename(tmp_path / "elsewhere")
    bundle_of(stick).symlink_to(tmp_path / "elsewhere")
    assert becomes(town.box(), stick) == "unreadable"


def test_what_is_no_list_of_devices_is_refused(town: Town, tmp_path: Path) -> None:
    stick = town.stick(tmp_path / "usb", "totem-1")
    for text in (b"", b"[]", b'{"format":2}', b"[" * 100_000, b"\xff\xfe"):
        (bundle_of(stick) / MANIFEST).write_bytes(text)
        assert becomes(town.box(), stick) == "unreadable"
    with pytest.raises(FeedError):
        read_manifest(b'{"format":1,"bundle":"b","devices":{},"files":0,"bytes":0}')


class PowerCutError(BaseException):
    """The machine is off: nothing more happens."""


def test_a_power_cut_at_any_step_leaves_a_box_that_takes_the_stick_again_or_the_whole_device(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, replace, seen, step = town.stick(tmp_path / "usb", "totem-1"), Path.replace, set(), 0
    while "whole" not in seen:
        box, left = town.box(f"box-{step}"), [step]

        def dying(source: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCutError
            return replace(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", dying)
            try:
                seen.add("whole" if becomes(box, stick) == "totem-1" else "refused")
            except PowerCutError:
                seen.add("device" if read_enrolment(box.state) else "box")
        if read_enrolment(box.state):
            require_plays(box, "totem-1")
            assert ticket_of(box.state), "it can prove at central who it is"
        else:
            assert becomes(box, stick) == "totem-1"
        step += 1
    assert seen == {"box", "device", "whole"}
