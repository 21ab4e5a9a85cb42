"""What the editor's side asks of a decoding worker, and what it answers; JSON, one line each."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from playlists.media.shelf import Target


class Kind(StrEnum):
    """What a file is, by its content."""

    IMAGE = "image"
    ANIMATION = "animation"
    FILM = "film"
    DOCUMENT = "document"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at a file tells. Sizes are pixels upright (of the first page); lengths milliseconds.

    `frames_per_second` and `length_ms` are those that the prepared film will have. `damaged` says, once the
    file was decoded for real, that it can be shown but not as it was made.
    """

    kind: Kind
    format: str
    width: int
    height: int
    pages: int = 1
    length_ms: int = 0
    frames_per_second: int = 0
    sound: bool = False
    damaged: bool = False


class Look(msgspec.Struct, frozen=True, kw_only=True, tag="look"):
    """Read what the file says of itself. `frames_per_second` bounds that of the film it would become."""

    path: str
    frames_per_second: int = 30


class Examine(msgspec.Struct, frozen=True, kw_only=True, tag="examine"):
    """Decode the file for real: an image and each page whole, of a film every packet and both ends."""

    path: str


class Prepare(msgspec.Struct, frozen=True, kw_only=True, tag="prepare"):
    """Make the pictures or the film for a target, as files in `folder`; a film if `moving`."""

    path: str
    moving: bool
    target: Target
    folder: str


Job = Look | Examine | Prepare


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the folder of a `Prepare`, with its size in pixels."""

    file: str
    width: int
    height: int


class Pictures(msgspec.Struct, frozen=True, kw_only=True, tag="pictures"):
    """The pictures of a still or of each page of a document."""

    pages: tuple[Made, ...]


class Moving(msgspec.Struct, frozen=True, kw_only=True, tag="moving"):
    """A film made."""

    film: Made
    length_ms: int
    frames_per_second: int
    sound: bool


class Seen(msgspec.Struct, frozen=True, kw_only=True, tag="seen"):
    """The facts of a file."""

    facts: Facts


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """A file that cannot be shown. `cause` follows the file's name; `{file}` in it stands for the name.

    Where not `final`, the fault may lie with a busy machine and the file deserves another try.
    """

    cause: str
    final: bool = True


class Step(msgspec.Struct, frozen=True, kw_only=True, tag="step"):
    """The job goes on: `done` of `total` pages or frames."""

    done: int
    total: int


Answer = Pictures | Moving | Seen | Refused


def out_of_memory(memory_bytes: int) -> Refused:
    """The answer where a file needs more memory than a worker has."""
    return Refused(cause=f"needs more than {memory_bytes / 2**30:.2g} GiB to decode: export it smaller")
