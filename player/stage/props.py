"""What a screen draws between two changes: frozen values, from which a frame is a function of the time.

Instants are whole milliseconds since 1970 in UTC, lengths are pixels of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from device_profiles.profile import Screen, Transition
from layouts.layout import Greeting, Rect, WidgetKind, Zone, ZoneKind, place
from player.stage.matrix import scrolled
from playlists.program import CardContent, Content, Film
from playlists.timeline import BUILT_IN

if TYPE_CHECKING:
    from layouts.led import LedPage

_TRANSITION_MS = {Transition.CUT: 0, Transition.CROSSFADE: 500, Transition.PUSH: 600}


def transition_ms(transition: Transition) -> int:
    """How long a transition takes, in milliseconds (look.md, "Motion")."""
    return _TRANSITION_MS[transition]


class PageKey(msgspec.Struct, frozen=True):
    """One finished picture: what it shows, in which zone and colours, and the pixels it fills.

    `edition` tells the programs apart that are on the stage together.
    `greeting` says what of the built-in slide a zone shows. A `plate` is the city's mark on its own ground.
    The key of a film names its first frame; the frames that follow are asked for by position.
    """

    item: str
    content: Content
    page: int
    zone: Zone
    width: int
    height: int
    night: bool = False
    edition: int = 0
    greeting: Greeting = Greeting.NAMED
    plate: bool = False

    @property
    def bytes(self) -> int:
        """The memory that the decoded picture takes, in bytes."""
        return 4 * self.width * self.height


def page_key(
    screen: Screen,
    zone: Zone,
    item: str,
    content: Content,
    page: int,
    *,
    night: bool = False,
    edition: int = 0,
    greeting: Greeting = Greeting.NAMED,
) -> PageKey:
    """The key of a page in a zone of a screen; only cards change their colours at night."""
    rect = place(zone, screen.width, screen.height)
    return PageKey(
        item=item,
        content=content,
        page=page,
        zone=zone,
        width=int(rect.width),
        height=int(rect.height),
        night=night and isinstance(content, CardContent),
        edition=edition,
        greeting=greeting,
    )


def is_built_in(key: PageKey) -> bool:
    """Whether it is a page of the profile's own slide: nothing of the feed's is in it."""
    return key.item == BUILT_IN


class Layer(msgspec.Struct, frozen=True):
    """One picture in a zone. `start_ms` is when its play began, `end_ms` when it ends: a film needs both."""

    key: PageKey
    start_ms: int
    end_ms: int

    @property
    def film(self) -> Film | None:
        """The film, if this layer is one."""
        return self.key.content if isinstance(self.key.content, Film) else None

    def position_ms(self, at_ms: int) -> float:
        """Where in its film this layer stands: it loops, and rests when its play is over."""
        film = self.film
        if film is None or film.length_ms <= 0:
            return 0.0
        last = max(self.start_ms, self.end_ms - 1)
        return float((min(max(at_ms, self.start_ms), last) - self.start_ms) % film.length_ms)


class Run(msgspec.Struct, frozen=True):
    """One text of a running line: its left edge stands at the line's right end at `start_ms`."""

    text: str
    width: float
    start_ms: int


class Line(msgspec.Struct, frozen=True):
    """A ticker: its texts, its type, and how fast it runs in pixels a second.

    At speed 0 the last text stands still and takes the place of the one before it.
    """

    runs: tuple[Run, ...]
    size: float
    speed: float
    ground: str
    ink: str
    accent: str

    @property
    def gives_way(self) -> bool:
        """Whether one standing text follows another."""
        return self.speed <= 0 and len(self.runs) > 1


class ZoneProps(msgspec.Struct, frozen=True):
    """One zone: `incoming` covers `outgoing` in the course of `duration_ms` from `start_ms`.

    It `waits` if something should be shown and nothing of it can be yet. A matrix is dark until
    `dark_until_ms`; `led` is its page, which may scroll.
    """

    name: str
    kind: ZoneKind
    rect: Rect
    ground: str
    incoming: Layer | None = None
    outgoing: Layer | None = None
    transition: Transition = Transition.CUT
    start_ms: int = 0
    duration_ms: int = 0
    dark_until_ms: int = 0
    led: LedPage | None = None
    line: Line | None = None
    waits: bool = False

    def fading(self, at_ms: int) -> bool:
        """Whether the transition is under way."""
        replaced = self.outgoing is not None or (self.line is not None and self.line.gives_way)
        return replaced and self.start_ms <= at_ms < self.start_ms + self.duration_ms

    def fades_until(self, at_ms: int) -> int:
        """When the transition under way will be over, 0 if there is none."""
        return self.start_ms + self.duration_ms if self.fading(at_ms) else 0

    def layers(self, at_ms: int) -> tuple[Layer, ...]:
        """The layers of which something is to be seen, back to front."""
        seen = (self.outgoing, self.incoming) if self.fading(at_ms) else (self.incoming,)
        return tuple(layer for layer in seen if layer is not None)

    def scrolled(self, at_ms: int) -> int:
        """How far the matrix has scrolled, in dots."""
        return scrolled(self.led, at_ms - self.start_ms) if self.led else 0

    def rests(self, at_ms: int) -> bool:
        """Whether its picture is on the glass whole and as it was drawn: not on its way, dark or scrolled."""
        shown = self.incoming is not None and not self.fading(at_ms)
        return shown and at_ms >= self.dark_until_ms and not self.scrolled(at_ms)

    def moves(self, at_ms: int) -> bool:
        """Whether the next frame may differ from the one of `at_ms`."""
        rolling = self.led is not None and self.led.scroll_px > self.scrolled(at_ms)
        return rolling or self.flows(at_ms) or any(layer.film for layer in self.layers(at_ms))

    def flows(self, at_ms: int) -> bool:
        """Whether every refresh of the screen gives another frame: films and matrices change less often."""
        running = self.line is not None and self.line.speed > 0 and bool(self.line.runs)
        return running or self.fading(at_ms)


class WidgetProps(msgspec.Struct, frozen=True):
    """A fixed widget: its words as they stand now, the size of its type in pixels of an em.

    `texts` are its lines, the first `strong` of them bold; the others of a name are in the `quiet` ink.
    A `picture` stands in their place.
    """

    kind: WidgetKind
    rect: Rect
    texts: tuple[str, ...]
    strong: int
    align: str
    size: float
    ink: str
    quiet: str
    accent: str
    on_accent: str
    picture: Layer | None = None


class Ground(msgspec.Struct, frozen=True):
    """A plain rectangle under everything else."""

    rect: Rect
    colour: str


class SceneProps(msgspec.Struct, frozen=True):
    """All that a screen draws until `valid_until_ms`; `dark` means that nothing is lit."""

    width: int
    height: int
    dark: bool
    grounds: tuple[Ground, ...]
    zones: tuple[ZoneProps, ...]
    widgets: tuple[WidgetProps, ...]
    valid_until_ms: int

    @property
    def lacks(self) -> bool:
        """Whether a zone shows nothing, though something should be there."""
        return any(zone.waits and zone.incoming is None for zone in self.zones)

    def layers(self, at_ms: int) -> tuple[Layer, ...]:
        """All layers of zones of which something is to be seen."""
        return tuple(layer for zone in self.zones for layer in zone.layers(at_ms))

    def pictures(self, at_ms: int) -> tuple[Layer, ...]:
        """All that is to be seen of pictures: in zones, and in fixed widgets."""
        marks = (widget.picture for widget in self.widgets if widget.picture is not None)
        return (*self.layers(at_ms), *marks)

    def moves(self, at_ms: int) -> bool:
        """Whether a frame is to be drawn at every refresh."""
        return not self.dark and any(zone.moves(at_ms) for zone in self.zones)

    def flows(self, at_ms: int) -> bool:
        """Whether every refresh of the screen gives another frame."""
        return not self.dark and any(zone.flows(at_ms) for zone in self.zones)

    def next_frame_change(self, at_ms: int) -> int:
        """The next instant at which something moves or changes: now while moving, else the next change."""
        return at_ms if self.moves(at_ms) else self.valid_until_ms
