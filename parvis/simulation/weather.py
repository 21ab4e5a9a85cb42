"""Weather: what each simulated device suffers at an instant, as a pure function of script, seed and time.

A script is TOML with a table `[[spells]]` for each thing that happens; docs/simulate.md tells the keys.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from parvis.words import SaidError, refusal, words

_FOLDER = Path(__file__).with_name("weathers")
_SPAN = re.compile(r"(-?)(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_MOST_BYTES = 1 << 20
_MOST_SPELLS = 200
_LARGE = 100


class Kind(StrEnum):
    """What may happen to a device."""

    OUTAGE = "outage"
    """Its line is dead: it plays on, and delivers everything afterwards."""
    BLACKOUT = "blackout"
    """It has no current: nothing plays, and it starts anew afterwards."""
    STUCK = "stuck"
    """The player hangs, and the agent still beats: the glass stays as it was."""
    BLACK = "black"
    """The glass is black, whatever the player draws."""
    WRONG_PICTURE = "wrong_picture"
    """The glass shows another picture than the one that was published."""
    FALLBACK = "fallback"
    """Nothing of the program can be played: the built-in slide is on."""
    STALE = "stale"
    """It plays the edition before, and gets nothing newer."""
    FILM = "film"
    """An item cannot be decoded, and is set aside."""
    CLOCK = "clock"
    """Its clock is wrong."""
    DISK = "disk"
    """Its disk is full."""
    HOT = "hot"
    """It is too warm, and throttled."""
    SLOW = "slow"
    """It starts items late and drops frames."""
    CRASHES = "crashes"
    """Its player ends by itself every few minutes, and comes back."""
    LOST_ANSWERS = "lost_answers"
    """Central's answers do not arrive: it sends the same records again."""
    REPEATS = "repeats"
    """The network brings its reports twice."""
    FORGED = "forged"
    """Somebody changes its reports on the way."""


class WeatherError(SaidError):
    """A script of weather that cannot be used: where, and what would do."""


class Spell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happens to some devices from an instant on; spans are written as `2h`, `1m30s`.

    `who` names devices: an id, `place:NAME`, `group:NAME`, `profile:NAME`, `family:NAME`, `*`; `share` is the
    part of them that it meets, one `by` one or all of a place together. `begins` counts from the start of the
    simulation, `-2h` is before it. Without `lasts` it does not end. With `every` it comes again and again,
    and meets others each time. `spread` lets it begin later for each, up to so much.
    """

    kind: Kind
    who: str | tuple[str, ...] = "*"
    share: Annotated[float, Meta(ge=0, le=1)] = 1.0
    by: Literal["device", "place"] = "device"
    begins: str = msgspec.field(name="from", default="0s")
    lasts: str | None = msgspec.field(name="for", default=None)
    every: str | None = None
    spread: str = "0s"
    ahead: str = "0s"
    """How far the clock is ahead (`clock`)."""
    item: str = ""
    """Which item cannot be decoded (`film`); empty: the first film of the device, or its first item."""


class _Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    spells: Annotated[tuple[Spell, ...], Meta(max_length=_MOST_SPELLS)] = ()


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    """What spells know a device by."""

    device: str
    place: str = ""
    profile: str = ""
    family: str = ""
    groups: tuple[str, ...] = ()

    def name(self, spell: Spell) -> str:
        """What a spell draws lots by: the device, or its place."""
        return self.place if spell.by == "place" else self.device

    def is_meant(self, who: str | tuple[str, ...]) -> bool:
        """Whether a spell's `who` names it."""
        names = {
            "*",
            self.device,
            f"place:{self.place}",
            f"profile:{self.profile}",
            f"family:{self.family}",
            *(f"group:{group}" for group in self.groups),
        }
        return any(name in names for name in ((who,) if isinstance(who, str) else who))


class Onset(msgspec.Struct, frozen=True, kw_only=True):
    """A spell that a device suffers: since when, until when (None: it does not end)."""

    spell: Spell
    since: datetime
    until: datetime | None


class _Timed(msgspec.Struct, frozen=True):
    """A spell in seconds of the weather's time."""

    number: int
    spell: Spell
    begins: float
    lasts: float
    every: float
    spread: float


class Lot:
    """What one device suffers; the weather goes `speed` times as fast as the clock, from `start` on."""

    def __init__(
        self, where: Whereabouts, timed: Iterable[_Timed], start: datetime, speed: float, seed: int
    ) -> None:
        self._where, self._start, self._speed, self._seed = where, start, speed, seed
        self._by_kind: dict[Kind, list[_Timed]] = {}
        for one in timed:
            if where.is_meant(one.spell.who) and (one.every or self._onset(one, 0)):
                self._by_kind.setdefault(one.spell.kind, []).append(one)

    def suffers(self, kind: Kind, at: datetime) -> Onset | None:
        """The spell of that kind that it suffers at an instant."""
        for one in self._by_kind.get(kind, ()):
            since = (at - self._start).total_seconds() * self._speed - one.begins
            turn = math.floor(since / one.every) if one.every else 0
            for number in (turn, turn - 1):
                onset = self._onset(one, number)
                if onset and onset.since <= at and (onset.until is None or at < onset.until):
                    return onset
        return None

    def knows(self, kind: Kind) -> bool:
        """Whether it may ever suffer that."""
        return kind in self._by_kind

    def kinds(self) -> tuple[Kind, ...]:
        """All that it may ever suffer."""
        return tuple(self._by_kind)

    def onsets(self, kind: Kind, after: datetime, upto: datetime) -> Iterator[Onset]:
        """The spells of a kind that begin, or end, after an instant and up to another."""
        for one in self._by_kind.get(kind, ()):
            first = self._turn(one, after) - 1
            for number in range(max(0, first), max(0, self._turn(one, upto)) + 1):
                onset = self._onset(one, number)
                if onset and any(after < t <= upto for t in (onset.since, onset.until) if t is not None):
                    yield onset

    def _turn(self, one: _Timed, at: datetime) -> int:
        since = (at - self._start).total_seconds() * self._speed - one.begins
        return math.floor(since / one.every) if one.every else 0

    def _onset(self, one: _Timed, number: int) -> Onset | None:
        """The `number`th time of a spell, if it meets this device."""
        whom = self._where.name(one.spell)
        if number < 0 or chance(self._seed, "meets", one.number, number, whom) >= one.spell.share:
            return None
        delay = one.spread * chance(self._seed, "delay", one.number, number, whom)
        begins = one.begins + number * one.every + delay
        since = self._start + timedelta(seconds=begins / self._speed)
        lasts = None if math.isinf(one.lasts) else timedelta(seconds=one.lasts / self._speed)
        return Onset(spell=one.spell, since=since, until=None if lasts is None else since + lasts)


class Weather:
    """A script, read. Raises `WeatherError`."""

    def __init__(self, spells: Iterable[Spell]) -> None:
        self.spells = tuple(spells)
        self._timed = tuple(_timed(number, spell) for number, spell in enumerate(self.spells))

    def lot(self, where: Whereabouts, start: datetime, *, speed: float = 1.0, seed: int = 0) -> Lot:
        """What a device suffers in a simulation that began at `start`."""
        return Lot(where, self._timed, start, speed, seed)

    def over(self, fleet: Collection[Whereabouts], seed: int) -> Weather:
        """The same for a fleet: of a hundred and more, no spell that comes once misses them all."""
        if len(fleet) < _LARGE:
            return self
        return Weather(_reaching(number, spell, fleet, seed) for number, spell in enumerate(self.spells))


def built_in() -> Mapping[str, Path]:
    """The scripts that come with Parvis, by name."""
    return {file.stem: file for file in sorted(_FOLDER.glob("*.toml"))}


def read(name: str) -> Weather:
    """The weather of a built-in name or of a file. Raises `WeatherError`."""
    file = built_in().get(name) or Path(name)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise WeatherError(words("simulate.bad-weather", file=name, reason=f"> {_MOST_BYTES} bytes"))
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        script = msgspec.convert(document, type=_Script)
        return Weather(script.spells)
    except OSError as error:
        names = ", ".join(built_in())
        raise WeatherError(
            words("simulate.no-weather", file=name, names=names, reason=refusal(error))
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise WeatherError(words("simulate.bad-weather", file=name, reason=str(error))) from error


def span(text: str) -> float:
    """Seconds of a span as `2h`, `1m30s`, `-2h`. Raises `WeatherError`."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise WeatherError(words("simulate.bad-span", text=text))
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return (3600 * hours + 60 * minutes + seconds) * (-1 if found[1] else 1)


def chance(*parts: object) -> float:
    """A number from 0 up to 1 that is the same for the same parts, on every machine."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def _reaching(number: int, spell: Spell, fleet: Collection[Whereabouts], seed: int) -> Spell:
    names = {where.name(spell) for where in fleet if where.is_meant(spell.who)}
    lots = [chance(seed, "meets", number, 0, name) for name in names]
    if not lots or spell.every or not spell.share:
        return spell
    return msgspec.structs.replace(spell, share=max(spell.share, math.nextafter(min(lots), 1)))


def _timed(number: int, spell: Spell) -> _Timed:
    lasts = math.inf if spell.lasts is None else span(spell.lasts)
    span(spell.ahead)
    return _Timed(
        number,
        spell,
        span(spell.begins),
        lasts,
        span(spell.every) if spell.every else 0.0,
        span(spell.spread),
    )
