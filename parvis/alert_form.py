"""An alert from what was typed: asked for where something is missing, refused where it would not do."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import typer

from layouts.compose.labels import pictograms
from layouts.typography import finish
from parvis.console import Voice
from parvis.instants import InstantError, parse_instant
from parvis.one_block import OpeningError
from parvis.opening import open_workspace
from parvis.words import words
from playlists.astray import astray
from playlists.distance import Position
from playlists.feed.alerts import LIMITS, Alert, Area, Circle, Level, Wording
from playlists.feed.tree import is_name
from playlists.workspace.problems import did_you_mean
from playlists.workspace.targets import EVERYTHING, GROUP, PROFILE, groups
from playlists.workspace.whereabouts import middle

CIRCLE = "circle:"
LEADING = "fr"
"""What informs the public in a public place is said in French (law 94-665, article 3)."""
_PREFIX = 3


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed. Texts are `LANGUAGE:TEXT`, French without; `on` says on which devices."""

    id: str
    level: str | None
    headlines: tuple[str, ...]
    instructions: tuple[str, ...]
    source: str
    pictogram: str
    on: tuple[str, ...]
    workspace: Path | None
    begins: str | None
    ends: str | None
    hours: float | None


def fill_in(
    form: Form, devices: Mapping[str, Position | None], zone: ZoneInfo, at: datetime, voice: Voice
) -> Alert:
    """The alert, issued at an instant, for devices of a feed and where they are.

    Raises:
        OpeningError: something is missing and nobody can be asked, or would not do.
    """
    if not is_name(form.id):
        raise OpeningError(words("alert.bad-id", id=form.id))
    level = _level(form.level or _asked("alert.ask-level", "--level", voice))
    said = _words(form, voice)
    if form.pictogram and form.pictogram not in pictograms():
        hint = did_you_mean(form.pictogram, pictograms()) or ", ".join(sorted(pictograms()))
        raise OpeningError(words("alert.no-pictogram", name=form.pictogram, hint=hint))
    on = form.on or tuple(_asked("alert.ask-on", "--on", voice).split())
    opens, closes = _times(form, zone, at, voice)
    filled = {
        "id": form.id,
        "level": level,
        "words": said,
        "area": msgspec.to_builtins(_area(on, form.workspace, devices, voice)),
        "issued": at,
        "opens": opens,
        "closes": closes,
        "pictogram": form.pictogram,
        "source": finish(form.source, LEADING).replace("\n", " "),
    }
    try:
        alert = msgspec.convert(filled, Alert)
    except msgspec.ValidationError as error:
        raise OpeningError(words("alert.bad-text", reason=str(error))) from error
    if not alert.is_sound():
        raise OpeningError(words("alert.bad-times", hours=LIMITS.lasts // timedelta(hours=1)))
    return alert


def _asked(code: str, flag: str, voice: Voice, *, default: str | None = None) -> str:
    if not sys.stdin.isatty():
        if default is not None:
            return default
        raise OpeningError(words("alert.missing", flag=flag))
    shown = default is not None and bool(default)
    return str(typer.prompt(voice.words(code), default=default, show_default=shown, err=True))


def _level(text: str) -> Level:
    if text not in {*Level}:
        raise OpeningError(words("alert.bad-level", level=text))
    return Level(text)


def _words(form: Form, voice: Voice) -> tuple[Wording, ...]:
    asks = not form.headlines
    headlines = _by_language(form.headlines or (_asked("alert.ask-headline", "--headline", voice),))
    typed = form.instructions
    if asks and not typed:
        typed = (_asked("alert.ask-instruction", "--instruction", voice, default=""),)
    instructions = _by_language(typed)
    if LEADING not in headlines:
        raise OpeningError(words("alert.no-french"))
    for language in instructions.keys() - headlines.keys():
        raise OpeningError(words("alert.no-headline", language=language))
    order = sorted(headlines, key=lambda language: language != LEADING)
    try:
        return tuple(
            msgspec.convert(
                {
                    "language": language,
                    "headline": headlines[language],
                    "instruction": instructions.get(language, ""),
                },
                Wording,
            )
            for language in order
        )
    except msgspec.ValidationError as error:
        raise OpeningError(words("alert.bad-text", reason=str(error))) from error


def _by_language(texts: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        named = text[2:_PREFIX] == ":" and text[:2].isalpha() and text[:2].islower()
        language, said = (text[:2], text[_PREFIX:]) if named else (LEADING, text)
        found[language] = finish(said, language).replace("\n", " ")
    return found


def _times(form: Form, zone: ZoneInfo, at: datetime, voice: Voice) -> tuple[datetime, datetime]:
    try:
        opens = at if form.begins is None else parse_instant(form.begins, zone)
        if form.ends is not None:
            return opens, parse_instant(form.ends, zone)
    except InstantError as error:
        raise OpeningError(error.said) from error
    hours = form.hours or _asked("alert.ask-hours", "--hours", voice)
    try:
        return opens, opens + timedelta(hours=float(hours))
    except (ValueError, OverflowError) as error:
        raise OpeningError(words("alert.bad-hours", hours=str(hours))) from error


def _area(
    on: Sequence[str], workspace: Path | None, devices: Mapping[str, Position | None], voice: Voice
) -> Area:
    named: dict[str, None] = {}
    profiles, circles = [], []
    for selector in on:
        if selector == EVERYTHING:
            return Area(everywhere=True)
        if selector.startswith(CIRCLE):
            circles.append(_circle(selector, [place for place in devices.values() if place]))
        elif selector.startswith(PROFILE):
            profiles.append(selector.removeprefix(PROFILE))
        elif selector.startswith(GROUP):
            named |= dict.fromkeys(_members(selector.removeprefix(GROUP), workspace, voice))
        elif selector in devices:
            named[selector] = None
        else:
            hint = did_you_mean(selector, devices) or ""
            raise OpeningError(words("alert.no-device", device=selector, hint=hint))
    return Area(devices=tuple(named), profiles=tuple(profiles), circles=tuple(circles))


def _circle(selector: str, devices: Sequence[Position]) -> Circle:
    """A circle; one that holds no device and was meant elsewhere is refused."""
    try:
        latitude, longitude, km = (float(number) for number in selector.removeprefix(CIRCLE).split(","))
        circle = msgspec.convert({"latitude": latitude, "longitude": longitude, "km": km}, Circle)
    except (ValueError, msgspec.ValidationError) as error:
        raise OpeningError(words("alert.bad-circle", text=selector)) from error
    city = middle(devices)
    found = astray((latitude, longitude), city) if city else None
    if found and found.meant and not any(map(circle.holds, devices)):
        meant = f"{CIRCLE}{found.meant[0]:.9g},{found.meant[1]:.9g},{km:.9g}"
        far = round(found.metres / 1000)
        raise OpeningError(words(f"alert.circle-{found.slip.value}", text=selector, km=far, meant=meant))
    return circle


def _members(group: str, workspace: Path | None, voice: Voice) -> list[str]:
    if workspace is None:
        raise OpeningError(words("alert.no-workspace"))
    found = open_workspace(workspace, voice).workspace
    members = [name for name, device in found.devices.items() if group in device.groups]
    if not members:
        hint = did_you_mean(group, groups(found)) or ""
        raise OpeningError(words("alert.no-group", group=group, hint=hint))
    return members
