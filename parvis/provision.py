"""`parvis provision`: a box is claimed, a device is moved out of service, reset, taken away."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import typer

from device_profiles.claiming import Claim, EnrolmentState, Waiting
from device_profiles.enrolment import spoken, typed
from parvis.console import GOOD, Voice, agrees, say, say_json
from parvis.one_block import OpeningError, in_one_block
from parvis.provision_line import UNKNOWN, answered, central_at, claimed, of_device
from parvis.provision_telling import instant, page, state_of, table
from parvis.words import refusal, words
from playlists.durable import put
from playlists.workspace.problems import did_you_mean
from playlists.workspace.said import Fact
from provisioning.central import Central, Refused

_PATIENCE = 24 * 3
_SHOWN = 8
_NAME = 80
"""The longest name of a technician, in characters."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of which central, and how it is told."""

    central: str
    token_file: Path | None
    as_json: bool = False


class ClaimOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the code, the device, a workspace to know it from, whether it is a replacement."""

    code: str
    device: str | None
    workspace: Path | None
    replace: bool
    yes: bool


def claim(asked: Asked, order: ClaimOrder, voice: Voice) -> int:
    """Make the box that shows a code a device, once somebody has compared its fingerprint."""

    def command() -> int:
        code = typed(order.code)
        if code is None:
            raise OpeningError(words("provision.no-code", text=order.code[:40]))
        device = _device(order, voice)
        if not order.yes and not sys.stdin.isatty():
            raise OpeningError(words("provision.needs-yes"))
        with central_at(asked.central, asked.token_file) as central:
            wish = Claim(code=code, device=device, replace=order.replace)
            agree = partial(_require_agreed, order, device, voice)
            done = claimed(central, asked.central, wish, agree)
        if asked.as_json:
            say_json(done)
        else:
            say(voice.words("provision.is-claimed", device=done.device, print=spoken(done.fingerprint)))
        return GOOD

    return in_one_block(voice, command)


def _device(order: ClaimOrder, voice: Voice) -> str:
    known = _known(order.workspace)
    name = order.device
    if name is None:
        if not sys.stdin.isatty():
            raise OpeningError(words("provision.needs-as"))
        name = _asked(known, voice)
    if known and name not in known:
        raise OpeningError(words("command.no-device", name=name[:64], hint=did_you_mean(name, known)))
    return name


def _asked(known: Mapping[str, Any], voice: Voice) -> str:
    """The device that a person names; the beginning of its id is enough where no other begins so."""
    while True:
        said = str(typer.prompt(voice.words("provision.ask-as"), prompt_suffix=" ", err=True)).strip()
        fitting = sorted(name for name in known if name.startswith(said))
        if not known or said in known:
            return said
        if len(fitting) == 1:
            return fitting[0]
        hint = did_you_mean(said, known)
        some = words("provision.several", names=", ".join(fitting[:_SHOWN]), count=len(fitting))
        told = some if fitting else words("command.no-device", name=said[:64], hint=hint)
        typer.echo(told.to(voice.language), err=True)


def _known(workspace: Path | None) -> dict[str, Any]:
    if workspace is None:
        return {}
    from playlists.workspace.load import load

    found = load(workspace).draft
    if found is None:
        raise OpeningError(words("command.no-workspace", folder=str(workspace)))
    return dict(found.devices)


def _require_agreed(order: ClaimOrder, device: str, voice: Voice, box: Waiting) -> None:
    """The fingerprint is compared by a person's eyes: the box shows it too. Raises `OpeningError`."""
    facts = {"print": spoken(box.fingerprint), "profile": box.profile or "?", "address": box.address or "?"}
    typer.echo(voice.words("provision.box", **facts), err=True)
    if box.machine_known and box.machine_known != device:
        typer.echo(voice.words("provision.was", device=box.machine_known), err=True)
    if order.yes:
        return
    if not agrees(voice.words("provision.ask-claim", device=device), voice):
        raise OpeningError(words("provision.not-claimed"))


def token(
    asked: Asked, voice: Voice, *, name: str | None, valid: str, most: int, told: bool, revoke: str | None
) -> int:
    """Make a technician's token, tell all of them, or let one count no more."""

    def command() -> int:
        with central_at(asked.central, asked.token_file) as central:
            if revoke is not None:
                answer = central.dismiss(revoke)
                if isinstance(answer, Refused) and answer.code == UNKNOWN:
                    raise OpeningError(words("provision.no-technician", id=revoke[:40]))
                answered(answer, asked.central)
                say(voice.words("provision.dismissed", id=revoke))
            elif told:
                _tell_technicians(central, asked, voice)
            elif name is None or not name.strip() or not name.isprintable() or len(name) > _NAME:
                raise OpeningError(words("provision.needs-name"))
            else:
                made = answered(central.mint(name, _hours(valid), most), asked.central)
                if asked.as_json:
                    say_json(made)
                else:
                    say(made.secret)
                    about = words("provision.minted", until=instant(made.until), most=made.most)
                    typer.echo(about.to(voice.language), err=True)
        return GOOD

    return in_one_block(voice, command)


def _tell_technicians(central: Central, asked: Asked, voice: Voice) -> None:
    for one in answered(central.technicians(), asked.central):
        if asked.as_json:
            say_json(one)
        else:
            facts: dict[str, Fact] = {"name": one.name, "used": one.used, "most": one.most}
            if one.revoked is None:
                told = voice.words("provision.technician", until=instant(one.until), **facts)
            else:
                told = voice.words("provision.technician-revoked", at=instant(one.revoked), **facts)
            say(f"{one.id}  {told}")


def _hours(text: str) -> float:
    """`8h`, `90m`, `2d`. Raises `OpeningError`."""
    number, unit = text[:-1], {"m": 1 / 60, "h": 1.0, "d": 24.0}.get(text[-1:])
    if unit is None or not number.isdecimal() or not 0 < int(number) * unit <= _PATIENCE:
        raise OpeningError(words("provision.bad-hours", text=text[:40], most=_PATIENCE))
    return int(number) * unit


def tell_all(asked: Asked, voice: Voice) -> int:
    """Tell how every device of the feed stands."""

    def command() -> int:
        with central_at(asked.central, asked.token_file) as central:
            found = answered(central.standings(), asked.central)
        for row in found:
            if asked.as_json:
                say_json(row)
        for line in () if asked.as_json else table(found, voice):
            say(line)
        return GOOD

    return in_one_block(voice, command)


def tell_one(asked: Asked, device: str, voice: Voice) -> int:
    """Tell all that is known of a device's enrolment."""

    def command() -> int:
        with central_at(asked.central, asked.token_file) as central:
            row = of_device(central, device, central.standing(device), asked.central)
        if asked.as_json:
            say_json(row)
        else:
            for line in page(row, voice):
                say(line)
        return GOOD

    return in_one_block(voice, command)


def order(asked: Asked, device: str, what: str, why: str, voice: Voice) -> int:
    """`revoke`, `reset`, `out`, `in` or `retire` a device."""

    def command() -> int:
        if what in {"revoke", "out", "retire"} and not why.strip():
            raise OpeningError(words("provision.needs-why"))
        with central_at(asked.central, asked.token_file) as central:
            answer = central.order(device, what, {"why": why} if why else {})
            done = of_device(central, device, answer, asked.central)
        if asked.as_json:
            say_json(
                {"device": device, "order": what, "changed": done.changed, "state": done.enrolment.state}
            )
        elif done.changed:
            vacant = what == "in" and done.enrolment.state is EnrolmentState.NONE
            say(voice.words("provision.done-vacant" if vacant else f"provision.done-{what}", device=device))
        else:
            say(voice.words("provision.unchanged", device=device, state=state_of(done.enrolment, voice)))
        return GOOD

    return in_one_block(voice, command)


def report(asked: Asked, device: str, pdf: Path | None, voice: Voice) -> int:
    """The newest report of acceptance of a device, as JSON, or its page as a file."""

    def command() -> int:
        with central_at(asked.central, asked.token_file) as central:
            if pdf is None:
                say_json(of_device(central, device, central.acceptance(device), asked.central))
                return GOOD
            sheet = of_device(central, device, central.acceptance_pdf(device), asked.central)
        if not sheet.startswith(b"%PDF-"):
            raise OpeningError(words("provision.no-pdf", device=device))
        try:
            put(pdf, sheet)
        except OSError as error:
            raise OpeningError(words("command.no-access", file=str(pdf), reason=refusal(error))) from error
        say(voice.words("provision.report-kept", file=str(pdf)))
        return GOOD

    return in_one_block(voice, command)
