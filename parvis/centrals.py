"""The sub-commands of `parvis central`: their flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis import central_flags as flags
from parvis.arguments import AsJson, Speaking, variables, voice_of
from parvis.owner import by_owner_of_data

central = typer.Typer(
    name="central",
    help="Serve the feed, take reports, raise alarms; look after what central keeps.",
    no_args_is_help=True,
)

token = typer.Typer(help="Who may see and do what.", no_args_is_help=True)
central.add_typer(token, name="token")


@central.callback(invoke_without_command=True)
@by_owner_of_data
def serve(
    context: typer.Context,
    data: flags.Data = None,
    feed: flags.Feed = None,
    root: flags.Root = None,
    store: flags.Store = None,
    *,
    host: flags.Host = "127.0.0.1",
    port: flags.Port = 8080,
    tls_cert: flags.Certificate = None,
    tls_key: flags.CertificateKey = None,
    public_url: flags.PublicUrl = None,
    keys: flags.Keys = None,
    tiles: flags.Tiles = None,
    tile_credit: flags.TileCredit = "",
    ground: flags.Ground = None,
    tell: flags.Tell = None,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Serve the feed, take reports, raise alarms; look after what central keeps."""
    if context.invoked_subcommand is not None:
        return
    if data is None or feed is None:
        context.fail("Missing option '--data' or '--feed'.")
    from parvis.central import run_central
    from parvis.central_parts import Address, CentralOrder, Ground

    order = CentralOrder(
        data=data,
        feed=feed,
        root=root,
        store=store,
        address=Address(host, port, tls_cert, tls_key, public_url),
        keys=keys,
        ground=Ground(tiles or "", tile_credit, ground),
        tell=tuple(tell or ()),
        as_json=json,
    )
    raise typer.Exit(run_central(order, voice_of(language)))


@central.command("enrol", context_settings=variables("central_enrol"))
@by_owner_of_data
def enrol(
    data: flags.DataFolder,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Its id in the feed.", show_default=False)],
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="Its public key, as `parvis device-key` prints it."),
    ] = None,
    *,
    store: flags.StoreUrl = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take nothing from this device any more.")] = False,
    language: Speaking = None,
) -> None:
    """Tell central the key by which a device signs its reports. Central may run meanwhile."""
    if remove == (key is not None):
        raise typer.BadParameter("give KEY, or --remove")
    from parvis.central_care import enrol_device

    raise typer.Exit(enrol_device(data, store, device, key, voice_of(language)))


@central.command("backup", context_settings=variables("central_backup"))
def backup(
    data: flags.DataFolder,
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="The copy; it must not be there yet.", show_default=False)
    ],
    store: flags.StoreUrl = None,
    *,
    language: Speaking = None,
) -> None:
    """Copy all that central keeps into one file, whole and checked, while central runs."""
    from parvis.central_care import back_up_store

    raise typer.Exit(back_up_store(data, store, to, voice_of(language)))


@central.command("salvage", context_settings=variables("central_salvage"))
@by_owner_of_data
def salvage(
    data: flags.DataFolder,
    to: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The new store; it must not be there yet.", show_default=False),
    ],
    store: flags.StoreUrl = None,
    *,
    language: Speaking = None,
) -> None:
    """Copy what can still be read of a damaged store into a new one. Stop central first."""
    from parvis.central_care import salvage_store

    raise typer.Exit(salvage_store(data, store, to, voice_of(language)))


@central.command("migrate", context_settings=variables("central_migrate"))
@by_owner_of_data
def migrate(data: flags.DataFolder, store: flags.StoreUrl = None, *, language: Speaking = None) -> None:
    """Bring what central keeps to the form of this Parvis, once it is installed. Stop central first."""
    from parvis.central_care import migrate_store

    raise typer.Exit(migrate_store(data, store, voice_of(language)))


@central.command("move", context_settings=variables("central_move"))
@by_owner_of_data
def move(
    data: flags.DataFolder,
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="URL", help="An empty database: postgresql+psycopg://…", show_default=False
        ),
    ],
    store: flags.StoreUrl = None,
    *,
    language: Speaking = None,
) -> None:
    """Move all that central keeps into an empty database, as when a city grows. Stop central first."""
    from parvis.central_care import move_store

    raise typer.Exit(move_store(data, store, target, voice_of(language)))


@token.command("add", context_settings=variables("central_token_add"))
@by_owner_of_data
def add(
    data: flags.DataFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who will use it.", show_default=False)],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="view, operate or admin.")] = "view",
    *,
    store: flags.StoreUrl = None,
    language: Speaking = None,
) -> None:
    """Make a token and print it: this once."""
    from parvis.central_tokens import add_token

    raise typer.Exit(add_token(data, store, name, role, voice_of(language)))


@token.command("list", context_settings=variables("central_token_list"))
@by_owner_of_data
def tokens(
    data: flags.DataFolder, *, store: flags.StoreUrl = None, json: AsJson = False, language: Speaking = None
) -> None:
    """Tell which tokens there are, what they may, and when each was used last."""
    from parvis.central_tokens import list_tokens

    raise typer.Exit(list_tokens(data, store, voice_of(language), as_json=json))


@token.command("revoke", context_settings=variables("central_token_revoke"))
@by_owner_of_data
def revoke(
    data: flags.DataFolder,
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` names it.", show_default=False)],
    *,
    store: flags.StoreUrl = None,
    language: Speaking = None,
) -> None:
    """Let a token count no more, at once."""
    from parvis.central_tokens import revoke_token

    raise typer.Exit(revoke_token(data, store, token_id, voice_of(language)))
