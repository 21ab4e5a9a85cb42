"""The one family that Parvis ships: its files and its measures.

Apart from `layouts.shaping`, so that a stage that shows pictures starts without a shaping engine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import fontpkg_atkinson_hyperlegible as atkinson

from layouts.page import Face

FONT_FILES: Final[dict[Face, Path]] = {
    Face.REGULAR: atkinson.ROOT / "files" / "AtkinsonHyperlegible-Regular.ttf",
    Face.BOLD: atkinson.ROOT / "files" / "AtkinsonHyperlegible-Bold.ttf",
}
UNITS_PER_EM: Final = 1000
CAP_HEIGHT: Final = 0.668
"""Height of a capital letter in ems (OS/2 sCapHeight of both faces)."""
