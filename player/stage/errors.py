"""What can be wrong with content on its way to the glass.

StageError
├── ObjectError   an object is missing or its bytes are not what its name says
└── PageError     a picture, card or film cannot be drawn
"""

from __future__ import annotations


class StageError(Exception):
    """Bad content: its item is passed over and named once in the log."""


class ObjectError(StageError):
    """An object is missing, unreadable, or its bytes do not match its name."""


class PageError(StageError):
    """The bytes are right, but there is no picture in them that can be shown."""
