"""The sub-commands of `parvis alert`: their flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, variables, voice_of
from parvis.feeds import FeedFolder, KeysFolder

alert = typer.Typer(name="alert", help="Warn on the screens at once, and end it.", no_args_is_help=True)

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A name of a-z, 0-9 and hyphens, as loire-flood; raised again, it takes the place of the first.",
        show_default=False,
    ),
]
Level = Annotated[
    str | None,
    typer.Option("--level", metavar="LEVEL", help="extreme (also lights dark screens), severe or moderate."),
]
Headlines = Annotated[
    list[str] | None,
    typer.Option(
        "--headline",
        metavar="[LANG:]TEXT",
        help="What happens. French, or en:TEXT for English; French is a must.",
    ),
]
Instructions = Annotated[
    list[str] | None,
    typer.Option("--instruction", metavar="[LANG:]TEXT", help="What people are to do."),
]
On = Annotated[
    list[str] | None,
    typer.Option(
        "--on",
        metavar="DEVICES",
        help="*, an id, group:NAME (with --workspace), profile:NAME or circle:LAT,LON,KM; several times.",
    ),
]
FromWorkspace = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="The workspace whose groups are meant.")
]
Begins = Annotated[
    str | None, typer.Option("--from", metavar="T", help="When it begins: ISO 8601. Left out: at once.")
]
Ends = Annotated[
    str | None, typer.Option("--until", metavar="T", help="When it ends by itself, within 48 hours.")
]
Hours = Annotated[
    float | None, typer.Option("--hours", metavar="N", min=0.1, help="For how long, in the place of --until.")
]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help="The authority that speaks.")]
Sign = Annotated[
    str,
    typer.Option(
        "--pictogram",
        metavar="NAME",
        help="A drawing of layouts/pictograms: ripple, flame, biohazard, wind …",
    ),
]
Pictures = Annotated[
    Path | None,
    typer.Option(
        "--pictures", metavar="DIR", help="Also draw it, one PNG for each page on each kind of screen."
    ),
]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be on which screens.")]
Yes = Annotated[bool, typer.Option("--yes", help="Sign without asking once more.")]


@alert.command("raise", context_settings=variables("alert_raise"))
def raise_(
    name: Id,
    feed: FeedFolder,
    keys: KeysFolder,
    level: Level = None,
    headline: Headlines = None,
    *,
    instruction: Instructions = None,
    source: Source = "",
    pictogram: Sign = "",
    on: On = None,
    workspace: FromWorkspace = None,
    begins: Begins = None,
    ends: Ends = None,
    hours: Hours = None,
    pictures: Pictures = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Tell what an alert will be on which screens, and sign it. What is missing is asked for.

    It is over all else on the screens within a minute, and leaves by itself at its end.
    """
    from parvis.alert import Order, raise_alert
    from parvis.alert_form import Form

    form = Form(
        id=name,
        level=level,
        headlines=tuple(headline or ()),
        instructions=tuple(instruction or ()),
        source=source,
        pictogram=pictogram,
        on=tuple(on or ()),
        workspace=workspace,
        begins=begins,
        ends=ends,
        hours=hours,
    )
    order = Order(feed=feed, keys=keys, form=form, pictures=pictures, dry_run=dry_run, yes=yes, as_json=json)
    raise typer.Exit(raise_alert(order, voice_of(language)))


@alert.command("lift", context_settings=variables("alert_lift"))
def lift(
    feed: FeedFolder,
    keys: KeysFolder,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Which alerts to end.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="End them all.")] = False,
    *,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Take alerts off the screens before their end."""
    from parvis.alert import lift_alerts

    voice = voice_of(language)
    raise typer.Exit(lift_alerts(feed, keys, ids or [], voice, everything=everything, as_json=json))


@alert.command("list", context_settings=variables("alert_list"))
def list_all(feed: FeedFolder, keys: KeysFolder, json: AsJson = False, *, language: Speaking = None) -> None:
    """Tell the alerts that stand in the feed."""
    from parvis.alert import list_alerts

    raise typer.Exit(list_alerts(feed, keys, voice_of(language), as_json=json))
