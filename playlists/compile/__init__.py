"""From an editor's workspace to the program of one device.

`compile_program` for one device, `Compiler` for many, one `Typesetter` for many compilers.
Imports all of this room but the timeline. What may not enter: Qt, a clock, drawing.
"""

from __future__ import annotations

from playlists.compile.program import Compiled, Compiler, compile_program
from playlists.compile.typesetter import Typesetter

__all__ = ["Compiled", "Compiler", "Typesetter", "compile_program"]
