"""Finding the media files that items name, and the nearest name where one is missing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from playlists.workspace.model import CardItem, ImageItem, Item, PdfItem, VideoItem, Workspace
from playlists.workspace.outline import Path as KeyPath
from playlists.workspace.problems import Findings, nearest
from playlists.workspace.read import inside, spelt
from playlists.workspace.said import Said, said

_MOST_NAMES = 2_000
_ALIKE = 0.8


def find(
    root: Path, relative: str, findings: Findings, file: str, path: KeyPath, **about: str
) -> Path | None:
    """The file that `relative` names, or None, which is then among the findings."""
    real = inside(root, relative)
    if real is None:
        message = said("items.outside", name=relative)
        findings.error(file, path, message, hint=said("items.copy-file"), **about)
        return None
    if _is(Path.is_file, real):
        return real
    if _is(Path.exists, real):
        findings.error(file, path, said("items.not-a-file", name=relative), **about)
    else:
        message = said("items.no-file", name=relative)
        findings.error(file, path, message, hint=_alike(root, relative), **about)
    return None


def named_media(workspace: Workspace) -> tuple[Path, ...]:
    """The media files that are named and there, once each: the mark, by playlists and items, the table's."""
    mark = workspace.site.logo_image
    names = (
        name
        for playlist in workspace.playlists.values()
        for numbered in playlist.items
        for _, name in names_of(numbered.item)
    )
    projects = workspace.table.projects if workspace.table else ()
    laid = (picture.image for project in projects for picture in project.pictures)
    every = dict.fromkeys((*(() if mark is None else (mark,)), *names, *laid))
    found = (inside(workspace.root, name) for name in every)
    return tuple(dict.fromkeys(path for path in found if path is not None and is_there(path)))


def is_there(path: Path) -> bool:
    """Whether there is a file of that name, which may be no name at all."""
    return _is(Path.is_file, path)


def _is(question: Callable[[Path], bool], path: Path) -> bool:
    try:
        return question(path)
    except OSError:  # a name longer than any file's
        return False


def names_of(item: Item) -> tuple[tuple[KeyPath, str], ...]:
    """The media files that an item names, each with its key."""
    match item:
        case ImageItem() | CardItem():
            variants = (((("variants", index), name)) for index, name in enumerate(item.variants))
            return () if item.image is None else ((("image",), item.image), *variants)
        case VideoItem():
            return ((("video",), item.video),)
        case PdfItem():
            return ((("pdf",), item.pdf),)
        case _:
            return ()


def _alike(root: Path, relative: str) -> Said:
    """A hint at the nearest name in the same folder, else anywhere below `media`."""
    folder = (root / relative).parent
    try:
        here = [spelt(path.name) for path in islice(folder.iterdir(), _MOST_NAMES) if path.is_file()]
    except OSError:
        here = []
    name = Path(relative).name
    if (alike := nearest(name, here, _ALIKE)) is not None:
        return said("hints.did-you-mean", name=Path(relative).with_name(alike).as_posix())
    found = islice((root / "media").rglob("*"), _MOST_NAMES)
    elsewhere = {spelt(path.name): path for path in found if _is(Path.is_file, path)}
    if (alike := nearest(name, elsewhere, _ALIKE)) is not None:
        return said("hints.did-you-mean", name=spelt(elsewhere[alike].relative_to(root).as_posix()))
    return said("items.copy-file")
