"""Where a playlist plays, and how what cannot play there is reported."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from device_profiles.profile import DeviceProfile, Screen
from layouts.compose.frame import Frame
from layouts.layout import Rect, Zone
from playlists.program import Content, Item
from playlists.workspace.model import NumberedItem, Playlist, Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings
from playlists.workspace.said import SILENCE, Said, said
from playlists.workspace.times import milliseconds, window

Paged = tuple[Content, tuple[int, ...]]
"""Content with the time of each of its pages in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One zone of one screen, and the languages shown there, the leading one first."""

    workspace: Workspace
    profile: DeviceProfile
    screen: Screen
    zone: Zone
    rect: Rect
    frame: Frame
    languages: tuple[str, ...]
    leading: str

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of the site's clocks."""
        return ZoneInfo(self.workspace.site.time_zone)

    @property
    def name(self) -> Said:
        """The place in words."""
        profile, zone = self.profile.id, self.zone.name
        if len(self.profile.screens) == 1:
            return said("items.place", profile=profile, zone=zone)
        return said("items.place-on-screen", profile=profile, screen=self.screen.name, zone=zone)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand when the items of one playlist are prepared for one place."""

    place: Place
    playlist: Playlist
    findings: Findings

    def misplaced(self, numbered: NumberedItem, rule: Said) -> None:
        """Report an item that is sound but not for this place."""
        message = said("items.misplaced", place=self.place.name, rule=rule)
        self.findings.warning(self.playlist.file, numbered.path, message, item=numbered.id)

    def spoilt(self, numbered: NumberedItem, key: Path, message: Said, hint: Said = SILENCE) -> None:
        """Report an item that can be shown nowhere."""
        path = (*numbered.path, *key)
        self.findings.error(self.playlist.file, path, message, hint=hint, item=numbered.id)

    def without_code(self, numbered: NumberedItem) -> None:
        """Report a card whose code has no room, and which has no words for its address either."""
        message, hint = said("items.no-room-for-code", place=self.place.name), said("items.label-code")
        path = (*numbered.path, "qr")
        self.findings.warning(self.playlist.file, path, message, hint=hint, item=numbered.id)

    def long_code(self, numbered: NumberedItem, length: int, most: int) -> None:
        """Report a card whose code has no room because its address is long."""
        self.findings.warning(
            self.playlist.file,
            (*numbered.path, "qr"),
            said("items.long-code", length=length, place=self.place.name),
            expected=said("items.short-code", most=most),
            hint=said("items.leading-on"),
            item=numbered.id,
        )

    def small(self, numbered: NumberedItem, key: str, message: Said, expected: Said) -> None:
        """Report a picture or film that has too few pixels for the place."""
        path, hint = (*numbered.path, key), said("items.larger-original")
        self.findings.warning(
            self.playlist.file, path, message, expected=expected, hint=hint, item=numbered.id
        )

    def cut(self, numbered: NumberedItem) -> None:
        """Report a card in a zone that is too small for its words in letters that can be read."""
        message, hint = said("items.cut", place=self.place.name), said("items.wider-zone")
        self.findings.warning(self.playlist.file, numbered.path, message, hint=hint, item=numbered.id)

    def hasty(self, numbered: NumberedItem, needed_ms: int) -> None:
        """Report an item that is shown, but too briefly to be read."""
        self.findings.warning(
            self.playlist.file,
            (*numbered.path, "duration"),
            said("items.too-short", place=self.place.name),
            expected=said("items.seconds", seconds=-(-needed_ms // 1000)),
            item=numbered.id,
        )


def pages(numbered: NumberedItem, count: int, default_ms: int) -> tuple[int, ...]:
    """The time of each of `count` pages: as written, else the default."""
    duration = numbered.item.duration
    return (default_ms if duration is None else milliseconds(duration),) * count


def timed(numbered: NumberedItem, paged: Paged, zone: ZoneInfo) -> Item:
    """The item of a program: content with what the editor wrote of times, share and weight."""
    content, pages_ms = paged
    written = numbered.item
    opens, closes = window(written, zone)
    return Item(
        id=numbered.id,
        content=content,
        pages_ms=pages_ms,
        when=written.when,
        opens=opens,
        closes=closes,
        share=written.share,
        weight=1.0 if written.weight is None else float(written.weight),
    )
