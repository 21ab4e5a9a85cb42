"""`parvis approve`: the second pair of eyes before something is on the air."""

from __future__ import annotations

from pathlib import Path

from parvis.console import GOOD, Voice, say, say_json
from parvis.keys import editor_of, open_feed, open_keyring
from parvis.one_block import in_one_block, now
from playlists.feed.publishing.approve import Waiting, approve, waiting
from playlists.feed.publishing.repository import locked
from playlists.feed.tree import editor_role


def approve_campaigns(
    feed: Path, keys: Path, campaigns: list[str], named: str | None, voice: Voice, *, as_json: bool
) -> int:
    """Show what an editor has not approved; approve the campaigns that are named.

    `news=CODE` is approved if it still says what it said when that code was told, `news` as it stands.
    """
    seen = {name: code or None for name, _, code in (one.partition("=") for one in campaigns)}

    def command() -> int:
        with locked(feed):
            repository, keyring = open_feed(feed, keys), open_keyring(keys, voice)
            editor = editor_of(keyring, named, repository)
            wanted = [one for one in waiting(repository, editor) if not campaigns or one.campaign in seen]
            for one in wanted:
                _show(one, voice, as_json=as_json)
            if not campaigns:
                if not as_json:
                    _invite(wanted, editor, voice)
                return GOOD
            left = approve(repository, editor, seen)
            at = now()
            repository.keep(editor_role(editor), at)
            repository.save(keyring, at, {"what": f"approved {', '.join(seen)}", "by": editor})
        if not as_json:
            said = (
                ("feed.awaits", {"campaigns": ", ".join(sorted(left))}) if left else ("feed.all-approved", {})
            )
            say(voice.words(said[0], **said[1]))
        return GOOD

    return in_one_block(voice, command)


def _invite(wanted: list[Waiting], editor: str, voice: Voice) -> None:
    """Say how exactly this is approved, and nothing that comes meanwhile."""
    if not wanted:
        say(voice.words("feed.nothing-waits", editor=editor))
        return
    named = dict.fromkeys(f"{one.campaign}={one.code}" for one in wanted)
    say(voice.words("feed.approve-so", editor=editor, campaigns=" ".join(named)))


def _show(one: Waiting, voice: Voice, *, as_json: bool) -> None:
    if as_json:
        say_json(one)
        return
    until = voice.words("feed.until", instant=one.until) if one.until else ""
    say(f"{one.campaign}  {one.name}  {until}".rstrip())
    for text in (*one.says, *one.objects):
        say(f"    {text}")
