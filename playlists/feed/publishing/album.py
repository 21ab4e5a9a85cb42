"""The pictures of a publication: what earlier runs drew, kept in the cache, and what is still to be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from device_profiles.decoding import from_msgpack
from device_profiles.sight import Sight
from playlists.durable import put
from playlists.feed.pictures import Pages, Picture, Pictures
from playlists.feed.publishing.pages import Page, Shown, pages_of, shown_in
from playlists.media.store import Store
from playlists.program import Program

_MOST_KEPT = 100_000
"""Pictures of which the cache knows, some 14 MB: those that were not used for longest go first."""
_encoder = msgspec.json.Encoder(order="deterministic")


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was drawn: what it is known by, None where it moves, and its thumbnail, a JPEG or PNG."""

    sight: Sight | None
    thumbnail: bytes


class _Written(msgspec.Struct, frozen=True):
    """The pictures of one playlist in its zone, and their thumbnails with their sizes in bytes."""

    raw: msgspec.Raw
    thumbnails: dict[str, int]


class Album:
    """Pictures by a digest of all that determines them. `painter` is the edition of what draws cards.

    `file` keeps between runs what is known of them; their thumbnails lie in `store`. It is made for one
    publication: the programs that it was asked of live at least as long.
    """

    def __init__(self, file: Path, painter: str, store: Store) -> None:
        self._file, self._painter, self._store = file, painter, store
        self._known = _recall(file)
        self._used: dict[bytes, Picture] = {}
        self._pages: dict[object, tuple[Page, ...]] = {}
        self._written: dict[object, _Written] = {}

    def missing(self, programs: Iterable[Program]) -> tuple[Page, ...]:
        """The pages that are not known yet, or whose thumbnail has gone: of those that look alike, one."""
        found: dict[bytes, Page] = {}
        for program in programs:
            for shown in shown_in(program):
                if shown.likeness not in self._pages:
                    for page in self._pages_of(shown):
                        if not self._holds(page.digest):
                            found[page.digest] = page
        return tuple(found.values())

    def add(self, page: Page, drawn: Drawn) -> None:
        """Keep a page that was missing."""
        name = self._store.put(drawn.thumbnail)
        known = drawn.sight or Sight("", "")
        self._used[page.digest] = Picture(known.hash, known.colour, name, len(drawn.thumbnail))

    def save(self) -> None:
        """Keep what is known for the next run."""
        unused = {digest: one for digest, one in self._known.items() if digest not in self._used}
        if len(unused) + len(self._used) > len(self._known):
            newest = [*unused.items(), *self._used.items()][-_MOST_KEPT:]
            put(self._file, msgspec.msgpack.encode(dict(newest)), durable=False)

    def of(self, program: Program) -> Pictures:
        """How a program looks, as far as it is known."""
        screens: dict[str, dict[str, msgspec.Raw]] = {}
        for shown in shown_in(program):
            screens.setdefault(shown.screen.name, {})[shown.key] = self._write(shown).raw
        return Pictures(self._painter, screens)

    def thumbnails(self, program: Program) -> dict[str, int]:
        """The objects that the pictures of a program name, with their sizes in bytes."""
        found = (self._write(shown).thumbnails for shown in shown_in(program))
        return {name: size for thumbnails in found for name, size in thumbnails.items()}

    def _pages_of(self, shown: Shown) -> tuple[Page, ...]:
        if shown.likeness not in self._pages:
            self._pages[shown.likeness] = tuple(pages_of(shown, self._painter))
        return self._pages[shown.likeness]

    def _holds(self, digest: bytes) -> bool:
        if digest not in self._used:
            known = self._known.get(digest)
            if known is None or self._store.size(known.thumbnail) != known.bytes:
                return False
            self._used[digest] = known
        return True

    def _write(self, shown: Shown) -> _Written:
        written = self._written.get(shown.likeness)
        if written is None:
            items = self._items(shown)
            pictures = (one for pages in items.values() for one in (*pages.day, *pages.night))
            thumbnails = {one.thumbnail: one.bytes for one in pictures}
            written = _Written(msgspec.Raw(_encoder.encode(items)), thumbnails)
            self._written[shown.likeness] = written
        return written

    def _items(self, shown: Shown) -> dict[str, Pages]:
        """The pictures of each item of which all pages are known."""
        days: dict[str, list[Picture]] = {}
        nights: dict[str, list[Picture]] = {}
        lacking = set()
        for page in self._pages_of(shown):
            known = self._used.get(page.digest)
            if known is None:
                lacking.add(page.item.id)
            else:
                (nights if page.night else days).setdefault(page.item.id, []).append(known)
        return {
            item: Pages(tuple(pages), tuple(nights.get(item, ())))
            for item, pages in days.items()
            if item not in lacking
        }


def _recall(file: Path) -> dict[bytes, Picture]:
    """What earlier runs drew. A file that cannot be read counts as none."""
    try:
        return from_msgpack(file.read_bytes(), dict[bytes, Picture])
    except (OSError, msgspec.DecodeError):
        return {}
