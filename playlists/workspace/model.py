"""The editor's workspace as typed values: what each file may say, and all of it together.

Every table that a person writes is a pydantic model, checked once when it is read. Keys are described for
editors in docs/workspace.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from device_profiles.profile import DeviceProfile
from layouts.layout import Layout
from playlists.media.shelf import Fit
from playlists.sources.written import Source
from playlists.workspace.map_table import DrawnMap
from playlists.workspace.outline import Outline
from playlists.workspace.said import said
from playlists.workspace.touch import EmergencyTable, ServiceTable, TableTable
from playlists.workspace.written import (
    NO_TEXT,
    CardDate,
    Colour,
    Country,
    DayStart,
    Focus,
    Languages,
    Moment,
    Name,
    Names,
    Position,
    RelativePath,
    Seconds,
    Share,
    Text,
    TimeZone,
    Written,
    refuse,
)


class ThemeColours(Written):
    """The city's colours; what is not said is derived."""

    background: Colour | None = None
    accent: Colour | None = None
    categories: dict[str, Colour] = NO_TEXT


class Site(Written):
    """workspace.toml."""

    name: Name
    time_zone: TimeZone
    country: Country
    position: Position | None = None
    languages: Languages = ("fr",)
    day_start: DayStart = "04:00"
    theme: ThemeColours = ThemeColours()
    logo: Annotated[str, Field(max_length=60)] = ""
    logo_image: RelativePath | None = None


class Device(Written):
    """One table of devices.toml."""

    profile: Name
    place: Text = NO_TEXT
    position: Position | None = None
    groups: Names = ()
    display_hours: Name | None = None
    languages: Languages | None = None


class ItemBase(Written):
    """What every item may say."""

    id: Name | None = None
    duration: Seconds | None = None
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    when: Name | None = None
    share: Share | None = None
    weight: Annotated[float, Field(gt=0, le=100)] | None = None

    @model_validator(mode="after")
    def _share_or_weight(self) -> Self:
        if self.share is not None and self.weight is not None:
            raise refuse(
                said("values.share-and-weight"),
                self.weight,
                hint=said("values.share-or-weight"),
            )
        return self


class ImageItem(ItemBase):
    """A picture, or an animation."""

    image: RelativePath
    variants: Annotated[tuple[RelativePath, ...], Field(strict=False)] = ()
    fit: Fit = "cover"
    focus: Focus = (0.5, 0.5)
    alt: Text = NO_TEXT


class VideoItem(ItemBase):
    """A film."""

    video: RelativePath
    fit: Fit = "cover"
    focus: Focus = (0.5, 0.5)


class PdfItem(ItemBase):
    """A document, one slide a page."""

    pdf: RelativePath


class CardItem(ItemBase):
    """A message in words."""

    card: Name
    headline: Text = NO_TEXT
    body: Text = NO_TEXT
    date: CardDate | None = None
    end: CardDate | None = None
    place: Text = NO_TEXT
    figure: Text = NO_TEXT
    source: Text = NO_TEXT
    category: str = ""
    pictogram: str = ""
    image: RelativePath | None = None
    variants: Annotated[tuple[RelativePath, ...], Field(strict=False)] = ()
    focus: Focus = (0.5, 0.5)
    qr: Annotated[str, Field(max_length=300, pattern=r"^\S*$")] = ""
    qr_label: Annotated[str, Field(max_length=60)] = ""
    led: Text = NO_TEXT


class TextItem(ItemBase):
    """A line for a ticker."""

    text: Text


class LedItem(ItemBase):
    """A message for LED boards."""

    led: Text


class LiveItem(ItemBase):
    """City data of a source of sources.toml; `near` in metres, `duration` of each of its `pages`.

    `days` and `theme` choose among events.
    """

    live: Name
    headline: Text = NO_TEXT
    unit: Text = NO_TEXT
    near: Annotated[int, Field(ge=50, le=100_000)] | None = None
    days: Literal["", "today", "weekend"] = ""
    theme: Annotated[str, Field(max_length=80)] = ""
    pages: Annotated[int, Field(ge=1, le=8)] = 1
    category: str = ""
    pictogram: str = ""


Item = ImageItem | VideoItem | PdfItem | CardItem | TextItem | LedItem | LiveItem

ITEM_KINDS: Mapping[str, type[Item]] = {
    "card": CardItem,
    "image": ImageItem,
    "video": VideoItem,
    "pdf": PdfItem,
    "text": TextItem,
    "led": LedItem,
    "live": LiveItem,
}
"""The key that makes an item what it is. `card` comes first: a card may have an `image` and a `led` too."""


class Event(Written):
    """One of the events of schedule.toml."""

    id: Name | None = None
    layout: Name
    devices: Annotated[tuple[Name, ...], Field(strict=False, min_length=1)]
    screen: Name | None = None
    when: Name | None = None
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    priority: Annotated[int, Field(ge=-1000, le=1000)] = 0
    zones: Annotated[dict[Name, Name], Field(min_length=1)]


class PlaylistHead(Written):
    """A playlist file; its items are read one by one."""

    title: Text = NO_TEXT
    items: object = None


class ScheduleHead(Written):
    """schedule.toml; its events are read one by one."""

    events: object = None


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """An item with its place in the playlist, counted from 1, and its name: its own or `PLAYLIST#N`."""

    number: int
    id: str
    item: Item

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where it stands in its file."""
        return ("items", self.number - 1)


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event with its place in the schedule, counted from 1, and its name: its own or `schedule#N`."""

    number: int
    id: str
    event: Event

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where it stands in its file."""
        return ("events", self.number - 1)


@dataclass(frozen=True, slots=True)
class Playlist:
    """One file of playlists/: its good items, in the editor's order."""

    name: str
    title: Mapping[str, str]
    items: tuple[NumberedItem, ...]

    @property
    def file(self) -> str:
        """The file, relative to the workspace."""
        return f"playlists/{self.name}.toml"


SITE_FILE = "workspace.toml"
DEVICES_FILE = "devices.toml"
SCHEDULE_FILE = "schedule.toml"
SOURCES_FILE = "sources.toml"
"""The one file that need not be there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Workspace:
    """All that was good in a folder; `profiles` and `layouts` hold the catalogs' and the site's own.

    Services stand with their numbers, counted from 1.
    """

    root: Path
    site: Site
    profiles: Mapping[str, DeviceProfile]
    layouts: Mapping[str, Layout]
    devices: Mapping[str, Device]
    playlists: Mapping[str, Playlist]
    events: tuple[NumberedEvent, ...]
    services: tuple[tuple[int, ServiceTable], ...] = ()
    emergency: tuple[EmergencyTable, ...] = ()
    table: TableTable | None = None
    maps: tuple[DrawnMap, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict, repr=False)
    spoilt: frozenset[str] = frozenset()
    """Files of which something was left out. What it would have been is not missed a second time."""

    def languages(self, device: Device) -> tuple[str, ...]:
        """The languages that a device shows, the leading one first."""
        return device.languages or self.site.languages

    def position(self, device: Device) -> tuple[float, float] | None:
        """Where a device stands, for sun times."""
        return device.position or self.site.position
