"""The drawings of the Nantes workspace are those that scripts/draw_examples.py draws."""

from __future__ import annotations

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
MEDIA = Path(__file__).parents[2] / "examples" / "nantes" / "media"


def test_committed_drawings_are_what_the_script_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import draw_examples

    monkeypatch.setattr(draw_examples, "MEDIA", tmp_path)
    draw_examples.scenes()
    draw_examples.plans()
    drawn = {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()}
    kept = {file.name: file.read_text("utf-8") for file in MEDIA.glob("*.svg")}
    assert len(drawn) >= 28
    assert drawn == kept
