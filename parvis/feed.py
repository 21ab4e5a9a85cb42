"""`parvis feed`: a feed's health, history, and way back."""

from __future__ import annotations

from pathlib import Path

from parvis.console import FAILED, GOOD, Voice, say, say_json
from parvis.keys import editor_of, open_feed, open_keyring
from parvis.one_block import in_one_block, now
from playlists.feed.publishing.doctor import examine
from playlists.feed.publishing.history import history, rollback
from playlists.feed.publishing.repository import locked


def examine_feed(url: str, feed: Path, keys: Path, voice: Voice, *, as_json: bool) -> int:
    """Ask a web server for the feed as devices will; 1 where something would hinder them."""

    def command() -> int:
        findings = list(examine(url, open_feed(feed, keys), now()))
        for finding in findings:
            if as_json:
                say_json(finding)
                continue
            mark = voice.words("feed.good" if finding.good else "feed.bad")
            name, _, role = finding.name.partition("-")
            what = voice.words(
                f"feed.doctor-{name}" if name == "expiry" else f"feed.doctor-{finding.name}", role=role
            )
            say(voice.words("feed.finding", mark=mark, what=what, found=finding.found))
        return GOOD if all(finding.good for finding in findings) else FAILED

    return in_one_block(voice, command)


def tell_history(feed: Path, keys: Path, voice: Voice, *, as_json: bool) -> int:
    """Tell every publication, the newest first."""

    def command() -> int:
        for one in history(open_feed(feed, keys)):
            if as_json:
                say_json(one)
            else:
                say(f"{one.number:>5}  {one.at:%Y-%m-%d %H:%M:%S}Z  {one.by:<16} {one.what}")
        return GOOD

    return in_one_block(voice, command)


def roll_back(feed: Path, keys: Path, number: int, named: str | None, voice: Voice) -> int:
    """Say an earlier publication again, as a new one."""

    def command() -> int:
        with locked(feed):
            repository, keyring = open_feed(feed, keys), open_keyring(keys, voice)
            editor = editor_of(keyring, named, repository)
            if not rollback(repository, number, editor):
                say(voice.words("feed.nothing-new"))
                return GOOD
            repository.save(keyring, now(), {"what": f"rolled back to {number}", "by": editor})
        say(voice.words("feed.rolled-back", number=number))
        return GOOD

    return in_one_block(voice, command)


def renew_feed(feed: Path, keys: Path, voice: Voice) -> int:
    """Sign anew what the online keys sign, so that devices know that the feed is alive: once an hour."""

    def command() -> int:
        with locked(feed):
            repository = open_feed(feed, keys)
            repository.renew(open_keyring(keys, voice), now())
            say(voice.words("feed.renewed", until=f"{repository.chain.timestamp.expires:%Y-%m-%d %H:%M}Z"))
        return GOOD

    return in_one_block(voice, command)
