"""The sub-commands of `parvis sources`: their flags."""

from __future__ import annotations

from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, Workspace, variables, voice_of
from parvis.feeds import FeedFolder, KeysFolder

sources = typer.Typer(
    name="sources",
    help="City data: what is on, open, free or leaving, from its sources.",
    no_args_is_help=True,
)

Names = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="A source of sources.toml; several times. Left out: all."),
]
Loopback = Annotated[bool, typer.Option("--loopback", help="Also ask sources on this machine.")]
Every = Annotated[
    float | None,
    typer.Option(
        "--every",
        metavar="SECONDS",
        min=10.0,
        max=3600.0,
        help="Go on: ask those that are due and sign, so often. Left out: once.",
    ),
]


@sources.command("check", context_settings=variables("sources_check"))
def check(workspace: Workspace, json: AsJson = False, *, language: Speaking = None) -> None:
    """Find every mistake in sources.toml. Asks nobody."""
    from parvis.source_check import check_sources

    raise typer.Exit(check_sources(workspace, voice_of(language), as_json=json))


@sources.command("fetch", context_settings=variables("sources_fetch"))
def fetch(
    workspace: Workspace,
    source: Names = None,
    loopback: Loopback = False,
    json: AsJson = False,
    *,
    language: Speaking = None,
) -> None:
    """Ask sources now, due or not, and tell what each answered; 1 where one has a fault."""
    from parvis.source import fetch_sources

    raise typer.Exit(
        fetch_sources(workspace, source or [], voice_of(language), loopback=loopback, as_json=json)
    )


@sources.command("show", context_settings=variables("sources_show"))
def show(
    workspace: Workspace, source: Names = None, json: AsJson = False, *, language: Speaking = None
) -> None:
    """Tell the documents that are kept of each source, as devices would get them. Asks nobody."""
    from parvis.source import show_sources

    raise typer.Exit(show_sources(workspace, source or [], voice_of(language), as_json=json))


@sources.command("publish", context_settings=variables("sources_publish"))
def publish(
    workspace: Workspace,
    feed: FeedFolder,
    keys: KeysFolder,
    every: Every = None,
    *,
    loopback: Loopback = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Ask the sources that are due and sign what they say into the feed; needs the key `live`."""
    from parvis.source import publish_sources

    raise typer.Exit(
        publish_sources(
            workspace, feed, keys, voice_of(language), every=every, loopback=loopback, as_json=json
        )
    )
