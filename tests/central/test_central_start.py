"""What `parvis central` cannot begin without is said in a line; what it makes once is made whole."""

from __future__ import annotations

from pathlib import Path

from central_process import feed, parvis


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
