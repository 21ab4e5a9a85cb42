"""Rules over several keys are judged even where a key is not known."""

from __future__ import annotations

from pathlib import Path

from playlists.workspace.load import load


def test_a_rule_over_two_keys_is_told_beside_a_key_that_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "playlists").mkdir()
    (tmp_path / "workspace.toml").write_text(
        'name = "N"\ntime_zone = "Europe/Paris"\ncountry = "FR"\n', "utf-8"
    )
    item = '[[items]]\ntext = "Bonjour"\nshare = 0.5\nweight = 2\nwieght = 3\n'
    (tmp_path / "playlists" / "une.toml").write_text(item, "utf-8")
    told = {problem.message.code for problem in load(tmp_path).problems}
    assert {"values.share-and-weight", "values.unknown-key"} <= told
