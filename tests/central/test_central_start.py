"""What `parvis central` cannot begin without is said in a line; what it makes once is made whole."""

from __future__ import annotations

import stat
from pathlib import Path

from central_process import feed, parvis

from parvis.central_parts import session_secret


def said(folder: Path, *options: str | Path) -> str:
    """What a central says that cannot begin."""
    told = parvis(
        "central",
        "--data",
        folder / "data",
        "--feed",
        folder / "feed",
        "--port",
        "0",
        "--language",
        "en",
        *options,
    )
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr
    return told.stderr


def test_a_feed_without_a_root_is_said(tmp_path: Path) -> None:
    assert "root.json" in said(tmp_path)


def test_keys_that_are_not_there_waters_that_are_none_and_targets_that_nobody_knows_are_said(
    tmp_path: Path,
) -> None:
    feed(tmp_path)
    (tmp_path / "waters").write_text("[]")
    assert "No orders can be given" in said(tmp_path, "--keys", tmp_path / "none")
    assert "waters" in said(tmp_path, "--ground", tmp_path / "waters")
    assert "Alarms cannot be told" in said(tmp_path, "--tell", "nobody://knows")


def test_the_key_of_sessions_is_made_once_for_its_owner_alone_and_never_empty(tmp_path: Path) -> None:
    made = session_secret(tmp_path)
    assert len(made) == 32
    assert session_secret(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600
    (tmp_path / "session.key").write_bytes(b"")
    again = session_secret(tmp_path)
    assert len(again) == 32
    assert again != made
    assert session_secret(tmp_path) == again
