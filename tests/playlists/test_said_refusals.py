"""Every reason why a feed, its keys or a server's answer is refused: known in every language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from playlists.workspace.heard import refused

ROOT = Path(__file__).resolve().parents[2]
SAID_BY = (
    "FeedError",
    "KeysError",
    "WrongAnswerError",
    "UnreachableError",
    "Unreached",
    "Stale",
    "DiskFault",
)


def spoken() -> Iterator[str]:
    """Every sentence that the feed and the agent give as a reason, its facts replaced by 7."""
    files = (*(ROOT / "playlists" / "feed").rglob("*.py"), *(ROOT / "player" / "agent").glob("*.py"))
    for file in sorted((*files, ROOT / "player" / "state.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID_BY:
                for said in (*node.args, *(word.value for word in node.keywords)):
                    yield from _text(said)


def _text(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
        case ast.Constant(value=str(text)):
            yield text


REASONS = sorted({*spoken()})


def test_the_reasons_were_found() -> None:
    assert len(REASONS) > 50
    assert "the feed has no program for 7" in REASONS


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_said_in_every_language(reason: str) -> None:
    told = refused(reason)
    assert told.code.startswith("refusals."), f"messages/refusals.toml does not know: {reason}"
    assert told.en == reason
    assert told.fr != reason


def test_a_reason_within_a_reason_is_said_in_the_same_language() -> None:
    told = refused("3 objects are missing: objects/ab: the server says 404 Not Found")
    assert told.fr == "il manque 3 objets\u00a0: objects/ab\u00a0: le serveur répond 404 Not Found"


def test_what_nobody_foresaw_is_said_as_it_is() -> None:
    assert refused("the moon is full").fr == "the moon is full"
