"""Whether there is a GPU to draw with: without one the software renderer needs a twelfth of the effort."""

from __future__ import annotations

from PySide6.QtGui import QOffscreenSurface, QOpenGLContext

_GL_RENDERER = 0x1F01
_IN_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swr ", "swiftshader", "software", "basic render")


def has_gpu() -> bool:
    """Whether OpenGL works here and is not itself emulated. Needs the application."""
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not surface.isValid() or not context.create() or not context.makeCurrent(surface):
        return False
    name = context.functions().glGetString(_GL_RENDERER)
    context.doneCurrent()
    return is_gpu(name)


def is_gpu(renderer: str | None) -> bool:
    """Whether what OpenGL calls its renderer is a GPU, not a program that does a GPU's work."""
    name = (renderer or "").lower()
    return bool(name) and not any(word in name for word in _IN_SOFTWARE)
