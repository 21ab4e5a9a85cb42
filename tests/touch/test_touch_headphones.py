"""Headphones: what tells of them, and what they do to a screen that reads aloud."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from listened_voice import Listened
from stage_world import Shelf
from touch_kiosk import Kiosk
from touched_stage import played

from device_profiles.report import What
from player.touch.aloud import sockets
from player.touch.aloud.ears import Ears, is_socket, listened
from player.touch.aloud.lines import Headphones, packed, told
from player.touch.limits import LIMITS
from player.touch.session import Kind, Place
from player.touch.target import Act
from player.touch.words import say

BOX = frozenset({"controlC0/Headphone Jack 0"})


def test_what_is_plugged_from_the_beginning_is_the_box_itself() -> None:
    ears = Ears(BOX)
    assert not ears.wears
    assert not listened(ears, BOX).wears


def test_what_comes_is_somebody_and_what_goes_takes_them_away() -> None:
    came = listened(Ears(BOX), BOX | {"card1"})
    assert came.wears
    assert listened(came, BOX | {"card1"}).wears
    assert not listened(came, BOX).wears


def test_a_plug_that_was_there_and_comes_again_is_somebody() -> None:
    pulled = listened(Ears(BOX), frozenset())
    assert not pulled.wears
    assert listened(pulled, BOX).wears


@pytest.mark.parametrize(
    ("control", "is_one"),
    [
        ("Headphone Jack", True),
        ("Front Headphone Jack", True),
        ("Headset Mic Jack", True),
        ("Headphone Mic Jack", True),
        ("Headset Mic Phantom Jack", False),
        ("Headphone Playback Switch", False),
        ("HDMI/DP,pcm=3 Jack", False),
        ("Line Out Jack", False),
    ],
)
def test_sockets_for_headphones_are_known_by_the_names_that_the_kernel_gives_them(
    control: str, is_one: bool
) -> None:
    assert is_socket(control) is is_one


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_long) != 8, reason="the numbers are those of 64-bit machines")
def test_the_kernel_is_asked_by_the_numbers_that_it_knows() -> None:
    """As strace shows them for `amixer`: SNDRV_CTL_IOCTL_ELEM_LIST and ELEM_READ."""
    assert (sockets.ELEM_LIST, sockets.ELEM_READ) == (0xC0505510, 0xC4C85512)


def test_headphones_on_usb_are_a_sound_card_of_their_own(tmp_path: Path) -> None:
    cards, of = tmp_path / "class", tmp_path / "devices"
    (of / "pci0000:00/usb1/1-2/sound/card1").mkdir(parents=True)
    (of / "pci0000:00/0000:00:1f.3/sound/card0").mkdir(parents=True)
    cards.mkdir()
    for card in of.rglob("card*"):
        (cards / card.name).symlink_to(card)
    assert sockets.plugged(cards, tmp_path / "none") == {"card1"}


def test_a_machine_without_sound_has_nothing_plugged(tmp_path: Path) -> None:
    (tmp_path / "controlC0").touch()
    assert sockets.plugged(tmp_path, tmp_path) == frozenset()
    assert sockets.plugged(tmp_path / "none", tmp_path / "none") == frozenset()


def test_the_speaker_tells_of_them_in_a_line() -> None:
    assert told(packed(Headphones(plugged=True))) == Headphones(plugged=True)
    assert told(b'{"type":"say","text":"no","language":"fr"}') is None


@pytest.fixture
def kiosk(tmp_path: Path, voice: Listened) -> Iterator[Kiosk]:
    """One whose first language is spoken."""
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"), voice, ("en", "fr"))) as made:
        made.until(lambda: bool(voice.languages))
        yield made


def test_whoever_plugs_headphones_in_is_read_the_first_page(kiosk: Kiosk, voice: Listened) -> None:
    kiosk.player.plug(plugged=True)
    kiosk.until(lambda: bool(voice.said))
    assert voice.said[-1].startswith(say("aloud_hint", "en"))
    assert say("question", "en") in voice.said[-1]
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.comfort.speech
    kiosk.passes(kiosk.layer.session.heard_s + LIMITS.idle_s + LIMITS.warning_s)
    kiosk.until(lambda: kiosk.layer.session is None)
    assert voice.said[-1] == ""


def test_in_the_midst_of_a_session_the_page_that_is_open_is_read(kiosk: Kiosk, voice: Listened) -> None:
    kiosk.begin()
    kiosk.touch(Act.SERVICE, "piscines")
    kiosk.player.plug(plugged=True)
    kiosk.until(lambda: bool(voice.said))
    assert "Swimming pools." in voice.said[-1]
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place(Kind.SERVICE, service="piscines")
    kiosk.layer.desk.tally.close()
    assert (What.COMFORT, "speech") in {told[:2] for told in kiosk.heard.told}


def test_pulled_out_they_take_the_reading_with_them(kiosk: Kiosk, voice: Listened) -> None:
    kiosk.player.plug(plugged=True)
    kiosk.until(lambda: bool(voice.said))
    kiosk.player.plug(plugged=False)
    kiosk.until(lambda: voice.said[-1] == "")
    assert kiosk.layer.session is not None
    assert not kiosk.layer.session.comfort.speech


def test_pulled_out_of_a_screen_at_rest_they_do_nothing(kiosk: Kiosk) -> None:
    kiosk.player.plug(plugged=False)
    assert kiosk.layer.session is None


def test_where_nothing_speaks_the_first_language_nobody_stands_before_a_silent_page(
    tmp_path: Path, voice: Listened
) -> None:
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"), voice, ("fr", "en"))) as kiosk:
        kiosk.until(lambda: bool(voice.languages))
        kiosk.player.plug(plugged=True)
        assert kiosk.layer.session is None
