"""Images, films, documents and the pictures of cards, prepared for one place."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from pathlib import Path

from playlists.compile.place import Desk, Paged, pages
from playlists.errors import MediaError
from playlists.media.framing import least
from playlists.media.shelf import Fit, Shelf, Target
from playlists.program import Film, Rendition
from playlists.workspace.heard import media_fault
from playlists.workspace.media import find
from playlists.workspace.model import CardItem, ImageItem, NumberedItem, PdfItem, VideoItem
from playlists.workspace.outline import Path as KeyPath
from playlists.workspace.read import spelt
from playlists.workspace.said import said

IMAGE_MS = 10_000
"""How long an image, or a page of a PDF, stays where no duration is written."""

_CENTRE = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Takes media from a shelf; None where there is none to show, which is then among the findings."""

    desk: Desk
    shelf: Shelf

    def image(self, numbered: NumberedItem, item: ImageItem) -> Paged | None:
        """An image, or an animation; one with its own length plays at least once in full."""
        target = self._target(item.fit, item.focus)
        path = self._best(numbered, (item.image, *item.variants), target)
        if path is None:
            return None
        try:
            content = self.shelf.image(path, target)
            self._doubt(numbered, "image", path, target)
        except MediaError as error:
            self.desk.spoilt(numbered, ("image",), *media_fault(str(error)))
            return None
        if isinstance(content, Film):
            return content, pages(numbered, 1, max(IMAGE_MS, content.length_ms))
        return content, pages(numbered, len(content.pages), IMAGE_MS)

    def film(self, numbered: NumberedItem, item: VideoItem) -> Paged | None:
        """A film, for its own length."""
        if self.desk.place.screen.stills_only:
            self.desk.misplaced(numbered, said("items.stills-only"))
            return None
        path = self._find(numbered, ("video",), item.video)
        if path is None:
            return None
        target = self._target(item.fit, item.focus)
        try:
            film = self.shelf.film(path, target)
            self._doubt(numbered, "video", path, target)
        except MediaError as error:
            self.desk.spoilt(numbered, ("video",), *media_fault(str(error)))
            return None
        if film.length_ms <= 0:
            self.desk.spoilt(numbered, ("video",), said("items.no-length", name=item.video))
            return None
        return film, pages(numbered, 1, film.length_ms)

    def document(self, numbered: NumberedItem, item: PdfItem) -> Paged | None:
        """A PDF, each page whole and for the same time."""
        path = self._find(numbered, ("pdf",), item.pdf)
        if path is None:
            return None
        try:
            stills = self.shelf.document(path, self._target("contain", _CENTRE))
        except MediaError as error:
            self.desk.spoilt(numbered, ("pdf",), *media_fault(str(error)))
            return None
        if not stills.pages:
            self.desk.spoilt(numbered, ("pdf",), said("items.no-pages", name=item.pdf))
            return None
        return stills, pages(numbered, len(stills.pages), IMAGE_MS)

    def of_card(self, numbered: NumberedItem, item: CardItem, size: tuple[int, int]) -> Rendition | None:
        """The picture of a card."""
        target = Target(width=size[0], height=size[1], focus=item.focus, moving=False)
        names = (item.image, *item.variants) if item.image is not None else ()
        path = self._best(numbered, names, target)
        if path is None:
            return None
        try:
            found = self.shelf.picture(path, target)
            self._doubt(numbered, "image", path, target)
        except MediaError as error:
            self.desk.spoilt(numbered, ("image",), *media_fault(str(error)))
            return None
        return found

    def _doubt(self, numbered: NumberedItem, key: str, path: Path, target: Target) -> None:
        """Report a picture or film of too few pixels. Raises `MediaError` for one that cannot be read."""
        found = self.shelf.pixels(path)
        if not found or not (needed := least(*found, target)):
            return
        name, profile = spelt(path.name), self.desk.place.profile.id
        message = said("items.small", name=name, width=found[0], height=found[1], profile=profile)
        enough = f"{needed[0]} × {needed[1]}"
        expected = said("items.pixels", width=target.width, height=target.height, least=enough)
        self.desk.small(numbered, key, message, expected)

    def _target(self, fit: Fit, focus: tuple[float, float]) -> Target:
        place = self.desk.place
        return Target(
            width=int(place.rect.width),
            height=int(place.rect.height),
            fit=fit,
            focus=focus,
            moving=not place.screen.stills_only,
            sound=place.screen.sound,
            frames_per_second=place.profile.limits.film_frames_per_second,
        )

    def _best(self, numbered: NumberedItem, names: tuple[str, ...], target: Target) -> Path | None:
        """Of an image and its variants, the one whose shape is nearest to the target's."""
        shape = log(target.width / target.height)
        shaped: list[tuple[float, Path]] = []
        for index, name in enumerate(names):
            key: KeyPath = ("variants", index - 1) if index else ("image",)
            path = self._find(numbered, key, name)
            if path is None:
                continue
            if len(names) == 1:
                return path
            try:
                width, height = self.shelf.size(path)
            except MediaError as error:
                self.desk.spoilt(numbered, key, *media_fault(str(error)))
                continue
            shaped.append((abs(log(width / height) - shape), path))
        return min(shaped, key=lambda pair: pair[0])[1] if shaped else None

    def _find(self, numbered: NumberedItem, key: KeyPath, name: str) -> Path | None:
        desk = self.desk
        root = desk.place.workspace.root
        path = (*numbered.path, *key)
        return find(root, name, desk.findings, desk.playlist.file, path, item=numbered.id)
