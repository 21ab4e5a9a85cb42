"""What a stage leaves undone until its first picture is on the glass: that is why it starts fast."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from stage_world import Shelf, full

PLAY = """
import sys
from pathlib import Path
import msgspec
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from playlists.program import Program
app = application(offscreen=True)
program = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Program)
player = StagePlayer(program, Path(sys.argv[2]), lambda: int(sys.argv[3]), theatre=Theatre())
player.windows["main"].window.frameSwapped.connect(app.quit)
app.exec()
print("\\n".join(sys.modules))
player.close()
"""

NOT_YET = {
    "PIL",
    "PySide6.QtMultimedia",
    "av",
    "layouts.compose",
    "layouts.led",
    "layouts.shaping",
    "layouts.typography",
    "pydantic",
    "segno",
    "uharfbuzz",
}
"""What paints cards and matrices, sets text, reads films; and what belongs to the editor's side."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


def test_the_first_picture_waits_for_nothing_that_it_does_not_need(shelf: Shelf, tmp_path: Path) -> None:
    program = tmp_path / "program.json"
    program.write_bytes(msgspec.json.encode(full(shelf.picture("red", "#ff0000"))))
    command = [sys.executable, "-c", PLAY, str(program), str(shelf.folder), "1795262400000"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    loaded = set(done.stdout.split())
    assert "player.stage.pages" in loaded
    assert sorted(loaded & NOT_YET) == []
