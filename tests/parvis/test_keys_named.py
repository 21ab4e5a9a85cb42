"""Whose key is here, and which key a person is to hand on: by the feed, never by how a file is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parvis import keys
from parvis.console import GOOD, Voice
from parvis.keys import PASSPHRASE
from playlists.feed.publishing.authority import Plan

VOICE = Voice("en")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(PASSPHRASE, "")
    return tmp_path


def made(folder: Path, *editors: str) -> tuple[Path, Path]:
    feed, own = folder / "feed", folder / "keys"
    assert keys.init_keys(feed, own, Plan(editors=editors), VOICE) == GOOD
    return feed, own


def acting(feed: Path, own: Path) -> str:
    return keys.editor_of(keys.open_keyring(own, VOICE), None, keys.open_feed(feed, own))


def test_an_editor_whose_name_is_two_names_needs_not_say_it(folder: Path) -> None:
    assert acting(*made(folder, "jean-rene")) == "jean-rene"


def test_of_two_editors_the_one_whose_key_is_here_acts(folder: Path) -> None:
    feed, own = made(folder, "jean", "jean-rene")
    (own / "approved-jean").unlink()
    assert acting(feed, own) == "jean-rene"


def test_an_editor_who_comes_back_is_given_the_key_that_signs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed, own = made(folder, "marie", "paul")
    keys.change_editor(feed, own, "paul", VOICE, leaves=True)
    capsys.readouterr()
    assert keys.change_editor(feed, own, "paul", VOICE, leaves=False) == GOOD
    (named,) = re.findall(r"approved-paul[-\w]*", capsys.readouterr().out)
    repository, keyring = keys.open_feed(feed, own), keys.open_keyring(own, VOICE)
    assert repository.chain.targets.get_delegated_role("approved-paul").keyids == [
        keyring.public(named).keyid
    ]


def test_an_editor_named_twice_is_one(folder: Path) -> None:
    feed, own = made(folder, "marie", "marie")
    assert keys.open_feed(feed, own).chain.editors == ("marie",)
