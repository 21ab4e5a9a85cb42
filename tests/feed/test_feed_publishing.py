"""Publishing: what the feed then says to a device, and what an editor is told beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from feed_world import HOUR, World, headlines, notice, picture, program
from msgspec.structs import replace

from playlists.errors import FeedError, KeysError
from playlists.feed import naming, wire
from playlists.feed.generation import playing
from playlists.feed.head import Edition, Head, read_custom, write_custom
from playlists.feed.publishing.approve import waiting
from playlists.feed.publishing.edition import DeviceChange, ScreenChange
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.publish import publish
from playlists.feed.raw import digest
from playlists.feed.tree import OBJECTS, PROGRAMS
from playlists.polls import Answer, Poll
from playlists.program import Rendition
from playlists.services import Entry, Service, Services


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).begin()


def test_what_is_published_is_what_a_device_may_show(world: World) -> None:
    items = (notice("une#1", "Piscine fermée"), picture("photo", world.source, b"pixels"))
    assert world.publish(program("totem-1", items))
    (part,) = world.parts()
    assert part.program.screens[0].playlists["full/main/une"].items == items
    assert part.program.place == "Place du Commerce"
    assert part.refused == ()
    assert [file.read_bytes() for file in (world.feed / OBJECTS).glob("*/*")] == [b"pixels"]


def test_the_picture_of_the_mark_travels_with_the_dress_and_is_shown_to_who_approves(world: World) -> None:
    mark = Rendition(object=world.source.put(b"mark"), bytes=4, width=2, height=2)
    one = msgspec.structs.replace(program("totem-1", [notice("a", "Un")]), logo_picture=mark)
    assert world.publish(one)
    (part,) = world.parts()
    assert part.program.logo_picture == mark
    assert naming.objects(part.program) == {mark.object: 4}
    assert (world.feed / OBJECTS / mark.object[:2] / mark.object).read_bytes() == b"mark"
    other = msgspec.structs.replace(one, logo_picture=msgspec.structs.replace(mark, object="0" * 64))
    assert digest(wire.read(wire.pack(one, {})).dress) != digest(wire.read(wire.pack(other, {})).dress)


def test_devices_that_differ_in_their_place_share_one_file(world: World) -> None:
    one = program("totem-1", [notice("une#1", "Bonjour")])
    world.publish(one, msgspec.structs.replace(one, device="totem-2", place="Gare"))
    assert len(list((world.feed / PROGRAMS).iterdir())) == 1
    assert [world.parts(device)[0].program.place for device in ("totem-1", "totem-2")] == [
        "Place du Commerce",
        "Gare",
    ]


def test_an_unchanged_workspace_changes_nothing(world: World) -> None:
    world.publish(program("totem-1", [notice("une#1", "Bonjour")]))
    before = {file: file.read_bytes() for file in world.feed.rglob("*") if file.is_file()}
    world.now += HOUR
    assert not world.publish(program("totem-1", [notice("une#1", "Bonjour")]))
    assert {file: file.read_bytes() for file in world.feed.rglob("*") if file.is_file()} == before


def test_an_editor_is_told_what_changes_on_which_screens(world: World) -> None:
    world.publish(
        program("totem-1", [notice("a", "Un"), notice("b", "Deux")]),
        program("totem-2", [notice("a", "Un")], campaign="deux"),
        program("totem-3", []),
    )
    edit = world.think(
        program("totem-1", [notice("a", "Un !"), notice("c", "Trois")]),
        program("totem-2", [notice("a", "Un")], campaign="deux", place="Gare"),
        program("totem-4", [notice("a", "Un")]),
    )
    assert edit.changes == (
        DeviceChange(
            device="totem-1",
            screens=(ScreenChange(screen="main", new=("c",), changed=("a",), gone=("b",)),),
        ),
        DeviceChange(device="totem-2", moved=True),
        DeviceChange(device="totem-4", begins=True, screens=(ScreenChange(screen="main", new=("a",)),)),
        DeviceChange(device="totem-3", ends=True),
    )
    assert edit.gone == ("totem-3",)


def test_all_screens_switch_at_the_instant_that_was_said(world: World) -> None:
    world.publish(program("totem-1", [notice("a", "Avant")]))
    world.publish(program("totem-1", [notice("a", "Après")]), at=world.now + HOUR)
    found = world.parts()
    assert [headlines(part.program) for part in found] == [["Avant"], ["Après"]]
    shown = [headlines(playing(found, at).program) for at in (world.now, world.now + HOUR)]
    assert shown == [["Avant"], ["Après"]]
    assert all(part.refused == () for part in found), "both are approved until the switch"
    world.now += 2 * HOUR
    world.publish(program("totem-1", [notice("a", "Ensuite")]))
    assert world.texts() == [["Ensuite"]]


def test_a_publication_in_the_future_is_replaced_not_queued(world: World) -> None:
    world.publish(program("totem-1", [notice("a", "Maintenant")]))
    for text in ("Demain", "Plutôt ceci"):
        world.publish(program("totem-1", [notice("a", text)]), at=world.now + HOUR)
    assert world.texts() == [["Maintenant"], ["Plutôt ceci"]]


def test_a_large_object_carries_the_hash_of_each_chunk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from playlists.feed.publishing import packing

    monkeypatch.setattr(packing, "CHUNKED_BYTES", 10)
    monkeypatch.setattr(packing, "CHUNK_BYTES", 4)
    world.publish(program("totem-1", [picture("p", world.source, b"0123456789ab")]))
    ((name, chunks),) = world.parts()[0].chunks.items()
    assert len(chunks) == 3
    assert name == world.source.put(b"0123456789ab")


def test_an_object_that_is_gone_or_damaged_is_not_published(world: World) -> None:
    one = program("totem-1", [picture("p", world.source, b"pixels")])
    edit = world.think(one)
    (file,) = world.source.root.glob("*/*")
    for damage, said in ((lambda: file.write_bytes(b"PIXELS"), "damaged"), (file.unlink, "gone")):
        damage()
        with pytest.raises(FeedError, match=said):
            publish(world.repository, edit, world.source, world.keyring, now=world.now)
    assert world.trusted().head is None, "nothing was signed"


def test_without_its_keys_nothing_is_written(world: World) -> None:
    (world.folder / "keys" / "timestamp").unlink()
    before = sorted((world.feed / "metadata").iterdir())
    with pytest.raises(KeysError, match="timestamp must be signed by 1 of timestamp"):
        world.publish(program("totem-1", [notice("a", "Un")]))
    assert sorted((world.feed / "metadata").iterdir()) == before


def test_a_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    Keyring(tmp_path, lambda _: b"sesame").create("targets")
    Keyring(tmp_path, lambda _: b"sesame").signer("targets")
    assert b"ENCRYPTED" not in (tmp_path / "targets.pub").read_bytes()
    for wrong in (b"", b"guess"):
        with pytest.raises(KeysError, match="passphrase does not open"):
            Keyring(tmp_path, lambda _, said=wrong: said).signer("targets")  # type: ignore[misc]
    assert (tmp_path / "targets").stat().st_mode & 0o077 == 0


def test_groups_stand_in_the_head_and_the_family_in_the_program(world: World) -> None:
    one = msgspec.structs.replace(
        program("totem-1", [notice("a", "Un")]), family="totem", groups=("centre", "tram-1")
    )
    other = msgspec.structs.replace(one, device="totem-2", groups=("est",))
    world.publish(one, other)
    (part,), (second,) = world.parts("totem-1"), world.parts("totem-2")
    assert (part.program.family, part.program.groups) == ("totem", ("centre", "tram-1"))
    assert (part.sha256, second.program.groups) == (second.sha256, ("est",)), "one file for both"


@pytest.mark.parametrize(
    ("custom", "groups"),
    [
        ('["Gare",[47.2,-1.5],1764072000000]', ()),
        ('["Gare",[47.2,-1.5],1764072000000,null]', ()),
        ('["Gare",[47.2,-1.5],1764072000000,null,["centre"]]', ("centre",)),
        ('["Gare",[47.2,-1.5],1764072000000,null,["centre"],"of a later version"]', ("centre",)),
    ],
)
def test_heads_of_earlier_and_later_versions_are_read(custom: str, groups: tuple[str, ...]) -> None:
    head = read_custom(custom, "a" * 64, 3)
    assert (head.place, head.groups) == ("Gare", groups)


EDITION = Edition(effective_from=datetime(2025, 11, 25, 12, tzinfo=UTC), program="a" * 64, bytes=3)
EARLIER = Edition(effective_from=datetime(2025, 11, 24, 12, tzinfo=UTC), program="b" * 64, bytes=4)


@pytest.mark.parametrize(
    ("head", "custom"),
    [
        (Head(place="Gare", position=None, editions=(EDITION,)), '["Gare",null,1764072000000]'),
        (
            Head(place="Gare", position=None, editions=(EDITION,), groups=("est",)),
            '["Gare",null,1764072000000,null,["est"]]',
        ),
        (
            Head(place="Gare", position=(47.2, -1.5), editions=(EARLIER, EDITION)),
            f'["Gare",[47.2,-1.5],1764072000000,[1763985600000,"{"b" * 64}",4]]',
        ),
    ],
)
def test_a_head_is_written_in_as_few_bytes_as_tell_it(head: Head, custom: str) -> None:
    """It stands in metadata for each device of a fleet."""
    assert write_custom(head) == custom
    assert read_custom(custom, "a" * 64, 3) == head


def test_a_second_editor_sees_every_word_of_a_service(tmp_path: Path) -> None:
    world = World(tmp_path).begin("marie", "paul", needed=2)
    own = program("totem-1", [notice("a", "Un")])
    screen = replace(own.screens[0], services=Services(languages=("fr",), services=(SPOKEN,)))
    world.publish(replace(own, screens=(screen,)))
    (waits,) = (one for one in waiting(world.repository, "paul") if one.name == SPOKEN.id)
    said = " ".join(waits.says)
    assert [text for text in texts(msgspec.to_builtins(SPOKEN)) if text not in said] == []


SPOKEN = Service(
    id="pools",
    title={"fr": "le titre"},
    pictogram="swimming",
    intro={"fr": "le début"},
    source="la-source",
    unit={"fr": "places libres"},
    entries=(
        Entry(
            id="one",
            title={"fr": "le nom"},
            body={"fr": "le corps"},
            address="la rue",
            hours="24/7",
            phone="02 40",
            qr="https://example.org/x",
        ),
    ),
    polls=(
        Poll(
            id="avis",
            question={"fr": "la question"},
            answers=(
                Answer(id="oui", text={"fr": "une réponse"}),
                Answer(id="non", text={"fr": "une autre"}),
            ),
        ),
    ),
)


def texts(found: object) -> Iterator[str]:
    """All that a struct says; what names it, its sign and its colour are no words."""
    match found:
        case str(text) if text:
            yield text
        case dict(fields):
            for key, value in fields.items():
                if key not in {"id", "pictogram", "category", "opens", "closes"}:
                    yield from texts(value)
        case list(parts) | tuple(parts):
            for part in parts:
                yield from texts(part)
