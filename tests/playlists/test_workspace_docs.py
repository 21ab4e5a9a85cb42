"""The editor's reference says every key that the model knows, and its examples load."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import BaseModel

from layouts.compose import KINDS
from playlists.workspace import model, touch
from playlists.workspace.explain import known_keys
from playlists.workspace.rules import texts

PAGE = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text(encoding="utf-8")
TABLES: tuple[type[BaseModel], ...] = (
    model.Site, model.Device, model.Event, model.PlaylistHead, *model.ITEM_KINDS.values(),
    touch.ServiceTable, touch.EntryTable, touch.EmergencyTable,
)  # fmt: skip


def test_every_key_is_described() -> None:
    described = set(re.findall(r"`\[*([a-z_]+)[\].A-Z]*`", PAGE)) | set(
        re.findall(r"`theme\.([a-z]+)`", PAGE)
    )
    known = {key for table in TABLES for key in known_keys(table)}
    assert known - described == set()


def test_every_kind_of_card_is_described_and_has_words_that_it_needs() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in PAGE and f'"{kind}"' not in PAGE] == []
    assert set(texts._NEEDED) == set(KINDS)


def test_the_examples_are_toml() -> None:
    examples = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) >= 5
    for example in examples:
        assert tomllib.loads(example)
