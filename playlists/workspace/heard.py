"""What other rooms say in plain English, said in every language: of media, layouts, profiles and feeds."""

from __future__ import annotations

import re
import string
from functools import cache

from playlists.workspace.said import SILENCE, Fact, Said, Sentence, catalogue, fill, said, verbatim

_COMMAND = "cures.convert"
_FAULT = Sentence("“{file}” {what}.", "«\u202f{file}\u202f» {what}.")


def media_fault(cause: str) -> tuple[Said, Said]:
    """What is wrong with a media file, and what to do, by what a `MediaError` says."""
    for code, pattern in _patterns("media"):
        if found := re.fullmatch(rf"(?P<_file>.*?): {pattern}(?:: (?P<_cure>.*))?", cause, re.DOTALL):
            facts = found.groupdict()
            file, cure = facts.pop("_file"), facts.pop("_cure")
            return _of(file, said(code, **facts)), _cure(cure or "")
    return _of(cause.partition(": ")[0], said("media.other")), SILENCE


def part_fault(sentence: str) -> Said:
    """What is impossible about a part of a layout or profile."""
    return _as_sentence(_recognised("parts", sentence) or said("parts.other"))


def refused(cause: str) -> Said:
    """Why a feed, its keys or a server's answer is refused, by what a `FeedError` or an agent says."""
    return _recognised("refusals", cause) or verbatim(cause)


def _of(file: str, what: Said) -> Said:
    return fill(what.code, _FAULT, {"file": file, "what": what})


def _cure(words: str) -> Said:
    """What to do, as a sentence of its own; a command to copy ends without a stop."""
    cure = _recognised("cures", words)
    return _as_sentence(cure, stop="" if not cure or cure.code == _COMMAND else ".")


def _as_sentence(part: Said, stop: str = ".") -> Said:
    return Said(part.code, *(f"{text[:1].upper()}{text[1:]}{stop}" for text in (part.en, part.fr)))


def _recognised(theme: str, text: str) -> Said:
    for code, pattern in _patterns(theme):
        if found := re.fullmatch(pattern, text, re.DOTALL):
            facts: dict[str, Fact] = dict(found.groupdict())
            if "why" in facts:
                facts["why"] = _recognised(theme, str(facts["why"])) or facts["why"]
            return said(code, **facts)
    return SILENCE


@cache
def _patterns(theme: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code, _pattern(sentence.en))
        for code, sentence in catalogue().items()
        if code.startswith(f"{theme}.")
    )


def _pattern(template: str) -> str:
    """What matches a filled template; each of its places becomes a group."""
    return "".join(
        re.escape(text) + (f"(?P<{name}>.+?)" if name else "")
        for text, name, _, _ in string.Formatter().parse(template)
    )
