"""The sub-commands that sign, approve and look after a feed, each wired to the rooms only when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, Workspace, variables, voice_of

keys = typer.Typer(name="keys", help="Make, list and change the keys of a feed.", no_args_is_help=True)
feed = typer.Typer(name="feed", help="A feed's health, history, and way back.", no_args_is_help=True)

FeedFolder = Annotated[
    Path,
    typer.Option(
        "--feed", metavar="DIR", envvar="PARVIS_FEED", help="The folder of the feed.", show_default=False
    ),
]
KeysFolder = Annotated[
    Path,
    typer.Option(
        "--keys",
        metavar="DIR",
        envvar="PARVIS_KEYS",
        help="The folder of the keys, with root.json. PARVIS_PASSPHRASE opens them where nobody types.",
        show_default=False,
    ),
]
Editor = Annotated[
    str | None,
    typer.Option("--as", metavar="EDITOR", help="Who acts. Left out: the editor whose key is here."),
]
EditorName = Annotated[
    str, typer.Argument(metavar="EDITOR", help="A name of a-z, 0-9 and hyphens.", show_default=False)
]


def publish(
    workspace: Workspace,
    feed: FeedFolder,
    keys: KeysFolder,
    editor: Editor = None,
    *,
    effective_from: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="T", help="When all screens go over to it, at once. Left out: as they fetch it."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change on which screens.")
    ] = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Check a workspace, prepare its media, tell what changes on which screens, sign it and write it."""
    from parvis.publish import Order, publish_workspace

    order = Order(
        workspace=workspace,
        feed=feed,
        keys=keys,
        editor=editor,
        effective_from=effective_from,
        dry_run=dry_run,
        as_json=json,
    )
    raise typer.Exit(publish_workspace(order, voice_of(language)))


def approve(
    feed: FeedFolder,
    keys: KeysFolder,
    campaigns: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CAMPAIGN]...",
            help="What to approve; as NAME=CODE if still as it was told. Left out: tells all that waits.",
        ),
    ] = None,
    editor: Editor = None,
    json: AsJson = False,
    *,
    language: Speaking = None,
) -> None:
    """Tell what waits for an editor's approval, and approve the campaigns that are named.

    A playlist is a campaign; @site is what belongs to none (theme, layouts), @places the names of places.
    """
    from parvis.approve import approve_campaigns

    voice = voice_of(language)
    raise typer.Exit(approve_campaigns(feed, keys, campaigns or [], editor, voice, as_json=json))


@keys.command("init", context_settings=variables("keys_init"))
def init(
    feed: FeedFolder,
    keys: KeysFolder,
    editors: Annotated[
        list[str], typer.Option("--editor", metavar="NAME", help="An editor; may be given several times.")
    ],
    approvals: Annotated[
        int, typer.Option("--approvals", min=1, help="How many editors must approve what is shown.")
    ] = 1,
    *,
    roots: Annotated[int, typer.Option("--roots", min=1, max=9, help="How many root keys there are.")] = 3,
    threshold: Annotated[
        int, typer.Option("--threshold", min=1, max=9, help="How many root keys must sign.")
    ] = 2,
    language: Speaking = None,
) -> None:
    """Make the keys of a new feed, and the feed, empty and signed."""
    from parvis.keys import init_keys
    from playlists.feed.publishing.authority import Plan

    plan = Plan(editors=editors, approvals_needed=approvals, roots=roots, root_threshold=threshold)
    raise typer.Exit(init_keys(feed, keys, plan, voice_of(language)))


@keys.command("list", context_settings=variables("keys_list"))
def list_all(feed: FeedFolder, keys: KeysFolder, json: AsJson = False, *, language: Speaking = None) -> None:
    """Tell who signs what, which private keys are here, and until when what they signed is good."""
    from parvis.keys import list_keys

    raise typer.Exit(list_keys(feed, keys, voice_of(language), as_json=json))


@keys.command("rotate", context_settings=variables("keys_rotate"))
def rotate(
    feed: FeedFolder,
    keys: KeysFolder,
    name: Annotated[str, typer.Argument(metavar="KEY", help="As `keys list` names it.", show_default=False)],
    *,
    language: Speaking = None,
) -> None:
    """Put a new key in the place of one. Needs the keys above it; devices follow by themselves."""
    from parvis.keys import rotate_key

    raise typer.Exit(rotate_key(feed, keys, name, voice_of(language)))


@keys.command("add-editor", context_settings=variables("keys_add_editor"))
def add_editor(feed: FeedFolder, keys: KeysFolder, editor: EditorName, *, language: Speaking = None) -> None:
    """Let another editor approve, with a key of their own. Needs the targets key."""
    from parvis.keys import change_editor

    raise typer.Exit(change_editor(feed, keys, editor, voice_of(language), leaves=False))


@keys.command("remove-editor", context_settings=variables("keys_remove_editor"))
def remove_editor(
    feed: FeedFolder, keys: KeysFolder, editor: EditorName, *, language: Speaking = None
) -> None:
    """Let an editor approve no more; what only they approved leaves the glass. Needs the targets key."""
    from parvis.keys import change_editor

    raise typer.Exit(change_editor(feed, keys, editor, voice_of(language), leaves=True))


@feed.command("doctor", context_settings=variables("feed_doctor"))
def doctor(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where devices fetch it.", show_default=False)],
    feed: FeedFolder,
    keys: KeysFolder,
    json: AsJson = False,
    *,
    language: Speaking = None,
) -> None:
    """Ask a web server for the feed as devices do, and tell what would hinder them."""
    from parvis.feed import examine_feed

    raise typer.Exit(examine_feed(url, feed, keys, voice_of(language), as_json=json))


@feed.command("history", context_settings=variables("feed_history"))
def history(feed: FeedFolder, keys: KeysFolder, json: AsJson = False, *, language: Speaking = None) -> None:
    """Tell every publication, the newest first."""
    from parvis.feed import tell_history

    raise typer.Exit(tell_history(feed, keys, voice_of(language), as_json=json))


@feed.command("rollback", context_settings=variables("feed_rollback"))
def rollback(
    feed: FeedFolder,
    keys: KeysFolder,
    number: Annotated[int, typer.Argument(min=1, help="As `feed history` numbers it.", show_default=False)],
    editor: Editor = None,
    *,
    language: Speaking = None,
) -> None:
    """Say an earlier publication again, as a new one: devices only ever go forward."""
    from parvis.feed import roll_back

    raise typer.Exit(roll_back(feed, keys, number, editor, voice_of(language)))


@feed.command("renew", context_settings=variables("feed_renew"))
def renew(feed: FeedFolder, keys: KeysFolder, *, language: Speaking = None) -> None:
    """Sign anew what the online keys sign. Run it once an hour, with cron or a timer."""
    from parvis.feed import renew_feed

    raise typer.Exit(renew_feed(feed, keys, voice_of(language)))
