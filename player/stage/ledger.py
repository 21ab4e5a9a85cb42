"""Proof of play: what was on the glass of one screen, from presented frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from device_profiles.report import DIFFERS, FRAMES, HELD, MATCHED, PlayRecord
from device_profiles.sight import Distance
from player.stage.instants import from_ms
from player.stage.props import Layer, PageKey, SceneProps
from playlists.program import CardContent, Film, Program, Rendition, Stills

Keep = Callable[[PlayRecord], object]
"""Takes a finished play, quickly."""


@dataclass(slots=True)
class _Play:
    layer: Layer
    program: Program
    start_ms: int
    since_ms: float
    frames: int
    verified: str
    distance: Distance | None = None


class Ledger:
    """The plays of one screen: each begins with the first frame that shows it and ends with its successor's.

    `edition` names the program file of a program; `steady_ms` is the monotonic clock. A running line has no
    plays: all its texts are on the glass together. `changed_ms` is when another item came on last.
    """

    def __init__(
        self,
        device: str,
        screen: str,
        *,
        edition: Callable[[Program], str | None],
        steady_ms: Callable[[], float],
        keep: Keep,
    ) -> None:
        self._device, self._screen, self._edition = device, screen, edition
        self._steady_ms, self._keep = steady_ms, keep
        self._scene: Mapping[str, Layer] = {}
        self._program: Program | None = None
        self._plays: dict[str, _Play] = {}
        self.has_begun = False
        self.changed_ms: int | None = None

    @property
    def on_glass(self) -> dict[str, PageKey]:
        """What the last frame showed, by zone."""
        return {zone: play.layer.key for zone, play in self._plays.items()}

    def begun_ms(self, zone: str) -> int:
        """When the play that is on the glass in a zone began."""
        return self._plays[zone].start_ms

    def scene(self, props: SceneProps, program: Program, at_ms: int) -> None:
        """From now on this is drawn. An item that follows on itself needs no new frame."""
        self._scene = {zone.name: zone.incoming for zone in props.zones if zone.incoming is not None}
        self._program = program
        for name, layer in self._scene.items():
            play = self._plays.get(name)
            if play is None or play.layer.key != layer.key or play.program is not program:
                continue
            if play.layer.start_ms != layer.start_ms and layer.start_ms > play.start_ms:
                ago_ms = min(max(0, at_ms - layer.start_ms), self._steady_ms() - play.since_ms)
                self._end(name, ago_ms)
                self._begin(name, layer, at_ms, HELD, ago_ms)

    def frame(self, at_ms: int) -> None:
        """A frame of the last scene was presented."""
        self.has_begun = True
        for name in [name for name in self._plays if name not in self._scene]:
            self._end(name)
        for name, layer in self._scene.items():
            play = self._plays.get(name)
            if play is None or _play_of(play.layer) != _play_of(layer) or play.program is not self._program:
                if play is not None:
                    self._end(name)
                if play is None or play.layer.key.item != layer.key.item:
                    self.changed_ms = at_ms
                self._begin(name, layer, at_ms, FRAMES)
            self._plays[name].layer = layer
            self._plays[name].frames += 1

    def seen(self, zone: str, layer: Layer, distance: Distance) -> None:
        """A zone was looked at while it showed `layer`: so far was it from what it should show."""
        play = self._plays.get(zone)
        if play is None or _play_of(play.layer) != _play_of(layer):
            return
        worst = play.distance or distance
        play.distance = Distance(max(worst.bits, distance.bits), max(worst.levels, distance.levels))
        play.verified = MATCHED if play.distance.is_none else DIFFERS

    def close(self) -> None:
        """The screen goes dark: what was on the glass has ended."""
        for name in list(self._plays):
            self._end(name)

    def _begin(self, zone: str, layer: Layer, at_ms: int, verified: str, ago_ms: float = 0) -> None:
        if self._program is None:
            raise RuntimeError("a frame of no scene")
        since_ms = self._steady_ms() - ago_ms
        self._plays[zone] = _Play(layer, self._program, at_ms - round(ago_ms), since_ms, 0, verified)

    def _end(self, zone: str, ago_ms: float = 0) -> None:
        play = self._plays.pop(zone)
        self._keep(
            PlayRecord(
                device=self._device,
                screen=self._screen,
                zone=zone,
                item=play.layer.key.item,
                object=object_of(play.layer.key),
                start=from_ms(play.start_ms),
                duration_ms=round(self._steady_ms() - ago_ms - play.since_ms),
                frames=play.frames,
                verified=play.verified,
                edition=self._edition(play.program),
                bits=play.distance.bits if play.distance else None,
                levels=play.distance.levels if play.distance else None,
            )
        )


def object_of(key: PageKey) -> str | None:
    """The object that a page shows."""
    match key.content:
        case Stills(pages=pages) if key.page < len(pages):
            return pages[key.page].object
        case Film(rendition=rendition):
            return rendition.object
        case CardContent(picture=Rendition() as picture):
            return picture.object
        case _:
            return None


def _play_of(layer: Layer) -> tuple[str, int]:
    """Pages of one play are one play."""
    return layer.key.item, layer.start_ms
