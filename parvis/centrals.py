"""The sub-commands of `parvis central`: their flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parvis.arguments import AsJson, Speaking, variables, voice_of

central = typer.Typer(
    name="central",
    help="Serve the feed, take reports, raise alarms; look after what central keeps.",
    no_args_is_help=True,
)

DataFolder = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="DIR",
        envvar="PARVIS_CENTRAL_DATA",
        help="Central’s folder, made if missing.",
        show_default=False,
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="PARVIS_CENTRAL_STORE",
        help="postgresql+psycopg://USER@HOST/NAME. Left out: a file in --data.",
    ),
]


@central.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Central’s folder, made if missing.")
    ] = None,
    feed: Annotated[
        Path | None, typer.Option("--feed", metavar="DIR", help="The folder of the feed.")
    ] = None,
    root: Annotated[
        Path | None,
        typer.Option("--root", metavar="FILE", help="The feed’s first root.json. Left out: the feed’s own."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="postgresql+psycopg://USER@HOST/NAME. Left out: a file in --data.",
        ),
    ] = None,
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 or :: for everywhere.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="0: any that is free.")] = 8080,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE", help="A chain of certificates, in PEM.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key, in PEM.")
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url", metavar="URL", help="How it is reached, where a proxy stands before it."
        ),
    ] = None,
    json: AsJson = False,
    language: Speaking = None,
) -> None:
    """Serve the feed, take reports, raise alarms; look after what central keeps."""
    if context.invoked_subcommand is not None:
        return
    if data is None or feed is None:
        context.fail("Missing option '--data' or '--feed'.")
    from parvis.central import CentralOrder, run_central

    order = CentralOrder(
        data=data,
        feed=feed,
        root=root,
        store=store,
        host=host,
        port=port,
        certificate=tls_cert,
        key=tls_key,
        public_url=public_url,
        as_json=json,
    )
    raise typer.Exit(run_central(order, voice_of(language)))


@central.command("enrol", context_settings=variables("central_enrol"))
def enrol(
    data: DataFolder,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Its id in the feed.", show_default=False)],
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="Its public key, as `parvis device-key` prints it."),
    ] = None,
    *,
    store: StoreUrl = None,
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
    data: DataFolder,
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="The copy; it must not be there yet.", show_default=False)
    ],
    store: StoreUrl = None,
    *,
    language: Speaking = None,
) -> None:
    """Copy all that central keeps into one file, whole and checked, while central runs."""
    from parvis.central_care import back_up_store

    raise typer.Exit(back_up_store(data, store, to, voice_of(language)))


@central.command("migrate", context_settings=variables("central_migrate"))
def migrate(data: DataFolder, store: StoreUrl = None, *, language: Speaking = None) -> None:
    """Bring what central keeps to the form of this Parvis, once it is installed. Stop central first."""
    from parvis.central_care import migrate_store

    raise typer.Exit(migrate_store(data, store, voice_of(language)))
