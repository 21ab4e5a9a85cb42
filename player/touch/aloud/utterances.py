"""What a page says when it is read aloud, part by part, in the order in which it is read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from layouts.layout import Rect
from layouts.page import Mark, TextLine
from player.touch.target import Act, Target, TouchPage, holds

_SILENT = frozenset({Act.TYPE})
"""Keys: each is said when a finger is on it, not all of them with the page."""
_ENDS = (".", "?", "!", ":", "…")


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a page: where it is, what is said of it, and what touching it twice does."""

    rect: Rect
    text: str
    target: Target | None = None


def utterances(page: TouchPage) -> tuple[Utterance, ...]:
    """All parts of a page, the page itself first, then what stands on every one."""
    return tuple(_parts(_lines(page.page.marks), page.targets))


def spoken(page: TouchPage) -> str:
    """A page as it is read from beginning to end: without what stands on every one, and without keys."""
    marks = page.page.marks[: page.own_marks] if page.own_marks else page.page.marks
    parts = _parts(_lines(marks), page.targets[: page.own_targets] if page.own_marks else page.targets)
    read = (one.text for one in parts if one.target is None or one.target.act not in _SILENT)
    return " ".join(map(_sentence, read))


def under(page: TouchPage, x: float, y: float) -> Utterance | None:
    """What a finger is on: a target, else the nearest line of a text that it touches."""
    found = [one for one in utterances(page) if holds(one.rect, x, y)]
    return next((one for one in found if one.target is not None), found[0] if found else None)


def _lines(marks: Sequence[Mark]) -> list[TextLine]:
    return [mark for mark in marks if isinstance(mark, TextLine)]


def _covers(rect: Rect, line: TextLine) -> bool:
    return holds(rect, line.x, line.baseline - line.size * 0.3)


def _parts(lines: Sequence[TextLine], targets: Sequence[Target]) -> Iterator[Utterance]:
    """Texts and targets as they follow each other on the page: by where each begins to be set."""
    left = list(targets)
    while lines:
        line, rest = lines[0], lines[1:]
        target = next((one for one in left if _covers(one.rect, line)), None)
        if target is not None:
            own = [one for one in lines if _covers(target.rect, one)]
            left.remove(target)
            yield Utterance(rect=target.rect, text=_of(target, own), target=target)
            lines = [one for one in lines if not _covers(target.rect, one)]
            continue
        paragraph, rest = _paragraph(line, rest, left)
        yield Utterance(rect=_around(paragraph), text=_joined(paragraph))
        lines = rest
    yield from (Utterance(rect=one.rect, text=one.label, target=one) for one in left)


def _paragraph(
    first: TextLine, rest: Sequence[TextLine], targets: Sequence[Target]
) -> tuple[list[TextLine], Sequence[TextLine]]:
    """A line, and those that go on under it."""
    found = [first]
    for number, line in enumerate(rest):
        before = found[-1]
        follows = line.x == before.x and line.size == before.size and line.face == before.face
        near = 0 < line.baseline - before.baseline < before.size * 1.7
        if not (follows and near) or any(_covers(one.rect, line) for one in targets):
            return found, rest[number:]
        found.append(line)
    return found, ()


def _of(target: Target, lines: Sequence[TextLine]) -> str:
    """A target by its name, and by what else stands on it."""
    text, label = _joined(lines), target.label
    if not text or target.act is Act.EASE or _plain(text) == _plain(label):
        return label
    if _plain(text).startswith(_plain(label)):
        return f"{_sentence(label)} {text[len(label) :].strip()}" if text.startswith(label) else text
    return f"{_sentence(label)} {text}"


def _joined(lines: Sequence[TextLine]) -> str:
    return " ".join(line.text for line in lines).replace("|", "").strip()


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _sentence(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def _around(lines: Sequence[TextLine]) -> Rect:
    """Where lines are, as wide as a finger may look for them: to the end of the page."""
    top = min(line.baseline - line.size for line in lines)
    bottom = max(line.baseline + line.size * 0.35 for line in lines)
    left = min(line.x for line in lines)
    return Rect(left, top, 1e6, bottom - top)
