"""`parvis provision bundle` and `next`: a stick for places without network."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import msgspec

from parvis.console import GOOD, Voice, say, say_json
from parvis.keys import open_feed, open_keyring
from parvis.one_block import OpeningError, in_one_block, now
from parvis.words import refusal, words
from playlists.feed.bundle import FOLDER, MANIFEST, MANIFEST_BYTES, MOST_DEVICES, read_manifest
from playlists.feed.publishing.repository import ANCHOR, locked
from playlists.workspace.problems import did_you_mean
from provisioning.bundle.contents import Contents, Making, gather, known_devices
from provisioning.bundle.writer import Written, set_next, write
from provisioning.central import is_safe
from provisioning.errors import BundleError, NoRoomError

_MB = 1_000_000


class BundleOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: which devices of which feed, where to, what they are told, for how many days."""

    to: Path
    feed: Path
    keys: Path
    central: str
    feed_url: str
    devices: tuple[str, ...]
    groups: tuple[str, ...]
    days: int
    as_json: bool


def write_bundle(order: BundleOrder, voice: Voice) -> int:
    """Write a stick, and read it back."""

    def command() -> int:
        for url in (order.central, order.feed_url):
            if not is_safe(url):
                raise OpeningError(words("provision.unsafe", url=url))
        with locked(order.feed):
            contents = _contents(order, voice)
        done = _written(order.to, contents, voice)
        if order.as_json:
            say_json({"devices": list(contents.manifest.devices), **msgspec.structs.asdict(done)})
            return GOOD
        told = {"devices": len(contents.manifest.devices), "files": done.written, "kept": done.kept}
        say(voice.words("provision.bundle-written", **told, mb=round(done.bytes / _MB, 1)))
        if len(contents.manifest.devices) > 1:
            say(voice.words("provision.bundle-many"))
        return GOOD

    return in_one_block(voice, command)


def _contents(order: BundleOrder, voice: Voice) -> Contents:
    open_feed(order.feed, order.keys)
    anchor = (order.keys / ANCHOR).read_bytes()
    known = known_devices(order.feed, anchor)
    devices = _devices(order, known)
    with voice.progress("provision.gathering", len(devices)) as done:
        found = gather(order.feed, anchor, devices, done)
    made = now().replace(microsecond=0)
    making = Making(
        bundle=f"{made:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
        feed=order.feed_url,
        central=order.central,
        made=made,
        lasts=timedelta(days=order.days),
        nonce=lambda: secrets.token_hex(16),
    )
    return found.contents(making, open_keyring(order.keys, voice))


def _devices(order: BundleOrder, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    groups = {group for named in known.values() for group in named}
    for group in order.groups:
        if group not in groups:
            hint = did_you_mean(group, groups)
            raise OpeningError(words("provision.no-group", group=group[:64], hint=hint))
    for device in order.devices:
        if device not in known:
            hint = did_you_mean(device, known)
            raise OpeningError(words("provision.not-in-feed", device=device[:64], hint=hint))
    wanted = {*order.devices, *(name for name, of in known.items() if {*of} & {*order.groups})}
    if not 0 < len(wanted) <= MOST_DEVICES:
        raise OpeningError(words("provision.which", most=MOST_DEVICES))
    return tuple(sorted(wanted))


def _written(to: Path, contents: Contents, voice: Voice) -> Written:
    total = contents.manifest.bytes
    try:
        # One bar after the other: what is read back is the proof, and takes its time on a slow stick.
        with (
            voice.progress("provision.writing", total, counted=False) as writing,
            voice.progress("provision.reading", total, counted=False) as reading,
        ):
            return write(to, contents, writing=writing, reading=reading)
    except NoRoomError as error:
        facts = {"needed": round(error.needed / _MB, 1), "free": round(error.free / _MB, 1)}
        raise OpeningError(words("provision.no-room", to=str(to), **facts)) from error
    except BundleError as error:
        raise OpeningError(
            words(f"provision.stick-{error.fault}", file=error.file, cause=error.cause)
        ) from error
    except OSError as error:
        file, reason = str(error.filename or to), refusal(error)
        told = words("provision.stick-refuses", to=str(to), file=file, reason=reason)
        raise OpeningError(told) from error


def name_next(to: Path, device: str, voice: Voice) -> int:
    """Write on a stick which of its devices the next box becomes."""

    def command() -> int:
        try:
            with (to / FOLDER / MANIFEST).open("rb") as file:
                known = read_manifest(file.read(MANIFEST_BYTES)).devices
        except FileNotFoundError as error:
            raise OpeningError(words("provision.no-bundle", to=str(to))) from error
        if device not in known:
            hint = did_you_mean(device, known)
            raise OpeningError(words("provision.not-on-stick", device=device[:64], hint=hint))
        set_next(to, device)
        say(voice.words("provision.next-is", device=device))
        return GOOD

    return in_one_block(voice, command)
