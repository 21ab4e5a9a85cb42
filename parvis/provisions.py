"""The sub-commands of `parvis provision` that speak with central: their flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis import provision_flags as flags
from parvis import provision_places as places
from parvis.arguments import AsJson, Speaking, variables, voice_of

provision = typer.Typer(
    name="provision",
    help="A box becomes a device: claimed by its code or by a stick, replaced, moved, reset, taken away.",
    no_args_is_help=True,
)


def _claim(
    code: str,
    device: str | None,
    central: str,
    token_file: Path | None,
    workspace: Path | None,
    *,
    replace: bool,
    yes: bool,
    json: bool,
    language: Speaking,
) -> typer.Exit:
    from parvis.provision import Asked, ClaimOrder, claim

    order = ClaimOrder(code=code, device=device, workspace=workspace, replace=replace, yes=yes)
    asked = Asked(central=central, token_file=token_file, as_json=json)
    return typer.Exit(claim(asked, order, voice_of(language)))


@provision.command("claim", context_settings=variables("provision_claim"))
def claim(
    code: flags.Code,
    central: flags.Url,
    device: flags.As = None,
    workspace: flags.WorkspaceOrNone = None,
    token_file: flags.TokenFile = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="The id has a box already; this one takes its place.")
    ] = False,
    yes: flags.Yes = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Make the box that shows a code a device of the city. Compare the fingerprint that it shows."""
    raise _claim(
        code, device, central, token_file, workspace, replace=replace, yes=yes, json=json, language=language
    )


@provision.command("replace", context_settings=variables("provision_replace"))
def replace(
    code: flags.Code,
    central: flags.Url,
    device: flags.As = None,
    workspace: flags.WorkspaceOrNone = None,
    token_file: flags.TokenFile = None,
    *,
    yes: flags.Yes = False,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Let the box that shows a code take the place of a device's old one, whose key then counts no more."""
    raise _claim(
        code, device, central, token_file, workspace, replace=True, yes=yes, json=json, language=language
    )


@provision.command("token", context_settings=variables("provision_token"))
def token(
    central: flags.Url,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Who will use it; it stands in the log.")
    ] = None,
    valid: Annotated[str, typer.Option("--valid", metavar="TIME", help="90m, 8h, 3d; 3d at most.")] = "8h",
    most: Annotated[int, typer.Option("--max", min=1, max=200, help="How many boxes it may claim.")] = 20,
    *,
    told: Annotated[bool, typer.Option("--list", help="Tell all technicians' tokens instead.")] = False,
    revoke: Annotated[
        str | None, typer.Option("--revoke", metavar="ID", help="Let this one count no more instead.")
    ] = None,
    token_file: flags.TokenFile = None,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Make a technician's token, for the phone's page or this tool; it is printed this once."""
    from parvis.provision import Asked
    from parvis.provision import token as make

    asked = Asked(central=central, token_file=token_file, as_json=json)
    voice = voice_of(language)
    raise typer.Exit(make(asked, voice, name=name, valid=valid, most=most, told=told, revoke=revoke))


@provision.command("list", context_settings=variables("provision_list"))
def list_all(
    central: flags.Url,
    *,
    token_file: flags.TokenFile = None,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Tell how every device of the feed stands: none, claimed, enrolled, out, retired."""
    from parvis.provision import Asked, tell_all

    asked = Asked(central=central, token_file=token_file, as_json=json)
    raise typer.Exit(tell_all(asked, voice_of(language)))


@provision.command("show", context_settings=variables("provision_show"))
def show(
    device: flags.Id,
    central: flags.Url,
    *,
    token_file: flags.TokenFile = None,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Tell all that is known of a device's enrolment, with the history of its keys."""
    from parvis.provision import Asked, tell_one

    asked = Asked(central=central, token_file=token_file, as_json=json)
    raise typer.Exit(tell_one(asked, device, voice_of(language)))


def _orders(what: str, told: str, *, with_reason: bool) -> None:
    """Add the sub-command that changes the standing of a device; `told` is its help."""

    def because(
        device: flags.Id,
        central: flags.Url,
        why: flags.WhyFlag,
        *,
        token_file: flags.TokenFile = None,
        json: AsJson = False,
        language: Speaking = None,
    ) -> None:
        from parvis.provision import Asked, order

        asked = Asked(central=central, token_file=token_file, as_json=json)
        raise typer.Exit(order(asked, device, what, why, voice_of(language)))

    def plainly(
        device: flags.Id,
        central: flags.Url,
        *,
        token_file: flags.TokenFile = None,
        json: AsJson = False,
        language: Speaking = None,
    ) -> None:
        because(device, central, "", token_file=token_file, json=json, language=language)

    run = because if with_reason else plainly
    provision.command(what, help=told, context_settings=variables(f"provision_{what}"))(run)


_orders(
    "revoke",
    "Take a device's key away: nothing that it says counts any more. As when a box was stolen.",
    with_reason=True,
)
_orders(
    "reset", "Have a living device wipe its keys and content, say so, and be a box again.", with_reason=False
)
_orders("out", "Take a device out of service for a while: nobody is alarmed by it.", with_reason=True)
_orders(
    "in",
    "Take a device into service again, also one that was retired: then it waits for a box to be claimed.",
    with_reason=False,
)
_orders(
    "retire",
    "Take a device away for good: its key counts no more, nobody can claim its id; its history stays.",
    with_reason=True,
)


@provision.command("report", context_settings=variables("provision_report"))
def report(
    device: flags.Id,
    central: flags.Url,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="FILE", help="Write its page there. Left out: JSON, to the output."),
    ] = None,
    *,
    token_file: flags.TokenFile = None,
    language: Speaking = None,
) -> None:
    """The newest report of acceptance of a device."""
    from parvis.provision import Asked
    from parvis.provision import report as tell

    raise typer.Exit(tell(Asked(central=central, token_file=token_file), device, pdf, voice_of(language)))


places.add_to(provision)
