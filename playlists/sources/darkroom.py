"""Pictures of sources, prepared as any medium is: decoded in a child process with limits, and written anew.

Nothing of the answer's bytes reaches a device: what is shown is a new file, made of its pixels.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from playlists.documents import LIMITS, Picture
from playlists.durable import put
from playlists.errors import MediaError, SourceError
from playlists.feed.tree import OBJECTS
from playlists.media.library import Library
from playlists.media.shelf import Target
from playlists.media.store import Store

_WIDTH, _HEIGHT = 1280, 960
_KEPT_S = 3_600.0
"""So long a feed keeps a picture that another has followed: some device may be fetching it."""
_TRAILER = b"\nparvis: a picture of city data"
"""After the end of a prepared file, where no decoder reads: such an object is never a program's too."""


class Darkroom:
    """Develops pictures with a library; `folder` holds the answers and remembers what was laid into feeds."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library, self._folder = library, folder
        self._objects = Store(library.objects)

    def develop(self, answer: bytes) -> Picture:
        """The prepared picture of an answer. Raises `SourceError`: it is none, or one that costs too much."""
        file = self._folder / "answers" / hashlib.sha256(answer).hexdigest()
        file.parent.mkdir(parents=True, exist_ok=True)
        put(file, answer, durable=False)
        try:
            target = Target(width=_WIDTH, height=_HEIGHT, moving=False)
            made = self._library.prepared().picture(file, target)
        except MediaError as error:
            raise SourceError("no-picture") from error
        finally:
            file.unlink(missing_ok=True)
        data = self._objects.path(made.object).read_bytes() + _TRAILER
        if len(data) > LIMITS.picture_bytes:
            raise SourceError("too-large", most=LIMITS.picture_bytes // 1024)
        return Picture(object=self._objects.put(data), bytes=len(data), width=made.width, height=made.height)

    def lay(self, pictures: Collection[Picture], feed: Path, at: datetime) -> None:
        """Lay pictures into a feed, before they are named there; forget those that others followed long ago.

        Raises `OSError`.
        """
        objects, laid = Store(feed / OBJECTS), self._folder / "laid"
        laid.mkdir(parents=True, exist_ok=True)
        for picture in pictures:
            mark = laid / picture.object
            mark.touch()
            os.utime(mark, (at.timestamp(), at.timestamp()))
            if objects.size(picture.object) != picture.bytes:
                objects.put_file(self._objects.path(picture.object))
        named = {picture.object for picture in pictures}
        for known in laid.iterdir():
            if known.name not in named and at.timestamp() - known.stat().st_mtime > _KEPT_S:
                objects.path(known.name).unlink(missing_ok=True)
                known.unlink(missing_ok=True)
